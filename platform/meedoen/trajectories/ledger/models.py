"""The table of the ledger, to which lines are only added; the database itself refuses the rest."""

from datetime import date, datetime, time

from sqlalchemy import (
    DDL,
    CheckConstraint,
    ForeignKey,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
)
from sqlalchemy.orm import Mapped, mapped_column

from meedoen.core.database import Base, Moment, word
from meedoen.trajectories.ledger.terms import Act, ActedAs, Through
from meedoen.trajectories.terms import HoursState

ERASABLE = ("said_name", "said", "salt")
"""The columns that may become empty, when a person is erased; nothing else ever changes."""


class LedgerLine(Base):
    """One act on one entry of hours, and how the entry stood after it."""

    __tablename__ = "ledger_lines"
    __table_args__ = (
        UniqueConstraint("trajectory_id", "number"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("(begins_at IS NULL) = (ends_at IS NULL)", name="begin_and_end"),
        CheckConstraint(
            "salt IS NOT NULL OR (said IS NULL AND said_name IS NULL)", name="said_with_salt"
        ),
        CheckConstraint("salt IS NULL OR said_hash IS NOT NULL", name="said_with_hash"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectories.id"))
    number: Mapped[int]
    """1 for the first line of this trajectory, without gaps."""
    format: Mapped[int]
    """The number of the way in which it was written down to be hashed."""
    entry_id: Mapped[int] = mapped_column(ForeignKey("hours_entries.id"), index=True)
    act: Mapped[Act] = mapped_column(word(Act))
    state: Mapped[HoursState] = mapped_column(word(HoursState))
    on_date: Mapped[date | None]
    """None where an act of before the ledger no longer told the day."""
    begins_at: Mapped[time | None]
    ends_at: Mapped[time | None]
    minutes: Mapped[int]
    activity_id: Mapped[int]
    corrects_id: Mapped[int | None]
    by_id: Mapped[int | None]
    """The account, without foreign key, so that a person can be erased and the line stands."""
    acted_as: Mapped[ActedAs] = mapped_column(word(ActedAs))
    through: Mapped[Through] = mapped_column(word(Through))
    despite: Mapped[str | None] = mapped_column(String(120))
    """Codes of the warnings that somebody ticked as right, in order, with commas."""
    photo_sha256: Mapped[str | None] = mapped_column(String(64))
    """The digest of the photo that was attached or removed, so that another one is noticed."""
    batch_id: Mapped[int | None]
    """Which act for a whole group it was part of."""
    at: Mapped[datetime] = mapped_column(Moment)
    said_name: Mapped[str | None] = mapped_column(String(120))
    """The contact person who confirmed or said that it is not right."""
    said: Mapped[str | None] = mapped_column(Text)
    """A note or reason."""
    salt: Mapped[bytes | None] = mapped_column(LargeBinary)
    said_hash: Mapped[str | None] = mapped_column(String(64))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


FIXED = [column.name for column in LedgerLine.__table__.columns if column.name not in ERASABLE]

SAME = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in FIXED)
ERASED = " AND ".join(f"NEW.{name} IS NULL" for name in ERASABLE)
REFUSED = "the ledger is append-only"

SQLITE_GUARDS = (
    f"CREATE TRIGGER ledger_lines_stand BEFORE UPDATE ON ledger_lines "
    f"WHEN NOT ({SAME} AND {ERASED}) BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    f"CREATE TRIGGER ledger_lines_stay BEFORE DELETE ON ledger_lines "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
)

POSTGRES_SAME = (
    f"({', '.join(f'NEW.{name}' for name in FIXED)}) IS NOT DISTINCT FROM "
    f"({', '.join(f'OLD.{name}' for name in FIXED)})"
)

POSTGRES_GUARDS = (
    f"CREATE OR REPLACE FUNCTION ledger_lines_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$BEGIN IF TG_OP = 'UPDATE' THEN IF {POSTGRES_SAME} AND {ERASED} THEN RETURN NEW; END IF; "
    f"END IF; RAISE EXCEPTION '{REFUSED}'; END$$",
    "CREATE TRIGGER ledger_lines_stand BEFORE UPDATE OR DELETE ON ledger_lines "
    "FOR EACH ROW EXECUTE FUNCTION ledger_lines_refuse()",
    "CREATE TRIGGER ledger_lines_stay BEFORE TRUNCATE ON ledger_lines "
    "FOR EACH STATEMENT EXECUTE FUNCTION ledger_lines_refuse()",
)


def guard(table: Table) -> None:
    """Let the tables that are made from the models refuse what the migrated ones refuse."""
    for dialect, statements in (("sqlite", SQLITE_GUARDS), ("postgresql", POSTGRES_GUARDS)):
        for statement in statements:
            ddl = DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]
            event.listen(table, "after_create", ddl)


guard(Base.metadata.tables["ledger_lines"])
