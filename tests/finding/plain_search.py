"""'What near means' of the contract as a plain loop: every offer, every place, geopy's geodesic."""

from geopy.distance import geodesic

from meedoen.offers.finding.terms import Criteria
from meedoen.offers.models import Offer, OfferPlace
from meedoen.offers.terms import CatchmentKind
from meedoen.places.terms import Place

Catchments = dict[str, frozenset[str]]
"""The municipalities of each reference region."""


def metres_to(place: OfferPlace, near: Place) -> float:
    if place.nis == near.inside_nis or place.postcode in near.inside_postcodes:
        return 0.0
    return min(float(geodesic(point, (place.lat, place.lon)).meters) for point in near.points)


def may_join(offer: Offer, near: Place, regions: Catchments) -> bool:
    if offer.catchment is CatchmentKind.EVERYONE or not near.nis:
        return True
    if offer.catchment is CatchmentKind.MUNICIPALITIES:
        return bool(near.nis & {row.nis for row in offer.catchment_municipalities})
    return any(near.nis & regions[row.region_code] for row in offer.catchment_regions)


def fits(offer: Offer, criteria: Criteria) -> bool:
    """Everything but near."""
    west, south, east, north = criteria.bbox or (-180.0, -90.0, 180.0, 90.0)
    return (
        (not criteria.types or offer.type in criteria.types)
        and (not criteria.goals or bool(criteria.goals & offer.goals))
        and (criteria.level is None or (offer.level or 9) <= criteria.level)
        and (not criteria.days or any(one.day in criteria.days for one in offer.moments))
        and (
            not criteria.dayparts or any(one.daypart in criteria.dayparts for one in offer.moments)
        )
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
    offers: list[Offer], criteria: Criteria, regions: Catchments
) -> list[tuple[int, float | None]]:
    """Ids with metres, nearest first, then what has no place; equal ones by id."""
    near = criteria.near
    assert near is not None
    found: list[tuple[int, float | None]] = []
    for offer in offers:
        if not fits(offer, criteria) or not may_join(offer, near, regions):
            continue
        metres = min((metres_to(place, near) for place in offer.places), default=None)
        if metres is None or metres <= criteria.radius_km * 1000:
            found.append((offer.id, metres))
    return sorted(found, key=lambda hit: (hit[1] is None, hit[1] or 0.0, hit[0]))
