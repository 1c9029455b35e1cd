"""Sums on the flat map: where a point lies, borders from areas, fewer points, rings, a cut-out.

The map is that of the web (Mercator), so that tiles of others fit beneath it. Its unit is a pixel
of a tile at zoom 12, about 24 metres in Belgium.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import asinh, cos, hypot, pi, radians, tan

from meedoen.places.boundaries.terms import Arc, Box, Line, Point

UNITS = 2**20
"""How many units go around the world: 256 pixels of 2 to the 12th tiles."""

ORIGIN = (528_948, 343_502)
"""Where our map begins: 1.6° east, 52.6° north. Keeps its numbers small."""

LAND = Box(0, 0, 16_894, 17_488)
"""The part of the world that is drawn: Belgium with some of its neighbours."""

FINE, COARSE = 5.0, 20.0
"""How far, in units, a line may run from the true one: seen from nearby, and from afar."""

EARTH_METRES = 40_075_017
"""Around the equator of WGS84."""


def on_map(lat: float, lon: float) -> tuple[float, float]:
    """Where a point of WGS84, in degrees, lies on the map (EPSG 3857, shifted and scaled)."""
    down = (1 - asinh(tan(radians(lat))) / pi) / 2
    return (lon + 180) / 360 * UNITS - ORIGIN[0], down * UNITS - ORIGIN[1]


def units_of(metres: float, lat: float) -> float:
    """How many units a distance is at a latitude."""
    return metres / (EARTH_METRES * cos(radians(lat))) * UNITS


def whole(degrees: Iterable[Sequence[float]]) -> Line:
    """A line of longitudes and latitudes in whole units, no point twice in a row."""
    line: list[Point] = []
    for lon, lat, *_height in degrees:
        x, y = on_map(lat, lon)
        point = (round(x), round(y))
        if not line or line[-1] != point:
            line.append(point)
    return tuple(line)


def arcs_of(areas: Mapping[str, Iterable[Line]]) -> tuple[Arc, ...]:
    """The borders of areas, each once, from the closed rings around them and their holes.

    A stretch that an area passes twice (between two parts of it) is no border. Whatever the rings,
    the stretches that belong to one area, or to the outside, form closed rings again.
    """
    owners: dict[tuple[Point, Point], set[str]] = {}
    for nis, rings in areas.items():
        for a, b in (pair for ring in rings for pair in pairwise(ring)):
            owners.setdefault(edge(a, b), set()).symmetric_difference_update({nis})
    left = {pair for pair, mine in owners.items() if mine and pair[0] != pair[1]}
    ends: defaultdict[Point, list[Point]] = defaultdict(list)
    for a, b in owners:
        if (a, b) in left:
            ends[a].append(b)
            ends[b].append(a)
    stops = {
        here: None
        for here, others in ends.items()
        if len({frozenset(owners[edge(here, other)]) for other in others}) > 1 or len(others) != 2
    }
    arcs = []
    for start in [*stops, *ends]:
        for following in ends[start]:
            if (first := edge(start, following)) in left:
                line = walk(start, following, ends, left, stops)
                arcs.append(Arc(line, frozenset(owners[first])))
    return tuple(arcs)


def walk(
    start: Point,
    following: Point,
    ends: Mapping[Point, Sequence[Point]],
    left: set[tuple[Point, Point]],
    stops: Mapping[Point, None],
) -> Line:
    """Go from a point along edges that are left, and take them, to a stop or back to the start."""
    line, here = [start], following
    while True:
        left.discard(edge(line[-1], here))
        line.append(here)
        if here in stops or here == start:
            return tuple(line)
        here = next(point for point in ends[here] if edge(here, point) in left)


def edge(a: Point, b: Point) -> tuple[Point, Point]:
    """The stretch between two points, whichever way it is gone."""
    return (a, b) if a <= b else (b, a)


def simpler(line: Line, tolerance: float) -> Line:
    """The line with fewer points, nowhere farther than `tolerance` from it (Douglas and Peucker).

    Its ends stay, so lines that met still meet.
    """
    keep = {0, len(line) - 1}
    parts = [(0, len(line) - 1)]
    while parts:
        first, last = parts.pop()
        inner = range(first + 1, last)
        far = max(inner, key=lambda i: distance(line[i], line[first], line[last]), default=first)
        if far != first and distance(line[far], line[first], line[last]) > tolerance:
            keep.add(far)
            parts += [(first, far), (far, last)]
    return tuple(line[i] for i in sorted(keep))


def distance(point: Point, a: Point, b: Point) -> float:
    """From a point to the nearest of the stretch between two others."""
    (x, y), (ax, ay) = point, a
    dx, dy = b[0] - ax, b[1] - ay
    square = dx * dx + dy * dy
    along = max(0.0, min(1.0, ((x - ax) * dx + (y - ay) * dy) / square)) if square else 0.0
    return hypot(x - ax - along * dx, y - ay - along * dy)


def simpler_arcs(arcs: Iterable[Arc], tolerance: float) -> tuple[Arc, ...]:
    """Borders with fewer points; islands that become nothing fall out."""
    fewer = (Arc(simpler(arc.line, tolerance), arc.owners) for arc in arcs)
    return tuple(arc for arc in fewer if arc.line[0] != arc.line[-1] or len(arc.line) > 3)


def rings_of(lines: Iterable[Line]) -> list[Line]:
    """Lines put end to end as closed rings; as many must meet at each point as leave it."""
    left = dict(enumerate(lines))
    at: defaultdict[Point, list[int]] = defaultdict(list)
    for number, line in left.items():
        at[line[0]].append(number)
        at[line[-1]].append(number)
    rings = []
    while left:
        ring = list(left.pop(next(iter(left))))
        while ring[0] != ring[-1]:
            number = next(one for one in at[ring[-1]] if one in left)
            line = left.pop(number)
            ring += line[1:] if line[0] == ring[-1] else line[-2::-1]
        rings.append(tuple(ring))
    return rings


def outline(arcs: Iterable[Arc]) -> list[Line]:
    """The rings around all areas together; what lies in an odd number of rings is land."""
    return rings_of(arc.line for arc in arcs if len(arc.owners) % 2)


def area_of(nis: str, arcs: Iterable[Arc]) -> list[Line]:
    """The rings around one area."""
    return rings_of(arc.line for arc in arcs if nis in arc.owners)


def cut(ring: Line, box: Box) -> Line:
    """The part of a closed ring inside a box (Sutherland and Hodgman); empty when it lies outside.

    Where it leaves the box it follows the edge, so draw the edge out of sight.
    """
    right, bottom = box.x + box.width, box.y + box.height
    sides = ((0, box.x, 1), (0, right, -1), (1, box.y, 1), (1, bottom, -1))
    points = list(ring[:-1])
    for axis, limit, way in sides:
        kept: list[Point] = []
        for a, b in zip([*points[-1:], *points[:-1]], points, strict=True):
            inside_a, inside_b = (way * (p[axis] - limit) >= 0 for p in (a, b))
            if inside_a != inside_b:
                part = (limit - a[axis]) / (b[axis] - a[axis])
                kept.append(
                    (round(a[0] + part * (b[0] - a[0])), round(a[1] + part * (b[1] - a[1])))
                )
            if inside_b:
                kept.append(b)
        points = kept
    return (*points, points[0]) if len(points) > 2 else ()
