"""forgetting: what was erased and when, legal holds, requests, runs, and counts without people."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TYPES = ("buddy", "internship", "volunteering", "language_practice", "activity", "own")


def term(name: str, *codes: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    # Columns that may be empty or have a default are added as they are: SQLite would else make the
    # tables anew.
    op.add_column("accounts", sa.Column("told_on", sa.Date(), nullable=True))
    op.add_column("accounts", sa.Column("erased_at", sa.DateTime(), nullable=True))
    op.add_column("trajectories", sa.Column("erased_at", sa.DateTime(), nullable=True))
    for name, value in (("unused_account_months", "24"), ("erasure_notice_days", "30")):
        op.add_column(
            "rule_sets", sa.Column(name, sa.Integer(), nullable=False, server_default=value)
        )
    op.create_table(
        "legal_holds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(), nullable=True),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.Column("request_key", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "(lifted_at IS NULL) = (lifted_by_id IS NULL)", name=op.f("ck_legal_holds_lifted_by_and_at")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_legal_holds_account_id")),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_legal_holds_by_id")),
        sa.ForeignKeyConstraint(
            ["lifted_by_id"], ["accounts.id"], name=op.f("fk_legal_holds_lifted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_holds")),
        sa.UniqueConstraint("request_key", name=op.f("uq_legal_holds_request_key")),
    )
    op.create_index(op.f("ix_legal_holds_account_id"), "legal_holds", ["account_id"])
    op.create_table(
        "erasure_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("refused_at", sa.DateTime(), nullable=True),
        sa.Column("refused_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(refused_at IS NULL) = (refused_by_id IS NULL)",
            name=op.f("ck_erasure_requests_refused_by_and_at"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_erasure_requests_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["refused_by_id"], ["accounts.id"], name=op.f("fk_erasure_requests_refused_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure_requests")),
    )
    op.create_index(
        "uq_erasure_requests_open",
        "erasure_requests",
        ["account_id"],
        unique=True,
        sqlite_where=sa.text("refused_at IS NULL"),
        postgresql_where=sa.text("refused_at IS NULL"),
    )
    op.create_table(
        "forgetting_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forgetting_runs")),
    )
    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column(
            "because", term("because", "kept_long_enough", "unused", "asked", "mistake", "ordered"), nullable=False
        ),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("trajectory_id", sa.Integer(), nullable=True),
        sa.Column("trajectories", sa.Integer(), nullable=False),
        sa.Column("agency_code", sa.String(length=40), nullable=True),
        sa.Column("rule_set_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["agency_code"], ["agencies.code"], name=op.f("fk_erasures_agency_code")),
        sa.ForeignKeyConstraint(["rule_set_id"], ["rule_sets.id"], name=op.f("fk_erasures_rule_set_id")),
        sa.ForeignKeyConstraint(["run_id"], ["forgetting_runs.id"], name=op.f("fk_erasures_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
    )
    op.create_index(op.f("ix_erasures_agency_code_at"), "erasures", ["agency_code", "at"])
    op.create_index(op.f("ix_erasures_run_id"), "erasures", ["run_id"])
    op.create_table(
        "trajectory_counts",
        sa.Column("pseudonym", sa.String(length=32), nullable=False),
        sa.Column("began_month", sa.Date(), nullable=False),
        sa.Column("ended_month", sa.Date(), nullable=False),
        sa.Column("nis", sa.String(length=5), nullable=False),
        sa.Column("agency_code", sa.String(length=40), nullable=False),
        sa.Column(
            "status",
            term("trajectorystatus", "running", "suspended", "completed", "stopped", "exempted", "moved"),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column(
            "lasted",
            term("lasted", "up_to_13", "up_to_26", "up_to_52", "up_to_104", "longer"),
            nullable=False,
        ),
        *(sa.Column(f"{name}_activities", sa.Integer(), nullable=False) for name in TYPES),
        sa.ForeignKeyConstraint(["nis"], ["municipalities.nis"], name=op.f("fk_trajectory_counts_nis")),
        sa.ForeignKeyConstraint(
            ["agency_code"], ["agencies.code"], name=op.f("fk_trajectory_counts_agency_code")
        ),
        sa.PrimaryKeyConstraint("pseudonym", name=op.f("pk_trajectory_counts")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_trajectory_counts_nis"), "trajectory_counts", ["nis"])


def downgrade() -> None:
    for table in (
        "trajectory_counts",
        "erasures",
        "forgetting_runs",
        "erasure_requests",
        "legal_holds",
    ):
        op.drop_table(table)
    for name in ("erasure_notice_days", "unused_account_months"):
        op.drop_column("rule_sets", name)
    op.drop_column("trajectories", "erased_at")
    op.drop_column("accounts", "erased_at")
    op.drop_column("accounts", "told_on")
