"""interests: who wants to join an offer, without an account."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

LANGUAGES = (
    "sq", "ar", "zgh", "bg", "prs", "en", "fa", "fr", "hi", "ku", "uk", "ps", "pl", "pt", "ro",
    "ru", "so", "es", "bo", "ti", "tr", "ur",
)


def upgrade() -> None:
    op.create_table(
        "interests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column(
            "language",
            sa.Enum(
                *LANGUAGES, name="language", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("for_waiting_list", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "waiting",
                "contacted",
                "joins",
                "not_possible",
                name="intereststatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("request_key", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "phone IS NOT NULL OR email IS NOT NULL", name=op.f("ck_interests_can_be_reached")
        ),
        sa.CheckConstraint(
            "(status = 'waiting') = (answered_at IS NULL)", name=op.f("ck_interests_answered_at")
        ),
        sa.CheckConstraint(
            "(status = 'not_possible') = (reason IS NOT NULL)", name=op.f("ck_interests_reason")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["accounts.id"], name=op.f("fk_interests_answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["offers.id"], name=op.f("fk_interests_offer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interests")),
        sa.UniqueConstraint("request_key", name=op.f("uq_interests_request_key")),
    )
    op.create_index(op.f("ix_interests_asked_at"), "interests", ["asked_at"])
    op.create_index(op.f("ix_interests_offer_id_status"), "interests", ["offer_id", "status"])


def downgrade() -> None:
    op.drop_table("interests")
