"""Reads of somebody's week and of the plans that were chosen; what can be planned: `situation`."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from meedoen.core.errors import Conflict
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.planning.models import ChosenPlan, PlanWish, UnwishedOrganisation
from meedoen.trajectories.planning.rules import Wishes
from meedoen.trajectories.planning.terms import PlanStatus


def find_wishes(session: Session, trajectory_id: int) -> PlanWish | None:
    """What somebody's week asks for; None before anybody wrote it down."""
    return session.scalar(
        select(PlanWish)
        .where(PlanWish.trajectory_id == trajectory_id)
        .options(
            selectinload(PlanWish.free),
            selectinload(PlanWish.goal_rows),
            selectinload(PlanWish.type_rows),
            selectinload(PlanWish.unwished).joinedload(UnwishedOrganisation.organisation),
        )
    )


def wishes_of(row: PlanWish, *, accessible: bool = False) -> Wishes:
    """The week as the rules take it. `accessible` is asked each time and kept nowhere: health."""
    return Wishes(
        free=frozenset((one.day, one.daypart) for one in row.free),
        radius_metres=row.radius_km * 1000,
        level=row.level,
        per_week=row.per_week,
        children=row.children,
        women=row.women,
        accessible=accessible,
        goals=frozenset(one.goal for one in row.goal_rows),
        types=frozenset(one.type for one in row.type_rows),
        not_hosts=frozenset(one.organisation_id for one in row.unwished),
    )


def find_plan_by_request(
    session: Session, trajectory: Trajectory, request_key: str
) -> ChosenPlan | None:
    """The plan that this very form took. Raises Conflict for a form of another trajectory."""
    there = session.scalar(select(ChosenPlan).where(ChosenPlan.request_key == request_key))
    if there is not None and there.trajectory_id != trajectory.id:
        raise Conflict
    return there


def find_waiting_plan(session: Session, trajectory_id: int) -> ChosenPlan | None:
    """The plan that the newcomer chose and that waits for the counsellor."""
    return session.scalar(
        select(ChosenPlan)
        .where(ChosenPlan.trajectory_id == trajectory_id, ChosenPlan.status == PlanStatus.CHOSEN)
        .options(selectinload(ChosenPlan.rows))
    )
