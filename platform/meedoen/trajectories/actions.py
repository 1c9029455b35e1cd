"""Writes of a whole trajectory: hold, recheck, complete, stop; opening it lies apart."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from meedoen.accounts.models import Account
from meedoen.core import audit
from meedoen.core.errors import Reason, RuleBroken
from meedoen.trajectories import queries
from meedoen.trajectories.disputing.rules import reasons_unanswered
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.proving.actions import issue_proof
from meedoen.trajectories.rules import (
    is_ended,
    local,
    obligation,
    reasons_not_complete,
    reasons_not_rechecked,
    text_reasons,
)
from meedoen.trajectories.states.models import Situation, StatusChange
from meedoen.trajectories.states.terms import StatusReason
from meedoen.trajectories.terms import TrajectoryStatus

LONGEST_REASON = 1000


def hold(session: Session, trajectory: Trajectory) -> Trajectory:
    """The trajectory as it stands now, kept from others until this transaction ends.

    Every act on a trajectory begins here. Its version goes up with each act, so that of two acts
    that saw the same state only one can land, also where the database knows no row locks.
    """
    fresh = queries.get_locked(session, trajectory)
    flag_modified(fresh, "status")
    return fresh


def recheck_obligation(
    session: Session,
    trajectory: Trajectory,
    *,
    obliged: bool,
    working: bool,
    studying: bool,
    by: Account,
    at: datetime,
    from_on: date | None = None,
) -> Trajectory:
    """Ask again whether the trajectory is required, after work or study changed on `from_on`.

    Without that day it changed today. What held before stays in its history. Raises RuleBroken for
    a day before that of the last change, or one that is still to come.
    """
    trajectory = hold(session, trajectory)
    require_running(trajectory)
    now = (obliged, working, studying)
    if now == (trajectory.obliged, trajectory.working, trajectory.studying):
        return trajectory
    newest = max(local(at).date(), trajectory.starts_on)
    since = max((one.from_on for one in trajectory.situations), default=trajectory.starts_on)
    from_on = from_on or newest
    if why := reasons_not_rechecked(from_on, since=since, newest=newest):
        raise RuleBroken(*why)
    before = trajectory.obligation
    trajectory.obliged, trajectory.working, trajectory.studying = now
    trajectory.obligation, _ = obligation(
        obliged=obliged, working=working, studying=studying, rule_set=trajectory.rule_set
    )
    remember_situation(session, trajectory, from_on=from_on, by=by, at=at)
    after = trajectory.obligation
    facts = {"before": before, "after": after, "from_on": from_on.isoformat()}
    note(session, "recheck_obligation", trajectory, by, at, **facts)
    session.flush()
    return trajectory


def remember_situation(
    session: Session, trajectory: Trajectory, *, from_on: date, by: Account | None, at: datetime
) -> None:
    """Write in the history of a trajectory what decides from this day on whether it is required."""
    session.add(
        Situation(
            trajectory_id=trajectory.id,
            from_on=from_on,
            obliged=trajectory.obliged,
            working=trajectory.working,
            studying=trajectory.studying,
            obligation=trajectory.obligation,
            by_id=by.id if by else None,
            at=at,
        )
    )
    session.flush()
    session.expire(trajectory, ["situations"])


def complete_trajectory(
    session: Session, trajectory: Trajectory, *, by: Account, at: datetime
) -> Trajectory:
    """Close a trajectory that reached its target, and issue the proof of participation.

    Doing so again gives the same trajectory and proof. Raises RuleBroken with all that lacks.
    """
    trajectory = hold(session, trajectory)
    if trajectory.status is TrajectoryStatus.COMPLETED:
        return trajectory
    why = (
        *reasons_not_complete(trajectory, trajectory.hours, trajectory.rule_set),
        *reasons_unanswered(trajectory.hours),
    )
    if why:
        raise RuleBroken(*why)
    end(session, trajectory, TrajectoryStatus.COMPLETED, StatusReason.TARGET_REACHED, by, at)
    proof = issue_proof(session, trajectory, by=by, at=at)
    note(session, "complete_trajectory", trajectory, by, at, minutes=proof.minutes)
    session.flush()
    return trajectory


def stop_trajectory(
    session: Session,
    trajectory: Trajectory,
    *,
    reason: str,
    by: Account,
    at: datetime,
    because: StatusReason = StatusReason.OTHER,
) -> Trajectory:
    """Stop an open trajectory for a reason; its hours stay as they are. Safe twice."""
    trajectory = hold(session, trajectory)
    if trajectory.status is TrajectoryStatus.STOPPED:
        return trajectory
    require_running(trajectory)
    if why := text_reasons("reason", reason, most=LONGEST_REASON):
        raise RuleBroken(*why)
    end(session, trajectory, TrajectoryStatus.STOPPED, because, by, at, reason.strip())
    note(session, "stop_trajectory", trajectory, by, at, reason=because)
    session.flush()
    return trajectory


def end(
    session: Session,
    trajectory: Trajectory,
    status: TrajectoryStatus,
    because: StatusReason,
    by: Account,
    at: datetime,
    words: str = "",
    request_key: str | None = None,
) -> None:
    """Write down that, when, why and by whom it ended; a rest that went on ends with it."""
    today = local(at).date()
    for rest in trajectory.suspensions:
        if rest.until_on is None or rest.until_on > today:
            rest.until_on = max(rest.from_on, today)
    trajectory.status = status
    trajectory.ended_at = at
    trajectory.ended_by_id = by.id
    trajectory.ended_reason = words
    remember_status(
        session,
        trajectory,
        because,
        from_on=today,
        by=by,
        at=at,
        words=words,
        request_key=request_key,
    )


def remember_status(
    session: Session,
    trajectory: Trajectory,
    because: StatusReason,
    *,
    from_on: date,
    by: Account,
    at: datetime,
    until_on: date | None = None,
    words: str = "",
    request_key: str | None = None,
) -> None:
    """Write in the history of a trajectory which status it has now, from which day and why."""
    session.add(
        StatusChange(
            trajectory_id=trajectory.id,
            status=trajectory.status,
            reason=because,
            note=words,
            from_on=from_on,
            until_on=until_on,
            by_id=by.id,
            at=at,
            request_key=request_key,
        )
    )
    session.flush()
    session.expire(trajectory, ["changes"])


def require_running(trajectory: Trajectory) -> None:
    """Raises RuleBroken when the trajectory ended; while it rests, what was done before goes on."""
    if is_ended(trajectory):
        raise RuleBroken(Reason("trajectory_not_running"))


def note(
    session: Session,
    act: str,
    trajectory: Trajectory,
    by: Account | None,
    at: datetime,
    **facts: Any,
) -> None:
    """One audit row about a trajectory."""
    audit.record(session, act, "trajectory", trajectory.id, by=by, at=at, **facts)
