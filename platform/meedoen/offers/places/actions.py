"""Writes of where an offer happens; when and by whom is decided in `writing`."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from meedoen.core.errors import Reason, RuleBroken
from meedoen.offers.models import Offer, OfferPlace
from meedoen.offers.places.queries import list_parts
from meedoen.offers.places.rules import (
    MOST_PLACES,
    PlaceText,
    Spot,
    spot_of,
    tidy_place,
    wrong_with_place,
)

Located = tuple[PlaceText, Spot]
"""A place as typed, with where it lies."""


def locate(session: Session, places: Sequence[PlaceText]) -> list[Located]:
    """Find each typed place; blank ones fall out. Raises RuleBroken with all that is wrong."""
    rows = [(row, tidy_place(place)) for row, place in enumerate(places)]
    rows = [(row, place) for row, place in rows if not place.blank]
    if len(rows) > MOST_PLACES:
        raise RuleBroken(Reason("too_many_places", field="places", facts={"most": MOST_PLACES}))
    parts = list_parts(session, (place.postcode for _, place in rows))
    located: list[Located] = []
    wrong: list[Reason] = []
    for row, place in rows:
        if reasons := wrong_with_place(place, row=row):
            wrong += reasons
            continue
        at_postcode = parts.get(place.postcode, ())
        names = {part.nis: part.municipality.name_nl for part in at_postcode}
        spot = spot_of(place, at_postcode, names, row=row)
        if isinstance(spot, Reason):
            wrong.append(spot)
        else:
            located.append((place, spot))
    if wrong:
        raise RuleBroken(*wrong)
    return located


def put_places(offer: Offer, located: Sequence[Located]) -> bool:
    """Give the offer these places in place of its own; whether anything changed.

    A place that stands keeps its row; sessions at a place that goes are held nowhere in particular.
    """
    own = {place.id: place for place in offer.places}
    before = [values_of(place) for place in offer.places]
    kept: list[OfferPlace] = []
    for typed, spot in located:
        place = own.pop(typed.id, None) if typed.id is not None else None
        place = place or OfferPlace()
        for name, value in kept_values(typed, spot).items():
            setattr(place, name, value)
        kept.append(place)
    for session in offer.sessions:
        if session.place_id in own:
            session.place_id = None
    if before == [values_of(place) for place in kept]:
        return False
    offer.places = kept
    return True


def kept_values(typed: PlaceText, spot: Spot) -> dict[str, object]:
    """What the row of a place holds."""
    return {
        "name": typed.name,
        "street": typed.street,
        "postcode": typed.postcode,
        "nis": spot.nis,
        "part": spot.part,
        "lat": spot.lat,
        "lon": spot.lon,
        "exact": spot.exact,
    }


def values_of(place: OfferPlace) -> dict[str, object]:
    """What the row of a place holds now."""
    names = ("name", "street", "postcode", "nis", "part", "lat", "lon", "exact")
    return {name: getattr(place, name) for name in names}
