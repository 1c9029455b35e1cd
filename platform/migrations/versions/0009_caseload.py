"""caseload: who did not come, and views of the list that somebody keeps."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "absences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["hours_entries.id"], name=op.f("fk_absences_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["noted_by_id"], ["accounts.id"], name=op.f("fk_absences_noted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_absences_entry_id")),
    )
    op.create_table(
        "saved_views",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("question", sa.String(length=400), nullable=False),
        sa.Column("shown_first", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_saved_views_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_saved_views_account_id_name")),
    )
    op.create_index(
        "uq_saved_views_first",
        "saved_views",
        ["account_id"],
        unique=True,
        sqlite_where=sa.text("shown_first"),
        postgresql_where=sa.text("shown_first"),
    )


def downgrade() -> None:
    op.drop_table("saved_views")
    op.drop_table("absences")
