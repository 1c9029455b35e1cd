"""Which point a typed place means; the postcodes themselves are read elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import cos, hypot, radians
from typing import Protocol

from meedoen.core.errors import Reason
from meedoen.core.texts import cleaned

MOST_PLACES = 20
LONGEST_NAME = 120
LONGEST_STREET = 160

BELGIUM = ((49.4, 51.6), (2.4, 6.5))
"""From the least to the greatest latitude and longitude, in degrees."""

FURTHEST_KM = 20
"""A given point lies no further than this from the points of its postcode; else it is a mistake."""

KM_PER_DEGREE = 111.2


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceText:
    """One place as it was typed; one without postcode, street and name is no place.

    `id` names a place that stands already. `nis` and `part` (a deelgemeente) choose between the
    places at a postcode; `lat` and `lon` (degrees, WGS84) are given where the point of the
    postcode is not good enough.
    """

    postcode: str = ""
    street: str = ""
    name: str = ""
    nis: str = ""
    part: str = ""
    lat: float | None = None
    lon: float | None = None
    id: int | None = None

    @property
    def blank(self) -> bool:
        """Whether nothing was typed."""
        return not (self.postcode or self.street or self.name)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a place lies; `exact` when the point was given, `part` empty when nobody chose one."""

    nis: str
    part: str
    lat: float
    lon: float
    exact: bool


class Part(Protocol):
    """One named place at a postcode."""

    @property
    def name(self) -> str: ...
    @property
    def nis(self) -> str: ...
    @property
    def lat(self) -> float: ...
    @property
    def lon(self) -> float: ...


def tidy_place(place: PlaceText) -> PlaceText:
    """The place as it is kept: no needless blanks, no signs that nobody can see."""
    return replace(
        place,
        postcode="".join(place.postcode.split()),
        street=one_line(place.street),
        name=one_line(place.name),
    )


def one_line(text: str) -> str:
    """A text on one line, with single blanks."""
    return " ".join(cleaned(text).split())


def wrong_with_place(place: PlaceText, *, row: int) -> tuple[Reason, ...]:
    """What cannot be kept of a typed place; `row` counts from 0 and names its boxes."""
    found = []
    if not place.postcode:
        found.append(Reason("postcode_missing", field=f"places-{row}-postcode"))
    if len(place.name) > LONGEST_NAME:
        facts: dict[str, object] = {"most": LONGEST_NAME}
        found.append(Reason("text_too_long", field=f"places-{row}-name", facts=facts))
    if len(place.street) > LONGEST_STREET:
        facts = {"most": LONGEST_STREET}
        found.append(Reason("text_too_long", field=f"places-{row}-street", facts=facts))
    if (place.lat is None) != (place.lon is None) or not in_belgium(place.lat, place.lon):
        found.append(Reason("point_outside", field=f"places-{row}-point"))
    return tuple(found)


def in_belgium(lat: float | None, lon: float | None) -> bool:
    """Whether a point, where there is one, lies in the box around Belgium."""
    (south, north), (west, east) = BELGIUM
    return lat is None or lon is None or (south <= lat <= north and west <= lon <= east)


def spot_of(
    place: PlaceText, parts: Sequence[Part], names: dict[str, str], *, row: int
) -> Spot | Reason:
    """Where a typed place lies, or why that cannot be told.

    `parts` are the places at its postcode, `names` the names of their municipalities by NIS code.
    A postcode in two municipalities must be chosen from. Within one, the part that bears the name
    of the municipality stands for the postcode, or else the mean of all parts.
    """
    if not parts:
        facts: dict[str, object] = {"postcode": place.postcode}
        return Reason("postcode_unknown", field=f"places-{row}-postcode", facts=facts)
    left = [part for part in parts if place.nis in {"", part.nis}] or list(parts)
    left = [part for part in left if part.name == place.part] or left
    if len({part.nis for part in left}) > 1:
        facts = {"postcode": place.postcode}
        return Reason("postcode_in_two", field=f"places-{row}-part", facts=facts)
    chosen = left[0].name if place.part == left[0].name else ""
    if place.lat is not None and place.lon is not None:
        if min(km_between(place.lat, place.lon, part.lat, part.lon) for part in left) > FURTHEST_KM:
            return Reason("point_far", field=f"places-{row}-point")
        return Spot(left[0].nis, chosen, place.lat, place.lon, exact=True)
    named = [part for part in left if part.name == names.get(part.nis)] if not chosen else left[:1]
    points = named or left
    lat = sum(part.lat for part in points) / len(points)
    lon = sum(part.lon for part in points) / len(points)
    return Spot(left[0].nis, chosen, lat, lon, exact=False)


def km_between(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """About how far two points of Belgium lie apart; good to a few per cent, for a check only."""
    east = (lon_a - lon_b) * cos(radians((lat_a + lat_b) / 2))
    return KM_PER_DEGREE * hypot(lat_a - lat_b, east)
