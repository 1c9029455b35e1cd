"""Writes on where an offer stands: submit, publish, send back, pause, resume, archive, expire."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.core import audit
from meedoen.core.audit import Actor
from meedoen.core.errors import Reason, RuleBroken
from meedoen.messages.actions import queue_message
from meedoen.offers.actions import become, refuse, refuse_move, refuse_stale, touch
from meedoen.offers.models import Offer, OfferReview
from meedoen.offers.publication import documents, rules
from meedoen.offers.rules import day_of
from meedoen.offers.terms import Decision, OfferStatus, Suitability
from meedoen.organisations.queries import list_readers
from meedoen.permissions import Person

DECIDABLE = frozenset({OfferStatus.SUBMITTED, OfferStatus.PUBLISHED, OfferStatus.PAUSED})
"""What a reviewer may say something about."""


def submit_offer(
    session: Session, offer: Offer, *, seen_version: int | None = None, by: Person, at: datetime
) -> None:
    """Ask for review. Twice is once. Raises RuleBroken with all that is still missing."""
    if offer.status is OfferStatus.SUBMITTED:
        return
    if offer.status not in {OfferStatus.DRAFT, OfferStatus.RETURNED}:
        refuse_move(offer, OfferStatus.SUBMITTED)
    refuse_stale(offer, seen_version)
    refuse(rules.missing_before_publication(offer, on=day_of(at)))
    become(offer, OfferStatus.SUBMITTED)
    offer.submitted_at, offer.submitted_by_id = at, by.id
    offer.last_checked_on = day_of(at)
    keep(session, offer, "submit_offer", by=by, at=at)


def publish_offer(
    session: Session,
    offer: Offer,
    *,
    seen_version: int | None = None,
    by: Person,
    at: datetime,
    base_url: str,
) -> None:
    """Let newcomers see a submitted offer; its members hear of it by mail. Twice is once.

    `seen_version` is what the reviewer looked at. Raises RuleBroken where anything is missing,
    where `by` submitted it or belongs to its organisation, or where it changed meanwhile.
    """
    refuse(rules.reasons_not_to_review(offer, by))
    if offer.status is OfferStatus.PUBLISHED:
        return
    if offer.status is not OfferStatus.SUBMITTED:
        refuse_move(offer, OfferStatus.PUBLISHED)
    refuse_stale(offer, seen_version)
    refuse(rules.missing_before_publication(offer, on=day_of(at)))
    become(offer, OfferStatus.PUBLISHED)
    offer.published_at = offer.published_at or at
    review = OfferReview(decision=Decision.APPROVED, decided_by_id=by.id, decided_at=at)
    offer.reviews.append(review)
    keep(session, offer, "publish_offer", by=by, at=at)
    tell_members(session, offer, f"offer_review:{review.id}", "published", at=at, base_url=base_url)


def return_offer(
    session: Session, offer: Offer, *, reasons: str, by: Person, at: datetime, base_url: str
) -> None:
    """Send an offer back to its organisation and say why, by mail too. Twice is once.

    Also a published one: newcomers do not see it any more. Raises RuleBroken without reasons, and
    where `by` submitted it or belongs to its organisation.
    """
    refuse(rules.reasons_not_to_review(offer, by))
    if offer.status is OfferStatus.RETURNED:
        return
    refuse(rules.wrong_with_reasons(reasons))
    become(offer, OfferStatus.RETURNED)
    review = OfferReview(
        decision=Decision.RETURNED, reasons=reasons.strip(), decided_by_id=by.id, decided_at=at
    )
    offer.reviews.append(review)
    keep(session, offer, "return_offer", by=by, at=at)
    tell_members(session, offer, f"offer_review:{review.id}", "returned", at=at, base_url=base_url)


def confirm_suitability(
    session: Session, offer: Offer, *, suitable: bool, by: Person, at: datetime, base_url: str
) -> None:
    """Decide whether an offer counts for the traject; members hear of it by mail. Twice is once.

    Raises RuleBroken where it should count but meets not every criterion, and where `by` may not
    review it.
    """
    refuse(rules.reasons_not_to_review(offer, by))
    decided = Suitability.CONFIRMED if suitable else Suitability.UNSUITABLE
    if offer.suitability is decided:
        return
    if offer.status not in DECIDABLE:
        raise RuleBroken(Reason("offer_not_up_for_review", facts={"status": offer.status}))
    if suitable:
        refuse(rules.unmet_criteria(offer))
    offer.suitability = decided
    keep(session, offer, "confirm_suitability" if suitable else "deny_suitability", by=by, at=at)
    about = f"offer_suitability:{offer.id}:{offer.version}"
    tell_members(session, offer, about, "suitability", at=at, base_url=base_url)


def pause_offer(session: Session, offer: Offer, *, by: Person, at: datetime) -> None:
    """Take a published offer out of sight for a while, as when it is full. Twice is once."""
    if offer.status is OfferStatus.PAUSED:
        return
    become(offer, OfferStatus.PAUSED)
    keep(session, offer, "pause_offer", by=by, at=at)


def resume_offer(session: Session, offer: Offer, *, by: Person, at: datetime) -> None:
    """Show a paused offer again. Twice is once. Raises RuleBroken with what is missing by now."""
    if offer.status is OfferStatus.PUBLISHED:
        return
    if offer.status is not OfferStatus.PAUSED:
        refuse_move(offer, OfferStatus.PUBLISHED)
    refuse(rules.missing_before_publication(offer, on=day_of(at)))
    become(offer, OfferStatus.PUBLISHED)
    offer.last_checked_on = day_of(at)
    keep(session, offer, "resume_offer", by=by, at=at)


def archive_offer(session: Session, offer: Offer, *, by: Person, at: datetime) -> None:
    """Put an offer away for good; it can still be copied. Twice is once."""
    if offer.status is OfferStatus.ARCHIVED:
        return
    become(offer, OfferStatus.ARCHIVED)
    keep(session, offer, "archive_offer", by=by, at=at)


def expire_offers(session: Session, *, on: date, at: datetime) -> int:
    """Let every offer expire whose last day lies before `on`; gives how many. Safe to run twice."""
    past = session.scalars(
        select(Offer).where(
            Offer.status.in_((OfferStatus.PUBLISHED, OfferStatus.PAUSED)), Offer.ends_on < on
        )
    ).all()
    for offer in past:
        become(offer, OfferStatus.EXPIRED)
        touch(offer, at=at)
        audit.record(session, "expire_offer", "offer", offer.id, by=None, at=at, through="command")
    session.flush()
    return len(past)


def keep(session: Session, offer: Offer, act: str, *, by: Actor, at: datetime) -> None:
    """Write the change and its audit row."""
    touch(offer, at=at)
    session.flush()
    audit.record(session, act, "offer", offer.id, by=by, at=at, status=offer.status)
    session.flush()


def tell_members(
    session: Session, offer: Offer, about: str, news: str, *, at: datetime, base_url: str
) -> None:
    """Mail a decision to the members, or to the organisation while it has none with an address."""
    for reader in list_readers(session, offer.organisation):
        letter = documents.decision_letter(offer, news, language=reader.language, base_url=base_url)
        queue_message(
            session,
            key=f"{about}:{reader.key}",
            recipient=reader.email,
            letter=letter,
            at=at,
        )
