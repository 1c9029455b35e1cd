"""Writes on free places: full, and not full any more; nobody reviews what changes by the day."""

from datetime import datetime

from sqlalchemy.orm import Session

from meedoen.core import audit
from meedoen.offers.actions import refuse_closed, touch
from meedoen.offers.models import Offer
from meedoen.permissions import Person


def mark_full(session: Session, offer: Offer, *, by: Person, at: datetime) -> None:
    """Say that there is no free place now; newcomers still see the offer, and that it is full.

    Twice is once. Raises RuleBroken where the offer is over.
    """
    keep_full(session, offer, True, "mark_offer_full", by=by, at=at)


def mark_free(session: Session, offer: Offer, *, by: Person, at: datetime) -> None:
    """Say that there is a free place again. Twice is once. Raises RuleBroken as `mark_full`."""
    keep_full(session, offer, False, "mark_offer_free", by=by, at=at)


def keep_full(
    session: Session, offer: Offer, full: bool, act: str, *, by: Person, at: datetime
) -> None:
    """Write it with its audit row, where it is news."""
    refuse_closed(offer)
    if offer.full is full:
        return
    offer.full = full
    touch(offer, at=at)
    session.flush()
    audit.record(session, act, "offer", offer.id, by=by, at=at, status=offer.status)
    session.flush()
