"""planning: what a newcomer's week asks for, and the plans that were chosen."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0006"
branch_labels = None
depends_on = None


def word(name, *codes):
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=40)


def rows_of_wishes(table, *columns, keys):
    op.create_table(
        table,
        sa.Column("trajectory_id", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["trajectory_id"],
            ["plan_wishes.trajectory_id"],
            name=op.f(f"fk_{table}_trajectory_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("trajectory_id", *keys, name=op.f(f"pk_{table}")),
    )


def upgrade() -> None:
    op.create_table(
        "plan_wishes",
        sa.Column("trajectory_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("radius_km", sa.Integer(), nullable=False),
        sa.Column("per_week", sa.Integer(), nullable=False),
        sa.Column("children", word("childrenneed", "none", "along", "childcare"), nullable=False),
        sa.Column("women", word("womenonly", "no", "also", "only"), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 4", name=op.f("ck_plan_wishes_level_1_to_4")),
        sa.CheckConstraint(
            "radius_km BETWEEN 1 AND 100", name=op.f("ck_plan_wishes_radius_in_range")
        ),
        sa.CheckConstraint(
            "per_week BETWEEN 1 AND 14", name=op.f("ck_plan_wishes_per_week_in_range")
        ),
        sa.ForeignKeyConstraint(
            ["trajectory_id"],
            ["trajectories.id"],
            name=op.f("fk_plan_wishes_trajectory_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["updated_by_id"], ["accounts.id"], name=op.f("fk_plan_wishes_updated_by_id")
        ),
        sa.PrimaryKeyConstraint("trajectory_id", name=op.f("pk_plan_wishes")),
    )
    rows_of_wishes(
        "availabilities",
        sa.Column(
            "day", word("day", "mon", "tue", "wed", "thu", "fri", "sat", "sun"), nullable=False
        ),
        sa.Column("daypart", word("daypart", "morning", "afternoon", "evening"), nullable=False),
        keys=("day", "daypart"),
    )
    rows_of_wishes(
        "wished_goals",
        sa.Column(
            "goal",
            word("goal", "dutch", "meet", "friends", "learn", "volunteer", "work"),
            nullable=False,
        ),
        keys=("goal",),
    )
    rows_of_wishes(
        "wished_types",
        sa.Column(
            "type",
            word(
                "offertype", "buddy", "internship", "volunteering", "language_practice", "activity"
            ),
            nullable=False,
        ),
        keys=("type",),
    )
    rows_of_wishes(
        "unwished_organisations",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_unwished_organisations_organisation_id"),
            ondelete="CASCADE",
        ),
        keys=("organisation_id",),
    )
    op.create_index(
        op.f("ix_unwished_organisations_organisation_id"),
        "unwished_organisations",
        ["organisation_id"],
    )
    op.create_table(
        "chosen_plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trajectory_id", sa.Integer(), nullable=False),
        sa.Column("status", word("planstatus", "chosen", "adopted", "overtaken"), nullable=False),
        sa.Column("chosen_at", sa.DateTime(), nullable=False),
        sa.Column("chosen_by_id", sa.Integer(), nullable=False),
        sa.Column("adopted_at", sa.DateTime(), nullable=True),
        sa.Column("adopted_by_id", sa.Integer(), nullable=True),
        sa.Column("request_key", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(adopted_at IS NOT NULL) = (status = 'adopted')",
            name=op.f("ck_chosen_plans_adopted_at"),
        ),
        sa.CheckConstraint(
            "(adopted_at IS NULL) = (adopted_by_id IS NULL)",
            name=op.f("ck_chosen_plans_adopted_by_and_at"),
        ),
        sa.ForeignKeyConstraint(
            ["adopted_by_id"], ["accounts.id"], name=op.f("fk_chosen_plans_adopted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["chosen_by_id"], ["accounts.id"], name=op.f("fk_chosen_plans_chosen_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["trajectory_id"],
            ["trajectories.id"],
            name=op.f("fk_chosen_plans_trajectory_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chosen_plans")),
        sa.UniqueConstraint("request_key", name=op.f("uq_chosen_plans_request_key")),
    )
    op.create_index(op.f("ix_chosen_plans_trajectory_id"), "chosen_plans", ["trajectory_id"])
    op.create_index(
        "uq_chosen_plans_waiting",
        "chosen_plans",
        ["trajectory_id"],
        unique=True,
        sqlite_where=sa.text("status = 'chosen'"),
        postgresql_where=sa.text("status = 'chosen'"),
    )
    op.create_table(
        "planned_sessions",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["chosen_plans.id"],
            name=op.f("fk_planned_sessions_plan_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["offer_sessions.id"],
            name=op.f("fk_planned_sessions_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("plan_id", "session_id", name=op.f("pk_planned_sessions")),
    )
    op.create_index(op.f("ix_planned_sessions_session_id"), "planned_sessions", ["session_id"])


def downgrade() -> None:
    for table in (
        "planned_sessions",
        "chosen_plans",
        "unwished_organisations",
        "wished_types",
        "wished_goals",
        "availabilities",
        "plan_wishes",
    ):
        op.drop_table(table)
