"""The table of reminders of the deadline that were given."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from meedoen.core.database import Base, Moment


class DeadlineReminder(Base):
    """That a deadline came near, told once for each number of days of the rules."""

    __tablename__ = "deadline_reminders"
    __table_args__ = (
        UniqueConstraint("trajectory_id", "days_before"),
        CheckConstraint("(seen_at IS NULL) = (seen_by_id IS NULL)", name="seen_by_and_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectories.id", ondelete="CASCADE"))
    days_before: Mapped[int]
    due_on: Mapped[date]
    """The deadline as it stood then."""
    at: Mapped[datetime] = mapped_column(Moment)
    mailed: Mapped[bool]
    """Whether the newcomer had an address to write to, and no nearer reminder said the same."""
    seen_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the counsellor said that they saw it."""
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
