"""Writes of messages: send one, and note that it was answered."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core.errors import Conflict, RuleBroken
from meedoen.messages.actions import queue_message
from meedoen.offers.models import Offer
from meedoen.trajectories.actions import hold, note
from meedoen.trajectories.caseload.messaging.documents import About, letter
from meedoen.trajectories.caseload.messaging.models import CaseMessage
from meedoen.trajectories.caseload.messaging.queries import (
    find_by_request,
    list_messages,
    next_appointment,
)
from meedoen.trajectories.caseload.messaging.rules import reasons_not_sent
from meedoen.trajectories.caseload.messaging.terms import MessageKind
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.rules import local


def send_message(
    session: Session,
    trajectory: Trajectory,
    kind: MessageKind,
    *,
    by: Account,
    at: datetime,
    base_url: str,
    request_key: str,
    offer: Offer | None = None,
) -> CaseMessage:
    """Mail the newcomer in their language, and keep what was said on the file.

    The same form sent again sends nothing; neither does the same message within ten minutes, which
    raises RuleBroken, as does one without an address or an appointment to speak of.
    """
    trajectory = hold(session, trajectory)
    if there := find_by_request(session, request_key):
        if there.trajectory_id != trajectory.id:
            raise Conflict
        return there
    newcomer = trajectory.newcomer
    address = newcomer.email
    about = About(
        newcomer=newcomer,
        counsellor=by,
        appointment=next_appointment(trajectory, on=local(at).date()),
        offer=offer,
        base_url=base_url,
    )
    why = reasons_not_sent(
        kind,
        address=address,
        has_appointment=about.appointment is not None,
        sent=list_messages(session, trajectory.id),
        at=at,
        offer_id=offer.id if offer else None,
    )
    if why or address is None:
        raise RuleBroken(*why)
    written = letter(kind, about, newcomer.language)
    message = CaseMessage(
        trajectory_id=trajectory.id,
        kind=kind,
        offer_id=offer.id if offer else None,
        language=written.language,
        body=written.body,
        by_id=by.id,
        at=at,
        request_key=request_key,
    )
    session.add(message)
    session.flush()
    queue_message(
        session, key=f"case-message/{message.id}", recipient=address, letter=written, at=at
    )
    note(session, "send_message", trajectory, by, at, kind=kind, message=message.id)
    session.flush()
    return message


def note_answer(session: Session, trajectory: Trajectory, *, by: Account, at: datetime) -> None:
    """Write down that the newcomer let something be heard: whatever was asked is answered."""
    trajectory = hold(session, trajectory)
    found = session.execute(
        update(CaseMessage)
        .where(CaseMessage.trajectory_id == trajectory.id, CaseMessage.answered_at.is_(None))
        .values(answered_at=at)
        .returning(CaseMessage.id)
    ).all()
    if found:
        note(session, "note_answer", trajectory, by, at, messages=len(found))
    session.flush()
