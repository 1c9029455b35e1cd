"""Counts of ended trajectories: those that are there, and those of which a row is left."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, case, func, literal, select, union_all
from sqlalchemy.orm import Session

from meedoen.dashboards.rules import shown_people
from meedoen.organisations.queries import Scope
from meedoen.places.models import Municipality
from meedoen.trajectories.forgetting.counting.models import TrajectoryCount
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.rules import BRUSSELS
from meedoen.trajectories.terms import OPEN, TrajectoryStatus

ENDS = tuple(status for status in TrajectoryStatus if status not in OPEN)
"""How a trajectory can have ended, in the order in which the board tells it."""

YEARS = 5
"""So many years stand apart; those before are one."""

BEFORE = 0
"""The number of the years before those."""


@dataclass(frozen=True, slots=True)
class EndedYear:
    """How the trajectories of a year ended; None where too few did to be counted out loud."""

    year: int
    """`BEFORE` for all years that do not stand apart."""
    ends: Sequence[int | None]
    """As many as `ENDS`, in that order."""


def ended_by_year(scope: Scope, *, on: date) -> Select[int, TrajectoryStatus, int]:
    """The question for how many trajectories ended how, by year; each is counted once.

    An erased trajectory is still there for its ledger, and is counted by what was kept of it.
    """
    inside = select(Municipality.nis).where(scope.covers())
    years = [on.year - back for back in range(YEARS)]
    begins = {year: datetime(year, 1, 1, tzinfo=BRUSSELS) for year in years}
    there = select(
        case(
            *((Trajectory.ended_at >= begins[year], literal(year)) for year in years),
            else_=literal(BEFORE),
        ).label("year"),
        Trajectory.status.label("status"),
    ).where(
        Trajectory.ended_at.is_not(None),
        Trajectory.erased_at.is_(None),
        Trajectory.nis.in_(inside),
    )
    erased = select(
        case(
            *((TrajectoryCount.ended_month >= date(year, 1, 1), literal(year)) for year in years),
            else_=literal(BEFORE),
        ),
        TrajectoryCount.status,
    ).where(TrajectoryCount.nis.in_(inside))
    both = union_all(there, erased).subquery()
    return select(both.c.year, both.c.status, func.count()).group_by(both.c.year, both.c.status)


def list_ended(session: Session, scope: Scope, *, on: date) -> list[EndedYear]:
    """How trajectories ended in the municipalities of a scope, the newest year first."""
    found: Counter[tuple[int, TrajectoryStatus]] = Counter()
    for year, status, number in session.execute(ended_by_year(scope, on=on)):
        found[year, status] += number
    years = sorted({year for year, _ in found}, reverse=True)
    return [
        EndedYear(year, [shown_people(found[year, status]) for status in ENDS]) for year in years
    ]
