"""Writes of who wants to join: ask, and forget; the answers of organisations are in `answering`."""

from datetime import date, datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from meedoen.accounts.actions import tidy
from meedoen.accounts.models import Account
from meedoen.accounts.visits.actions import count_attempt
from meedoen.accounts.visits.terms import Attempt
from meedoen.core import audit
from meedoen.core.engine import hold_form
from meedoen.messages.actions import queue_message
from meedoen.messages.rules import mail_address
from meedoen.offers.actions import refuse
from meedoen.offers.models import Offer
from meedoen.offers.terms import Language
from meedoen.organisations.queries import Reader, list_readers
from meedoen.participation import rules
from meedoen.participation.documents import asked_letter
from meedoen.participation.models import Interest
from meedoen.participation.queries import find_by_request, forgettable


def ask_to_join(
    session: Session,
    offer: Offer,
    *,
    name: str,
    phone: str | None = None,
    email: str | None = None,
    language: Language | None = None,
    page_language: str = "nl",
    message: str = "",
    request_key: str,
    address: str,
    by: Account | None,
    on: date,
    at: datetime,
    base_url: str,
) -> Interest:
    """Say that somebody wants to join, and tell the organisation; a form sent twice asks once.

    `address` is where the request came from. Raises RuleBroken where the offer cannot be joined,
    for what cannot be kept, and with "too_many_attempts"; Conflict for a form of another offer.
    """
    hold_form(session, request_key)
    if known := find_by_request(session, offer, request_key):
        return known
    name, phone, email = tidy(name), tidy(phone or "") or None, (email or "").strip() or None
    message = message.replace("\r\n", "\n").strip()
    refuse(rules.not_open_reasons(offer, on=on))
    refuse(rules.asking_reasons(name=name, phone=phone, email=email, message=message))
    email = mail_address(email)
    count_attempt(session, Attempt.JOIN, who=email or phone or "", address=address, at=at)
    interest = Interest(
        offer=offer,
        name=name,
        phone=phone,
        email=email,
        language=language,
        page_language=page_language,
        message=message,
        for_waiting_list=offer.full,
        asked_at=at,
        request_key=request_key,
    )
    session.add(interest)
    session.flush()
    audit.record(session, "ask_to_join", "interest", interest.id, by=by, at=at, offer=offer.id)
    tell_organisation(session, interest, at=at, base_url=base_url)
    session.flush()
    return interest


def tell_organisation(session: Session, interest: Interest, *, at: datetime, base_url: str) -> None:
    """Mail the contact person of the offer and the members, who can open the page; each once."""
    guide = interest.offer.contact
    readers = list_readers(session, interest.offer.organisation)
    if guide and guide.active and guide.email not in {reader.email for reader in readers}:
        readers.append(Reader(f"contact-{guide.id}", guide.email, "nl"))
    for reader in readers:
        queue_message(
            session,
            key=f"interest:{interest.id}:{reader.key}",
            recipient=reader.email,
            letter=asked_letter(interest, language=reader.language, base_url=base_url),
            at=at,
        )


def forget_interests(session: Session, *, at: datetime) -> int:
    """Remove interests that were kept long enough; gives how many."""
    question = delete(Interest).where(forgettable(at)).returning(Interest.id)
    gone = session.scalars(question.execution_options(synchronize_session=False)).all()
    for number in gone:
        audit.record(
            session, "forget_interest", "interest", number, by=None, at=at, through="command"
        )
    session.flush()
    return len(gone)
