"""homes: where a newcomer lives from a day on, and moves that newcomers tell."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

STATES = ("waiting", "recorded", "declined", "withdrawn")


def keys(table: str, **foreign: str) -> list[sa.Constraint]:
    """The primary key of a table, and its foreign keys: column = column that it points to."""
    return [
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        *(
            sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{table}_{column}"))
            for column, to in foreign.items()
        ),
    ]


def upgrade() -> None:
    op.create_table(
        "homes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trajectory_id", sa.Integer(), nullable=False),
        sa.Column("nis", sa.String(length=5), nullable=False),
        sa.Column("postcode", sa.String(length=4), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("opening", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("request_key", sa.String(length=36), nullable=True),
        sa.CheckConstraint(
            "(undone_at IS NULL) = (undone_by_id IS NULL)", name=op.f("ck_homes_undone_by_and_at")
        ),
        sa.CheckConstraint(
            "undone_at IS NULL OR NOT opening", name=op.f("ck_homes_opening_stays")
        ),
        *keys(
            "homes",
            trajectory_id="trajectories.id",
            nis="municipalities.nis",
            by_id="accounts.id",
            undone_by_id="accounts.id",
        ),
        sa.UniqueConstraint("request_key", name=op.f("uq_homes_request_key")),
    )
    op.create_index(op.f("ix_homes_trajectory_id"), "homes", ["trajectory_id"])
    op.create_index(op.f("ix_homes_nis_from_on"), "homes", ["nis", "from_on"])
    op.create_index(
        "uq_homes_standing",
        "homes",
        ["trajectory_id", "from_on"],
        unique=True,
        sqlite_where=sa.text("undone_at IS NULL"),
        postgresql_where=sa.text("undone_at IS NULL"),
    )
    op.create_table(
        "move_notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trajectory_id", sa.Integer(), nullable=False),
        sa.Column("nis", sa.String(length=5), nullable=False),
        sa.Column("postcode", sa.String(length=4), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                *STATES, name="noticestate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("told_at", sa.DateTime(), nullable=False),
        sa.Column("told_by_id", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("home_id", sa.Integer(), nullable=True),
        sa.Column("request_key", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (state = 'waiting')", name=op.f("ck_move_notices_answered_at")
        ),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)",
            name=op.f("ck_move_notices_answered_by"),
        ),
        sa.CheckConstraint(
            "(home_id IS NOT NULL) = (state = 'recorded')",
            name=op.f("ck_move_notices_home_when_recorded"),
        ),
        *keys(
            "move_notices",
            trajectory_id="trajectories.id",
            nis="municipalities.nis",
            told_by_id="accounts.id",
            answered_by_id="accounts.id",
            home_id="homes.id",
        ),
        sa.UniqueConstraint("request_key", name=op.f("uq_move_notices_request_key")),
    )
    op.create_index(op.f("ix_move_notices_trajectory_id"), "move_notices", ["trajectory_id"])
    op.create_index(
        "uq_move_notices_waiting",
        "move_notices",
        ["trajectory_id"],
        unique=True,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    # What is known of each trajectory is where it is now; so it was since it began.
    op.execute(
        "INSERT INTO homes (trajectory_id, nis, from_on, opening, at) "
        "SELECT id, nis, starts_on, true, opened_at FROM trajectories"
    )


def downgrade() -> None:
    op.drop_table("move_notices")
    op.drop_table("homes")
