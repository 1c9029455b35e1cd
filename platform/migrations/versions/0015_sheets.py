"""sheets: photos of signed sheets, hours of a whole group in one act; the ledger tells of both."""

import hashlib
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

NO_HASH = "0" * 64
ACTS = (
    "carried_over", "plan_hours", "log_hours", "report_planned", "change_hours", "correct_hours",
    "ask_confirmation", "confirm_hours", "record_paper_confirmation", "contest_hours",
    "send_back_hours", "withdraw_hours", "accept_hours", "take_back_hours", "note_absence",
    "dispute_hours", "answer_dispute",
)
OF_PHOTOS = ("attach_photo", "remove_photo")
ROLES = ("newcomer", "counsellor", "contact", "system")
ROLES_NOW = ("newcomer", "counsellor", "organisation", "contact", "system")
STATES = ("planned", "reported", "confirmed", "accepted", "sent_back", "withdrawn")

OLD = (
    "trajectory_id", "number", "format", "entry_id", "act", "state", "on_date", "begins_at",
    "ends_at", "minutes", "activity_id", "corrects_id", "by_id", "acted_as", "through", "despite",
    "at", "said_name", "said", "salt", "said_hash", "previous_hash", "hash",
)
ADDED = ("photo_sha256", "batch_id")
ERASABLE = {"said_name", "said", "salt"}
ERASED = "NEW.said_name IS NULL AND NEW.said IS NULL AND NEW.salt IS NULL"
REFUSED = "the ledger is append-only"


def term(name: str, *codes: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    create_photos()
    create_batches()
    if op.get_bind().dialect.name == "sqlite":
        remake_lines(ACTS + OF_PHOTOS, ROLES_NOW, added=True)
        return
    op.add_column("ledger_lines", sa.Column("photo_sha256", sa.String(length=64), nullable=True))
    op.add_column("ledger_lines", sa.Column("batch_id", sa.Integer(), nullable=True))
    name_terms(ACTS + OF_PHOTOS, ROLES_NOW)
    op.execute(refusing(OLD + ADDED))


def downgrade() -> None:
    drop_guards()
    forget_second_form(op.get_bind())
    if op.get_bind().dialect.name == "sqlite":
        remake_lines(ACTS, ROLES, added=False)
    else:
        name_terms(ACTS, ROLES)
        op.drop_column("ledger_lines", "photo_sha256")
        op.drop_column("ledger_lines", "batch_id")
        op.execute(refusing(OLD))
        create_triggers()
    op.drop_table("photos_of_hours")
    op.drop_table("sheet_photos")
    op.drop_table("hours_batches")


def create_photos() -> None:
    op.create_table(
        "sheet_photos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trajectory_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("attached_at", sa.DateTime(), nullable=False),
        sa.Column("attached_by_id", sa.Integer(), nullable=False),
        sa.Column("acted_as", term("actedas", *ROLES_NOW), nullable=False),
        sa.Column("request_key", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_sheet_photos_has_a_size")),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (removed_by_id IS NULL)",
            name=op.f("ck_sheet_photos_removed_by_and_at"),
        ),
        *(
            sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_sheet_photos_{column}"))
            for column, to in (
                ("trajectory_id", "trajectories"),
                ("activity_id", "activities"),
                ("attached_by_id", "accounts"),
                ("removed_by_id", "accounts"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_photos")),
        sa.UniqueConstraint("file_name", name=op.f("uq_sheet_photos_file_name")),
        sa.UniqueConstraint(
            "request_key", "position", name=op.f("uq_sheet_photos_request_key_position")
        ),
    )
    for column in ("trajectory_id", "activity_id"):
        op.create_index(op.f(f"ix_sheet_photos_{column}"), "sheet_photos", [column])
    op.create_table(
        "photos_of_hours",
        sa.Column("photo_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["sheet_photos.id"], name=op.f("fk_photos_of_hours_photo_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["hours_entries.id"], name=op.f("fk_photos_of_hours_entry_id")
        ),
        sa.PrimaryKeyConstraint("photo_id", "entry_id", name=op.f("pk_photos_of_hours")),
    )
    op.create_index(op.f("ix_photos_of_hours_entry_id"), "photos_of_hours", ["entry_id"])


def create_batches() -> None:
    op.create_table(
        "hours_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("acted_as", term("actedas", *ROLES_NOW), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("request_key", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name=op.f("fk_hours_batches_offer_id")),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_hours_batches_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_batches")),
        sa.UniqueConstraint("request_key", name=op.f("uq_hours_batches_request_key")),
    )
    op.create_index(op.f("ix_hours_batches_offer_id"), "hours_batches", ["offer_id"])


def remake_lines(acts: tuple[str, ...], roles: tuple[str, ...], *, added: bool) -> None:
    """SQLite changes no CHECK, so the table is made anew, line by line the same."""
    drop_guards()
    op.drop_index(op.f("ix_ledger_lines_entry_id"), table_name="ledger_lines")
    op.rename_table("ledger_lines", "ledger_lines_before")
    create_lines(acts, roles, added=added)
    columns = ", ".join(("id", *OLD))
    op.execute(f"INSERT INTO ledger_lines ({columns}) SELECT {columns} FROM ledger_lines_before")
    op.drop_table("ledger_lines_before")
    op.create_index(op.f("ix_ledger_lines_entry_id"), "ledger_lines", ["entry_id"])
    fixed = ("id", *(name for name in OLD + (ADDED if added else ()) if name not in ERASABLE))
    same = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in fixed)
    op.execute(
        f"CREATE TRIGGER ledger_lines_stand BEFORE UPDATE ON ledger_lines "
        f"WHEN NOT ({same} AND {ERASED}) BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    )
    op.execute(
        f"CREATE TRIGGER ledger_lines_stay BEFORE DELETE ON ledger_lines "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    )


def create_lines(acts: tuple[str, ...], roles: tuple[str, ...], *, added: bool) -> None:
    op.create_table(
        "ledger_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trajectory_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("format", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("act", term("act", *acts), nullable=False),
        sa.Column("state", term("hoursstate", *STATES), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=True),
        sa.Column("begins_at", sa.Time(), nullable=True),
        sa.Column("ends_at", sa.Time(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("acted_as", term("actedas", *roles), nullable=False),
        sa.Column("through", term("through", "page", "link", "paper", "command"), nullable=False),
        sa.Column("despite", sa.String(length=120), nullable=True),
        *(
            [
                sa.Column("photo_sha256", sa.String(length=64), nullable=True),
                sa.Column("batch_id", sa.Integer(), nullable=True),
            ]
            if added
            else []
        ),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("said_name", sa.String(length=120), nullable=True),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("said_hash", sa.String(length=64), nullable=True),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_ledger_lines_number_positive")),
        sa.CheckConstraint(
            "(begins_at IS NULL) = (ends_at IS NULL)", name=op.f("ck_ledger_lines_begin_and_end")
        ),
        sa.CheckConstraint(
            "salt IS NOT NULL OR (said IS NULL AND said_name IS NULL)",
            name=op.f("ck_ledger_lines_said_with_salt"),
        ),
        sa.CheckConstraint(
            "salt IS NULL OR said_hash IS NOT NULL", name=op.f("ck_ledger_lines_said_with_hash")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["hours_entries.id"], name=op.f("fk_ledger_lines_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["trajectory_id"], ["trajectories.id"], name=op.f("fk_ledger_lines_trajectory_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_lines")),
        sa.UniqueConstraint("trajectory_id", "number", name=op.f("uq_ledger_lines_trajectory_id_number")),
    )


def name_terms(acts: tuple[str, ...], roles: tuple[str, ...]) -> None:
    """PostgreSQL: which acts and roles a line may have."""
    for name, column, codes in (("act", "act", acts), ("actedas", "acted_as", roles)):
        op.drop_constraint(op.f(f"ck_ledger_lines_{name}"), "ledger_lines", type_="check")
        listed = ", ".join(f"'{code}'" for code in codes)
        op.create_check_constraint(
            op.f(f"ck_ledger_lines_{name}"), "ledger_lines", f"{column} IN ({listed})"
        )


def refusing(columns: tuple[str, ...]) -> str:
    """PostgreSQL: the function that lets nothing of a line change but what is erased."""
    fixed = ("id", *(name for name in columns if name not in ERASABLE))
    new, old = (", ".join(f"{row}.{name}" for name in fixed) for row in ("NEW", "OLD"))
    return (
        f"CREATE OR REPLACE FUNCTION ledger_lines_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$BEGIN IF TG_OP = 'UPDATE' THEN IF ({new}) IS NOT DISTINCT FROM ({old}) AND {ERASED} "
        f"THEN RETURN NEW; END IF; END IF; RAISE EXCEPTION '{REFUSED}'; END$$"
    )


def drop_guards() -> None:
    table = "" if op.get_bind().dialect.name == "sqlite" else " ON ledger_lines"
    for name in ("ledger_lines_stand", "ledger_lines_stay"):
        op.execute(f"DROP TRIGGER IF EXISTS {name}{table}")


def create_triggers() -> None:
    op.execute(
        "CREATE TRIGGER ledger_lines_stand BEFORE UPDATE OR DELETE ON ledger_lines "
        "FOR EACH ROW EXECUTE FUNCTION ledger_lines_refuse()"
    )
    op.execute(
        "CREATE TRIGGER ledger_lines_stay BEFORE TRUNCATE ON ledger_lines "
        "FOR EACH STATEMENT EXECUTE FUNCTION ledger_lines_refuse()"
    )


def forget_second_form(connection: sa.Connection) -> None:
    """Write every chain in the first form, without what that cannot tell; heads follow."""
    kinds: dict[str, Any] = {
        "on_date": sa.Date(), "begins_at": sa.Time(), "ends_at": sa.Time(), "at": sa.DateTime(),
    }
    lines = sa.table("ledger_lines", *(sa.column(n, kinds.get(n)) for n in ("id", *OLD)))
    heads = sa.table("trajectories", *map(sa.column, ("id", "ledger_length", "ledger_hash")))
    second = sa.select(lines.c.trajectory_id).where(lines.c.format > 1)
    connection.execute(lines.delete().where(lines.c.act.in_(OF_PHOTOS)))
    for key, head in rewritten(connection, lines, second):
        connection.execute(
            heads.update()
            .where(heads.c.id == key)
            .values(ledger_length=head["number"], ledger_hash=head["hash"])
        )


def rewritten(
    connection: sa.Connection, lines: Any, which: Any
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each of these trajectories with its last line, after all were written anew."""
    asked = sa.select(lines).where(lines.c.trajectory_id.in_(which))
    rows = connection.execute(asked.order_by(lines.c.trajectory_id, lines.c.number)).mappings().all()
    for key, own in groupby(rows, key=lambda row: row["trajectory_id"]):
        previous: dict[str, Any] = {"number": 0, "hash": NO_HASH}
        for row in own:
            acted = "counsellor" if row["acted_as"] == "organisation" else row["acted_as"]
            line = dict(row) | {
                "number": previous["number"] + 1, "format": 1, "acted_as": acted,
                "previous_hash": previous["hash"],
            }
            line["hash"] = hash_of(line)
            connection.execute(
                lines.update()
                .where(lines.c.id == line["id"])
                .values({n: line[n] for n in ("number", "format", "acted_as", "previous_hash", "hash")})
            )
            previous = line
        yield key, previous


def hash_of(line: dict[str, Any]) -> str:
    """The hash of a line in format 1, as docs/ledger.md describes it."""
    values = {
        "trajectory": line["trajectory_id"],
        "number": line["number"],
        "entry": line["entry_id"],
        "act": line["act"],
        "state": line["state"],
        "date": line["on_date"] and line["on_date"].isoformat(),
        "begins": line["begins_at"] and line["begins_at"].isoformat("microseconds"),
        "ends": line["ends_at"] and line["ends_at"].isoformat("microseconds"),
        "minutes": line["minutes"],
        "activity": line["activity_id"],
        "corrects": line["corrects_id"],
        "by": line["by_id"],
        "as": line["acted_as"],
        "through": line["through"],
        "despite": line["despite"],
        "at": line["at"].isoformat(timespec="microseconds") + "Z",
        "said": line["said_hash"],
        "previous": line["previous_hash"],
    }
    written = [f"{name}={'-' if value is None else value}" for name, value in values.items()]
    text = "\n".join(["meedoen-hours-ledger/1", *written, ""])
    return hashlib.sha256(text.encode("ascii")).hexdigest()
