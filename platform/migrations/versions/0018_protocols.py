"""protocols: under which data protocol a municipality sees the names of its residents."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "data_protocols",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nis", sa.String(length=5), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("document_number", sa.String(length=80), nullable=False),
        sa.Column("between", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("request_key", sa.String(length=36), nullable=False),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_data_protocols_in_order")),
        sa.CheckConstraint(
            "(withdrawn_on IS NULL) = (withdrawn_by_id IS NULL)",
            name=op.f("ck_data_protocols_withdrawn_by_and_on"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_protocols")),
        sa.ForeignKeyConstraint(
            ["nis"], ["municipalities.nis"], name=op.f("fk_data_protocols_nis")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_data_protocols_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["accounts.id"], name=op.f("fk_data_protocols_withdrawn_by_id")
        ),
        sa.UniqueConstraint("request_key", name=op.f("uq_data_protocols_request_key")),
    )
    op.create_index(
        "uq_data_protocols_standing",
        "data_protocols",
        ["nis", "document_number"],
        unique=True,
        sqlite_where=sa.text("withdrawn_on IS NULL"),
        postgresql_where=sa.text("withdrawn_on IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("data_protocols")
