"""What offers of the demonstration tell in other languages, and how one falls behind its Dutch."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from random import Random

from sqlalchemy.orm import Session

from meedoen.offers.models import Offer
from meedoen.offers.summaries.actions import write_summaries
from meedoen.offers.summaries.rules import Typed
from meedoen.offers.writing.actions import change_offer
from meedoen.offers.writing.queries import text_of
from meedoen.permissions import Person
from meedoen.seeding.demo.content import Idea, read_summaries

NEW_DUTCH = "Kom binnen, eet een stuk taart en leer de buren kennen. Je moet niets afspreken."
"""What the neighbourhood café came to say, after its summaries were written."""


def tell(
    session: Session, offer: Offer, texts: Mapping[str, str], *, by: Person, at: datetime
) -> None:
    """Write what an offer is in these languages."""
    typed = {code: Typed(text) for code, text in texts.items()}
    write_summaries(session, offer, typed, by=by, at=at)


def tell_some(session: Session, offer: Offer, idea: Idea, *, by: Person, at: datetime) -> None:
    """Half of the organisations tell it, in the languages that somebody there happens to know.

    By lots of the offer's own, so that what else is drawn stays as it was.
    """
    random = Random(f"summaries of offer {offer.id}")
    known = read_summaries().get(idea.key, {})
    if known and random.random() < 0.5:
        some = random.sample(list(known), random.randrange(2, len(known)))
        tell(session, offer, {code: known[code] for code in some}, by=by, at=at)


def fall_behind(session: Session, offer: Offer, *, by: Person, at: datetime) -> None:
    """Change the Dutch, so that what is told in other languages is outdated."""
    change_offer(session, offer, replace(text_of(offer), summary=NEW_DUTCH), by=by, at=at)
