"""'What near means' and the filters as a plain loop: every offer, every place, geopy's geodesic."""

from datetime import date, timedelta

from geopy.distance import geodesic

from meedoen.offers.finding.terms import Children, Criteria, Trait
from meedoen.offers.models import Offer, OfferPlace
from meedoen.offers.rules import day_of
from meedoen.offers.terms import CatchmentKind, Day, Daypart, Rhythm, SessionStatus
from meedoen.places.models import PostalPlace
from meedoen.places.terms import Place, PlaceKind

Catchments = dict[str, frozenset[str]]
"""The municipalities of each reference region."""


def metres_to(place: OfferPlace, near: Place) -> float:
    if place.nis == near.inside_nis or place.postcode in near.inside_postcodes:
        return 0.0
    return min(float(geodesic(point, (place.lat, place.lon)).meters) for point in near.points)


def may_join(offer: Offer, home: frozenset[str], regions: Catchments) -> bool:
    if offer.catchment is CatchmentKind.EVERYONE or not home:
        return True
    if offer.catchment is CatchmentKind.MUNICIPALITIES:
        return bool(home & {row.nis for row in offer.catchment_municipalities})
    return any(home & regions[row.region_code] for row in offer.catchment_regions)


def lives_in(place: Place, rows: list[PostalPlace]) -> frozenset[str]:
    """The municipalities of a place; of a point those of the nearest row of the postcode table."""
    if place.kind is not PlaceKind.POINT:
        return place.nis
    away = {(row.lat, row.lon): geodesic((row.lat, row.lon), place.points[0]).m for row in rows}
    nearest = min(away, key=lambda point: away[point])
    if away[nearest] > 8_000:
        return frozenset()
    return frozenset(row.nis for row in rows if (row.lat, row.lon) == nearest)


def holds(offer: Offer, trait: Trait) -> bool:
    return {
        Trait.FREE_PLACES: not offer.full,
        Trait.FREE_OF_COST: not offer.cost_cents,
        Trait.WOMEN_ONLY: offer.women_only,
        Trait.ACCESSIBLE: offer.wheelchair_accessible,
        Trait.ONLINE: offer.online,
    }[trait]


def welcomes(offer: Offer, children: Children) -> bool:
    return offer.childcare or (children is Children.WELCOME and offer.children_welcome)


def takes_place(offer: Offer, first: date | None, last: date | None) -> bool:
    """Whether it does on any day from first to last."""
    first, last = first or date.min, last or date.max
    if first > last:
        return False  # a form refuses it; who asks all the same means no day
    days = [day_of(one.starts_at) for one in offer.sessions if one.status is SessionStatus.PLANNED]
    begins, ends = offer.starts_on or date.min, offer.ends_on or date.max
    if not days:
        return begins <= last and ends >= first
    goes_on = offer.rhythm is Rhythm.CONTINUOUS
    after = max(days) + timedelta(days=1)
    return any(first <= day <= last for day in days) or (
        goes_on and after <= ends and after <= last and ends >= first
    )


def lies_in(offer: Offer, regions: frozenset[str], catchments: Catchments) -> bool:
    return any(place.nis in catchments[code] for code in regions for place in offer.places)


def week_day_fits(offer: Offer, criteria: Criteria) -> bool:
    """Its own moments, else those at which its planned sessions begin."""
    planned = [one for one in offer.sessions if one.status is SessionStatus.PLANNED]
    week = {(one.day, one.daypart) for one in offer.moments} or {
        (list(Day)[day_of(one.starts_at).weekday()], Daypart.AFTERNOON) for one in planned
    }
    return (not criteria.days or any(day in criteria.days for day, _ in week)) and (
        not criteria.dayparts or any(part in criteria.dayparts for _, part in week)
    )


def fits(offer: Offer, criteria: Criteria, catchments: Catchments) -> bool:
    """Everything but near."""
    west, south, east, north = criteria.bbox or (-180.0, -90.0, 180.0, 90.0)
    return (
        (not criteria.types or offer.type in criteria.types)
        and (not criteria.goals or bool(criteria.goals & offer.goals))
        and (criteria.level is None or (offer.level or 9) <= criteria.level)
        and week_day_fits(offer, criteria)
        and all(holds(offer, trait) for trait in criteria.traits)
        and (not criteria.children or any(welcomes(offer, one) for one in criteria.children))
        and (not criteria.languages or bool(criteria.languages & offer.host_languages))
        and (not criteria.organisations or offer.organisation_id in criteria.organisations)
        and (not criteria.regions or lies_in(offer, criteria.regions, catchments))
        and takes_place(offer, criteria.first_day, criteria.last_day)
        and (
            not criteria.municipalities
            or any(place.nis in criteria.municipalities for place in offer.places)
        )
        and (
            criteria.bbox is None
            or any(
                west <= place.lon <= east and south <= place.lat <= north for place in offer.places
            )
        )
    )


def plain_search(
    offers: list[Offer], criteria: Criteria, regions: Catchments, rows: list[PostalPlace]
) -> list[tuple[int, float | None]]:
    """Ids with metres, nearest first, then what has no place; equal ones by id.

    Without a place to measure from nothing has a distance, and the order is that of the ids.
    """
    near = criteria.near
    home = lives_in(near, rows) if near else frozenset()
    found: list[tuple[int, float | None]] = []
    for offer in offers:
        if not fits(offer, criteria, regions) or not may_join(offer, home, regions):
            continue
        spots = offer.places if near else []
        metres = min((metres_to(place, near) for place in spots if near), default=None)
        if metres is None or metres <= criteria.radius_km * 1000:
            found.append((offer.id, metres))
    return sorted(found, key=lambda hit: (hit[1] is None, hit[1] or 0.0, hit[0]))
