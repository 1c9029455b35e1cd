"""Reads over what was accepted in an agency: how much of it rests on the eyes of one person."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meedoen.trajectories.accepting.rules import all_by_one
from meedoen.trajectories.models import HoursEntry, Trajectory
from meedoen.trajectories.terms import HoursState


@dataclass(frozen=True, slots=True)
class Handling:
    """One accepted entry as a plain row: whose, how long, and who did what with it."""

    trajectory_id: int
    minutes: int
    logged_by_id: int
    paper_seen_by_id: int | None
    accepted_by_id: int | None


@dataclass(frozen=True, slots=True)
class Share:
    """A part of what was accepted; `people` is how many newcomers it is of."""

    entries: int
    minutes: int
    people: int


@dataclass(frozen=True, slots=True)
class Accepted:
    """What was accepted in all, what of it on paper, and what of that by one person alone."""

    all: Share
    on_paper: Share
    by_one: Share


def count_accepted(session: Session, agencies: Collection[str], *, since: datetime) -> Accepted:
    """What the counsellors of these agencies accepted since a moment, in two questions.

    Each acceptance counts, also of hours that were corrected later: it was looked at or not.
    """
    accepted = (
        HoursEntry.state == HoursState.ACCEPTED,
        HoursEntry.accepted_at >= since,
        Trajectory.agency_code.in_(agencies),
    )
    entries, minutes, people = session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(HoursEntry.minutes), 0),
            func.count(HoursEntry.trajectory_id.distinct()),
        )
        .select_from(HoursEntry)
        .join(HoursEntry.trajectory)
        .where(*accepted)
    ).one()
    rows = session.execute(
        select(
            HoursEntry.trajectory_id,
            HoursEntry.minutes,
            HoursEntry.logged_by_id,
            HoursEntry.paper_seen_by_id,
            HoursEntry.accepted_by_id,
        )
        .join(HoursEntry.trajectory)
        .where(*accepted, HoursEntry.paper_seen_by_id.is_not(None))
    )
    on_paper = [Handling(*row) for row in rows]
    return Accepted(
        all=Share(entries, minutes, people),
        on_paper=share_of(on_paper),
        by_one=share_of(filter(all_by_one, on_paper)),
    )


def share_of(rows: Iterable[Handling]) -> Share:
    """These rows together."""
    found = list(rows)
    return Share(
        entries=len(found),
        minutes=sum(row.minutes for row in found),
        people=len({row.trajectory_id for row in found}),
    )
