"""rules_in_use: which criteria count, reminders that were given, what volunteers get per day."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

SOURCE = (
    "herent.be/participatietraject-inburgeraars: in duo of in groep, met nieuwe mensen en een "
    "echte kans op blijvend contact, en in een Nederlandstalige omgeving."
)
CRITERIA = (
    "requires_duo_or_group", "requires_new_people", "requires_lasting_contact", "requires_dutch",
)


def upgrade() -> None:
    # With a default the columns can be added as they are: SQLite would else make the table anew.
    for name in CRITERIA:
        op.add_column(
            "rule_sets", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.true())
        )
    rewrite_sources(lambda sources: told(sources))
    op.execute(
        "ALTER TABLE activities ADD COLUMN allowance_day_cents INTEGER "
        "CONSTRAINT ck_activities_allowance_positive CHECK (allowance_day_cents > 0)"
    )
    op.create_table(
        "deadline_reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trajectory_id", sa.Integer(), nullable=False),
        sa.Column("days_before", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("mailed", sa.Boolean(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=True),
        sa.Column("seen_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(seen_at IS NULL) = (seen_by_id IS NULL)", name=op.f("ck_deadline_reminders_seen_by_and_at")
        ),
        sa.ForeignKeyConstraint(
            ["trajectory_id"],
            ["trajectories.id"],
            name=op.f("fk_deadline_reminders_trajectory_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["seen_by_id"], ["accounts.id"], name=op.f("fk_deadline_reminders_seen_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_reminders")),
        sa.UniqueConstraint(
            "trajectory_id",
            "days_before",
            name=op.f("uq_deadline_reminders_trajectory_id_days_before"),
        ),
    )


def told(sources: dict[str, Any]) -> dict[str, Any]:
    """The sources of a rule set, with those of the criteria where it has none."""
    return {name: {"source": SOURCE, "assumed": False} for name in CRITERIA} | sources


def rewrite_sources(change: Any) -> None:
    connection = op.get_bind()
    rules = sa.table("rule_sets", sa.column("id"), sa.column("sources", sa.JSON()))
    for row in connection.execute(sa.select(rules.c.id, rules.c.sources)).all():
        connection.execute(
            rules.update().where(rules.c.id == row.id).values(sources=change(row.sources or {}))
        )


def downgrade() -> None:
    op.drop_table("deadline_reminders")
    op.drop_column("activities", "allowance_day_cents")
    rewrite_sources(lambda sources: {k: v for k, v in sources.items() if k not in CRITERIA})
    for name in CRITERIA:
        op.drop_column("rule_sets", name)
