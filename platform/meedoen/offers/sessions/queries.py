"""Reads of the dated meetings of an offer."""

from sqlalchemy.orm import Session

from meedoen.core.errors import NotFound
from meedoen.offers.models import Offer, OfferSession
from meedoen.offers.queries import get_offer


def offer_of_session(session: Session, offer_id: int, session_id: int) -> Offer | None:
    """The offer that a meeting belongs to; None where it belongs to another, or is not there."""
    meeting = session.get(OfferSession, session_id)
    if meeting is None or meeting.offer_id != offer_id:
        return None
    return get_offer(session, offer_id)


def get_meeting(offer: Offer, session_id: int) -> OfferSession:
    """One meeting of an offer; raises NotFound."""
    found = next((one for one in offer.sessions if one.id == session_id), None)
    if found is None:
        raise NotFound
    return found
