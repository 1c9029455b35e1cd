"""Reads of summaries, and of how each stands towards the Dutch as it is now."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.offers.models import Offer
from meedoen.offers.summaries.models import OfferSummary
from meedoen.offers.summaries.rules import digest_of, state_of
from meedoen.offers.summaries.terms import SummaryState
from meedoen.web.languages import DUTCH, LANGUAGES

OTHERS = tuple(code for code in LANGUAGES if code != DUTCH)
"""The languages that a summary can be in, in the order in which people choose."""


@dataclass(frozen=True, slots=True)
class Told:
    """A summary that is there, and whether it still tells what the Dutch tells."""

    text: str
    state: SummaryState

    @property
    def outdated(self) -> bool:
        """Whether the Dutch changed since."""
        return self.state is SummaryState.OUTDATED


def read_rows(session: Session, offer: Offer) -> dict[str, OfferSummary]:
    """The rows of one offer by the code of their language."""
    rows = session.scalars(select(OfferSummary).where(OfferSummary.offer_id == offer.id))
    return {row.language: row for row in rows}


def read_summaries(
    session: Session, offers: Iterable[Offer], *, languages: Collection[str] = OTHERS
) -> dict[int, dict[str, Told]]:
    """The summaries of these offers in these languages: offer id → code → what is told.

    One question however many offers there are, and none where nothing can be found. An offer
    without any is left out.
    """
    digests = {offer.id: digest_of(offer) for offer in offers}
    wanted = [code for code in OTHERS if code in languages]
    if not (digests and wanted):
        return {}
    rows = session.scalars(
        select(OfferSummary).where(
            OfferSummary.offer_id.in_(digests), OfferSummary.language.in_(wanted)
        )
    )
    found: dict[int, dict[str, Told]] = {}
    for row in sorted(rows, key=lambda row: OTHERS.index(row.language)):
        told = Told(row.text, state_of(row.tells, digests[row.offer_id]))
        found.setdefault(row.offer_id, {})[row.language] = told
    return found


def summaries_of(session: Session, offer: Offer) -> dict[str, Told]:
    """What one offer tells, by the code of the language."""
    return read_summaries(session, [offer]).get(offer.id, {})


def summaries_in(session: Session, offers: Iterable[Offer], language: str) -> dict[int, Told]:
    """What each of these offers tells in one language; nothing, and no question, for Dutch."""
    found = read_summaries(session, offers, languages=(language,))
    return {offer_id: told[language] for offer_id, told in found.items()}


def count_outdated(summaries: Mapping[int, Mapping[str, Told]]) -> dict[int, int]:
    """In how many languages each offer is behind its Dutch; those that are not are left out."""
    counts = {
        offer_id: sum(one.outdated for one in told.values()) for offer_id, told in summaries.items()
    }
    return {offer_id: number for offer_id, number in counts.items() if number}
