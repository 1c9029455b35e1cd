"""Tables of the signed sheet: its photos, and the hours that each photo shows."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meedoen.accounts.models import Account
from meedoen.core.database import Base, Moment, word
from meedoen.trajectories.ledger.terms import ActedAs
from meedoen.trajectories.models import Activity, HoursEntry, Trajectory


class SheetPhoto(Base):
    """One photo of the signed sheet of an activity; the file itself lies in DATA_DIR.

    A photo that was removed leaves its row, without file: its digest stands in the ledger.
    """

    __tablename__ = "sheet_photos"
    __table_args__ = (
        UniqueConstraint("request_key", "position"),
        CheckConstraint("width > 0 AND height > 0", name="has_a_size"),
        CheckConstraint("(removed_at IS NULL) = (removed_by_id IS NULL)", name="removed_by_and_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectories.id"), index=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), index=True)
    file_name: Mapped[str] = mapped_column(String(40), unique=True)
    sha256: Mapped[str] = mapped_column(String(64))
    width: Mapped[int]
    height: Mapped[int]
    attached_at: Mapped[datetime] = mapped_column(Moment)
    attached_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    acted_as: Mapped[ActedAs] = mapped_column(word(ActedAs))
    request_key: Mapped[str] = mapped_column(String(36))
    """The form by which it came, so that a form sent twice attaches once."""
    position: Mapped[int]
    """Its place among the photos of that form, from 0."""
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    activity: Mapped[Activity] = relationship()
    attached_by: Mapped[Account] = relationship(foreign_keys=attached_by_id)
    entries: Mapped[list[HoursEntry]] = relationship(
        secondary="photos_of_hours", order_by="(HoursEntry.on_date, HoursEntry.id)"
    )

    @property
    def trajectory(self) -> Trajectory:
        """Whose file it is in."""
        return self.activity.trajectory

    @property
    def organisation_id(self) -> int | None:
        """Where the activity is, so that permissions ask the same of it as of the activity."""
        return self.activity.organisation_id

    @property
    def newcomer_id(self) -> int:
        """Whose hours it shows."""
        return self.activity.newcomer_id

    @property
    def counsellor_id(self) -> int:
        """Whose caseload it is in."""
        return self.activity.counsellor_id

    @property
    def agency_code(self) -> str:
        """Which agency guides it."""
        return self.activity.agency_code


class PhotoOfHours(Base):
    """These hours stand on the sheet of that photo."""

    __tablename__ = "photos_of_hours"

    photo_id: Mapped[int] = mapped_column(
        ForeignKey("sheet_photos.id", ondelete="CASCADE"), primary_key=True
    )
    entry_id: Mapped[int] = mapped_column(
        ForeignKey("hours_entries.id"), primary_key=True, index=True
    )
