"""Reads for who looks for something: the index proposes, the database decides what is shown."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from math import ceil

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from meedoen.offers.finding.rules import FEW, choices_of, days_of, further_than, sort_of
from meedoen.offers.finding.terms import Criteria, Sort
from meedoen.offers.index_upkeep import upkeep_of
from meedoen.offers.indexing import How, Order, Origin, Query, Understood, findable
from meedoen.offers.models import Offer, OfferPlace, OfferSession
from meedoen.offers.terms import SessionStatus
from meedoen.places.terms import Place

WHAT_A_CARD_TELLS = (
    joinedload(Offer.organisation),
    selectinload(Offer.places),
    selectinload(Offer.goal_rows),
    selectinload(Offer.moments),
    selectinload(Offer.catchment_regions),
    selectinload(Offer.catchment_municipalities),
)


@dataclass(frozen=True, slots=True)
class FoundOffer:
    """One result: `metres` from the searched place to `place`, the one that counted.

    Both are None where there is none: no place was asked for, or the offer has no place.
    """

    offer: Offer
    metres: float | None
    place: OfferPlace | None


@dataclass(frozen=True, slots=True)
class FoundOffers:
    """One page of results.

    `facets` counts what each choice would give, for the facets that were to be counted.
    `suggestion` is what was read in place of a word that nothing holds; words that were to be taken
    as typed have one only where they found nothing, and it was not searched for. `understood` tells
    how each word was read.
    """

    found: tuple[FoundOffer, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]
    suggestion: str | None
    understood: tuple[Understood, ...]
    page: int
    page_size: int

    @property
    def translated(self) -> bool:
        """Whether a word was read as a name of another language."""
        return any(word.how is How.TRANSLATED for word in self.understood)

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, ceil(self.total / self.page_size))

    def __iter__(self) -> Iterator[FoundOffer]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)


def search_offers(
    session: Session, criteria: Criteria, *, on: date, counted: Collection[str] = ()
) -> FoundOffers:
    """The offers that fit `criteria` and can be found on day `on`, in their order.

    `counted` names the facets to count, of `rules.FACETS`: each costs time, so name what is shown.
    Distances are geodesic metres on WGS84, as `What near means` of the contract says. Raises
    SearchUnwell when there is no index and none can be made now.
    """
    question = question_of(criteria, counted=frozenset(counted))
    page = upkeep_of(session).search(question, on=on)
    suggestion = page.suggestion
    if criteria.exact_words and not page.total:
        forgiving = replace(question, correct=True, limit=0, counted=frozenset())
        suggestion = upkeep_of(session).search(forgiving, on=on).suggestion
    offers = {
        offer.id: offer for offer in list_findable(session, [hit.key for hit in page.hits], on=on)
    }
    found = []
    for hit in page.hits:
        offer = offers.get(hit.key)
        if offer is None:
            continue
        place = None if hit.spot is None else offer.places[hit.spot]
        found.append(FoundOffer(offer, hit.metres, place))
    return FoundOffers(
        found=tuple(found),
        total=page.total - (len(page.hits) - len(found)),
        facets=page.facets,
        suggestion=suggestion,
        understood=page.understood,
        page=criteria.page,
        page_size=criteria.page_size,
    )


def radius_that_finds(session: Session, criteria: Criteria, *, on: date) -> float:
    """How far to look for FEW offers with a place, in kilometres: the radius that was asked, or the
    first step beyond that finds so many, or else the most."""
    if criteria.near is None:
        return criteria.radius_km
    asked = replace(criteria, sort=Sort.DISTANCE, page=1, page_size=FEW)
    best, most = criteria.radius_km, -1
    for radius in (criteria.radius_km, *further_than(criteria.radius_km)):
        question = question_of(replace(asked, radius_km=radius), counted=frozenset())
        hits = upkeep_of(session).search(question, on=on).hits
        placed = sum(hit.metres is not None for hit in hits)
        if placed > most:
            best, most = radius, placed
        if placed >= FEW:
            break
    return best


def widened(session: Session, criteria: Criteria, *, on: date) -> Criteria:
    """The criteria with the radius that finds some."""
    return replace(criteria, radius_km=radius_that_finds(session, criteria, on=on))


def question_of(criteria: Criteria, *, counted: frozenset[str]) -> Query:
    """What the index is asked for these criteria."""
    return Query(
        words=criteria.words,
        origin=origin_of(criteria.near) if criteria.near else None,
        radius_metres=criteria.radius_km * 1000 if criteria.near else None,
        choices=choices_of(criteria),
        dates=days_of(criteria),
        counted=counted,
        correct=not criteria.exact_words,
        language=criteria.language,
        bbox=criteria.bbox,
        order=Order(sort_of(criteria).value),
        offset=(criteria.page - 1) * criteria.page_size,
        limit=criteria.page_size,
    )


def origin_of(place: Place) -> Origin:
    """From where the index measures: all points of the place, nothing for what lies inside it."""
    return Origin(
        points=place.points,
        nis=place.nis,
        inside_nis=place.inside_nis,
        inside_postcodes=place.inside_postcodes,
    )


def list_findable(session: Session, ids: Collection[int], *, on: date) -> list[Offer]:
    """Those of these offers that can be found on a day, with what a card tells; in no order."""
    if not ids:
        return []
    question = select(Offer).where(Offer.id.in_(ids), findable(on)).options(*WHAT_A_CARD_TELLS)
    return list(session.scalars(question))


def next_sessions(session: Session, ids: Collection[int], *, at: datetime) -> dict[int, datetime]:
    """When each of these offers next meets after a moment; those that do not are left out."""
    question = (
        select(OfferSession.offer_id, func.min(OfferSession.starts_at).label("starts_at"))
        .where(
            OfferSession.offer_id.in_(ids),
            OfferSession.status == SessionStatus.PLANNED,
            OfferSession.starts_at >= at,
        )
        .group_by(OfferSession.offer_id)
    )
    return {row.offer_id: row.starts_at for row in session.execute(question)}


def list_addresses(session: Session, *, on: date) -> Sequence[tuple[int, str, datetime]]:
    """Id, title and last change of every findable offer, for the sitemap."""
    question = (
        select(Offer.id, Offer.title, Offer.updated_at).where(findable(on)).order_by(Offer.id)
    )
    return [(row.id, row.title, row.updated_at) for row in session.execute(question)]
