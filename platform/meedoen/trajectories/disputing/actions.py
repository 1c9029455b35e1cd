"""Writes of disputes: the newcomer says what is not right, the counsellor answers."""

from datetime import datetime

from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core.errors import Conflict, Reason, RuleBroken
from meedoen.messages.actions import queue_message
from meedoen.messages.documents import Letter
from meedoen.trajectories.actions import LONGEST_REASON, hold, require_running
from meedoen.trajectories.disputing import documents, queries
from meedoen.trajectories.disputing.models import Dispute
from meedoen.trajectories.disputing.rules import reasons_not_disputed
from meedoen.trajectories.disputing.terms import Answer
from meedoen.trajectories.ledger.actions import record
from meedoen.trajectories.models import HoursEntry
from meedoen.trajectories.rules import text_reasons


def dispute_hours(
    session: Session,
    entry: HoursEntry,
    *,
    reason: str,
    by: Account,
    at: datetime,
    request_key: str | None = None,
) -> Dispute:
    """Say that an entry is not right, and why; the counsellor gets a mail.

    The entry stays as it is, and counts if it did. The same form sent again changes nothing.
    Raises RuleBroken.
    """
    trajectory = hold(session, entry.trajectory)
    if request_key and (there := queries.find_by_request(session, request_key)):
        if there.entry_id != entry.id:
            raise Conflict
        return there
    require_running(trajectory)
    why = [
        *reasons_not_disputed(entry, trajectory.hours),
        *text_reasons("reason", reason, most=LONGEST_REASON),
    ]
    if why:
        raise RuleBroken(*why)
    dispute = Dispute(
        entry=entry,
        reason=reason.strip(),
        opened_at=at,
        opened_by_id=by.id,
        request_key=request_key,
    )
    session.add(dispute)
    entry.disputed_at = at
    session.flush()
    record(session, "dispute_hours", entry, by, at, said=dispute.reason, dispute=dispute.id)
    tell(session, f"hours-disputed/{dispute.id}", trajectory.counsellor, dispute, at)
    session.flush()
    return dispute


def keep_disputed(
    session: Session, entry: HoursEntry, *, reason: str, by: Account, at: datetime
) -> None:
    """Answer that the hours stay as they are, and why. The same answer again changes nothing.

    Can be done after the trajectory ended too: it changes no hours. Raises RuleBroken.
    """
    hold(session, entry.trajectory)
    if why := text_reasons("reason", reason, most=LONGEST_REASON):
        raise RuleBroken(*why)
    if entry.disputed_at is None:
        newest = next(iter(queries.list_disputes(session, entry)), None)
        if newest and (newest.answer, newest.answer_reason) == (Answer.KEPT, reason.strip()):
            return
        raise RuleBroken(Reason("not_disputed"))
    settle(session, entry, Answer.KEPT, reason.strip(), by=by, at=at)


def settle(
    session: Session,
    entry: HoursEntry,
    answer: Answer,
    reason: str,
    *,
    by: Account,
    at: datetime,
) -> None:
    """Close the open dispute of an entry, where there is one, and mail the newcomer the answer.

    Sending back, withdrawing and correcting hours answer a dispute by themselves; whoever calls
    holds the trajectory.
    """
    if entry.disputed_at is None:
        return
    dispute = queries.find_open(session, entry)
    entry.disputed_at = None
    if dispute is None:
        return
    dispute.answer, dispute.answer_reason = answer, reason
    dispute.answered_at, dispute.answered_by_id = at, by.id
    session.flush()
    record(
        session,
        "answer_dispute",
        entry,
        by,
        at,
        said=reason,
        dispute=dispute.id,
        answer=answer.value,
    )
    tell(session, f"hours-dispute-answered/{dispute.id}", entry.trajectory.newcomer, dispute, at)
    session.flush()


def tell(session: Session, key: str, person: Account, dispute: Dispute, at: datetime) -> None:
    """Mail one of the two, where they have an address and an open account."""
    if not person.email or person.closed_at is not None:
        return
    answered = dispute.answered_at is not None
    letter: Letter = (documents.answered_letter if answered else documents.disputed_letter)(dispute)
    queue_message(session, key=key, recipient=person.email, letter=letter, at=at)
