"""Tables of the forty hours: trajectories, activities, hours, proofs; rules and history apart."""

from datetime import date, datetime, time

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meedoen.accounts.models import Account
from meedoen.core.database import Base, Moment, word
from meedoen.offers.models import Offer
from meedoen.places.models import Agency, Municipality
from meedoen.trajectories.ledger.rules import NO_HASH
from meedoen.trajectories.moving.models import Home, MoveNotice
from meedoen.trajectories.rule_sets.models import RuleSet
from meedoen.trajectories.states.models import Situation, StatusChange
from meedoen.trajectories.terms import (
    ActivityDecision,
    ConfirmedHow,
    HoursState,
    Obligation,
    ProofEnd,
    ProofKind,
    TrajectoryStatus,
)


class Trajectory(Base):
    """One newcomer's participatie- en netwerktraject."""

    __tablename__ = "trajectories"
    __table_args__ = (
        CheckConstraint(
            "(ended_at IS NULL) = (status IN ('running', 'suspended'))", name="ended_when_not_open"
        ),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by_and_at"),
        Index(
            "uq_trajectories_open",
            "newcomer_id",
            unique=True,
            sqlite_where=text("status IN ('running', 'suspended')"),
            postgresql_where=text("status IN ('running', 'suspended')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    newcomer_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    counsellor_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    agency_code: Mapped[str] = mapped_column(ForeignKey("agencies.code"))
    nis: Mapped[str] = mapped_column(ForeignKey("municipalities.nis"), index=True)
    """Where the newcomer lives today, by `homes`; brought up to date on the day of a move."""
    rule_set_id: Mapped[int] = mapped_column(ForeignKey("rule_sets.id"))
    starts_on: Mapped[date]
    obliged: Mapped[bool]
    working: Mapped[bool]
    studying: Mapped[bool]
    obligation: Mapped[Obligation] = mapped_column(word(Obligation))
    status: Mapped[TrajectoryStatus] = mapped_column(
        word(TrajectoryStatus), default=TrajectoryStatus.RUNNING
    )
    opened_at: Mapped[datetime] = mapped_column(Moment)
    informed_on: Mapped[date | None]
    """When the counsellor explained what the trajectory asks; None: not written down."""
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    ended_reason: Mapped[str] = mapped_column(Text, default="")
    invited_email: Mapped[str | None] = mapped_column(String(254))
    """Where the invitation went, whether or not that address already had an account."""
    request_key: Mapped[str | None] = mapped_column(String(36), unique=True)
    """The form that opened it; the same form sent again opens nothing."""
    erased_at: Mapped[datetime | None] = mapped_column(Moment)
    """From then on it belongs to nobody: what stays is what its ledger must be checked against."""
    version: Mapped[int] = mapped_column(default=1)
    ledger_length: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many lines its ledger has, so that a lost tail is noticed."""
    ledger_hash: Mapped[str] = mapped_column(String(64), default=NO_HASH, server_default=NO_HASH)
    """The hash of the last line."""

    newcomer: Mapped[Account] = relationship(foreign_keys=newcomer_id)
    counsellor: Mapped[Account] = relationship(foreign_keys=counsellor_id)
    agency: Mapped[Agency] = relationship()
    municipality: Mapped[Municipality] = relationship()
    rule_set: Mapped[RuleSet] = relationship()
    activities: Mapped[list["Activity"]] = relationship(
        back_populates="trajectory", order_by="Activity.id"
    )
    hours: Mapped[list["HoursEntry"]] = relationship(
        back_populates="trajectory", order_by="(HoursEntry.on_date, HoursEntry.id)"
    )
    proofs: Mapped[list["Proof"]] = relationship(back_populates="trajectory", order_by="Proof.id")
    changes: Mapped[list[StatusChange]] = relationship(order_by=StatusChange.id)
    situations: Mapped[list[Situation]] = relationship(order_by=Situation.id)
    homes: Mapped[list[Home]] = relationship(order_by=(Home.from_on, Home.id))
    move_notices: Mapped[list[MoveNotice]] = relationship(order_by=MoveNotice.id)

    @property
    def suspensions(self) -> list[StatusChange]:
        """Its rests, oldest first; the last one may still go on."""
        return [change for change in self.changes if change.status is TrajectoryStatus.SUSPENDED]

    __mapper_args__ = {"version_id_col": version}


class Activity(Base):
    """Something the newcomer joins: an offer of the catalogue, or one of their own."""

    __tablename__ = "activities"
    __table_args__ = (
        CheckConstraint(
            "(decided_at IS NULL) = (decision = 'proposed')", name="decided_when_judged"
        ),
        CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name="decided_by_and_at"),
        CheckConstraint("allowance_day_cents > 0", name="allowance_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectories.id"), index=True)
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("offers.id"))
    title: Mapped[str] = mapped_column(String(120))
    host: Mapped[str] = mapped_column(String(120))
    contact_name: Mapped[str] = mapped_column(String(120))
    contact_email: Mapped[str] = mapped_column(String(254))
    contact_phone: Mapped[str | None] = mapped_column(String(30))
    in_duo_or_group: Mapped[bool]
    meets_new_people: Mapped[bool]
    lasting_contact: Mapped[bool]
    spoken_in_dutch: Mapped[bool]
    decision: Mapped[ActivityDecision] = mapped_column(
        word(ActivityDecision), default=ActivityDecision.PROPOSED
    )
    allowance_day_cents: Mapped[int | None]
    """What a volunteer gets in a lump sum for each day here; None: nothing, or not known."""
    decision_reason: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    request_key: Mapped[str | None] = mapped_column(String(36), unique=True)

    trajectory: Mapped[Trajectory] = relationship(back_populates="activities")
    offer: Mapped[Offer | None] = relationship()

    @property
    def organisation_id(self) -> int | None:
        """The organisation of its offer; None where the newcomer found it elsewhere."""
        return self.offer.organisation_id if self.offer else None

    @property
    def newcomer_id(self) -> int:
        """Whose it is, so that permissions ask the same of it as of its trajectory."""
        return self.trajectory.newcomer_id

    @property
    def counsellor_id(self) -> int:
        """Whose caseload it is in."""
        return self.trajectory.counsellor_id

    @property
    def agency_code(self) -> str:
        """Which agency guides it."""
        return self.trajectory.agency_code


class HoursEntry(Base):
    """Minutes on one date at one activity. After acceptance it is never edited."""

    __tablename__ = "hours_entries"
    __table_args__ = (
        CheckConstraint("minutes > 0 OR corrects_id IS NOT NULL", name="minutes_positive"),
        CheckConstraint("minutes BETWEEN 0 AND 1440", name="minutes_fit_a_day"),
        CheckConstraint("(begins_at IS NULL) = (ends_at IS NULL)", name="begin_and_end"),
        CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by_name IS NULL)", name="confirmed_by_and_at"
        ),
        CheckConstraint(
            "(accepted_at IS NULL) = (accepted_by_id IS NULL)", name="accepted_by_and_at"
        ),
        CheckConstraint(
            "(accepted_at IS NOT NULL) = (state = 'accepted')", name="accepted_when_accepted"
        ),
        CheckConstraint(
            "accepted_at IS NULL OR confirmed_at IS NOT NULL OR minutes = 0",
            name="accepted_after_confirmation",
        ),
        CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_how IS NULL)", name="confirmed_how_and_at"
        ),
        CheckConstraint(
            "(paper_seen_by_id IS NOT NULL) = (COALESCE(confirmed_how, '') = 'paper')",
            name="paper_was_seen",
        ),
        Index(None, "trajectory_id", "on_date"),
        Index(
            "uq_hours_entries_live_correction",
            "corrects_id",
            unique=True,
            sqlite_where=text("state NOT IN ('sent_back', 'withdrawn')"),
            postgresql_where=text("state NOT IN ('sent_back', 'withdrawn')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectories.id"))
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), index=True)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("hours_entries.id"))
    on_date: Mapped[date]
    begins_at: Mapped[time | None]
    ends_at: Mapped[time | None]
    minutes: Mapped[int]
    state: Mapped[HoursState] = mapped_column(word(HoursState))
    note: Mapped[str] = mapped_column(Text, default="")
    logged_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    logged_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_by_name: Mapped[str | None] = mapped_column(String(120))
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    confirmed_how: Mapped[ConfirmedHow | None] = mapped_column(word(ConfirmedHow))
    paper_seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    accepted_at: Mapped[datetime | None] = mapped_column(Moment)
    sent_back_reason: Mapped[str] = mapped_column(Text, default="")
    sent_back_at: Mapped[datetime | None] = mapped_column(Moment)
    sent_back_by_name: Mapped[str | None] = mapped_column(String(120))
    """The contact person who said it is not right; empty when the counsellor sent it back."""
    disputed_at: Mapped[datetime | None] = mapped_column(Moment)
    """From when the newcomer says that it is not right, until the counsellor answered."""
    request_key: Mapped[str | None] = mapped_column(String(36), unique=True)
    version: Mapped[int] = mapped_column(default=1)

    trajectory: Mapped[Trajectory] = relationship(back_populates="hours")
    activity: Mapped[Activity] = relationship()
    paper_seen_by: Mapped[Account | None] = relationship(foreign_keys=paper_seen_by_id)

    @property
    def newcomer_id(self) -> int:
        """Whose hours they are, so that permissions ask the same of them as of the trajectory."""
        return self.trajectory.newcomer_id

    @property
    def counsellor_id(self) -> int:
        """Whose caseload they are in."""
        return self.trajectory.counsellor_id

    @property
    def agency_code(self) -> str:
        """Which agency guides them."""
        return self.trajectory.agency_code

    __mapper_args__ = {"version_id_col": version}


class Proof(Base):
    """A proof of what was true on the day it was issued, under a code to check it by.

    Of the whole trajectory, or of one activity. At most one of each stands; the others ended.
    """

    __tablename__ = "proofs"
    __table_args__ = (
        CheckConstraint(
            "(kind = 'activity') = (activity_id IS NOT NULL)", name="activity_of_its_kind"
        ),
        CheckConstraint("(ended_at IS NULL) = (ended_how IS NULL)", name="ended_how_and_at"),
        Index(
            "uq_proofs_standing",
            "trajectory_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL AND activity_id IS NULL"),
            postgresql_where=text("ended_at IS NULL AND activity_id IS NULL"),
        ),
        Index(
            "uq_proofs_standing_of_activity",
            "activity_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL AND activity_id IS NOT NULL"),
            postgresql_where=text("ended_at IS NULL AND activity_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectories.id"), index=True)
    kind: Mapped[ProofKind] = mapped_column(
        word(ProofKind), default=ProofKind.WHOLE, server_default="whole"
    )
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activities.id"))
    code: Mapped[str] = mapped_column(String(20), unique=True)
    issued_at: Mapped[datetime] = mapped_column(Moment)
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    minutes: Mapped[int]
    content: Mapped[dict[str, object]] = mapped_column(JSON)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_how: Mapped[ProofEnd | None] = mapped_column(word(ProofEnd))
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    ended_reason: Mapped[str] = mapped_column(Text, default="", server_default="")

    trajectory: Mapped[Trajectory] = relationship(back_populates="proofs")

    @property
    def newcomer_id(self) -> int:
        """Whose it is, so that permissions ask the same of it as of its trajectory."""
        return self.trajectory.newcomer_id

    @property
    def counsellor_id(self) -> int:
        """Whose caseload it is in."""
        return self.trajectory.counsellor_id

    @property
    def agency_code(self) -> str:
        """Which agency guides it."""
        return self.trajectory.agency_code
