"""Writes of the counsellor's judgement: accept hours, send them back, withdraw them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core.errors import Reason, RuleBroken
from meedoen.trajectories.actions import LONGEST_REASON, hold, require_running
from meedoen.trajectories.hours.actions import move, reasons_stuck, record
from meedoen.trajectories.models import HoursEntry
from meedoen.trajectories.proving.actions import renew_proofs
from meedoen.trajectories.rules import text_reasons
from meedoen.trajectories.terms import HoursState


def accept_hours(
    session: Session,
    entries: Sequence[tuple[HoursEntry, int | None]],
    *,
    by: Account,
    at: datetime,
) -> int:
    """Accept entries of one trajectory, all or none; gives how many minutes they are.

    Each comes with the version that was seen. What this person accepted already is passed over, so
    that a form sent twice does it once. Proofs of activities follow. Raises RuleBroken when one is
    not confirmed or was changed or decided meanwhile.
    """
    if not entries:
        raise RuleBroken(Reason("nothing_chosen", "entries"))
    trajectory = hold(session, entries[0][0].trajectory)
    require_running(trajectory)
    fresh = [
        (entry, version)
        for entry, version in entries
        if entry.state is not HoursState.ACCEPTED or entry.accepted_by_id != by.id
    ]
    if why := [
        reason
        for entry, version in fresh
        for reason in reasons_stuck(entry, HoursState.ACCEPTED, version)
    ]:
        raise RuleBroken(*why)
    for entry, _ in fresh:
        entry.state = HoursState.ACCEPTED
        entry.accepted_by_id = by.id
        entry.accepted_at = at
        record(session, "accept_hours", entry, by, at, minutes=entry.minutes)
    session.flush()
    renew_proofs(session, trajectory, by=by, at=at)
    return sum(entry.minutes for entry, _ in entries)


def send_back_hours(
    session: Session,
    entry: HoursEntry,
    *,
    reason: str,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> HoursEntry:
    """Send reported or confirmed hours back with a reason. Again changes nothing."""
    require_running(hold(session, entry.trajectory))
    if entry.state is HoursState.SENT_BACK:
        return entry
    if why := text_reasons("reason", reason, most=LONGEST_REASON):
        raise RuleBroken(*why)
    move(entry, HoursState.SENT_BACK, version)
    entry.sent_back_reason = reason.strip()
    entry.sent_back_at = at
    entry.sent_back_by_name = None
    record(session, "send_back_hours", entry, by, at)
    session.flush()
    return entry


def withdraw_hours(
    session: Session, entry: HoursEntry, *, by: Account, at: datetime, version: int | None = None
) -> HoursEntry:
    """Take back hours that never happened or were a mistake, before acceptance. Safe twice."""
    require_running(hold(session, entry.trajectory))
    if entry.state is HoursState.WITHDRAWN:
        return entry
    move(entry, HoursState.WITHDRAWN, version)
    record(session, "withdraw_hours", entry, by, at)
    session.flush()
    return entry
