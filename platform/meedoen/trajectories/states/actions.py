"""Writes of how a trajectory stands: let it rest, resume, exempt, move, open it again, inform.

Completing and stopping it lie with the trajectory itself.
"""

from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core.errors import Reason, RuleBroken
from meedoen.trajectories import queries
from meedoen.trajectories.actions import LONGEST_REASON, end, hold, note, remember_status
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.rules import is_ended, local, text_reasons
from meedoen.trajectories.states.queries import was_done
from meedoen.trajectories.states.rules import (
    Rest,
    reasons_not_become,
    reasons_not_rested,
    reasons_not_resumed,
)
from meedoen.trajectories.states.terms import StatusReason
from meedoen.trajectories.terms import TrajectoryStatus


def suspend_trajectory(
    session: Session,
    trajectory: Trajectory,
    *,
    because: StatusReason,
    from_on: date,
    by: Account,
    at: datetime,
    until_on: date | None = None,
    words: str = "",
    request_key: str | None = None,
) -> Trajectory:
    """Let a trajectory rest from a day on, until the day on which it runs again, if known.

    The same form again changes nothing. Raises RuleBroken with every reason of the rules.
    """
    trajectory = hold(session, trajectory)
    if was_done(session, trajectory, request_key):
        return trajectory
    to = TrajectoryStatus.SUSPENDED
    check(trajectory, to, because, words)
    rest = Rest(from_on, until_on)
    if why := reasons_not_rested(trajectory, trajectory.hours, rest, on=local(at).date()):
        raise RuleBroken(*why)
    trajectory.status = to
    remember_status(
        session,
        trajectory,
        because,
        from_on=from_on,
        until_on=until_on,
        by=by,
        at=at,
        words=words.strip(),
        request_key=request_key,
    )
    until = until_on.isoformat() if until_on else None
    facts = {"reason": because, "from_on": from_on.isoformat(), "until_on": until}
    note(session, "suspend_trajectory", trajectory, by, at, **facts)
    session.flush()
    return trajectory


def resume_trajectory(
    session: Session,
    trajectory: Trajectory,
    *,
    from_on: date,
    by: Account,
    at: datetime,
    because: StatusReason = StatusReason.REST_OVER,
    words: str = "",
    request_key: str | None = None,
) -> Trajectory:
    """Let a trajectory that rests run again from a day on: there its rest ends."""
    trajectory = hold(session, trajectory)
    if was_done(session, trajectory, request_key):
        return trajectory
    if trajectory.status is not TrajectoryStatus.SUSPENDED:
        facts: dict[str, object] = {"now": trajectory.status, "then": TrajectoryStatus.RUNNING}
        raise RuleBroken(Reason("status_not_next", facts=facts))
    check(trajectory, TrajectoryStatus.RUNNING, because, words)
    rest = trajectory.suspensions[-1]
    if why := reasons_not_resumed(rest, trajectory.hours, from_on, on=local(at).date()):
        raise RuleBroken(*why)
    rest.until_on = from_on
    trajectory.status = TrajectoryStatus.RUNNING
    remember_status(
        session,
        trajectory,
        because,
        from_on=from_on,
        by=by,
        at=at,
        words=words.strip(),
        request_key=request_key,
    )
    note(session, "resume_trajectory", trajectory, by, at, from_on=from_on.isoformat())
    session.flush()
    return trajectory


def release_trajectory(
    session: Session,
    trajectory: Trajectory,
    to: TrajectoryStatus,
    *,
    because: StatusReason,
    words: str,
    by: Account,
    at: datetime,
    request_key: str | None = None,
) -> Trajectory:
    """End an open trajectory because its newcomer is exempted, or goes on elsewhere (moved).

    The hours stay as they are and no proof is issued. Again changes nothing.
    """
    if to not in {TrajectoryStatus.EXEMPTED, TrajectoryStatus.MOVED}:
        raise ValueError(to)
    trajectory = hold(session, trajectory)
    if trajectory.status is to or was_done(session, trajectory, request_key):
        return trajectory
    check(trajectory, to, because, words, must=True)
    end(session, trajectory, to, because, by, at, words.strip(), request_key)
    act = "exempt_trajectory" if to is TrajectoryStatus.EXEMPTED else "move_trajectory"
    note(session, act, trajectory, by, at, reason=because)
    session.flush()
    return trajectory


def reopen_trajectory(
    session: Session,
    trajectory: Trajectory,
    *,
    words: str,
    by: Account,
    at: datetime,
    because: StatusReason = StatusReason.MISTAKE,
    request_key: str | None = None,
) -> Trajectory:
    """Let a trajectory run that was stopped, exempted or moved, mostly by mistake.

    Raises RuleBroken when its newcomer has another one that is open: a person has one.
    """
    trajectory = hold(session, trajectory)
    if was_done(session, trajectory, request_key):
        return trajectory
    if not is_ended(trajectory):
        facts: dict[str, object] = {"now": trajectory.status, "then": TrajectoryStatus.RUNNING}
        raise RuleBroken(Reason("status_not_next", facts=facts))
    check(trajectory, TrajectoryStatus.RUNNING, because, words, must=True)
    if queries.has_running(session, trajectory.newcomer_id):
        raise RuleBroken(Reason("runs_already"))
    try:
        with session.begin_nested():
            trajectory.status = TrajectoryStatus.RUNNING
            trajectory.ended_at = trajectory.ended_by_id = None
            trajectory.ended_reason = ""
            session.flush()
    except IntegrityError as error:
        raise RuleBroken(Reason("runs_already")) from error
    remember_status(
        session,
        trajectory,
        because,
        from_on=local(at).date(),
        by=by,
        at=at,
        words=words.strip(),
        request_key=request_key,
    )
    note(session, "reopen_trajectory", trajectory, by, at, reason=because)
    session.flush()
    return trajectory


def inform_newcomer(
    session: Session, trajectory: Trajectory, *, by: Account, at: datetime
) -> Trajectory:
    """Write down that the counsellor explained what the trajectory asks. Again changes nothing."""
    trajectory = hold(session, trajectory)
    if is_ended(trajectory):
        raise RuleBroken(Reason("trajectory_not_running"))
    if trajectory.informed_on is None:
        trajectory.informed_on = local(at).date()
        note(session, "inform_newcomer", trajectory, by, at)
    session.flush()
    return trajectory


def check(
    trajectory: Trajectory,
    to: TrajectoryStatus,
    because: StatusReason,
    words: str,
    *,
    must: bool = False,
) -> None:
    """Raises RuleBroken when the table or the reason says no.

    Words are needed with some acts, and always for another reason than those of the list.
    """
    why = reasons_not_become(trajectory.status, to, because)
    if must or because is StatusReason.OTHER or words.strip():
        why += text_reasons("words", words, most=LONGEST_REASON)
    if why:
        raise RuleBroken(*why)
