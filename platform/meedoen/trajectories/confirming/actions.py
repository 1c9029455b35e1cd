"""Writes of confirmation: ask the contact person, and what they or their signature say."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core.errors import Reason, RuleBroken
from meedoen.messages.actions import queue_message
from meedoen.trajectories.actions import LONGEST_REASON, hold, require_running
from meedoen.trajectories.activities.rules import reasons_unfit_contact
from meedoen.trajectories.confirming import documents
from meedoen.trajectories.confirming.rules import waiting
from meedoen.trajectories.hours.actions import reasons_stuck
from meedoen.trajectories.ledger.actions import record
from meedoen.trajectories.models import Activity, HoursEntry, Trajectory
from meedoen.trajectories.rules import local, text_reasons
from meedoen.trajectories.terms import ConfirmedHow, HoursState

LONGEST_NAME = 120

Seen = Sequence[tuple[HoursEntry, int | None]]
"""Entries with the version that was shown, so that what was shown is what is confirmed."""


def ask_confirmation(
    session: Session, activity: Activity, *, by: Account, at: datetime, base_url: str
) -> int:
    """Mail the contact person a link to confirm what was reported; gives how many entries.

    The same question about the same hours goes out once a day, however often it is asked. Raises
    RuleBroken when nothing waits.
    """
    trajectory = hold(session, activity.trajectory)
    require_running(trajectory)
    entries = [e for e in waiting(trajectory.hours) if e.activity_id == activity.id]
    if not entries:
        raise RuleBroken(Reason("nothing_to_confirm", facts={"activity": activity.title}))
    asked = f"{activity.contact_email} " + " ".join(f"{e.id}:{e.version}" for e in entries)
    key = hashlib.sha256(asked.encode()).hexdigest()[:32]
    letter = documents.confirmation_letter(activity, entries, at=at, base_url=base_url)
    queue_message(
        session,
        key=f"hours-confirm/{activity.id}/{local(at).date().isoformat()}/{key}",
        recipient=activity.contact_email,
        letter=letter,
        at=at,
    )
    for entry in entries:
        record(session, "ask_confirmation", entry, by, at, activity=activity.id)
    session.flush()
    return len(entries)


def confirm_hours(
    session: Session,
    activity: Activity,
    seen: Seen,
    *,
    name: str,
    at: datetime,
    visitor: Account | None = None,
) -> int:
    """Confirm entries through the link, all or none; gives how many became confirmed now.

    `name` is who confirms, `visitor` whoever is signed in in that browser. What was confirmed
    already is passed over. Raises RuleBroken when the name or the visitor is the newcomer's or the
    counsellor's, or when an entry is not what was shown.
    """
    trajectory = check_answer(session, activity, seen, name=name, visitor=visitor)
    done = {HoursState.CONFIRMED, HoursState.ACCEPTED}
    fresh = [(entry, version) for entry, version in seen if entry.state not in done]
    require_movable(fresh, HoursState.CONFIRMED)
    for entry, _ in fresh:
        confirm(entry, name, ConfirmedHow.LINK, at)
        record(
            session,
            "confirm_hours",
            entry,
            None,
            at,
            through="link",
            name=entry.confirmed_by_name,
            minutes=entry.minutes,
        )
    session.flush()
    session.expire(trajectory, ["hours"])
    return len(fresh)


def contest_hours(
    session: Session,
    activity: Activity,
    seen: Seen,
    *,
    name: str,
    reason: str,
    at: datetime,
    visitor: Account | None = None,
) -> int:
    """Say through the link that entries are not right, and why; they go back to be mended.

    Gives how many went back now; what went back already is passed over. Raises RuleBroken.
    """
    trajectory = check_answer(session, activity, seen, name=name, visitor=visitor)
    if why := text_reasons("reason", reason, most=LONGEST_REASON):
        raise RuleBroken(*why)
    fresh = [(e, version) for e, version in seen if e.state is not HoursState.SENT_BACK]
    decided = [e for e, _ in fresh if e.state is not HoursState.REPORTED]
    if decided:
        raise RuleBroken(Reason("answered_already", "entries"))
    require_movable(fresh, HoursState.SENT_BACK)
    for entry, _ in fresh:
        entry.state = HoursState.SENT_BACK
        entry.sent_back_reason = reason.strip()
        entry.sent_back_at = at
        entry.sent_back_by_name = tidy(name)
        record(
            session,
            "contest_hours",
            entry,
            None,
            at,
            through="link",
            name=entry.sent_back_by_name,
            said=entry.sent_back_reason,
        )
    session.flush()
    session.expire(trajectory, ["hours"])
    return len(fresh)


def record_paper_confirmation(
    session: Session,
    entry: HoursEntry,
    *,
    name: str,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> HoursEntry:
    """Write down that the counsellor saw a sheet signed by `name`; kept apart from links.

    The signer cannot be newcomer or counsellor. Confirmed hours stay as they are.
    """
    trajectory = hold(session, entry.trajectory)
    require_running(trajectory)
    if entry.state is HoursState.CONFIRMED:
        return entry
    why = [
        *text_reasons("name", name, most=LONGEST_NAME),
        *unfit(trajectory, name, None),
        *reasons_stuck(entry, HoursState.CONFIRMED, version),
    ]
    if why:
        raise RuleBroken(*why)
    account_id = by.id  # Read first, as an expired account would write half a confirmation.
    confirm(entry, name, ConfirmedHow.PAPER, at)
    entry.paper_seen_by_id = account_id
    record(
        session,
        "record_paper_confirmation",
        entry,
        by,
        at,
        through="paper",
        name=entry.confirmed_by_name,
        minutes=entry.minutes,
    )
    session.flush()
    return entry


def check_answer(
    session: Session, activity: Activity, seen: Seen, *, name: str, visitor: Account | None
) -> Trajectory:
    """The trajectory, held, when this person may answer about these entries; else RuleBroken."""
    trajectory = hold(session, activity.trajectory)
    require_running(trajectory)
    why = [*text_reasons("name", name, most=LONGEST_NAME), *unfit(trajectory, name, visitor)]
    if not seen or any(entry.activity_id != activity.id for entry, _ in seen):
        why.append(Reason("nothing_chosen", "entries"))
    if why:
        raise RuleBroken(*why)
    return trajectory


def unfit(trajectory: Trajectory, name: str, visitor: Account | None) -> tuple[Reason, ...]:
    """Why this person cannot confirm hours of this trajectory."""
    if visitor is not None and visitor.id == trajectory.newcomer_id:
        return (Reason("contact_is_newcomer", "name"),)
    if visitor is not None and visitor.id == trajectory.counsellor_id:
        return (Reason("contact_is_counsellor", "name"),)
    return reasons_unfit_contact(
        name=name,
        email=None,
        newcomer=trajectory.newcomer,
        counsellor=trajectory.counsellor,
    )


def require_movable(seen: Seen, to: HoursState) -> None:
    """Raises RuleBroken when one of these entries cannot go to that state."""
    why = [reason for entry, version in seen for reason in reasons_stuck(entry, to, version)]
    if why:
        raise RuleBroken(*why)


def confirm(entry: HoursEntry, name: str, how: ConfirmedHow, at: datetime) -> None:
    """Write down who said that it is right, in which way and when."""
    entry.state = HoursState.CONFIRMED
    entry.confirmed_by_name = tidy(name)
    entry.confirmed_how = how
    entry.confirmed_at = at


def tidy(name: str) -> str:
    """A name with single spaces."""
    return " ".join(name.split())
