"""Writes of newcomers: tell a move, and take it back."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core.errors import RuleBroken
from meedoen.trajectories.actions import hold, note
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.moving.actions import answer, check_move
from meedoen.trajectories.moving.models import MoveNotice
from meedoen.trajectories.moving.queries import find_newest_notice, find_told, find_waiting
from meedoen.trajectories.moving.rules import reasons_not_answered
from meedoen.trajectories.moving.terms import NoticeState


def tell_move(
    session: Session,
    trajectory: Trajectory,
    *,
    nis: str,
    postcode: str,
    from_on: date,
    by: Account,
    at: datetime,
    request_key: str,
) -> MoveNotice:
    """Tell the counsellor of a move; nothing else changes. One told before and unread goes.

    The same form again gives what it told. Raises RuleBroken as writing it down would.
    """
    trajectory = hold(session, trajectory)
    if there := find_told(session, trajectory, request_key):
        return there
    postcode = "".join(postcode.split())
    check_move(session, trajectory, nis=nis, postcode=postcode, from_on=from_on, at=at)
    if earlier := find_waiting(session, trajectory.id):
        answer(earlier, NoticeState.WITHDRAWN, by=by, at=at)
        session.flush()
    told = MoveNotice(
        trajectory_id=trajectory.id,
        nis=nis,
        postcode=postcode,
        from_on=from_on,
        state=NoticeState.WAITING,
        told_at=at,
        told_by_id=by.id,
        request_key=request_key,
    )
    session.add(told)
    session.flush()
    session.expire(trajectory, ["move_notices"])
    note(session, "tell_move", trajectory, by, at, notice=told.id)
    session.flush()
    return told


def withdraw_move(session: Session, trajectory: Trajectory, *, by: Account, at: datetime) -> None:
    """Take back the move that was told and not answered. Again changes nothing."""
    trajectory = hold(session, trajectory)
    told = find_newest_notice(session, trajectory.id)
    if told is None or told.state is NoticeState.WITHDRAWN:
        return
    if why := reasons_not_answered(told.state):
        raise RuleBroken(*why)
    answer(told, NoticeState.WITHDRAWN, by=by, at=at)
    session.flush()
    session.expire(trajectory, ["move_notices"])
    note(session, "withdraw_move", trajectory, by, at, notice=told.id)
    session.flush()
