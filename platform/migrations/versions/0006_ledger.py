"""ledger: the chain of all acts on hours, filled with what was done before, and disputes."""

import datetime as dt
import hashlib
import secrets
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NO_HASH = "0" * 64
AT_A_TIME = 100

ACTS = (
    "carried_over", "plan_hours", "log_hours", "report_planned", "change_hours", "correct_hours",
    "ask_confirmation", "confirm_hours", "record_paper_confirmation", "contest_hours",
    "send_back_hours", "withdraw_hours", "accept_hours", "take_back_hours", "note_absence",
    "dispute_hours", "answer_dispute",
)
STATES = ("planned", "reported", "confirmed", "accepted", "sent_back", "withdrawn")
STATE_AFTER = {
    "plan_hours": "planned",
    "log_hours": "reported",
    "report_planned": "reported",
    "change_hours": "reported",
    "correct_hours": "reported",
    "confirm_hours": "confirmed",
    "record_paper_confirmation": "confirmed",
    "contest_hours": "sent_back",
    "send_back_hours": "sent_back",
    "withdraw_hours": "withdrawn",
    "accept_hours": "accepted",
}
BEGINNINGS = {"plan_hours", "log_hours", "correct_hours"}
REWRITES = {"report_planned", "change_hours"}
"""Acts that may give an entry another day and other times; the trail tells only the minutes."""

COLUMNS = (
    "trajectory_id", "number", "format", "entry_id", "act", "state", "on_date", "begins_at",
    "ends_at", "minutes", "activity_id", "corrects_id", "by_id", "acted_as", "through", "despite",
    "at", "said_name", "said", "salt", "said_hash", "previous_hash", "hash",
)
FIXED = [
    "id", *(name for name in COLUMNS if name not in {"said_name", "said", "salt"})
]
ERASED = "NEW.said_name IS NULL AND NEW.said IS NULL AND NEW.salt IS NULL"
REFUSED = "the ledger is append-only"


def term(name: str, *codes: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    # With a default the columns can be added as they are: SQLite would else make the table anew.
    op.add_column(
        "trajectories",
        sa.Column("ledger_length", sa.Integer(), nullable=False, server_default="0"),
    )
    op.add_column(
        "trajectories",
        sa.Column("ledger_hash", sa.String(length=64), nullable=False, server_default=NO_HASH),
    )
    op.add_column("hours_entries", sa.Column("disputed_at", sa.DateTime(), nullable=True))
    create_lines()
    create_disputes()
    for chain, head in chains(op.get_bind()):
        op.bulk_insert(lines_table(), chain)
        op.execute(head)
    create_guards()


def create_lines() -> None:
    op.create_table(
        "ledger_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trajectory_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("format", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("act", term("act", *ACTS), nullable=False),
        sa.Column("state", term("hoursstate", *STATES), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=True),
        sa.Column("begins_at", sa.Time(), nullable=True),
        sa.Column("ends_at", sa.Time(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column(
            "acted_as",
            term("actedas", "newcomer", "counsellor", "contact", "system"),
            nullable=False,
        ),
        sa.Column(
            "through", term("through", "page", "link", "paper", "command"), nullable=False
        ),
        sa.Column("despite", sa.String(length=120), nullable=True),
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
    op.create_index(op.f("ix_ledger_lines_entry_id"), "ledger_lines", ["entry_id"])


def create_disputes() -> None:
    op.create_table(
        "disputes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column(
            "answer",
            term("answer", "kept", "sent_back", "withdrawn", "corrected"),
            nullable=True,
        ),
        sa.Column("answer_reason", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("request_key", sa.String(length=36), nullable=True),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answer IS NULL)", name=op.f("ck_disputes_answer_and_at")
        ),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)",
            name=op.f("ck_disputes_answered_by"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["accounts.id"], name=op.f("fk_disputes_answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["hours_entries.id"], name=op.f("fk_disputes_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["accounts.id"], name=op.f("fk_disputes_opened_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disputes")),
        sa.UniqueConstraint("request_key", name=op.f("uq_disputes_request_key")),
    )
    op.create_index(op.f("ix_disputes_entry_id"), "disputes", ["entry_id"])
    op.create_index(
        "uq_disputes_open",
        "disputes",
        ["entry_id"],
        unique=True,
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )


def create_guards() -> None:
    """Nothing changes a line but erasing what was said; nothing removes one."""
    if op.get_bind().dialect.name == "sqlite":
        same = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in FIXED)
        op.execute(
            f"CREATE TRIGGER ledger_lines_stand BEFORE UPDATE ON ledger_lines "
            f"WHEN NOT ({same} AND {ERASED}) BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        )
        op.execute(
            f"CREATE TRIGGER ledger_lines_stay BEFORE DELETE ON ledger_lines "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        )
        return
    new, old = (", ".join(f"{row}.{name}" for name in FIXED) for row in ("NEW", "OLD"))
    op.execute(
        f"CREATE OR REPLACE FUNCTION ledger_lines_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$BEGIN IF TG_OP = 'UPDATE' THEN IF ({new}) IS NOT DISTINCT FROM ({old}) AND {ERASED} "
        f"THEN RETURN NEW; END IF; END IF; RAISE EXCEPTION '{REFUSED}'; END$$"
    )
    op.execute(
        "CREATE TRIGGER ledger_lines_stand BEFORE UPDATE OR DELETE ON ledger_lines "
        "FOR EACH ROW EXECUTE FUNCTION ledger_lines_refuse()"
    )
    op.execute(
        "CREATE TRIGGER ledger_lines_stay BEFORE TRUNCATE ON ledger_lines "
        "FOR EACH STATEMENT EXECUTE FUNCTION ledger_lines_refuse()"
    )


def lines_table() -> sa.TableClause:
    kinds: dict[str, Any] = {
        "on_date": sa.Date(), "begins_at": sa.Time(), "ends_at": sa.Time(), "at": sa.DateTime(),
        "salt": sa.LargeBinary(),
    }
    return sa.table("ledger_lines", *(sa.column(name, kinds.get(name)) for name in COLUMNS))


def chains(connection: sa.Connection) -> Iterator[tuple[list[dict[str, Any]], Any]]:
    """For each trajectory with hours its lines, and the update of its head."""
    trajectories = sa.table(
        "trajectories", *map(sa.column, ("id", "newcomer_id", "ledger_length", "ledger_hash"))
    )
    last = 0
    while True:
        some = connection.execute(
            sa.select(trajectories.c.id, trajectories.c.newcomer_id)
            .where(trajectories.c.id > last)
            .order_by(trajectories.c.id)
            .limit(AT_A_TIME)
        ).all()
        for key, newcomer_id in some:
            chain = chain_of(connection, key, newcomer_id)
            if chain:
                head = {"ledger_length": len(chain), "ledger_hash": chain[-1]["hash"]}
                yield chain, trajectories.update().where(trajectories.c.id == key).values(head)
        if len(some) < AT_A_TIME:
            return
        last = some[-1].id


def chain_of(
    connection: sa.Connection, trajectory_id: int, newcomer_id: int
) -> list[dict[str, Any]]:
    """The lines of one trajectory, in the order in which things were done."""
    entries = rows(
        connection,
        "SELECT * FROM hours_entries WHERE trajectory_id = :key ORDER BY id",
        key=trajectory_id,
        on_date=sa.Date(), begins_at=sa.Time(), ends_at=sa.Time(), logged_at=sa.DateTime(),
        confirmed_at=sa.DateTime(), accepted_at=sa.DateTime(), sent_back_at=sa.DateTime(),
    )
    trail = defaultdict(list)
    for row in rows(
        connection,
        "SELECT a.* FROM audit_rows a JOIN hours_entries e "
        "ON a.thing_kind = 'hours' AND a.thing_id = e.id "
        "WHERE e.trajectory_id = :key ORDER BY a.id",
        key=trajectory_id, at=sa.DateTime(), facts=sa.JSON(),
    ):
        trail[row["thing_id"]].append(row)
    lines = []
    for entry in entries:
        lines += lines_of(entry, trail[entry["id"]]) or [carried_over(entry)]
    lines.sort(key=lambda line: line.pop("order"))
    previous = NO_HASH
    for number, line in enumerate(lines, start=1):
        line |= {"trajectory_id": trajectory_id, "number": number, "previous_hash": previous}
        line["acted_as"] = acted_as(line, newcomer_id)
        line["hash"] = previous = hash_of(line)
    return lines


def rows(connection: sa.Connection, question: str, *, key: int, **kinds: Any) -> list[Any]:
    """The rows that a question finds, with their days, times and moments read as such."""
    found = connection.execute(sa.text(question).columns(**kinds), {"key": key})
    return [dict(row._mapping) for row in found]


def lines_of(entry: dict[str, Any], trail: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines of one entry as its trail tells them; none when the two do not agree.

    Before the last act that may have changed day and times, those are left out: nobody knows them.
    """
    known = [row for row in trail if row["act"] in STATE_AFTER or row["act"] == "ask_confirmation"]
    if not known or known[0]["act"] not in BEGINNINGS:
        return []
    rewritten = max((n for n, row in enumerate(known) if row["act"] in REWRITES), default=0)
    found, state, minutes = [], "", 0
    for place, row in enumerate(known):
        state = STATE_AFTER.get(row["act"], state)
        minutes = row["facts"].get("minutes", minutes)
        line = line_of(entry, row["act"], at=row["at"], by=row["account_id"], order=row["id"])
        line |= {"state": state, "minutes": minutes, "through": row["through"]}
        if place < rewritten:
            line |= {"on_date": None, "begins_at": None, "ends_at": None}
        found.append(line)
    if (state, minutes) != (entry["state"], entry["minutes"]):
        return []
    add_words(entry, found)
    return found


def add_words(entry: dict[str, Any], lines: list[dict[str, Any]]) -> None:
    """Give the newest act of each kind what the entry keeps of it."""
    newest = {line["act"]: line for line in lines}
    beginning = [a for a in ("change_hours", "report_planned", *BEGINNINGS) if a in newest]
    words: list[tuple[str, str | None, str | None]] = [
        (beginning[0], None, entry["note"]),
        ("confirm_hours", entry["confirmed_by_name"], None),
        ("record_paper_confirmation", entry["confirmed_by_name"], None),
        ("contest_hours", entry["sent_back_by_name"], entry["sent_back_reason"]),
        ("send_back_hours", None, entry["sent_back_reason"]),
    ]
    for act, name, said in words:
        if act in newest and (name or said):
            newest[act] |= salted(name or None, said or None)


def carried_over(entry: dict[str, Any]) -> dict[str, Any]:
    """One line for an entry of which the trail does not tell the life."""
    at = entry["accepted_at"] or entry["sent_back_at"] or entry["confirmed_at"]
    line = line_of(entry, "carried_over", at=at or entry["logged_at"], by=None, order=entry["id"])
    line |= {"state": entry["state"], "minutes": entry["minutes"], "through": "command"}
    if entry["confirmed_by_name"] or entry["note"]:
        line |= salted(entry["confirmed_by_name"], entry["note"] or None)
    return line


def line_of(
    entry: dict[str, Any], act: str, *, at: dt.datetime, by: int | None, order: int
) -> dict[str, Any]:
    """What every line of an entry says; `order` is taken out again before it is kept."""
    facts = ("on_date", "begins_at", "ends_at", "activity_id", "corrects_id")
    nothing = dict.fromkeys(("despite", "said_name", "said", "salt", "said_hash"))
    return nothing | {name: entry[name] for name in facts} | {
        "format": 1, "entry_id": entry["id"], "act": act, "by_id": by, "at": at,
        "order": (at, order),
    }


def salted(name: str | None, said: str | None) -> dict[str, Any]:
    """What a person said or is called, with the salt and hash by which it enters the chain."""
    salt = secrets.token_bytes(16)
    words = f"{name or ''}\0{said or ''}".encode()
    return {
        "said_name": name, "said": said, "salt": salt,
        "said_hash": hashlib.sha256(salt + words).hexdigest(),
    }


def acted_as(line: dict[str, Any], newcomer_id: int) -> str:
    """In which role the act was done."""
    if line["by_id"] is None:
        return "contact" if line["through"] == "link" else "system"
    return "newcomer" if line["by_id"] == newcomer_id else "counsellor"


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


def downgrade() -> None:
    op.drop_table("disputes")
    op.drop_table("ledger_lines")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION ledger_lines_refuse()")
    op.drop_column("hours_entries", "disputed_at")
    op.drop_column("trajectories", "ledger_hash")
    op.drop_column("trajectories", "ledger_length")
