"""interest_language: in which language somebody asked, so that the answer comes in it."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # With a default the column can be added as it is: SQLite would else make the table anew.
    op.add_column(
        "interests",
        sa.Column("page_language", sa.String(length=8), nullable=False, server_default="nl"),
    )


def downgrade() -> None:
    op.drop_column("interests", "page_language")
