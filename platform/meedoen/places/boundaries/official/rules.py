"""What makes a GeoJSON file of boundaries unfit, and the areas in one that is fit."""

from collections.abc import Collection, Iterator, Mapping
from math import isfinite
from typing import Any

from meedoen.core.errors import Reason, RuleBroken
from meedoen.places.boundaries.rules import whole
from meedoen.places.boundaries.terms import Line

LAT, LON = (49.4, 51.6), (2.4, 6.5)
CODES = ("nis", "niscode", "nis_code", "nis5", "refnis", "cd_munty_refnis")
"""Under which names a feature may bear its NIS code, in any case; the last is Statbel's."""

POLYGONS = ("Polygon", "MultiPolygon")
LONGEST_ATTRIBUTION = 120

Area = list[Line]


class BoundariesRefused(RuleBroken):
    """The file is unfit; `str()` is one clear line that says why. Nothing was changed."""

    def __init__(self, line: str) -> None:
        super().__init__(Reason("boundaries_refused", facts={"line": line}))
        self.line = line

    def __str__(self) -> str:
        return self.line


def areas_of(document: Any, known: Collection[str]) -> dict[str, Area]:
    """By NIS code the rings of a GeoJSON document, on the map; `known` are the codes of today.

    Several features of one municipality count together. Raises BoundariesRefused, which names the
    first feature that is unfit.
    """
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or document.get("type") != "FeatureCollection":
        raise BoundariesRefused("It is no FeatureCollection of GeoJSON.")
    if not features:
        raise BoundariesRefused("It holds no features.")
    areas: dict[str, Area] = {}
    for number, feature in enumerate(features, 1):
        try:
            nis = code_of(feature)
            if nis not in known:
                raise BoundariesRefused(f"no municipality of today has NIS code {nis}.")
            areas.setdefault(nis, []).extend(rings(feature.get("geometry")))
        except BoundariesRefused as refusal:
            raise BoundariesRefused(f"Feature {number}: {refusal}") from None
    return areas


def code_of(feature: Any) -> str:
    """The NIS code of a feature."""
    facts = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(facts, Mapping):
        raise BoundariesRefused("it has no properties.")
    found = {str(name).lower(): value for name, value in facts.items()}
    for name in CODES:
        if isinstance(found.get(name), str | int):
            return str(found[name]).strip()
    raise BoundariesRefused(f"it has no NIS code (a property {', '.join(CODES)}).")


def rings(geometry: Any) -> Iterator[Line]:
    """The rings of a polygon or several, those that are too small to see left out."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in POLYGONS:
        raise BoundariesRefused(f"its geometry is no polygon but {str(kind)[:30]}.")
    parts = geometry.get("coordinates")
    for polygon in listed([parts] if kind == "Polygon" else parts):
        for ring in listed(polygon):
            line = whole(point_of(point) for point in listed(ring))
            if len(ring) < 4 or ring[0][:2] != ring[-1][:2]:
                raise BoundariesRefused("a ring has fewer than four points, or is not closed.")
            if len(line) > 3:
                yield line


def listed(thing: Any) -> list[Any]:
    """Something that must be a list, and not an empty one."""
    if not isinstance(thing, list) or not thing:
        raise BoundariesRefused("its coordinates are no rings of points.")
    return thing


def point_of(point: Any) -> tuple[float, float]:
    """Longitude and latitude, in Belgium."""
    if not isinstance(point, list) or len(point) not in (2, 3):
        raise BoundariesRefused("its coordinates are no rings of points.")
    lon, lat = point[0], point[1]
    if not all(isinstance(one, int | float) and isfinite(one) for one in (lon, lat)):
        raise BoundariesRefused("a coordinate is no number.")
    if not (LON[0] <= lon <= LON[1] and LAT[0] <= lat <= LAT[1]):
        raise BoundariesRefused(
            f"{lon:g}, {lat:g} is no longitude and latitude (WGS84) in Belgium."
        )
    return lon, lat
