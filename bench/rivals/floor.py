"""The floor: one compiled pass over arrays that does what the answer needs and nothing else."""

import math
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Self

import numpy as np
from numba import njit

from bench.answers import PAGE, Answer, Engine
from bench.catalogue import COUNTED
from bench.distance import ECCENTRICITY_SQUARED, SEMI_MAJOR, Floats, ecef
from bench.rivals.columns import Collector, Columns, Ints
from search_index import Document, Query

_compiled: Callable[..., Any] = njit(nogil=True)
_fast: Callable[..., Any] = njit(nogil=True, fastmath=True)


class Floor(Engine):
    """A bare scan in machine code, one thread. It knows no words, no changes and no index."""

    name = "floor"
    how = (
        "numba: a pass over all spots in one thread, in float32 and, where that is"
        " too coarse, in float64; a counter per facet and set of codes; the best twenty kept. Its"
        " arrays are timed, not their translation into Python's objects"
    )
    kinds = frozenset({"a", "a2", "e"})
    largest = 1_000_000

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        sizes = [len(sets) for sets in columns.sets]
        self.ends = np.cumsum(sizes)
        self.row_of_spot = columns.row_of_spot.astype(np.int32)
        self.x, self.y, self.z = columns.places.astype(np.float32)
        self.least = np.empty(len(self.x), dtype=np.float32)
        # Counters of all facets in one row, their numbers in as few bytes as they can.
        counters = columns.facets + (self.ends - sizes)
        self.facets = counters.astype(np.min_scalar_type(int(self.ends[-1])))

    @classmethod
    def build(cls, folder: Path, documents: Iterable[Document]) -> None:
        """The columns in a file."""
        collector = Collector()
        for document in documents:
            collector.add(document)
        collector.columns().save(folder)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The file read."""
        return cls(Columns.load(folder))

    def time(self, query: Query) -> tuple[int, Ints, Floats, Ints]:
        """(total, rows of the best, their metres, hits per facet and set)."""
        hits = np.zeros(self.ends[-1], dtype=np.int64)
        rows = np.full(PAGE, -1, dtype=np.int64)
        ranks = np.full(PAGE, np.inf)
        c = self.columns
        if query.origin is not None:
            points = np.array(query.origin.points)
            inside = int(query.origin.inside_nis or -1)
            origins = ecef(points[:, 0], points[:, 1])
            _squares(self.x, self.y, self.z, origins, self.least)
            total = _near(
                origins, points, query.radius_metres, inside, self.least, c.places, c.lat, c.lon,
                c.nis, self.row_of_spot, c.placeless, self.facets, hits, rows, ranks,
            )  # fmt: skip
        else:
            filters = [COUNTED.index(facet) for facet in query.choices]
            allowed = np.zeros((2, self.ends[-1]), dtype=np.bool_)
            for at, (facet, chosen) in enumerate(query.choices.items()):
                of_sets = c.allowed(COUNTED.index(facet), chosen)
                end = self.ends[COUNTED.index(facet)]
                allowed[at, end - len(of_sets) : end] = of_sets
            total = _chosen(self.facets, c.published, allowed, *filters, hits, rows, ranks)
            ranks[:] = np.inf
        return total, rows, ranks, hits

    def answer(self, query: Query) -> Answer:
        """The same as objects."""
        total, rows, ranks, hits = self.time(query)
        best = rows[rows >= 0]
        metres = [None if math.isinf(rank) else rank for rank in ranks[: len(best)].tolist()]
        per_set = np.split(hits, self.ends[:-1])
        keys = tuple(self.columns.keys[best].tolist())
        return Answer(total, keys, tuple(metres), self.columns.counts(per_set))


@_compiled
def _keep(rows: Ints, ranks: Floats, row: int, rank: float) -> None:
    """Put a row among the best twenty if it belongs there; ties fall to the smaller row."""
    last = len(rows) - 1
    if rows[last] >= 0 and (rank > ranks[last] or (rank == ranks[last] and row > rows[last])):
        return
    at = last
    while at > 0 and (
        rows[at - 1] < 0 or rank < ranks[at - 1] or (rank == ranks[at - 1] and row < rows[at - 1])
    ):
        rows[at], ranks[at] = rows[at - 1], ranks[at - 1]
        at -= 1
    rows[at], ranks[at] = row, rank


@_compiled
def _arc(lat1: float, lon1: float, lat2: float, lon2: float, chord: float) -> float:
    """The geodesic in metres over a chord, as `bench.distance.arcs`."""
    phi = math.radians((lat1 + lat2) / 2)
    bend = 1 - ECCENTRICITY_SQUARED * math.sin(phi) ** 2
    across = SEMI_MAJOR / math.sqrt(bend)
    along = across * (1 - ECCENTRICITY_SQUARED) / bend
    north = ((lat2 - lat1) * along) ** 2
    east = ((lon2 - lon1) * across * math.cos(phi)) ** 2
    if north + east == 0:
        return 0.0
    share = north / (north + east)
    diameter = 2 / (share / along + (1 - share) / across)
    return diameter * math.asin(min(chord / diameter, 1.0))


@_compiled
def _reach(
    spot: int, places: Any, origins: Any, points: Any, lat: Any, lon: Any, sure: float,
    possible: float, nearest: float,
) -> float:  # fmt: skip
    """Metres to a spot, infinite beyond the radius; the radius itself stands for what is surely
    within it and surely not among the nearest."""
    best = math.inf
    for p in range(origins.shape[1]):
        squared = (
            (places[0, spot] - origins[0, p]) ** 2
            + (places[1, spot] - origins[1, p]) ** 2
            + (places[2, spot] - origins[2, p]) ** 2
        )
        if squared <= possible:
            metres = math.sqrt(possible)
            if squared > sure or squared <= nearest:
                chord = math.sqrt(squared)
                metres = _arc(points[p, 0], points[p, 1], lat[spot], lon[spot], chord)
            best = min(best, metres)
    return best


@_fast
def _squares(x: Any, y: Any, z: Any, origins: Any, least: Any) -> None:
    """Per spot the square of the shortest chord in float32: vector instructions, 1 m coarse."""
    for p in range(origins.shape[1]):
        a, b, c = (
            np.float32(origins[0, p]), np.float32(origins[1, p]), np.float32(origins[2, p])
        )  # fmt: skip
        for i in range(len(x)):
            squared = (x[i] - a) ** 2 + (y[i] - b) ** 2 + (z[i] - c) ** 2
            least[i] = squared if p == 0 else min(least[i], squared)


@_compiled
def _near(
    origins: Any, points: Any, radius: float, inside: int, least: Any, places: Any, lat: Any,
    lon: Any, nis: Any, row_of_spot: Any, placeless: Any, facets: Any, hits: Any, rows: Any,
    ranks: Any,
) -> int:  # fmt: skip
    """Count what is near any of the points, and what has no place; keep the nearest."""
    # Between these two chords (11 cm apart at 25 km) only the arc tells.
    sure, possible = (radius * (1 - 4e-6) - 0.01) ** 2, radius**2
    coarse = np.float32((radius + 4.0) ** 2)
    total, count, seen, nearest = 0, len(row_of_spot), -1, possible
    for spot in range(count):
        if least[spot] > coarse and (inside < 0 or nis[spot] != inside):
            continue
        row = row_of_spot[spot]
        if row == seen:  # another spot of an offer that was looked at as a whole
            continue
        seen, best, one = row, math.inf, spot
        while one < count and row_of_spot[one] == row:
            if nis[one] == inside:
                best = 0.0
            elif best > 0:
                best = min(
                    best,
                    _reach(one, places, origins, points, lat, lon, sure, possible, nearest),
                )
            one += 1
        if best <= radius:
            total += 1
            for f in range(facets.shape[1]):
                hits[facets[row, f]] += 1
            if best * best <= nearest:
                _keep(rows, ranks, row, best)
                if rows[-1] >= 0:
                    nearest = min(possible, ranks[-1] ** 2)
    for row in placeless:
        total += 1
        for f in range(facets.shape[1]):
            hits[facets[row, f]] += 1
        if rows[-1] < 0:
            _keep(rows, ranks, row, math.inf)
    return total


@_compiled
def _chosen(
    facets: Any, published: Any, allowed: Any, one: int, other: int, hits: Any, rows: Any,
    ranks: Any,
) -> int:  # fmt: skip
    """Count what passes two filters, each facet's own left out; keep the newest."""
    total = 0
    for row in range(len(facets)):
        first, second = allowed[0, facets[row, one]], allowed[1, facets[row, other]]
        if first and second:
            total += 1
            for f in range(facets.shape[1]):
                hits[facets[row, f]] += 1
            _keep(rows, ranks, row, -float(published[row]))
        elif first:
            hits[facets[row, other]] += 1
        elif second:
            hits[facets[row, one]] += 1
    return total
