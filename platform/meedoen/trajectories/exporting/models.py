"""Tables of exports: which was made, and what each row said."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meedoen.accounts.models import Account
from meedoen.core.database import Base, Moment, word
from meedoen.places.models import Agency
from meedoen.trajectories.exporting.terms import ExportChange, ExportScope


class Export(Base):
    """One export. It keeps all rows of its scope, also those that did not go in the file."""

    __tablename__ = "exports"
    __table_args__ = (
        CheckConstraint(
            "(scope = 'caseload') = (counsellor_id IS NOT NULL)", name="counsellor_of_a_caseload"
        ),
        Index(None, "agency_code", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    scope: Mapped[ExportScope] = mapped_column(word(ExportScope))
    agency_code: Mapped[str] = mapped_column(ForeignKey("agencies.code"))
    counsellor_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    since_id: Mapped[int | None] = mapped_column(
        ForeignKey("exports.id", ondelete="SET NULL"), index=True
    )
    """The export that this one holds only the changes of; None for one that holds everything."""
    rows: Mapped[int]
    """How many trajectories its scope held."""
    included: Mapped[int]
    """How many of them went into the file."""
    request_key: Mapped[str | None] = mapped_column(String(36), unique=True)

    by: Mapped[Account] = relationship(foreign_keys=by_id)
    agency: Mapped[Agency] = relationship()

    @property
    def home(self) -> "Export":
        """Where it lies, for permissions, which ask it for its agency."""
        return self


class ExportRow(Base):
    """What an export said of one trajectory. The name is only in the digest, not in the facts."""

    __tablename__ = "export_rows"

    export_id: Mapped[int] = mapped_column(
        ForeignKey("exports.id", ondelete="CASCADE"), primary_key=True
    )
    trajectory_id: Mapped[int] = mapped_column(
        ForeignKey("trajectories.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    change: Mapped[ExportChange] = mapped_column(word(ExportChange))
    digest: Mapped[str] = mapped_column(String(64))
    facts: Mapped[dict[str, object]] = mapped_column(JSON)
