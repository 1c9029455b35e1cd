"""The history of a trajectory: each change of its status, and each situation of its newcomer."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from meedoen.core.database import Base, Moment, word
from meedoen.trajectories.states.terms import StatusReason
from meedoen.trajectories.terms import Obligation, TrajectoryStatus


class StatusChange(Base):
    """From a day on the trajectory has this status. A rest also says when it runs again."""

    __tablename__ = "status_changes"
    __table_args__ = (
        CheckConstraint("until_on IS NULL OR status = 'suspended'", name="only_a_rest_ends"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="ends_after_it_began"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectories.id"), index=True)
    status: Mapped[TrajectoryStatus] = mapped_column(word(TrajectoryStatus))
    reason: Mapped[StatusReason] = mapped_column(word(StatusReason))
    note: Mapped[str] = mapped_column(Text, default="")
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    """Of a rest: the first day on which it runs again; None as long as nobody knows."""
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    request_key: Mapped[str | None] = mapped_column(String(36), unique=True)
    """The form that changed it; the same form sent again changes nothing."""


class Situation(Base):
    """From a day on this decides whether the trajectory is required; the newest one holds."""

    __tablename__ = "situations"

    id: Mapped[int] = mapped_column(primary_key=True)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectories.id"), index=True)
    from_on: Mapped[date]
    obliged: Mapped[bool]
    working: Mapped[bool]
    studying: Mapped[bool]
    obligation: Mapped[Obligation] = mapped_column(word(Obligation))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    """None: it was there before this history was kept."""
    at: Mapped[datetime] = mapped_column(Moment)
