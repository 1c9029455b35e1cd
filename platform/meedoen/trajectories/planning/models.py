"""Tables of planning: what a newcomer's week asks for, and the plans that were chosen."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meedoen.core.database import Base, Moment, word
from meedoen.offers.models import OfferSession
from meedoen.offers.terms import Day, Daypart, Goal, OfferType
from meedoen.organisations.models import Organisation
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.planning.terms import ChildrenNeed, PlanStatus, WomenOnly


class PlanWish(Base):
    """What a plan for one trajectory must fit, as counsellor and newcomer wrote it down."""

    __tablename__ = "plan_wishes"
    __table_args__ = (
        CheckConstraint("level BETWEEN 1 AND 4", name="level_1_to_4"),
        CheckConstraint("radius_km BETWEEN 1 AND 100", name="radius_in_range"),
        CheckConstraint("per_week BETWEEN 1 AND 14", name="per_week_in_range"),
    )

    trajectory_id: Mapped[int] = mapped_column(
        ForeignKey("trajectories.id", ondelete="CASCADE"), primary_key=True
    )
    level: Mapped[int]
    radius_km: Mapped[int]
    per_week: Mapped[int]
    children: Mapped[ChildrenNeed] = mapped_column(word(ChildrenNeed))
    women: Mapped[WomenOnly] = mapped_column(word(WomenOnly))
    updated_at: Mapped[datetime] = mapped_column(Moment)
    updated_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    version: Mapped[int] = mapped_column(default=1)

    free: Mapped[list["Availability"]] = relationship(cascade="all, delete-orphan")
    goal_rows: Mapped[list["WishedGoal"]] = relationship(cascade="all, delete-orphan")
    type_rows: Mapped[list["WishedType"]] = relationship(cascade="all, delete-orphan")
    unwished: Mapped[list["UnwishedOrganisation"]] = relationship(cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}


class Availability(Base):
    """A half-day of the week on which the newcomer is free."""

    __tablename__ = "availabilities"

    trajectory_id: Mapped[int] = mapped_column(
        ForeignKey("plan_wishes.trajectory_id", ondelete="CASCADE"), primary_key=True
    )
    day: Mapped[Day] = mapped_column(word(Day), primary_key=True)
    daypart: Mapped[Daypart] = mapped_column(word(Daypart), primary_key=True)


class WishedGoal(Base):
    """Why somebody wants to join something."""

    __tablename__ = "wished_goals"

    trajectory_id: Mapped[int] = mapped_column(
        ForeignKey("plan_wishes.trajectory_id", ondelete="CASCADE"), primary_key=True
    )
    goal: Mapped[Goal] = mapped_column(word(Goal), primary_key=True)


class WishedType(Base):
    """What kind of thing somebody wants to join."""

    __tablename__ = "wished_types"

    trajectory_id: Mapped[int] = mapped_column(
        ForeignKey("plan_wishes.trajectory_id", ondelete="CASCADE"), primary_key=True
    )
    type: Mapped[OfferType] = mapped_column(word(OfferType), primary_key=True)


class UnwishedOrganisation(Base):
    """An organisation to which somebody does not want to go; nobody asks why."""

    __tablename__ = "unwished_organisations"

    trajectory_id: Mapped[int] = mapped_column(
        ForeignKey("plan_wishes.trajectory_id", ondelete="CASCADE"), primary_key=True
    )
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True, index=True
    )

    organisation: Mapped[Organisation] = relationship()


class ChosenPlan(Base):
    """A plan that somebody took: the newcomer chose it, or it stands as planned hours."""

    __tablename__ = "chosen_plans"
    __table_args__ = (
        CheckConstraint("(adopted_at IS NOT NULL) = (status = 'adopted')", name="adopted_at"),
        CheckConstraint("(adopted_at IS NULL) = (adopted_by_id IS NULL)", name="adopted_by_and_at"),
        Index(
            "uq_chosen_plans_waiting",
            "trajectory_id",
            unique=True,
            sqlite_where=text("status = 'chosen'"),
            postgresql_where=text("status = 'chosen'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    trajectory_id: Mapped[int] = mapped_column(
        ForeignKey("trajectories.id", ondelete="CASCADE"), index=True
    )
    status: Mapped[PlanStatus] = mapped_column(word(PlanStatus))
    chosen_at: Mapped[datetime] = mapped_column(Moment)
    chosen_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    adopted_at: Mapped[datetime | None] = mapped_column(Moment)
    adopted_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    request_key: Mapped[str] = mapped_column(String(36), unique=True)
    """The form by which it was taken, so that a form sent twice takes it once."""
    version: Mapped[int] = mapped_column(default=1)

    trajectory: Mapped[Trajectory] = relationship()
    rows: Mapped[list["PlannedSession"]] = relationship(
        cascade="all, delete-orphan", order_by="PlannedSession.session_id"
    )

    __mapper_args__ = {"version_id_col": version}


class PlannedSession(Base):
    """One session of a plan; when its offer goes, so does the row."""

    __tablename__ = "planned_sessions"

    plan_id: Mapped[int] = mapped_column(
        ForeignKey("chosen_plans.id", ondelete="CASCADE"), primary_key=True
    )
    session_id: Mapped[int] = mapped_column(
        ForeignKey("offer_sessions.id", ondelete="CASCADE"), primary_key=True, index=True
    )

    session: Mapped[OfferSession] = relationship()
