"""Writes of a counsellor: ask somebody to go along, change the visit, cancel it, settle it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.accounts.rules import name_reasons, phone_reasons
from meedoen.core.errors import Conflict, Reason, RuleBroken
from meedoen.messages.actions import queue_message
from meedoen.messages.documents import Letter
from meedoen.messages.rules import mail_address
from meedoen.trajectories.actions import hold, note, require_running
from meedoen.trajectories.companions import documents, queries
from meedoen.trajectories.companions.actions import hold_both, move, require_version, tell_newcomer
from meedoen.trajectories.companions.models import Companion
from meedoen.trajectories.companions.rules import (
    LONGEST_NOTE,
    LONGEST_POINT,
    OPEN,
    Meeting,
    reasons_not_met,
    reasons_not_reached,
)
from meedoen.trajectories.companions.terms import CompanionState
from meedoen.trajectories.models import Activity
from meedoen.trajectories.rules import text_reasons
from meedoen.trajectories.terms import ActivityDecision


def ask_companion(
    session: Session,
    activity: Activity,
    *,
    name: str,
    email: str | None,
    phone: str | None,
    meeting: Meeting,
    by: Account,
    at: datetime,
    base_url: str,
    request_key: str,
) -> Companion:
    """Ask somebody to go along to the first visit of an activity; they get a mail with a link.

    Who has a telephone alone is sent nothing by us. The same form again asks once. Raises
    RuleBroken, and Conflict for a form of another trajectory.
    """
    trajectory = hold(session, activity.trajectory)
    if there := queries.find_by_request(session, request_key):
        if there.trajectory_id != trajectory.id:
            raise Conflict
        return there
    require_running(trajectory)
    address = mail_address(email)
    why = [
        *name_reasons(name),
        *phone_reasons(phone),
        *reasons_not_reached(
            email=address or email,
            phone=phone,
            newcomer_email=trajectory.newcomer.email,
            readable=address is not None,
        ),
        *meeting_reasons(meeting, at=at),
        *reasons_not_there(session, activity),
    ]
    if why:
        raise RuleBroken(*why)
    companion = Companion(
        trajectory_id=trajectory.id,
        activity_id=activity.id,
        name=" ".join(name.split()),
        email=address,
        phone=phone or None,
        meets_at=meeting.at,
        meeting_point=meeting.point.strip(),
        note=meeting.note.strip(),
        asked_at=at,
        asked_by_id=by.id,
        request_key=request_key,
    )
    session.add(companion)
    session.flush()
    letter = documents.asked_letter(companion, base_url)
    send(session, companion, f"companion-asked/{companion.id}", letter, at)
    note(session, "ask_companion", trajectory, by, at, companion=companion.id)
    session.flush()
    return companion


def meeting_reasons(meeting: Meeting, *, at: datetime) -> list[Reason]:
    """Why nobody can meet so; empty when they can."""
    why = [*reasons_not_met(meeting.at, at=at)]
    why += text_reasons("point", meeting.point, most=LONGEST_POINT)
    if meeting.note.strip():
        why += text_reasons("note", meeting.note, most=LONGEST_NOTE)
    return why


def reasons_not_there(session: Session, activity: Activity) -> list[Reason]:
    """Why nobody can be asked for this activity: it was refused, or somebody was asked already."""
    facts: dict[str, object] = {"activity": activity.title}
    if activity.decision is ActivityDecision.REFUSED:
        return [Reason("companion_activity_refused", "activity", facts)]
    there = session.scalar(
        select(Companion.id).where(Companion.activity_id == activity.id, Companion.state.in_(OPEN))
    )
    return [Reason("companion_there", "activity", facts)] if there else []


def change_meeting(
    session: Session,
    companion: Companion,
    meeting: Meeting,
    *,
    by: Account,
    at: datetime,
    base_url: str,
    version: int | None = None,
) -> bool:
    """Change when or where they meet; the companion is asked anew, the newcomer told if they knew.

    Gives whether anything changed. Raises RuleBroken.
    """
    trajectory = hold_both(session, companion)
    require_running(trajectory)
    now = (companion.meets_at, companion.meeting_point, companion.note)
    if now == (meeting.at, meeting.point.strip(), meeting.note.strip()):
        return False
    require_version(companion, version)
    if companion.state not in OPEN:
        raise RuleBroken(Reason("companion_other_state", facts={"state": companion.state}))
    if why := meeting_reasons(meeting, at=at):
        raise RuleBroken(*why)
    knew = companion.state is CompanionState.ACCEPTED
    companion.meets_at, companion.meeting_point = meeting.at, meeting.point.strip()
    companion.note = meeting.note.strip()
    companion.state, companion.answered_at, companion.asked_at = CompanionState.ASKED, None, at
    session.flush()
    letter = documents.asked_letter(companion, base_url, again=True)
    send(session, companion, f"companion-asked/{companion.id}/{companion.version}", letter, at)
    if knew:
        tell_newcomer(session, companion, at=at, base_url=base_url)
    note(session, "change_companion", trajectory, by, at, companion=companion.id)
    session.flush()
    return True


def cancel_companion(
    session: Session, companion: Companion, *, by: Account, at: datetime, base_url: str
) -> None:
    """The visit is off: the companion is told, and the newcomer when they knew of it."""
    hold_both(session, companion)
    knew = companion.state is CompanionState.ACCEPTED
    if not move(session, companion, CompanionState.CANCELLED, by=by, at=at):
        return
    send(
        session,
        companion,
        f"companion-cancelled/{companion.id}",
        documents.cancelled_letter(companion),
        at,
    )
    if knew:
        tell_newcomer(session, companion, at=at, base_url=base_url)
    session.flush()


def note_outcome(
    session: Session, companion: Companion, outcome: CompanionState, *, by: Account, at: datetime
) -> None:
    """The counsellor writes down how it went, as they heard it."""
    hold_both(session, companion)
    move(session, companion, outcome, by=by, at=at)


def settle(session: Session, companion: Companion, *, by: Account, at: datetime) -> None:
    """The counsellor saw that a companion cannot come; it asks for nothing any more."""
    trajectory = hold_both(session, companion)
    if companion.state is not CompanionState.DECLINED or companion.settled_at is not None:
        return
    companion.settled_at = at
    note(session, "settle_companion", trajectory, by, at, companion=companion.id)
    session.flush()


def send(session: Session, companion: Companion, key: str, letter: Letter, at: datetime) -> None:
    """Mail the companion, where they have an address."""
    if companion.email:
        queue_message(session, key=key, recipient=companion.email, letter=letter, at=at)
