"""looks and shares: who looked at a newcomer's file, and what the newcomer shares by a code."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

KINDS = (
    "case",
    "hours",
    "plan",
    "proofs",
    "messages",
    "export",
    "confirmation",
    "proof_check",
    "summary",
    "first_visit",
    "residents",
)
ROLES = (
    "counsellor",
    "administrator",
    "contact",
    "companion",
    "organisation",
    "officer",
    "code_holder",
)


def word(name: str, *codes: str) -> sa.Enum:
    """A column that holds a term by its code."""
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "looks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("newcomer_id", sa.Integer(), nullable=False),
        sa.Column("trajectory_id", sa.Integer(), nullable=True),
        sa.Column("kind", word("lookkind", *KINDS), nullable=False),
        sa.Column("looked_as", word("lookedas", *ROLES), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("body", sa.String(length=160), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("once", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["newcomer_id"],
            ["accounts.id"],
            name=op.f("fk_looks_newcomer_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["trajectory_id"],
            ["trajectories.id"],
            name=op.f("fk_looks_trajectory_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_looks")),
        sa.UniqueConstraint("once", name=op.f("uq_looks_once")),
    )
    op.create_index(op.f("ix_looks_newcomer_id_at"), "looks", ["newcomer_id", "at"])
    op.create_index(op.f("ix_looks_trajectory_id"), "looks", ["trajectory_id"])
    op.create_index(op.f("ix_looks_at"), "looks", ["at"])
    op.create_table(
        "shares",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("newcomer_id", sa.Integer(), nullable=False),
        sa.Column("trajectory_id", sa.Integer(), nullable=False),
        sa.Column("shared_with", sa.String(length=120), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("with_activities", sa.Boolean(), nullable=False),
        sa.Column("with_phone", sa.Boolean(), nullable=False),
        sa.Column("with_email", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("request_key", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["newcomer_id"],
            ["accounts.id"],
            name=op.f("fk_shares_newcomer_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["trajectory_id"],
            ["trajectories.id"],
            name=op.f("fk_shares_trajectory_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shares")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_shares_code_hash")),
        sa.UniqueConstraint("request_key", name=op.f("uq_shares_request_key")),
    )
    op.create_index(op.f("ix_shares_newcomer_id"), "shares", ["newcomer_id"])
    op.create_index(op.f("ix_shares_trajectory_id"), "shares", ["trajectory_id"])


def downgrade() -> None:
    op.drop_table("shares")
    op.drop_table("looks")
