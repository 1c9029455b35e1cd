"""The table of hand-overs: from whom to whom, and how it stands."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meedoen.accounts.models import Account
from meedoen.core.database import Base, Moment, word
from meedoen.places.models import Agency
from meedoen.trajectories.caseload.handover.terms import HandoverState
from meedoen.trajectories.models import Trajectory


class Handover(Base):
    """A trajectory given on. Until it was accepted the trajectory stays where it is."""

    __tablename__ = "handovers"
    __table_args__ = (
        CheckConstraint("(decided_at IS NULL) = (state = 'offered')", name="decided_when_not_open"),
        CheckConstraint("state <> 'accepted' OR to_id IS NOT NULL", name="accepted_by_somebody"),
        Index(
            "uq_handovers_offered",
            "trajectory_id",
            unique=True,
            sqlite_where=text("state = 'offered'"),
            postgresql_where=text("state = 'offered'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectories.id"), index=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    to_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    to_agency_code: Mapped[str] = mapped_column(ForeignKey("agencies.code"), index=True)
    note: Mapped[str] = mapped_column(Text)
    state: Mapped[HandoverState] = mapped_column(word(HandoverState))
    offered_at: Mapped[datetime] = mapped_column(Moment)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    request_key: Mapped[str] = mapped_column(String(36), unique=True)

    trajectory: Mapped[Trajectory] = relationship()
    giver: Mapped[Account] = relationship(foreign_keys=from_id)
    to_agency: Mapped[Agency] = relationship()
