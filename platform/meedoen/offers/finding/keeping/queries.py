"""Reads of the offers on a list."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.offers.finding.queries import WHAT_A_CARD_TELLS
from meedoen.offers.models import Offer


def list_kept(session: Session, numbers: Sequence[int]) -> list[Offer]:
    """These offers in their order, gone ones too; what never was public is left out."""
    found = session.scalars(
        select(Offer)
        .where(Offer.id.in_(numbers), Offer.published_at.is_not(None))
        .options(*WHAT_A_CARD_TELLS)
    )
    kept = {offer.id: offer for offer in found}
    return [kept[number] for number in numbers if number in kept]
