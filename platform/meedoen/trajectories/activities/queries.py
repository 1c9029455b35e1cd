"""Reads of activities, and of the offers that can become one."""

import re

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from meedoen.offers.models import Offer
from meedoen.offers.terms import OfferStatus
from meedoen.organisations.models import Organisation
from meedoen.trajectories.models import Activity
from meedoen.trajectories.queries import find_trajectory

MOST_OFFERS = 20
OFFER_ADDRESS = re.compile(r"(?:.*/aanbod/)?([0-9]{1,9})(?:[/?#].*)?", re.ASCII)


def find_activity(session: Session, trajectory_id: int, activity_id: int) -> Activity | None:
    """One activity of one trajectory, with everything that the trajectory's page shows."""
    trajectory = find_trajectory(session, trajectory_id)
    if trajectory is None:
        return None
    return next((a for a in trajectory.activities if a.id == activity_id), None)


def find_offer(session: Session, offer_id: int) -> Offer | None:
    """A published offer with its host and contact person."""
    return session.scalar(
        select(Offer)
        .where(Offer.id == offer_id, Offer.status == OfferStatus.PUBLISHED)
        .options(joinedload(Offer.organisation), joinedload(Offer.contact))
    )


def list_offers_to_add(session: Session, typed: str) -> list[Offer]:
    """Published offers for what was typed: a number or address of one, or words of its title,
    summary or host; at most twenty, by title."""
    typed = typed.strip()[:200]
    if not typed:
        return []
    if address := OFFER_ADDRESS.fullmatch(typed):
        offer = find_offer(session, int(address[1]))
        return [offer] if offer else []
    question = (
        select(Offer)
        .join(Offer.organisation)
        .where(Offer.status == OfferStatus.PUBLISHED)
        .options(joinedload(Offer.organisation), joinedload(Offer.contact))
        .order_by(Offer.title, Offer.id)
        .limit(MOST_OFFERS)
    )
    for word in typed.split()[:8]:
        question = question.where(
            or_(
                Offer.title.icontains(word, autoescape=True),
                Offer.summary.icontains(word, autoescape=True),
                Organisation.name.icontains(word, autoescape=True),
            )
        )
    return list(session.scalars(question))
