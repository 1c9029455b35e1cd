"""Reads of the meetings that go into a calendar."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from meedoen.core.errors import NotFound
from meedoen.offers.finding.showing.queries import list_coming_sessions
from meedoen.offers.models import Offer, OfferSession

MOST_MEETINGS = 200


def get_meetings(
    session: Session, offer: Offer, *, at: datetime, session_id: int | None = None
) -> Sequence[OfferSession]:
    """The coming meetings of an offer, or the one that is asked for; NotFound where none is."""
    coming = list_coming_sessions(session, offer, at=at, most=MOST_MEETINGS)
    asked = [one for one in coming if session_id is None or one.id == session_id]
    if not asked:
        raise NotFound
    return asked
