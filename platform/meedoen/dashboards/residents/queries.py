"""Reads of residents. The gate of the protocol stands in the question itself, not in the page."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    case,
    cast,
    desc,
    extract,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from meedoen.accounts.models import Account
from meedoen.dashboards.protocols.queries import protocol_holds
from meedoen.places.models import Municipality
from meedoen.trajectories.models import Activity, HoursEntry, Proof, Trajectory
from meedoen.trajectories.moving.models import Home
from meedoen.trajectories.moving.queries import holds_on
from meedoen.trajectories.rules import BRUSSELS
from meedoen.trajectories.terms import (
    OPEN,
    ActivityDecision,
    HoursState,
    ProofKind,
    TrajectoryStatus,
)

SHOWN_AFTER_END = timedelta(days=365)
"""For so long a completed trajectory is told to the municipality (ours): as long as is useful."""


@dataclass(frozen=True, slots=True)
class Resident:
    """What a municipality may know of a resident, and nothing more (domain.md 2.9)."""

    newcomer_id: int
    trajectory_id: int
    name: str
    municipality: str
    agreement: bool
    """Whether the trajectory began."""
    proof: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How many residents of a municipality have a running trajectory, and how many a proof."""

    running: int = 0
    proven: int = 0


@dataclass(frozen=True, slots=True)
class Quarter:
    """Accepted hours of who lived there on the day of the hours, in three months of a year."""

    year: int
    quarter: int
    minutes: int
    people: int


def is_told(on: date) -> ColumnElement[bool]:
    """The condition on `Trajectory` that it runs, or was completed not too long ago."""
    since = datetime.combine(on - SHOWN_AFTER_END, time(), BRUSSELS)
    completed = and_(Trajectory.status == TrajectoryStatus.COMPLETED, Trajectory.ended_at >= since)
    return or_(Trajectory.status.in_(OPEN), completed)


def residents_of(codes: Collection[str], *, on: date) -> Select[Trajectory]:
    """Those whose names may be seen on a day: at home there, and under a protocol that holds."""
    return (
        select(Trajectory)
        .join(Home, Home.trajectory_id == Trajectory.id)
        .where(Home.nis.in_(codes), holds_on(on), is_told(on), protocol_holds(Home.nis, on=on))
    )


def count_residents(session: Session, codes: Collection[str], *, on: date) -> int:
    """How many names may be seen."""
    question = residents_of(codes, on=on).with_only_columns(func.count(Trajectory.id))
    return session.scalar(question) or 0


def list_residents(
    session: Session, codes: Collection[str], *, on: date, offset: int, limit: int
) -> list[Resident]:
    """A page of them by name, with the only facts that a municipality may have."""
    proof = (
        select(Proof.id)
        .where(
            Proof.trajectory_id == Trajectory.id,
            Proof.kind == ProofKind.WHOLE,
            Proof.ended_at.is_(None),
        )
        .exists()
    )
    rows = session.execute(
        residents_of(codes, on=on)
        .join(Account, Account.id == Trajectory.newcomer_id)
        .join(Municipality, Municipality.nis == Home.nis)
        .with_only_columns(
            Account.id,
            Trajectory.id,
            Account.name,
            Municipality.name_nl,
            Trajectory.starts_on <= on,
            proof,
        )
        .order_by(func.lower(Account.name), Trajectory.id)
        .offset(offset)
        .limit(limit)
    )
    return [Resident(*row) for row in rows]


def list_places(session: Session, codes: Collection[str]) -> Sequence[Municipality]:
    """These municipalities, by name."""
    question = select(Municipality).where(Municipality.nis.in_(codes))
    return session.scalars(question.order_by(Municipality.name_nl)).all()


def count_standings(session: Session, codes: Collection[str], *, on: date) -> dict[str, Standing]:
    """Per municipality how many residents are busy, and how many have a proof; no names."""
    running = case((Trajectory.status.in_(OPEN), 1))
    proven = case((Trajectory.status == TrajectoryStatus.COMPLETED, 1))
    rows = session.execute(
        select(Home.nis, func.count(running), func.count(proven))
        .join(Trajectory, Trajectory.id == Home.trajectory_id)
        .where(Home.nis.in_(codes), holds_on(on), is_told(on))
        .group_by(Home.nis)
    )
    found = {nis: Standing(busy, done) for nis, busy, done in rows}
    return {nis: found.get(nis, Standing()) for nis in codes}


def sum_quarters(
    session: Session, codes: Collection[str], *, since: date
) -> dict[str, Sequence[Quarter]]:
    """Accepted hours that count, per municipality and quarter, by the home on their own day."""
    newer = aliased(HoursEntry)
    replaced = select(newer.id).where(
        newer.corrects_id == HoursEntry.id, newer.state == HoursState.ACCEPTED
    )
    year = cast(extract("year", HoursEntry.on_date), Integer).label("year")
    month = cast(extract("month", HoursEntry.on_date), Integer)
    quarter = ((month + 2) // 3).label("quarter")
    rows = session.execute(
        select(
            Home.nis,
            year,
            quarter,
            func.sum(HoursEntry.minutes),
            func.count(HoursEntry.trajectory_id.distinct()),
        )
        .join(Home, Home.trajectory_id == HoursEntry.trajectory_id)
        .join(Activity, Activity.id == HoursEntry.activity_id)
        .where(
            Home.nis.in_(codes),
            holds_on(HoursEntry.on_date),
            HoursEntry.on_date >= since,
            HoursEntry.state == HoursState.ACCEPTED,
            HoursEntry.minutes > 0,
            Activity.decision == ActivityDecision.APPROVED,
            ~replaced.exists(),
        )
        .group_by(Home.nis, "year", "quarter")
        .order_by(desc("year"), desc("quarter"))
    )
    found: dict[str, list[Quarter]] = defaultdict(list)
    for nis, *facts in rows:
        found[nis].append(Quarter(*(int(fact) for fact in facts)))
    return {nis: found[nis] for nis in codes}
