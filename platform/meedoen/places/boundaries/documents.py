"""Boundaries as text: the file they are kept in, paths of a drawing, all for a browser."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain, pairwise

from meedoen.places.boundaries.rules import LAND, ORIGIN, UNITS, cut, outline
from meedoen.places.boundaries.terms import FORMAT, Arc, Boundaries, Box, Land, Line, Point, Town

FROM_AFAR = 5000
"""From how many units wide on a picture shows the coarse lines: some 120 km."""


def kept_text(boundaries: Boundaries) -> str:
    """Boundaries as they are kept in a file; `queries.read_boundaries` reads them."""
    arcs = [[sorted(arc.owners), steps(arc.line)] for arc in boundaries.arcs]
    whole = {"format": FORMAT, "official": boundaries.official, "arcs": arcs}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")) + "\n"


def steps(line: Line) -> list[int]:
    """A line as numbers: where it begins, then how far each point is from the one before."""
    moves = ((b[0] - a[0], b[1] - a[1]) for a, b in pairwise(line))
    return list(chain(line[0], *moves))


def path(lines: Iterable[Line]) -> str:
    """Lines as the `d` of a path in SVG, each from where it begins; a ring is closed."""
    return "".join(f"M{pair(line[0])}l{moves(line)}" for line in lines)


def moves(line: Line) -> str:
    """The steps of a line in SVG; the last step of a ring is a `z`."""
    closed = line[0] == line[-1] and len(line) > 2
    far = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(line)]
    text = "".join(signed(pair(step)) for step in (far[:-1] if closed else far))
    return text.removeprefix(" ") + ("z" if closed else "")


def pair(point: Point | Sequence[int]) -> str:
    """Two numbers; a minus needs no space before it."""
    x, y = point
    return f"{x}{y}" if y < 0 else f"{x} {y}"


def signed(text: str) -> str:
    """A number that follows another one."""
    return text if text.startswith("-") else f" {text}"


@lru_cache(maxsize=2)
def whole_land(land: Land, towns: tuple[Town, ...]) -> tuple[str, str]:
    """All of the map as JSON, and its version: layers, names, and how to place a point."""
    whole = {
        "units": UNITS,
        "origin": ORIGIN,
        "size": LAND[2:],
        "layers": layers(land, land.boundaries.arcs, towns, LAND),
        "towns": [named(town.name, town.x, town.y) for town in towns],
        "stations": [named(*station) for station in land.stations],
    }
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    return text, hashlib.sha256(text.encode()).hexdigest()[:12]


def named(name: str, x: float, y: float) -> list[str | int]:
    """A name and where it stands."""
    return [name, round(x), round(y)]


@lru_cache(maxsize=128)
def picture_layers(land: Land, towns: tuple[Town, ...], box: Box) -> dict[str, str]:
    """The paths of what is seen in a part of the map, by layer."""
    arcs = land.coarse if box.width > FROM_AFAR else land.boundaries.arcs
    return layers(land, arcs, towns, box)


def layers(land: Land, arcs: Iterable[Arc], towns: Sequence[Town], box: Box) -> dict[str, str]:
    """The paths of the map from the ground up; areas are cut a little outside the box."""
    edge = max(box.width, box.height) / 20
    wide = Box(box.x - edge, box.y - edge, box.width + 2 * edge, box.height + 2 * edge)
    provinces = {town.nis: town.province or town.nis for town in towns}
    inner = [arc for arc in arcs if len(arc.owners) > 1 and wide.meets(arc.line)]
    return {
        "around": path(cut_all(land.around, wide)),
        "country": path(cut_all(outline(arcs), wide)),
        "borders": path(arc.line for arc in inner if not divides(arc, provinces)),
        "provinces": path(arc.line for arc in inner if divides(arc, provinces)),
    }


def cut_all(rings: Iterable[Line], box: Box) -> list[Line]:
    """The parts of rings inside a box."""
    return [part for ring in rings if (part := cut(ring, box))]


def divides(arc: Arc, provinces: Mapping[str, str]) -> bool:
    """Whether two provinces meet here; Brussels counts as one."""
    return len({provinces.get(nis) for nis in arc.owners}) > 1


def dots(points: Iterable[tuple[float, float]]) -> str:
    """Points as strokes without length: round ends make dots of them."""
    return "".join(f"M{round(x)} {round(y)}h0" for x, y in points)
