"""Writes of the organisation on somebody who wants to join."""

from datetime import datetime

from sqlalchemy.orm import Session

from meedoen.core import audit
from meedoen.messages.actions import queue_message
from meedoen.offers.actions import refuse
from meedoen.participation import rules
from meedoen.participation.documents import answered_letter
from meedoen.participation.models import Interest
from meedoen.participation.terms import InterestStatus
from meedoen.permissions import Person


def answer_interest(
    session: Session,
    interest: Interest,
    status: InterestStatus,
    *,
    reason: str = "",
    by: Person,
    at: datetime,
    base_url: str,
) -> None:
    """Say how it stands, and mail the person where they left an address; twice is once.

    `reason` is for NOT_POSSIBLE alone, and the person reads it. Raises RuleBroken.
    """
    if interest.status is status:
        return
    reason = reason.replace("\r\n", "\n").strip()
    refuse(rules.answering_reasons(interest.status, status, reason=reason))
    interest.status = status
    interest.reason = reason if status is InterestStatus.NOT_POSSIBLE else None
    interest.answered_at, interest.answered_by_id = at, by.id
    session.flush()
    audit.record(
        session, "answer_interest", "interest", interest.id, by=by, at=at, status=status.value
    )
    if interest.email:
        queue_message(
            session,
            key=f"interest_answer:{interest.id}:{interest.version}",
            recipient=interest.email,
            letter=answered_letter(interest, base_url=base_url),
            at=at,
        )
    session.flush()
