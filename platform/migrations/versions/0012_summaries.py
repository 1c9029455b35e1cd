"""summaries: what an organisation says of its offer in other languages."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "offer_summaries",
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("tells", sa.String(length=64), nullable=False),
        sa.CheckConstraint("language != 'nl'", name=op.f("ck_offer_summaries_not_dutch")),
        sa.CheckConstraint(
            "length(text) BETWEEN 1 AND 300", name=op.f("ck_offer_summaries_text_short")
        ),
        sa.CheckConstraint(
            "length(tells) = 64", name=op.f("ck_offer_summaries_tells_a_digest")
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"],
            ["offers.id"],
            name=op.f("fk_offer_summaries_offer_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("offer_id", "language", name=op.f("pk_offer_summaries")),
    )


def downgrade() -> None:
    op.drop_table("offer_summaries")
