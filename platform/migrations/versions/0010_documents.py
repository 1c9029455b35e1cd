"""documents: proofs per activity and what ended a proof, signed files, exports for the register."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

STANDING = sa.text("ended_at IS NULL AND activity_id IS NULL")
STANDING_OF_ACTIVITY = sa.text("ended_at IS NULL AND activity_id IS NOT NULL")


def term(name: str, *codes: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    # SQLite makes the table anew; nothing points at it yet.
    with op.batch_alter_table("proofs") as batch:
        batch.drop_constraint("uq_proofs_trajectory_id", type_="unique")
        batch.add_column(
            sa.Column("kind", term("proofkind", "whole", "activity"), server_default="whole", nullable=False)
        )
        batch.add_column(sa.Column("activity_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("ended_at", sa.DateTime(), nullable=True))
        batch.add_column(
            sa.Column("ended_how", term("proofend", "replaced", "withdrawn"), nullable=True)
        )
        batch.add_column(sa.Column("ended_by_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("ended_reason", sa.Text(), server_default="", nullable=False))
        batch.create_foreign_key(
            op.f("fk_proofs_activity_id"), "activities", ["activity_id"], ["id"]
        )
        batch.create_foreign_key(op.f("fk_proofs_ended_by_id"), "accounts", ["ended_by_id"], ["id"])
        batch.create_check_constraint(
            op.f("ck_proofs_activity_of_its_kind"), "(kind = 'activity') = (activity_id IS NOT NULL)"
        )
        batch.create_check_constraint(
            op.f("ck_proofs_ended_how_and_at"), "(ended_at IS NULL) = (ended_how IS NULL)"
        )
        batch.create_index(op.f("ix_proofs_trajectory_id"), ["trajectory_id"])
        batch.create_index(
            "uq_proofs_standing",
            ["trajectory_id"],
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        )
        batch.create_index(
            "uq_proofs_standing_of_activity",
            ["activity_id"],
            unique=True,
            sqlite_where=STANDING_OF_ACTIVITY,
            postgresql_where=STANDING_OF_ACTIVITY,
        )
    op.create_table(
        "proof_documents",
        sa.Column("proof_id", sa.Integer(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("certificate_sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proof_id"], ["proofs.id"], name=op.f("fk_proof_documents_proof_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("proof_id", name=op.f("pk_proof_documents")),
    )
    op.create_table(
        "exports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("scope", term("exportscope", "caseload", "agency"), nullable=False),
        sa.Column("agency_code", sa.String(length=40), nullable=False),
        sa.Column("counsellor_id", sa.Integer(), nullable=True),
        sa.Column("since_id", sa.Integer(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("included", sa.Integer(), nullable=False),
        sa.Column("request_key", sa.String(length=36), nullable=True),
        sa.CheckConstraint(
            "(scope = 'caseload') = (counsellor_id IS NOT NULL)",
            name=op.f("ck_exports_counsellor_of_a_caseload"),
        ),
        sa.ForeignKeyConstraint(["agency_code"], ["agencies.code"], name=op.f("fk_exports_agency_code")),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_exports_by_id")),
        sa.ForeignKeyConstraint(
            ["counsellor_id"], ["accounts.id"], name=op.f("fk_exports_counsellor_id")
        ),
        sa.ForeignKeyConstraint(
            ["since_id"], ["exports.id"], name=op.f("fk_exports_since_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
        sa.UniqueConstraint("request_key", name=op.f("uq_exports_request_key")),
    )
    op.create_index(op.f("ix_exports_agency_code_at"), "exports", ["agency_code", "at"])
    op.create_index(op.f("ix_exports_since_id"), "exports", ["since_id"])
    op.create_table(
        "export_rows",
        sa.Column("export_id", sa.Integer(), nullable=False),
        sa.Column("trajectory_id", sa.Integer(), nullable=False),
        sa.Column(
            "change", term("exportchange", "same", "new", "changed", "gone"), nullable=False
        ),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["export_id"], ["exports.id"], name=op.f("fk_export_rows_export_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["trajectory_id"],
            ["trajectories.id"],
            name=op.f("fk_export_rows_trajectory_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("export_id", "trajectory_id", name=op.f("pk_export_rows")),
    )
    op.create_index(op.f("ix_export_rows_trajectory_id"), "export_rows", ["trajectory_id"])


def downgrade() -> None:
    op.drop_table("export_rows")
    op.drop_table("exports")
    op.drop_table("proof_documents")
    # Before, a trajectory had one proof: that of the whole, and no other.
    op.execute("DELETE FROM proofs WHERE kind = 'activity' OR ended_at IS NOT NULL")
    with op.batch_alter_table("proofs") as batch:
        batch.drop_index("uq_proofs_standing_of_activity")
        batch.drop_index("uq_proofs_standing")
        batch.drop_index(op.f("ix_proofs_trajectory_id"))
        batch.drop_constraint(op.f("ck_proofs_ended_how_and_at"), type_="check")
        batch.drop_constraint(op.f("ck_proofs_activity_of_its_kind"), type_="check")
        batch.drop_constraint(op.f("ck_proofs_proofend"), type_="check")
        batch.drop_constraint(op.f("ck_proofs_proofkind"), type_="check")
        batch.drop_constraint(op.f("fk_proofs_ended_by_id"), type_="foreignkey")
        batch.drop_constraint(op.f("fk_proofs_activity_id"), type_="foreignkey")
        for name in ("ended_reason", "ended_by_id", "ended_how", "ended_at", "activity_id", "kind"):
            batch.drop_column(name)
        batch.create_unique_constraint(op.f("uq_proofs_trajectory_id"), ["trajectory_id"])
