"""Writes of moves: write one down, undo it, answer what was told, and let the day come."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core.errors import RuleBroken
from meedoen.trajectories.actions import hold, note, require_running
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.moving.models import Home, MoveNotice
from meedoen.trajectories.moving.queries import (
    find_recorded,
    find_waiting,
    holds_on,
    list_postcodes,
)
from meedoen.trajectories.moving.rules import (
    home_on,
    reasons_not_answered,
    reasons_not_moved,
    reasons_not_undone,
)
from meedoen.trajectories.moving.terms import NoticeState
from meedoen.trajectories.rules import local


def check_move(
    session: Session,
    trajectory: Trajectory,
    *,
    nis: str,
    postcode: str,
    from_on: date,
    at: datetime,
) -> None:
    """Raises RuleBroken with every reason for which this move cannot be."""
    require_running(trajectory)
    why = reasons_not_moved(
        trajectory.homes,
        nis=nis,
        postcode=postcode,
        postcodes=list_postcodes(session, nis),
        from_on=from_on,
        starts_on=trajectory.starts_on,
        on=local(at).date(),
    )
    if why:
        raise RuleBroken(*why)


def record_move(
    session: Session,
    trajectory: Trajectory,
    *,
    nis: str,
    postcode: str,
    from_on: date,
    by: Account,
    at: datetime,
    request_key: str | None = None,
) -> Home:
    """Write down where the newcomer lives from a day on; the file stays one and whole.

    What the newcomer told and still waited is answered by it. The same form again gives what it
    wrote. Raises RuleBroken.
    """
    trajectory = hold(session, trajectory)
    if request_key and (there := find_recorded(session, trajectory, request_key)):
        return there
    postcode = "".join(postcode.split())
    check_move(session, trajectory, nis=nis, postcode=postcode, from_on=from_on, at=at)
    before = home_on(trajectory.homes, from_on)
    home = Home(
        trajectory_id=trajectory.id,
        nis=nis,
        postcode=postcode,
        from_on=from_on,
        opening=False,
        by_id=by.id,
        at=at,
        request_key=request_key,
    )
    session.add(home)
    session.flush()
    settle_in(session, trajectory, on=local(at).date())
    if told := find_waiting(session, trajectory.id):
        answer(told, NoticeState.RECORDED, by=by, at=at, home=home)
    facts = {"before": before.nis if before else None, "nis": nis, "from_on": from_on.isoformat()}
    note(session, "record_move", trajectory, by, at, home=home.id, **facts)
    session.flush()
    return home


def undo_move(
    session: Session, trajectory: Trajectory, home_id: int, *, by: Account, at: datetime
) -> Trajectory:
    """Undo a move that was written down by mistake, the last one alone. Again changes nothing.

    Who told it reads that it is not written down.
    """
    trajectory = hold(session, trajectory)
    home = next((one for one in trajectory.homes if one.id == home_id), None)
    if home is None or home.undone_at is not None:
        return trajectory
    require_running(trajectory)
    if why := reasons_not_undone(trajectory.homes, home):
        raise RuleBroken(*why)
    home.undone_at, home.undone_by_id = at, by.id
    for told in trajectory.move_notices:
        if told.home_id == home.id:
            answer(told, NoticeState.DECLINED, by=by, at=at)
    session.flush()
    settle_in(session, trajectory, on=local(at).date())
    note(session, "undo_move", trajectory, by, at, home=home.id)
    session.flush()
    return trajectory


def decline_move(
    session: Session, trajectory: Trajectory, notice_id: int, *, by: Account, at: datetime
) -> None:
    """Say that a move which the newcomer told is not right. Again changes nothing."""
    trajectory = hold(session, trajectory)
    told = session.get(MoveNotice, notice_id)
    if told is None or told.trajectory_id != trajectory.id:
        return
    session.refresh(told)
    if told.state is NoticeState.DECLINED:
        return
    if why := reasons_not_answered(told.state):
        raise RuleBroken(*why)
    answer(told, NoticeState.DECLINED, by=by, at=at)
    note(session, "decline_move", trajectory, by, at, notice=told.id)
    session.flush()


def answer(
    told: MoveNotice, state: NoticeState, *, by: Account, at: datetime, home: Home | None = None
) -> None:
    """Write down what became of a move that was told."""
    told.state = state
    told.answered_at, told.answered_by_id = at, by.id
    told.home_id = home.id if home else None


def settle_in(session: Session, trajectory: Trajectory, *, on: date) -> bool:
    """Let the trajectory say where its newcomer lives today; gives whether that changed."""
    session.expire(trajectory, ["homes"])
    home = home_on(trajectory.homes, on)
    if home is None or home.nis == trajectory.nis:
        return False
    trajectory.nis = home.nis
    session.flush()
    session.expire(trajectory, ["municipality"])
    return True


def let_moves_come(session: Session, *, on: date, at: datetime) -> int:
    """Daily: trajectories whose day of moving has come say the new municipality; gives how many.

    Who may see whom does not wait for this: those lists ask the homes themselves.
    """
    due = session.scalars(
        select(Trajectory)
        .join(Home, Home.trajectory_id == Trajectory.id)
        .where(holds_on(on), Home.nis != Trajectory.nis)
        .order_by(Trajectory.id)
    ).all()
    for trajectory in due:
        held = hold(session, trajectory)
        if settle_in(session, held, on=on):
            note(session, "move_came", held, None, at, nis=held.nis)
    session.flush()
    return len(due)
