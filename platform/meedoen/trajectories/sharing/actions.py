"""Writes of sharing: share a summary, end it, forget those of long ago."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core.errors import Conflict, Reason, RuleBroken
from meedoen.trajectories.actions import hold, note
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.rules import text_reasons
from meedoen.trajectories.sharing import queries
from meedoen.trajectories.sharing.models import Share
from meedoen.trajectories.sharing.rules import KEPT, reasons_not_shared

LONGEST_NAME = 120


def share_summary(
    session: Session,
    trajectory: Trajectory | None,
    *,
    shared_with: str,
    days: int,
    with_activities: bool,
    with_phone: bool,
    with_email: bool,
    by: Account,
    at: datetime,
    request_key: str,
) -> Share:
    """Share a summary with one organisation for some days; the same form again shares once.

    Raises RuleBroken, and Conflict for a form of somebody else.
    """
    if trajectory is None:
        raise RuleBroken(Reason("nothing_to_share"))
    trajectory = hold(session, trajectory)
    if there := queries.find_by_request(session, request_key):
        if there.newcomer_id != by.id:
            raise Conflict
        return there
    why = [
        *text_reasons("shared_with", shared_with, most=LONGEST_NAME),
        *reasons_not_shared(
            days=days,
            open_now=queries.count_open(session, by.id, at=at),
            has_trajectory=trajectory.newcomer_id == by.id,
        ),
    ]
    if why:
        raise RuleBroken(*why)
    share = Share(
        newcomer_id=by.id,
        trajectory_id=trajectory.id,
        shared_with=" ".join(shared_with.split()),
        code_hash=queries.hash_of(queries.code_of(by.id, request_key)),
        with_activities=with_activities,
        with_phone=with_phone,
        with_email=with_email,
        created_at=at,
        expires_at=at + timedelta(days=days),
        request_key=request_key,
    )
    session.add(share)
    session.flush()
    note(session, "share_summary", trajectory, by, at, share=share.id, days=days)
    session.flush()
    return share


def end_share(session: Session, share: Share, *, by: Account, at: datetime) -> None:
    """End a code at once; one that is over stays as it is."""
    trajectory = hold(session, share.trajectory)
    session.refresh(share)
    if share.ended_at is not None or share.expires_at <= at:
        return
    share.ended_at = at
    note(session, "end_share", trajectory, by, at, share=share.id)
    session.flush()


def forget_shares(session: Session, *, at: datetime) -> int:
    """Forget what was shared until more than a year ago; gives how many."""
    gone = session.execute(delete(Share).where(Share.expires_at < at - KEPT))
    return gone.rowcount  # type: ignore[attr-defined, no-any-return]
