"""Where a newcomer lives from a day on, and the moves that newcomers told."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meedoen.accounts.models import Account
from meedoen.core.database import Base, Moment, word
from meedoen.places.models import Municipality
from meedoen.trajectories.moving.terms import NoticeState


class Home(Base):
    """From a day on the newcomer of a trajectory lives here. An undone one counts for nothing."""

    __tablename__ = "homes"
    __table_args__ = (
        CheckConstraint("(undone_at IS NULL) = (undone_by_id IS NULL)", name="undone_by_and_at"),
        CheckConstraint("undone_at IS NULL OR NOT opening", name="opening_stays"),
        Index(
            "uq_homes_standing",
            "trajectory_id",
            "from_on",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
        Index(None, "nis", "from_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectories.id"), index=True)
    nis: Mapped[str] = mapped_column(ForeignKey("municipalities.nis"))
    postcode: Mapped[str | None] = mapped_column(String(4))
    """None: where the trajectory began, since nobody asked."""
    from_on: Mapped[date]
    opening: Mapped[bool]
    """Whether it is where the newcomer lived when the trajectory began."""
    by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    """None: it was there before this history was kept."""
    at: Mapped[datetime] = mapped_column(Moment)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    request_key: Mapped[str | None] = mapped_column(String(36), unique=True)
    """The form that wrote it down; the same form sent again changes nothing."""

    municipality: Mapped[Municipality] = relationship()
    by: Mapped[Account | None] = relationship(foreign_keys=by_id)


class MoveNotice(Base):
    """A newcomer tells the counsellor that they move; at most one of a trajectory waits."""

    __tablename__ = "move_notices"
    __table_args__ = (
        CheckConstraint("(answered_at IS NULL) = (state = 'waiting')", name="answered_at"),
        CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered_by"),
        CheckConstraint("(home_id IS NOT NULL) = (state = 'recorded')", name="home_when_recorded"),
        Index(
            "uq_move_notices_waiting",
            "trajectory_id",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectories.id"), index=True)
    nis: Mapped[str] = mapped_column(ForeignKey("municipalities.nis"))
    postcode: Mapped[str] = mapped_column(String(4))
    from_on: Mapped[date]
    state: Mapped[NoticeState] = mapped_column(word(NoticeState))
    told_at: Mapped[datetime] = mapped_column(Moment)
    told_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    home_id: Mapped[int | None] = mapped_column(ForeignKey("homes.id"))
    request_key: Mapped[str] = mapped_column(String(36), unique=True)

    municipality: Mapped[Municipality] = relationship()
