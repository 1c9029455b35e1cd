"""Postal places: GeoNames rows put in their Statbel municipality, with gross errors repaired."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import dist

import numpy as np

from seed_data.build.sources import TO_METRES, Metres, Sources, letters_of, read_corrections

SMALL_WORD = re.compile(
    r"aan|aux?|bij|den?|der|des|devant|du|en|et|het|la|les?|lez|onder|op|sous|sur|ten|ter|à", re.I
)
FAR_OUTSIDE_M = 1000
"""A point this far outside its municipality is an error."""
FAR_FROM_NAMESAKE_M = 2000
"""A point this far from the town of the same name in the same municipality is an error too."""


@dataclass(frozen=True, slots=True)
class PostalPlace:
    """A row of postal_places.csv to be; `point` says where its coordinates come from."""

    postcode: str
    name: str
    geonames_name: str
    nis: str
    lat: float
    lon: float
    point: str

    @property
    def metres(self) -> Metres:
        """The point in metres."""
        x, y = TO_METRES.transform(self.lon, self.lat)
        return x, y


def postal_places(sources: Sources) -> list[PostalPlace]:
    """The places of GeoNames whose postcode Statbel knows, each with a usable point."""
    names = {
        (row["postcode"], row["geonames_name"]): row["name"]
        for row in read_corrections("names.csv")
    }
    points = {
        (row["postcode"], row["geonames_name"]): (float(row["lat"]), float(row["lon"]))
        for row in read_corrections("points.csv")
    }
    located = []
    for row in sources.postal_rows:
        key = postcode, geonames_name = row[1], row[2]
        if postcode not in sources.postcodes:
            continue
        lat, lon = points.get(key) or (float(row[9]), float(row[10]))
        point = "manual" if key in points else "geonames"
        name = names.get(key) or tidied(geonames_name)
        place = PostalPlace(postcode, name, geonames_name, "", lat, lon, point)
        located.append(repaired(in_municipality(place, sources), sources))
    return [meant(place, located) for place in located]


def in_municipality(place: PostalPlace, sources: Sources) -> PostalPlace:
    """The place in the municipality at its postcode whose cantons its point lies in or nearest."""
    metres = place.metres
    codes = sources.postcodes[place.postcode]
    return replace(place, nis=min(codes, key=lambda nis: sources.metres_outside(nis, metres)))


def repaired(place: PostalPlace, sources: Sources) -> PostalPlace:
    """The place at the town of its name where its own point cannot be right; else marked lost."""
    if place.point == "manual":
        return place
    metres = place.metres
    towns = sources.towns_in(place.geonames_name, place.nis)
    outside = sources.metres_outside(place.nis, metres) > FAR_OUTSIDE_M
    nearest = min(towns, key=lambda town: dist(town.metres, metres), default=None)
    if nearest and (outside or dist(nearest.metres, metres) > FAR_FROM_NAMESAKE_M):
        return replace(place, lat=nearest.lat, lon=nearest.lon, point="repaired")
    return replace(place, point="lost") if outside else place


def meant(place: PostalPlace, others: Iterable[PostalPlace]) -> PostalPlace:
    """A lost place in the middle of the others at its postcode, or in its municipality."""
    if place.point != "lost":
        return place
    near = [other for other in others if other.nis == place.nis and other.point != "lost"]
    near = [other for other in near if other.postcode == place.postcode] or near
    if not near:
        raise ValueError(f"no point for {place.postcode} {place.geonames_name}")
    lat = round(float(np.mean([other.lat for other in near])), 4)
    lon = round(float(np.mean([other.lon for other in near])), 4)
    return replace(place, lat=lat, lon=lon, point="mean")


def with_missing_parts(
    places: list[PostalPlace], sources: Sources, middles: dict[str, tuple[float, float]]
) -> list[PostalPlace]:
    """The places, and one at the middle of the municipality for each part GeoNames does not have.

    Those are the second municipality of a shared postcode, and postcodes of a business park.
    """
    there = {(place.postcode, place.nis) for place in places}
    missing = [
        PostalPlace(
            postcode,
            sources.municipalities[nis]["name"]["nl"],
            sources.municipalities[nis]["name"]["fr"],
            nis,
            *middles[nis],
            "municipality",
        )
        for postcode, codes in sources.postcodes.items()
        for nis in codes
        if (postcode, nis) not in there
    ]
    return sorted([*places, *missing], key=lambda p: (p.postcode, p.nis, p.name))


def tidied(name: str) -> str:
    """A GeoNames name with its small words small: Heist-Op-Den-Berg, 'S Gravenwezel, L'Ecluse."""
    words = name.split("-")
    words[1:-1] = [w.lower() if SMALL_WORD.fullmatch(w) else w for w in words[1:-1]]
    name = re.sub(r"^'S ", "'s-", "-".join(words)).replace("-In-'T-", "-in-'t-")
    return re.sub(r"-([LD])'", lambda match: f"-{match[1].lower()}'", name)


def other_name(place: PostalPlace) -> str:
    """The GeoNames name where it is truly another one, else empty."""
    same = letters_of(place.geonames_name) == letters_of(place.name)
    return "" if same else place.geonames_name
