"""Writes of a plan: the newcomer chooses one, the counsellor makes it appointments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core.errors import Reason, RuleBroken
from meedoen.trajectories.accepting.actions import withdraw_hours
from meedoen.trajectories.actions import hold, note, require_running
from meedoen.trajectories.activities.actions import add_activity_from_offer, approve_activity
from meedoen.trajectories.hours.actions import plan_hours
from meedoen.trajectories.hours.rules import MINUTES_OF_A_DAY, When
from meedoen.trajectories.models import Activity, Trajectory
from meedoen.trajectories.planning.models import ChosenPlan, PlannedSession
from meedoen.trajectories.planning.queries import (
    find_plan_by_request,
    find_waiting_plan,
    find_wishes,
    wishes_of,
)
from meedoen.trajectories.planning.rules import Candidate, broken
from meedoen.trajectories.planning.situation.queries import Near, Situation, read_situation
from meedoen.trajectories.planning.terms import PlanStatus
from meedoen.trajectories.rules import local
from meedoen.trajectories.terms import TrajectoryStatus

MOST_SESSIONS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """What was taken: these sessions, as they were seen near home, by a form of this name."""

    session_ids: Sequence[int]
    near: Near
    request_key: str
    accessible: bool = False
    deadline: date | None = None


def choose_plan(
    session: Session, trajectory: Trajectory, taking: Taking, *, by: Account, at: datetime
) -> ChosenPlan:
    """The newcomer's choice: its offers become proposed activities, the plan waits to be adopted.

    A later choice comes in the place of an earlier one. The same form again chooses nothing. Raises
    RuleBroken with every rule that the plan breaks by now; nothing is kept then.
    """
    trajectory = hold(session, trajectory)
    if there := find_plan_by_request(session, trajectory, taking.request_key):
        return there
    situation, sessions = checked(session, trajectory, taking, at=at)
    for offer_id in dict.fromkeys(one.offer_id for one in sessions):
        add_activity_from_offer(session, trajectory, situation.offers[offer_id], by=by, at=at)
    overtake(session, trajectory)
    plan = keep(session, trajectory, sessions, taking, by=by, at=at)
    note(session, "choose_plan", trajectory, by, at, plan=plan.id, sessions=len(sessions))
    session.flush()
    return plan


def adopt_plan(
    session: Session, trajectory: Trajectory, taking: Taking, *, by: Account, at: datetime
) -> ChosenPlan:
    """Make a plan appointments: its offers approved activities, its sessions planned hours.

    Planned hours whose meeting does not go on are withdrawn; all others stay. All or nothing: it is
    one transaction, and each entry passes the rules of hours. The same form again adopts nothing.
    Raises RuleBroken.
    """
    trajectory = hold(session, trajectory)
    if there := find_plan_by_request(session, trajectory, taking.request_key):
        return there
    situation, sessions = checked(session, trajectory, taking, at=at)
    for entry in situation.lost:
        withdraw_hours(session, entry, by=by, at=at)
    activities: dict[int, Activity] = {}
    for offer_id in dict.fromkeys(one.offer_id for one in sessions):
        offer = situation.offers[offer_id]
        added = add_activity_from_offer(session, trajectory, offer, by=by, at=at)
        activities[offer_id] = approve_activity(session, added, by=by, at=at)
    for one in sessions:
        plan_hours(session, activities[one.offer_id], when=when_of(one), by=by, at=at)
    overtake(session, trajectory)
    plan = keep(session, trajectory, sessions, taking, by=by, at=at)
    plan.status, plan.adopted_at, plan.adopted_by_id = PlanStatus.ADOPTED, at, by.id
    note(session, "adopt_plan", trajectory, by, at, plan=plan.id, sessions=len(sessions))
    session.flush()
    return plan


def checked(
    session: Session, trajectory: Trajectory, taking: Taking, *, at: datetime
) -> tuple[Situation, tuple[Candidate, ...]]:
    """What there is now and the sessions of it, when no rule refuses them together."""
    require_running(trajectory)
    if trajectory.status is not TrajectoryStatus.RUNNING:
        raise RuleBroken(Reason("plan_at_rest"))
    row = find_wishes(session, trajectory.id)
    if row is None:
        raise RuleBroken(Reason("plan_without_week"))
    wishes = wishes_of(row, accessible=taking.accessible)
    situation = read_situation(
        session,
        trajectory,
        wishes,
        taking.near,
        on=local(at).date(),
        deadline=taking.deadline,
    )
    ids = list(dict.fromkeys(taking.session_ids))
    if not ids or len(ids) > MOST_SESSIONS:
        raise RuleBroken(Reason("plan_empty"))
    sessions = situation.chosen(ids)
    if sessions is None:
        raise RuleBroken(Reason("plan_changed"))
    if situation.task.minutes <= 0:
        raise RuleBroken(Reason("plan_not_needed"))
    if why := broken(sessions, wishes, situation.task):
        raise RuleBroken(*why)
    return situation, sessions


def overtake(session: Session, trajectory: Trajectory) -> None:
    """Let the choice that waits, if there is one, wait no more."""
    waiting = find_waiting_plan(session, trajectory.id)
    if waiting is not None:
        waiting.status = PlanStatus.OVERTAKEN
        session.flush()


def keep(
    session: Session,
    trajectory: Trajectory,
    sessions: Sequence[Candidate],
    taking: Taking,
    *,
    by: Account,
    at: datetime,
) -> ChosenPlan:
    """A new row of a plan with its sessions, chosen and not adopted."""
    plan = ChosenPlan(
        trajectory_id=trajectory.id,
        status=PlanStatus.CHOSEN,
        chosen_at=at,
        chosen_by_id=by.id,
        request_key=taking.request_key,
        rows=[PlannedSession(session_id=one.session_id) for one in sessions],
    )
    session.add(plan)
    session.flush()
    return plan


def when_of(one: Candidate) -> When:
    """Its day and times as hours are written down; midnight as an end is 00:00."""
    end = one.last % MINUTES_OF_A_DAY
    return When(
        on_date=one.on,
        begins_at=time(*divmod(one.first, 60)),
        ends_at=time(*divmod(end, 60)),
    )
