"""rules and states: more values in the rule sets, rests and exemptions, and the history of both."""

import json
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STATUSES = ("running", "completed", "stopped")
MORE_STATUSES = ("running", "suspended", "completed", "stopped", "exempted", "moved")
REASONS = (
    "target_reached", "work", "study", "care", "personal", "age", "decision", "moved_away",
    "rest_over", "mistake", "other",
)
RUNS = "status = 'running'"
IS_OPEN = "status IN ('running', 'suspended')"

ASSUMED = {
    "rounding_minutes": 1,
    "deadline_months": 24,
    "reminder_days": json.dumps([90, 30]),
    "suspension_moves_deadline": True,
    "retention_months": 24,
    "silent_after_days": 30,
    "unanswered_after_days": 10,
    "absences_that_matter": 2,
    # Of 2023; later ones come with the reference data, as do the sources.
    "allowance_day_cents": 4067,
    "allowance_year_cents": 162677,
}
"""Values of the rule sets that are there already."""

RULE_CHECKS = {
    "rounding_within_an_hour": "rounding_minutes BETWEEN 1 AND 60",
    "deadline_positive": "deadline_months > 0",
    "allowances_positive": "allowance_day_cents >= 0 AND allowance_year_cents >= 0",
    "retention_positive": "retention_months > 0",
    "patience_positive": (
        "silent_after_days > 0 AND unanswered_after_days > 0 AND absences_that_matter > 0"
    ),
    "added_by_and_at": "(added_at IS NULL) = (added_by_id IS NULL)",
}


def upgrade() -> None:
    new_values = {**{name: sa.literal(value) for name, value in ASSUMED.items()}}
    new_values |= {"applies_to": sa.literal("keep"), "sources": sa.literal("{}")}
    if op.get_bind().dialect.name == "sqlite":
        remake("rule_sets", rule_set_parts(grown=True), new_values)
        remake("trajectories", trajectory_parts(MORE_STATUSES, grown=True), {})
        indexes_of_trajectories("uq_trajectories_open", IS_OPEN)
    else:
        grow_rule_sets()
        op.add_column("trajectories", sa.Column("informed_on", sa.Date(), nullable=True))
        change_status(MORE_STATUSES, ("running", "open"), IS_OPEN)
    make_history()
    fill_history()


def downgrade() -> None:
    # What the older tables cannot say becomes what comes nearest: who rests runs, who was exempted
    # or moved was stopped. The reasons and dates of the history go with their tables.
    op.execute("UPDATE trajectories SET status = 'running' WHERE status = 'suspended'")
    op.execute("UPDATE trajectories SET status = 'stopped' WHERE status IN ('exempted', 'moved')")
    op.drop_table("situations")
    op.drop_table("status_changes")
    if op.get_bind().dialect.name == "sqlite":
        remake("trajectories", trajectory_parts(STATUSES, grown=False), {})
        indexes_of_trajectories("uq_trajectories_running", RUNS)
        remake("rule_sets", rule_set_parts(grown=False), {})
    else:
        change_status(STATUSES, ("open", "running"), RUNS)
        op.drop_column("trajectories", "informed_on")
        for name in RULE_CHECKS:
            op.drop_constraint(op.f(f"ck_rule_sets_{name}"), "rule_sets", type_="check")
        for column in new_rule_columns():
            op.drop_column("rule_sets", column.name)


def term(name: str, codes: Sequence[str]) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=40)


def remake(
    table: str, parts: Sequence[sa.schema.SchemaItem], values: dict[str, sa.ColumnElement[object]]
) -> None:
    """Make a table of SQLite anew with other constraints, and put its rows back.

    Other tables point at it: their keys are looked at only when all is done, and the rows are put
    into a table of the same name, since a renamed one would leave them pointing at nothing.
    """
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute(f"CREATE TABLE kept_rows AS SELECT * FROM {table}")
    there = {column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)}
    op.drop_table(table)
    op.create_table(table, *parts)
    wanted = [part.name for part in parts if isinstance(part, sa.Column)]
    kept = sa.table("kept_rows", *(sa.column(name) for name in there))
    taken = [name for name in wanted if name in there]
    new = sa.table(table, *(sa.column(name) for name in wanted))
    op.get_bind().execute(
        new.insert().from_select(
            [*taken, *values], sa.select(*(kept.c[name] for name in taken), *values.values())
        )
    )
    op.drop_table("kept_rows")


def new_rule_columns() -> list[sa.Column[object]]:
    numbers = [name for name in ASSUMED if name not in {"reminder_days", "suspension_moves_deadline"}]
    return [
        sa.Column("applies_to", term("appliesto", ("keep", "move")), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in numbers),
        sa.Column("reminder_days", sa.JSON(), nullable=False),
        sa.Column("suspension_moves_deadline", sa.Boolean(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=True),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("request_key", sa.String(length=36), nullable=True),
    ]


def rule_set_parts(*, grown: bool) -> list[sa.schema.SchemaItem]:
    parts = [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("target_minutes", sa.Integer(), nullable=False),
        sa.Column("day_minutes_max", sa.Integer(), nullable=False),
        sa.Column("required_when_working", sa.Boolean(), nullable=False),
        sa.Column("required_when_studying", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("assumptions", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "day_minutes_max BETWEEN 1 AND 1440", name=op.f("ck_rule_sets_day_holds_a_day")
        ),
        sa.CheckConstraint("target_minutes > 0", name=op.f("ck_rule_sets_target_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_sets")),
        sa.UniqueConstraint("valid_from", name=op.f("uq_rule_sets_valid_from")),
    ]
    if grown:
        parts += new_rule_columns()
        parts += [
            sa.CheckConstraint(said, name=op.f(f"ck_rule_sets_{name}"))
            for name, said in RULE_CHECKS.items()
        ]
        parts += [
            sa.UniqueConstraint("request_key", name=op.f("uq_rule_sets_request_key")),
            sa.ForeignKeyConstraint(
                ["added_by_id"], ["accounts.id"], name=op.f("fk_rule_sets_added_by_id")
            ),
        ]
    return parts


def grow_rule_sets() -> None:
    """The same on PostgreSQL, where a table is changed as it stands."""
    for column in new_rule_columns():
        required, column.nullable = not column.nullable, True
        op.add_column("rule_sets", column)
        if required:
            value = {"applies_to": "keep", "sources": "{}", **ASSUMED}[column.name]
            kept = sa.table("rule_sets", sa.column(column.name, column.type))
            if isinstance(column.type, sa.JSON):
                value = json.loads(str(value))
            op.execute(kept.update().values({column.name: value}))
            op.alter_column("rule_sets", column.name, nullable=False)
    for name, said in RULE_CHECKS.items():
        op.create_check_constraint(op.f(f"ck_rule_sets_{name}"), "rule_sets", said)
    op.create_unique_constraint(op.f("uq_rule_sets_request_key"), "rule_sets", ["request_key"])
    op.create_foreign_key(
        op.f("fk_rule_sets_added_by_id"), "rule_sets", "accounts", ["added_by_id"], ["id"]
    )


def trajectory_parts(statuses: Sequence[str], *, grown: bool) -> list[sa.schema.SchemaItem]:
    name, condition = ("open", IS_OPEN) if grown else ("running", RUNS)
    keys = {
        "agency_code": "agencies.code",
        "counsellor_id": "accounts.id",
        "ended_by_id": "accounts.id",
        "newcomer_id": "accounts.id",
        "nis": "municipalities.nis",
        "rule_set_id": "rule_sets.id",
    }
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("newcomer_id", sa.Integer(), nullable=False),
        sa.Column("counsellor_id", sa.Integer(), nullable=False),
        sa.Column("agency_code", sa.String(length=40), nullable=False),
        sa.Column("nis", sa.String(length=5), nullable=False),
        sa.Column("rule_set_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("obliged", sa.Boolean(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("studying", sa.Boolean(), nullable=False),
        sa.Column("obligation", term("obligation", ("required", "voluntary")), nullable=False),
        sa.Column("status", term("trajectorystatus", statuses), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        *([sa.Column("informed_on", sa.Date(), nullable=True)] if grown else []),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=False),
        sa.Column("invited_email", sa.String(length=254), nullable=True),
        sa.Column("request_key", sa.String(length=36), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            f"(ended_at IS NULL) = ({condition})",
            name=op.f(f"ck_trajectories_ended_when_not_{name}"),
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)",
            name=op.f("ck_trajectories_ended_by_and_at"),
        ),
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_trajectories_{column}"))
            for column, target in keys.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trajectories")),
        sa.UniqueConstraint("request_key", name=op.f("uq_trajectories_request_key")),
    ]


def indexes_of_trajectories(unique: str, condition: str) -> None:
    for column in ("counsellor_id", "newcomer_id", "nis"):
        op.create_index(op.f(f"ix_trajectories_{column}"), "trajectories", [column])
    one_per_newcomer(unique, condition)


def one_per_newcomer(name: str, condition: str) -> None:
    op.create_index(
        name,
        "trajectories",
        ["newcomer_id"],
        unique=True,
        sqlite_where=sa.text(condition),
        postgresql_where=sa.text(condition),
    )


def change_status(statuses: Sequence[str], names: tuple[str, str], condition: str) -> None:
    """Which statuses there are, and which of them are open, on PostgreSQL."""
    before, after = names
    table = "trajectories"
    op.drop_constraint(op.f("ck_trajectories_trajectorystatus"), table, type_="check")
    op.drop_constraint(op.f(f"ck_trajectories_ended_when_not_{before}"), table, type_="check")
    op.drop_index(f"uq_trajectories_{before}", table)
    codes = ", ".join(f"'{code}'" for code in statuses)
    op.create_check_constraint(
        op.f("ck_trajectories_trajectorystatus"), table, f"status IN ({codes})"
    )
    op.create_check_constraint(
        op.f(f"ck_trajectories_ended_when_not_{after}"), table, f"(ended_at IS NULL) = ({condition})"
    )
    one_per_newcomer(f"uq_trajectories_{after}", condition)


def make_history() -> None:
    op.create_table(
        "status_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trajectory_id", sa.Integer(), nullable=False),
        sa.Column("status", term("trajectorystatus", MORE_STATUSES), nullable=False),
        sa.Column("reason", term("statusreason", REASONS), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("request_key", sa.String(length=36), nullable=True),
        sa.CheckConstraint(
            "until_on IS NULL OR status = 'suspended'",
            name=op.f("ck_status_changes_only_a_rest_ends"),
        ),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on",
            name=op.f("ck_status_changes_ends_after_it_began"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["accounts.id"], name=op.f("fk_status_changes_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["trajectory_id"], ["trajectories.id"], name=op.f("fk_status_changes_trajectory_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_changes")),
        sa.UniqueConstraint("request_key", name=op.f("uq_status_changes_request_key")),
    )
    op.create_index(op.f("ix_status_changes_trajectory_id"), "status_changes", ["trajectory_id"])
    op.create_table(
        "situations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trajectory_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("obliged", sa.Boolean(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("studying", sa.Boolean(), nullable=False),
        sa.Column("obligation", term("obligation", ("required", "voluntary")), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_situations_by_id")),
        sa.ForeignKeyConstraint(
            ["trajectory_id"], ["trajectories.id"], name=op.f("fk_situations_trajectory_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_situations")),
    )
    op.create_index(op.f("ix_situations_trajectory_id"), "situations", ["trajectory_id"])


def fill_history() -> None:
    """What is known of trajectories that are there: how they stand, and that they ended."""
    op.execute(
        "INSERT INTO situations"
        " (trajectory_id, from_on, obliged, working, studying, obligation, at)"
        " SELECT id, starts_on, obliged, working, studying, obligation, opened_at"
        " FROM trajectories ORDER BY id"
    )
    day = "date(ended_at)" if op.get_bind().dialect.name == "sqlite" else "CAST(ended_at AS date)"
    op.execute(
        "INSERT INTO status_changes (trajectory_id, status, reason, note, from_on, by_id, at)"
        " SELECT id, status,"
        " CASE status WHEN 'completed' THEN 'target_reached' ELSE 'other' END,"
        f" ended_reason, {day}, ended_by_id, ended_at"
        " FROM trajectories WHERE ended_at IS NOT NULL ORDER BY id"
    )
