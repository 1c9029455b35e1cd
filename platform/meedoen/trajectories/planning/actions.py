"""Writes of somebody's week: when they are free, how far, how much Dutch, what they wish."""

from datetime import datetime

from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core.errors import Reason, RuleBroken
from meedoen.organisations.models import Organisation
from meedoen.trajectories.actions import hold, note, require_running
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.planning.models import (
    Availability,
    PlanWish,
    UnwishedOrganisation,
    WishedGoal,
    WishedType,
)
from meedoen.trajectories.planning.queries import find_wishes, wishes_of
from meedoen.trajectories.planning.rules import Week, wish_reasons


def write_week(
    session: Session,
    trajectory: Trajectory,
    week: Week,
    *,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> PlanWish:
    """Keep what a newcomer's week asks for; the same again changes nothing.

    `version` is what was seen, None or 0 where nothing was. `not_hosts` keeps of the organisations
    that were said no to those that still are. Raises RuleBroken.
    """
    trajectory = hold(session, trajectory)
    require_running(trajectory)
    why = wish_reasons(free=week.free, radius_km=week.radius_km, per_week=week.per_week)
    if why:
        raise RuleBroken(*why)
    row = find_wishes(session, trajectory.id)
    if row is not None and _says(row, week):
        return row
    if row is not None and version is not None and version != row.version:
        raise RuleBroken(Reason("week_changed_meanwhile"))
    if row is None:
        row = PlanWish(trajectory_id=trajectory.id, free=[], goal_rows=[], type_rows=[])
        row.unwished = []
        session.add(row)
    _fill(row, week, trajectory.id)
    row.updated_at, row.updated_by_id = at, by.id
    session.flush()
    note(session, "write_week", trajectory, by, at, half_days=len(week.free))
    session.flush()
    return row


def _says(row: PlanWish, week: Week) -> bool:
    there = wishes_of(row)
    return (
        there.free == week.free
        and (row.level, row.radius_km, row.per_week) == (week.level, week.radius_km, week.per_week)
        and (row.children, row.women) == (week.children, week.women)
        and (there.goals, there.types) == (week.goals, week.types)
        and there.not_hosts <= week.not_hosts
    )


def _fill(row: PlanWish, week: Week, trajectory_id: int) -> None:
    row.level, row.radius_km, row.per_week = int(week.level), week.radius_km, week.per_week
    row.children, row.women = week.children, week.women
    of = {"trajectory_id": trajectory_id}
    there = wishes_of(row)
    row.free = [one for one in row.free if (one.day, one.daypart) in week.free] + [
        Availability(day=day, daypart=part, **of) for day, part in week.free - there.free
    ]
    row.goal_rows = [one for one in row.goal_rows if one.goal in week.goals] + [
        WishedGoal(goal=goal, **of) for goal in week.goals - there.goals
    ]
    row.type_rows = [one for one in row.type_rows if one.type in week.types] + [
        WishedType(type=kind, **of) for kind in week.types - there.types
    ]
    row.unwished = [one for one in row.unwished if one.organisation_id in week.not_hosts]


def say_no_to(
    session: Session, trajectory: Trajectory, organisation_id: int, *, by: Account, at: datetime
) -> None:
    """Keep that the newcomer does not want to go to this organisation; twice is once.

    Raises RuleBroken where no week was written, or there is no such organisation.
    """
    trajectory = hold(session, trajectory)
    require_running(trajectory)
    row = find_wishes(session, trajectory.id)
    if row is None or session.get(Organisation, organisation_id) is None:
        raise RuleBroken(Reason("plan_without_week"))
    if any(one.organisation_id == organisation_id for one in row.unwished):
        return
    row.unwished.append(
        UnwishedOrganisation(trajectory_id=trajectory.id, organisation_id=organisation_id)
    )
    row.updated_at, row.updated_by_id = at, by.id
    session.flush()
    note(session, "say_no_to_host", trajectory, by, at)
    session.flush()
