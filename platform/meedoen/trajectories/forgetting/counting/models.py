"""The table of counted trajectories: what stays for statistics, and can be traced to nobody."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from meedoen.core.database import Base, word
from meedoen.trajectories.forgetting.counting.terms import Lasted
from meedoen.trajectories.terms import TrajectoryStatus


class TrajectoryCount(Base):
    """One erased trajectory. The pseudonym is drawn at random and stands nowhere else.

    It is the key, and there is no other, so that not even the order tells when a row was made.
    """

    __tablename__ = "trajectory_counts"
    __table_args__ = {"sqlite_with_rowid": False}

    pseudonym: Mapped[str] = mapped_column(String(32), primary_key=True)
    began_month: Mapped[date]
    ended_month: Mapped[date]
    nis: Mapped[str] = mapped_column(ForeignKey("municipalities.nis"), index=True)
    agency_code: Mapped[str] = mapped_column(ForeignKey("agencies.code"))
    status: Mapped[TrajectoryStatus] = mapped_column(word(TrajectoryStatus))
    """How it ended."""
    minutes: Mapped[int]
    """Those that counted."""
    lasted: Mapped[Lasted] = mapped_column(word(Lasted))
    buddy_activities: Mapped[int]
    internship_activities: Mapped[int]
    volunteering_activities: Mapped[int]
    language_practice_activities: Mapped[int]
    activity_activities: Mapped[int]
    own_activities: Mapped[int]
    """Activities that were no offer of the catalogue."""
