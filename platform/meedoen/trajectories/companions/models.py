"""The table of companions: who goes along to which first visit, where they meet, how it went."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meedoen.accounts.models import Account
from meedoen.core.database import Base, Moment, word
from meedoen.trajectories.companions.terms import CompanionState
from meedoen.trajectories.models import Activity, Trajectory


class Companion(Base):
    """Somebody who is asked to go along to the first visit of one activity; needs no account."""

    __tablename__ = "companions"
    __table_args__ = (
        CheckConstraint("email IS NOT NULL OR phone IS NOT NULL", name="can_be_reached"),
        CheckConstraint(
            "(outcome_at IS NOT NULL) = (state IN ('went', 'absent'))", name="outcome_and_at"
        ),
        Index(
            "uq_companions_open",
            "activity_id",
            unique=True,
            sqlite_where=text("state IN ('asked', 'accepted')"),
            postgresql_where=text("state IN ('asked', 'accepted')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    trajectory_id: Mapped[int] = mapped_column(
        ForeignKey("trajectories.id", ondelete="CASCADE"), index=True
    )
    activity_id: Mapped[int] = mapped_column(
        ForeignKey("activities.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(30))
    meets_at: Mapped[datetime] = mapped_column(Moment)
    meeting_point: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(Text, default="")
    """What the companion must know; the newcomer reads it in the own file."""
    state: Mapped[CompanionState] = mapped_column(
        word(CompanionState), default=CompanionState.ASKED
    )
    asked_at: Mapped[datetime] = mapped_column(Moment)
    """When it was asked, or asked anew since time or place changed."""
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the companion said yes or no."""
    outcome_at: Mapped[datetime | None] = mapped_column(Moment)
    said: Mapped[str] = mapped_column(Text, default="")
    """A sentence of the companion: why not, or how it went."""
    settled_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the counsellor saw that the companion cannot come; it asks for nothing any more."""
    request_key: Mapped[str] = mapped_column(String(36), unique=True)
    version: Mapped[int] = mapped_column(default=1)

    trajectory: Mapped[Trajectory] = relationship()
    activity: Mapped[Activity] = relationship()
    asked_by: Mapped[Account] = relationship(foreign_keys=asked_by_id)

    @property
    def newcomer_id(self) -> int:
        """With whom somebody goes along, so that permissions ask the same as of the trajectory."""
        return self.trajectory.newcomer_id

    @property
    def counsellor_id(self) -> int:
        """In whose caseload it is."""
        return self.trajectory.counsellor_id

    @property
    def agency_code(self) -> str:
        """Which agency guides it."""
        return self.trajectory.agency_code

    __mapper_args__ = {"version_id_col": version}
