"""Writes of hand-overs: to a colleague at once, to another agency when it accepts."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core.errors import Conflict, Reason, RuleBroken
from meedoen.messages.actions import queue_message
from meedoen.messages.documents import Letter
from meedoen.trajectories.actions import LONGEST_REASON, hold, note, require_running
from meedoen.trajectories.caseload.handover import documents, queries
from meedoen.trajectories.caseload.handover.models import Handover
from meedoen.trajectories.caseload.handover.rules import reasons_not_decided, reasons_not_taken
from meedoen.trajectories.caseload.handover.terms import HandoverState
from meedoen.trajectories.caseload.notes.actions import write_note
from meedoen.trajectories.caseload.notes.rules import LONGEST_NOTE
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.rules import text_reasons


def give_to_colleague(
    session: Session,
    trajectory: Trajectory,
    taker: Account,
    *,
    text: str,
    by: Account,
    at: datetime,
    base_url: str,
    request_key: str,
) -> Handover:
    """Give a trajectory to a colleague of the same agency, with a note; they get a mail.

    Who gave it sees it no longer. The same form sent again changes nothing. Raises RuleBroken.
    """
    there, trajectory = begin(session, trajectory, text, request_key)
    if there:
        return there
    check_taker(trajectory, taker, trajectory.agency_code)
    close_open(session, trajectory, HandoverState.WITHDRAWN, by=by, at=at)
    handover = Handover(
        trajectory_id=trajectory.id,
        from_id=by.id,
        to_id=taker.id,
        to_agency_code=trajectory.agency_code,
        note=text.strip(),
        state=HandoverState.ACCEPTED,
        offered_at=at,
        decided_at=at,
        decided_by_id=by.id,
        request_key=request_key,
    )
    session.add(handover)
    session.flush()
    write_note(session, trajectory, text=text, by=by, at=at, request_key=request_key)
    move(session, trajectory, taker, trajectory.agency_code, giver=by, at=at, base_url=base_url)
    note(session, "give_to_colleague", trajectory, by, at, handover=handover.id, to=taker.id)
    session.flush()
    return handover


def offer_to_agency(
    session: Session,
    trajectory: Trajectory,
    agency_code: str,
    *,
    text: str,
    by: Account,
    at: datetime,
    base_url: str,
    request_key: str,
) -> Handover:
    """Offer a trajectory to another agency, with a note; its administrators get a mail.

    Nothing moves before they accept. An offer that was still open is withdrawn. Raises RuleBroken.
    """
    there, trajectory = begin(session, trajectory, text, request_key)
    if there:
        return there
    if agency_code not in {
        a.code for a in queries.list_other_agencies(session, trajectory.agency_code)
    }:
        raise RuleBroken(Reason("guides_nobody_there", "agency"))
    close_open(session, trajectory, HandoverState.WITHDRAWN, by=by, at=at)
    handover = Handover(
        trajectory_id=trajectory.id,
        from_id=by.id,
        to_agency_code=agency_code,
        note=text.strip(),
        state=HandoverState.OFFERED,
        offered_at=at,
        request_key=request_key,
    )
    session.add(handover)
    session.flush()
    write_note(session, trajectory, text=text, by=by, at=at, request_key=request_key)
    for reader in queries.list_administrators(session, agency_code):
        letter = documents.offered_letter(handover, reader, by, base_url)
        mail(session, f"handover-offered/{handover.id}/{reader.id}", reader, letter, at)
    note(session, "offer_to_agency", trajectory, by, at, handover=handover.id, to=agency_code)
    session.flush()
    return handover


def accept_handover(
    session: Session,
    handover: Handover,
    taker: Account,
    *,
    by: Account,
    at: datetime,
    base_url: str,
) -> Handover:
    """Let a counsellor of the agency take the trajectory; again with the same one changes nothing.

    Raises RuleBroken when it was decided otherwise, or this counsellor cannot take it.
    """
    trajectory = held(session, handover)
    if handover.state is HandoverState.ACCEPTED and handover.to_id == taker.id:
        return handover
    require_open(handover)
    require_running(trajectory)
    check_taker(trajectory, taker, handover.to_agency_code)
    handover.to_id = taker.id
    decide(handover, HandoverState.ACCEPTED, by, at)
    giver = handover.giver
    move(session, trajectory, taker, handover.to_agency_code, giver=giver, at=at, base_url=base_url)
    note(session, "accept_handover", trajectory, by, at, handover=handover.id, to=taker.id)
    session.flush()
    return handover


def refuse_handover(
    session: Session, handover: Handover, *, reason: str, by: Account, at: datetime, base_url: str
) -> Handover:
    """Say that the agency does not take it, and why; who offered it gets a mail. Safe twice."""
    trajectory = held(session, handover)
    if handover.state is HandoverState.REFUSED:
        return handover
    require_open(handover)
    if why := text_reasons("reason", reason, most=LONGEST_REASON):
        raise RuleBroken(*why)
    handover.reason = reason.strip()
    decide(handover, HandoverState.REFUSED, by, at)
    letter = documents.refused_letter(handover, trajectory, base_url)
    mail(session, f"handover-refused/{handover.id}", handover.giver, letter, at)
    note(session, "refuse_handover", trajectory, by, at, handover=handover.id)
    session.flush()
    return handover


def withdraw_offer(session: Session, trajectory: Trajectory, *, by: Account, at: datetime) -> None:
    """Take back an offer to another agency that nobody decided yet. Again changes nothing."""
    trajectory = hold(session, trajectory)
    close_open(session, trajectory, HandoverState.WITHDRAWN, by=by, at=at)


def begin(
    session: Session, trajectory: Trajectory, text: str, request_key: str
) -> tuple[Handover | None, Trajectory]:
    """What the same form did before, else the held trajectory, running and with a readable note."""
    trajectory = hold(session, trajectory)
    there = queries.find_by_request(session, request_key)
    if there and there.trajectory_id != trajectory.id:
        raise Conflict
    if there:
        return there, trajectory
    require_running(trajectory)
    if why := text_reasons("text", text, most=LONGEST_NOTE):
        raise RuleBroken(*why)
    return None, trajectory


def held(session: Session, handover: Handover) -> Trajectory:
    """Hold the trajectory of an offer, and see how the offer stands now."""
    trajectory = hold(session, session.get_one(Trajectory, handover.trajectory_id))
    session.refresh(handover)
    return trajectory


def require_open(handover: Handover) -> None:
    """Raises RuleBroken when the offer was decided."""
    if why := reasons_not_decided(handover.state):
        raise RuleBroken(*why)


def check_taker(trajectory: Trajectory, taker: Account, agency: str) -> None:
    """Raises RuleBroken when this person cannot take it."""
    why = reasons_not_taken(
        taker,
        agency=agency,
        now_with=trajectory.counsellor_id,
        newcomer=trajectory.newcomer,
        activities=trajectory.activities,
    )
    if why:
        raise RuleBroken(*why)


def close_open(
    session: Session, trajectory: Trajectory, state: HandoverState, *, by: Account, at: datetime
) -> None:
    """End the offer of a trajectory that is still open, where there is one."""
    found = session.scalar(
        select(Handover).where(
            Handover.trajectory_id == trajectory.id, Handover.state == HandoverState.OFFERED
        )
    )
    if found:
        decide(found, state, by, at)
        note(session, "withdraw_offer", trajectory, by, at, handover=found.id)
        session.flush()


def decide(handover: Handover, state: HandoverState, by: Account, at: datetime) -> None:
    """Write down what became of an offer, by whom and when."""
    handover.state = state
    handover.decided_at = at
    handover.decided_by_id = by.id


def move(
    session: Session,
    trajectory: Trajectory,
    taker: Account,
    agency: str,
    *,
    giver: Account,
    at: datetime,
    base_url: str,
) -> None:
    """The trajectory is the taker's from now on; permissions follow."""
    trajectory.counsellor_id = taker.id
    trajectory.agency_code = agency
    session.flush()
    session.expire(trajectory, ["counsellor", "agency"])
    letter = documents.taken_letter(trajectory, taker, giver, base_url)
    key = f"handover-taken/{trajectory.id}/{taker.id}/{int(at.timestamp())}"
    mail(session, key, taker, letter, at)


def mail(session: Session, key: str, reader: Account, letter: Letter, at: datetime) -> None:
    """Mail somebody who has an address."""
    if reader.email:
        queue_message(session, key=key, recipient=reader.email, letter=letter, at=at)
