"""The map as a page and a browser want it: a picture of lines and marks, and rows of offers."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from meedoen.offers.finding.documents import distance_words, in_town, say
from meedoen.offers.finding.map.queries import FoundMarks, Mark
from meedoen.offers.finding.map.rules import (
    APART,
    PICTURE,
    circles_of,
    clusters_of,
    edge_of,
    picture_of,
    spread,
)
from meedoen.offers.finding.terms import Criteria
from meedoen.places.boundaries.documents import FROM_AFAR, dots, path, picture_layers
from meedoen.places.boundaries.rules import area_of, on_map
from meedoen.places.boundaries.terms import Box, Land, Line, Town
from meedoen.places.terms import Place, PlaceKind

FEW_NAMES = 40
"""So many of the largest towns may bear their names from afar."""


def picture(
    land: Land, towns: tuple[Town, ...], criteria: Criteria, marks: Sequence[Mark]
) -> dict[str, Any]:
    """What the component offer_map draws before, or without, any script.

    `layers` are paths in units of the map, `view` the part that is seen; marks and names stand at
    percentages of it, so that they stay as large as they are whatever the size of the picture.
    """
    near = criteria.near
    area = searched_area(land, near)
    circles = circles_of(near, criteria.radius_km)
    around = [point for ring in area for point in ring]
    points = [mark.point for mark in marks]
    box = picture_of(circles, [*around, *points])
    clusters = clusters_of(points, APART * box.width / PICTURE)
    middle = on_map(near.lat, near.lon) if near else None
    stand = [(cluster.x, cluster.y) for cluster in clusters]
    named = towns[:FEW_NAMES] if box.width > FROM_AFAR else towns
    names = spread(
        [(town.x, town.y) for town in named], [*stand, *([middle] if middle else [])], box
    )
    return {
        "view": " ".join(f"{number:.0f}" for number in box),
        "far": box.width > FROM_AFAR,
        "layers": picture_layers(land, towns, box),
        "stations": dots(station[1:] for station in land.stations if box.holds(station[1:])),
        "area": path(area),
        "circles": [(round(x), round(y), round(radius)) for x, y, radius in circles],
        "edge": path(edge_of(circles)),
        "middle": dots([middle]) if middle else "",
        "names": [(*at((x, y), box), towns[number].name) for number, x, y in names],
        "marks": [
            (
                *at((cluster.x, cluster.y), box),
                len(cluster.members),
                marks[cluster.members[0]].type.value,
            )
            for cluster in clusters
        ],
    }


def searched_area(land: Land, near: Place | None) -> list[Line]:
    """The rings around the municipality that was searched for."""
    if near is None or near.kind is not PlaceKind.MUNICIPALITY or not near.inside_nis:
        return []
    return area_of(near.inside_nis, land.boundaries.arcs)


def at(point: tuple[float, float], box: Box) -> tuple[str, str]:
    """Where a point stands in a picture, as percentages."""
    right, down = (point[0] - box.x) / box.width, (point[1] - box.y) / box.height
    return f"{right * 100:.2f}%", f"{down * 100:.2f}%"


def rows(found: FoundMarks, near: Place | None, url: Callable[[Mark], str]) -> dict[str, Any]:
    """What is found as data for the map: offers alone, nothing of persons."""
    return {
        "total": found.total,
        "placeless": found.placeless,
        "left_out": found.left_out,
        "offers": [
            {
                "id": mark.id,
                "title": mark.title,
                "url": url(mark),
                "lat": round(mark.lat, 5),
                "lon": round(mark.lon, 5),
                "type": mark.type.value,
                "line": line_words(mark, near),
            }
            for mark in found.marks
        ],
    }


def line_words(mark: Mark, near: Place | None) -> str:
    """What a list beside the map says below the title of an offer."""
    far = distance_words(mark.metres, near)
    return " · ".join(
        filter(None, [say(mark.type), in_town(mark.town, mark.part, {mark.town}), far])
    )


def missing_words(found: FoundMarks) -> list[str]:
    """Which of what was found are not on the map, and why, in sentences."""
    told = []
    if found.placeless:
        told.append(
            ngettext(
                "%(num)s resultaat heeft geen vaste plaats. Het staat alleen in de lijst.",
                "%(num)s resultaten hebben geen vaste plaats. Ze staan alleen in de lijst.",
                found.placeless,
            )
        )
    if found.left_out:
        shown = len(found.marks)
        told.append(_("Er is te veel voor één kaart. Je ziet de eerste %(n)s resultaten.", n=shown))
    return told


def whose_words(land: Land) -> str:
    """Whose boundaries the map draws."""
    official = land.boundaries.official
    return _("Grenzen: %(whose)s", whose=official) if official else _("Benaderende grenzen")
