"""caseload: who did not come, and views of the list that somebody keeps."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

HANDOVER_STATES = ("offered", "accepted", "refused", "withdrawn")
MESSAGE_KINDS = ("reminder", "how_are_you", "call_me", "paper_missing", "proposal")


def keys(table: str, **foreign: str) -> list[sa.Constraint]:
    """The primary key of a table, and its foreign keys: column = table that it points to."""
    return [
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        *(
            sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))
            for column, to in foreign.items()
        ),
    ]


def word(name: str, *codes: str) -> sa.Enum:
    """A column that holds a term by its code."""
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=40)


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
    op.create_table(
        "case_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trajectory_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("request_key", sa.String(length=36), nullable=False),
        *keys("case_notes", trajectory_id="trajectories", by_id="accounts"),
        sa.UniqueConstraint("request_key", name=op.f("uq_case_notes_request_key")),
    )
    op.create_index(op.f("ix_case_notes_trajectory_id"), "case_notes", ["trajectory_id"])
    op.create_table(
        "case_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trajectory_id", sa.Integer(), nullable=False),
        sa.Column("kind", word("messagekind", *MESSAGE_KINDS), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("request_key", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "(offer_id IS NOT NULL) = (kind = 'proposal')",
            name=op.f("ck_case_messages_offer_of_proposal"),
        ),
        *keys(
            "case_messages", trajectory_id="trajectories", offer_id="offers", by_id="accounts"
        ),
        sa.UniqueConstraint("request_key", name=op.f("uq_case_messages_request_key")),
    )
    op.create_table(
        "handovers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trajectory_id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=True),
        sa.Column("to_agency_code", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", word("handoverstate", *HANDOVER_STATES), nullable=False),
        sa.Column("offered_at", sa.DateTime(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("request_key", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (state = 'offered')",
            name=op.f("ck_handovers_decided_when_not_open"),
        ),
        sa.CheckConstraint(
            "state <> 'accepted' OR to_id IS NOT NULL",
            name=op.f("ck_handovers_accepted_by_somebody"),
        ),
        *keys(
            "handovers",
            trajectory_id="trajectories",
            from_id="accounts",
            to_id="accounts",
            decided_by_id="accounts",
        ),
        sa.ForeignKeyConstraint(
            ["to_agency_code"], ["agencies.code"], name=op.f("fk_handovers_to_agency_code")
        ),
        sa.UniqueConstraint("request_key", name=op.f("uq_handovers_request_key")),
    )
    for column in ("trajectory_id", "to_agency_code"):
        op.create_index(op.f(f"ix_handovers_{column}"), "handovers", [column])
    op.create_index(
        "uq_handovers_offered",
        "handovers",
        ["trajectory_id"],
        unique=True,
        sqlite_where=sa.text("state = 'offered'"),
        postgresql_where=sa.text("state = 'offered'"),
    )
    op.create_index(op.f("ix_case_messages_trajectory_id"), "case_messages", ["trajectory_id"])


def downgrade() -> None:
    op.drop_table("handovers")
    op.drop_table("case_messages")
    op.drop_table("case_notes")
    op.drop_table("saved_views")
    op.drop_table("absences")
