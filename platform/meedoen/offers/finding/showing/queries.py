"""Reads for the public page of one thing; what may be shown is decided here, not in the page."""

from collections.abc import Sequence
from datetime import date, datetime

from geopy.distance import geodesic
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from meedoen.core.errors import NotFound
from meedoen.offers.finding.queries import WHAT_A_CARD_TELLS, FoundOffer, list_findable
from meedoen.offers.index_upkeep import upkeep_of
from meedoen.offers.indexing import Order, Origin, Query, findable
from meedoen.offers.models import Offer, OfferPlace, OfferSession
from meedoen.organisations.models import Organisation
from meedoen.organisations.terms import OrganisationStatus
from meedoen.places.queries import find_nearest_station
from meedoen.places.terms import Place

NEARBY_KM = 25
"""How far from an offer others still are a good alternative."""

STATION_KM = 15
"""A station that is farther helps nobody to get there; an assumption of ours."""

WHAT_A_PAGE_TELLS = (
    *WHAT_A_CARD_TELLS,
    joinedload(Offer.contact),
    selectinload(Offer.language_rows),
)


def get_public_offer(session: Session, offer_id: int) -> Offer:
    """An offer that was published at some time, with all that its page tells.

    Whether it may still be shown is for `is_findable`. Raises NotFound for what never was public.
    """
    offer = session.scalar(
        select(Offer)
        .where(Offer.id == offer_id, Offer.published_at.is_not(None))
        .options(*WHAT_A_PAGE_TELLS)
    )
    if offer is None:
        raise NotFound
    return offer


def list_coming_sessions(
    session: Session, offer: Offer, *, at: datetime, most: int = 6
) -> Sequence[OfferSession]:
    """The next meetings of one offer, cancelled ones too, since people must know."""
    return session.scalars(
        select(OfferSession)
        .where(OfferSession.offer_id == offer.id, OfferSession.ends_at >= at)
        .order_by(OfferSession.starts_at, OfferSession.id)
        .limit(most)
    ).all()


def nearest_place(offer: Offer, near: Place) -> tuple[float, OfferPlace] | None:
    """How far the nearest place of an offer is from a searched place, in metres, and which it is.

    The distance of 'What near means' in the contract. None for an offer without a place.
    """
    measured = [(metres_to(place, near), place.id, place) for place in offer.places]
    if not measured:
        return None
    metres, _id, place = min(measured, key=lambda found: found[:2])
    return metres, place


def metres_to(place: OfferPlace, near: Place) -> float:
    """How far one place is: 0 when it lies inside what was searched."""
    if place.nis == near.inside_nis or place.postcode in near.inside_postcodes:
        return 0.0
    return float(min(geodesic(point, (place.lat, place.lon)).meters for point in near.points))


def nearest_station(session: Session, place: OfferPlace) -> tuple[str | None, float | None]:
    """The name of the station nearest to a place, and the metres to it in a straight line."""
    found = find_nearest_station(session, place.lat, place.lon)
    if found is None or found[1] > STATION_KM * 1000:
        return None, None
    return found[0].name, found[1]


def list_nearby(session: Session, offer: Offer, *, on: date, most: int = 3) -> list[FoundOffer]:
    """Other offers near the first place of this one; without a place the newest for its goals."""
    goals = frozenset(goal.value for goal in offer.goals)
    if offer.places:
        first = offer.places[0]
        question = Query(
            origin=Origin(points=((first.lat, first.lon),), nis=frozenset({first.nis})),
            radius_metres=NEARBY_KM * 1000,
            limit=most + 1,
        )
    else:
        choices = {"goal": goals} if goals else {}
        question = Query(choices=choices, order=Order.NEWEST, limit=most + 1)
    return [row for row in shown(session, question, on=on) if row.offer.id != offer.id][:most]


def list_in_municipalities(
    session: Session, codes: frozenset[str], near: Place, *, on: date, most: int
) -> list[FoundOffer]:
    """Offers with a place in these municipalities (NIS), the nearest to a place first."""
    if not codes:
        return []
    origin = Origin(points=near.points, nis=near.nis, inside_nis=near.inside_nis)
    question = Query(origin=origin, choices={"municipality": codes}, limit=most)
    return shown(session, question, on=on)


def shown(session: Session, question: Query, *, on: date) -> list[FoundOffer]:
    """What the index proposes and the database still shows."""
    hits = upkeep_of(session).search(question, on=on).hits
    offers = {row.id: row for row in list_findable(session, [hit.key for hit in hits], on=on)}
    return [
        FoundOffer(
            offers[hit.key],
            hit.metres,
            None if hit.spot is None else offers[hit.key].places[hit.spot],
        )
        for hit in hits
        if hit.key in offers
    ]


def get_public_organisation(session: Session, organisation_id: int) -> Organisation:
    """A verified organisation with its municipality; NotFound for any other."""
    organisation = session.scalar(
        select(Organisation)
        .where(
            Organisation.id == organisation_id,
            Organisation.status == OrganisationStatus.VERIFIED,
        )
        .options(joinedload(Organisation.municipality))
    )
    if organisation is None:
        raise NotFound
    return organisation


def list_public_offers_of(session: Session, organisation_id: int, *, on: date) -> list[FoundOffer]:
    """All offers of one organisation that can be found on a day, newest first."""
    question = (
        select(Offer)
        .where(Offer.organisation_id == organisation_id, findable(on))
        .options(*WHAT_A_CARD_TELLS)
        .order_by(Offer.published_at.desc(), Offer.id)
    )
    return [FoundOffer(offer, None, None) for offer in session.scalars(question)]
