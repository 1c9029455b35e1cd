"""filters: languages of hosts, offers that are full, names of organisations without accents."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ORGANISATIONS = sa.table("organisations", sa.column("id"), sa.column("name"), sa.column("plain_name"))


def upgrade() -> None:
    op.create_table(
        "offer_languages",
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column(
            "language",
            sa.Enum(
                "sq",
                "ar",
                "zgh",
                "bg",
                "prs",
                "en",
                "fa",
                "fr",
                "hi",
                "ku",
                "uk",
                "ps",
                "pl",
                "pt",
                "ro",
                "ru",
                "so",
                "es",
                "bo",
                "ti",
                "tr",
                "ur",
                name="language",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"],
            ["offers.id"],
            name=op.f("fk_offer_languages_offer_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("offer_id", "language", name=op.f("pk_offer_languages")),
    )
    # With a default the columns can be added as they are: SQLite would else make the tables anew,
    # and dropping the old ones takes along all that points at them.
    op.add_column(
        "offers", sa.Column("full", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column(
        "organisations", sa.Column("plain_name", sa.Text(), server_default="", nullable=False)
    )
    connection = op.get_bind()
    for key, name in connection.execute(sa.select(ORGANISATIONS.c.id, ORGANISATIONS.c.name)).all():
        connection.execute(
            ORGANISATIONS.update()
            .where(ORGANISATIONS.c.id == key)
            .values(plain_name=plain(name))
        )
    # The index does not know the new filters yet: a note for each offer has it read again.
    op.execute(
        "INSERT INTO search_changes (offer_id) SELECT id FROM offers WHERE status = 'published'"
    )


def downgrade() -> None:
    op.drop_column("organisations", "plain_name")
    op.drop_column("offers", "full")
    op.drop_table("offer_languages")


def plain(text: str) -> str:
    """As `places.rules.plain` was when this was written; a migration stands by itself."""
    letters = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe")).casefold()
    bare = (c for c in letters if not unicodedata.combining(c) and c not in "'’‘`´ʼ")
    return " ".join("".join(c if c.isalnum() else " " for c in bare).split())
