"""Reads for the map: where the offers that a search finds happen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.offers.finding.map.rules import MOST_MARKS
from meedoen.offers.finding.queries import question_of
from meedoen.offers.finding.terms import Criteria, Sort
from meedoen.offers.index_upkeep import upkeep_of
from meedoen.offers.indexing import BATCH, findable
from meedoen.offers.models import Offer, OfferPlace
from meedoen.offers.terms import OfferType
from meedoen.places.boundaries.rules import on_map
from meedoen.places.models import Municipality


@dataclass(frozen=True, slots=True)
class Mark:
    """An offer at one place: the one that counted, or its first where no place was asked for.

    `town` is the municipality, `part` the part of it that was named; `metres` is the distance to
    the searched place.
    """

    id: int
    title: str
    type: OfferType
    lat: float
    lon: float
    town: str
    part: str
    metres: float | None

    @property
    def point(self) -> tuple[float, float]:
        """Where it stands on the map."""
        return on_map(self.lat, self.lon)


@dataclass(frozen=True, slots=True)
class FoundMarks:
    """What a search finds, for a map: `total` is as in the list.

    `placeless` have no place (online, or they come to you); `left_out` are those after the first
    `rules.MOST_MARKS`. Together with the marks they are the total.
    """

    marks: tuple[Mark, ...]
    total: int
    placeless: int
    left_out: int


def find_marks(session: Session, criteria: Criteria, *, on: date) -> FoundMarks:
    """The offers that `search_offers` finds for these criteria, on all pages, with their places.

    Nearest first where a place was asked for, so that those left out are the farthest.
    """
    sort = Sort.DISTANCE if criteria.near else criteria.sort
    asked = replace(criteria, sort=sort, page=1, page_size=MOST_MARKS)
    page = upkeep_of(session).search(question_of(asked, counted=frozenset()), on=on)
    offers = read_offers(session, [hit.key for hit in page.hits], on=on)
    marks = []
    for hit in page.hits:
        offer, places = offers.get(hit.key, (None, []))
        if offer and places:
            place = places[hit.spot or 0]
            where = (place.lat, place.lon, place.name_nl, place.part)
            marks.append(Mark(offer.id, offer.title, offer.type, *where, hit.metres))
    return FoundMarks(
        marks=tuple(marks),
        total=page.total - (len(page.hits) - len(offers)),
        placeless=len(offers) - len(marks),
        left_out=page.total - len(page.hits),
    )


def read_offers(
    session: Session, ids: Sequence[int], *, on: date
) -> dict[int, tuple[Any, list[Any]]]:
    """By id those of these offers that can be found on a day: offer, and its places in order.

    Columns alone: a page of cards has twenty offers, a map has thousands.
    """
    found: dict[int, tuple[Any, list[Any]]] = {}
    for start in range(0, len(ids), BATCH):
        these = ids[start : start + BATCH]
        offers = select(Offer.id, Offer.title, Offer.type).where(Offer.id.in_(these), findable(on))
        found |= {row.id: (row, []) for row in session.execute(offers)}
        places = (
            select(
                OfferPlace.offer_id,
                OfferPlace.lat,
                OfferPlace.lon,
                Municipality.name_nl,
                OfferPlace.part,
            )
            .join(Municipality, Municipality.nis == OfferPlace.nis)
            .where(OfferPlace.offer_id.in_(these))
            .order_by(OfferPlace.id)
        )
        for row in session.execute(places):
            if row.offer_id in found:
                found[row.offer_id][1].append(row)
    return found
