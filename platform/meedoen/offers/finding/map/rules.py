"""Pure sums of the map of offers: which part it shows, what is in reach, what stands together."""

from collections.abc import Iterable, Sequence
from math import cos, floor, hypot, pi, sin

from meedoen.offers.finding.map.terms import Circle, Cluster
from meedoen.places.boundaries.rules import LAND, on_map, units_of
from meedoen.places.boundaries.terms import Box, Line
from meedoen.places.terms import Place

MOST_MARKS = 1000
"""So many offers at most go to a map, the first of the list; nobody tells more apart,
and a phone with prepaid data pays for each."""

SMALLEST = 250.0
"""Units across the smallest picture, about 6 km: one sees where one is."""

ROOM = 1.12
"""How much wider a picture is than what it must show."""

PICTURE = 360
"""Pixels across the picture that is drawn for a phone; a larger one is the same, larger."""

APART = 46
"""Pixels between two marks, so that a finger hits one."""

BESIDE = 30
"""Pixels from a mark to the name that stands above or below it."""

STEPS = 96
"""Points on the edge of a circle."""


def circles_of(near: Place | None, radius_km: float) -> list[Circle]:
    """What lies within reach of a place: around each of its points; none without a radius."""
    if near is None or not radius_km:
        return []
    return [Circle(*on_map(lat, lon), units_of(radius_km * 1000, lat)) for lat, lon in near.points]


def edge_of(circles: Sequence[Circle]) -> list[Line]:
    """The edge of all circles together, as lines: what of each lies in none of the others."""
    lines: list[Line] = []
    for circle in circles:
        others = [other for other in circles if other != circle]
        line: list[tuple[int, int]] = []
        for step in range(STEPS + 1):
            angle = 2 * pi * step / STEPS
            x = circle.x + circle.radius * cos(angle)
            y = circle.y + circle.radius * sin(angle)
            if any(hypot(x - other.x, y - other.y) < other.radius for other in others):
                lines, line = with_line(lines, line), []
            else:
                line.append((round(x), round(y)))
        lines = with_line(lines, line)
    return lines


def with_line(lines: list[Line], line: Sequence[tuple[int, int]]) -> list[Line]:
    """The lines with one more, where it is one."""
    return [*lines, tuple(line)] if len(line) > 1 else lines


def picture_of(circles: Iterable[Circle], points: Iterable[tuple[float, float]]) -> Box:
    """The square part of the map that shows these circles and points, with some room.

    Without any it shows the whole land.
    """
    xs, ys = [], []
    for x, y, radius in [*circles, *(Circle(*point, 0) for point in points)]:
        xs += [x - radius, x + radius]
        ys += [y - radius, y + radius]
    if not xs:
        side = max(LAND.width, LAND.height)
        return Box((LAND.width - side) / 2, (LAND.height - side) / 2, side, side)
    side = max(max(xs) - min(xs), max(ys) - min(ys)) * ROOM
    side = max(side, SMALLEST)
    return Box((min(xs) + max(xs) - side) / 2, (min(ys) + max(ys) - side) / 2, side, side)


def clusters_of(points: Iterable[tuple[float, float]], apart: float) -> list[Cluster]:
    """Points as clusters, none nearer to another than `apart`; each point is in one of them.

    A point joins the first cluster that is near enough, so what stands first in the list decides.
    """
    found: list[tuple[float, float, list[int]]] = []
    fields: dict[tuple[int, int], list[int]] = {}
    for number, (x, y) in enumerate(points):
        column, row = floor(x / apart), floor(y / apart)
        near = [
            one
            for right in (-1, 0, 1)
            for down in (-1, 0, 1)
            for one in fields.get((column + right, row + down), ())
            if hypot(found[one][0] - x, found[one][1] - y) < apart
        ]
        if near:
            found[min(near)][2].append(number)
        else:
            fields.setdefault((column, row), []).append(len(found))
            found.append((x, y, [number]))
    return [Cluster(x, y, tuple(members)) for x, y, members in found]


def spread(
    places: Iterable[tuple[float, float]], taken: Iterable[tuple[float, float]], box: Box
) -> list[tuple[int, float, float]]:
    """Which of these names, the most important first, find room in a picture: number and point.

    `taken` are the places of marks, which a name must not cover; it may stand above or below one.
    """
    pixel = box.width / PICTURE
    marks, names, kept = list(taken), list[tuple[float, float]](), list[tuple[int, float, float]]()
    for number, (x, y) in enumerate(places):
        for shift in (0, BESIDE * pixel, -BESIDE * pixel):
            if has_room((x, y + shift), names, marks, box):
                names.append((x, y + shift))
                kept.append((number, x, y + shift))
                break
    return kept


def has_room(
    point: tuple[float, float],
    names: Iterable[tuple[float, float]],
    marks: Iterable[tuple[float, float]],
    box: Box,
) -> bool:
    """Whether a name at a point lies inside the picture and meets no other name and no mark."""
    (x, y), pixel = point, box.width / PICTURE
    right, bottom = box.x + box.width, box.y + box.height
    return (
        box.x + 34 * pixel < x < right - 34 * pixel
        and box.y + 12 * pixel < y < bottom - 12 * pixel
        and all(abs(x - a) > 76 * pixel or abs(y - b) > 24 * pixel for a, b in names)
        and all(abs(x - a) > 44 * pixel or abs(y - b) > 28 * pixel for a, b in marks)
    )
