"""stations: railway stations, so that an offer can say which one is near."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stations",
        sa.Column("id", sa.String(length=9), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.CheckConstraint(
            "lat BETWEEN 49.4 AND 51.6 AND lon BETWEEN 2.4 AND 6.5",
            name=op.f("ck_stations_in_belgium"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stations")),
    )


def downgrade() -> None:
    op.drop_table("stations")
