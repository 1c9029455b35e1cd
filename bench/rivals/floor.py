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

_compiled: Callable[..., Any] = njit(cache=False, fastmath=False, nogil=True)


class Floor(Engine):
    """A bare scan in machine code, one thread. It knows no words, no changes and no index."""

    name = "floor"
    how = (
        "numba: one pass over float64 arrays in one thread; each spot against the radius, a counter"
        " per facet and set of codes, the best twenty kept. Its arrays are timed, not their"
        " translation into Python's objects"
    )
    kinds = frozenset({"a", "a2", "e"})
    largest = 1_000_000

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.width = max(len(sets) for sets in columns.sets)
        self.row_of_spot = columns.row_of_spot.astype(np.int32)
        self.x, self.y, self.z = (np.ascontiguousarray(axis) for axis in columns.places)

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
        hits = np.zeros((len(COUNTED), self.width), dtype=np.int64)
        rows = np.full(PAGE, -1, dtype=np.int64)
        ranks = np.full(PAGE, np.inf)
        c = self.columns
        if query.origin is not None:
            points = np.array(query.origin.points)
            inside = int(query.origin.inside_nis or -1)
            total = _near(
                ecef(points[:, 0], points[:, 1]), points, query.radius_metres, inside,
                self.x, self.y, self.z, c.lat, c.lon, c.nis, self.row_of_spot,
                c.placeless, c.facets, hits, rows, ranks,
            )  # fmt: skip
        else:
            filters = [COUNTED.index(facet) for facet in query.choices]
            allowed = np.zeros((2, self.width), dtype=np.bool_)
            for at, (facet, chosen) in enumerate(query.choices.items()):
                of_sets = c.allowed(COUNTED.index(facet), chosen)
                allowed[at, : len(of_sets)] = of_sets
            total = _chosen(c.facets, c.published, allowed, *filters, hits, rows, ranks)
            ranks[:] = np.inf
        return total, rows, ranks, hits

    def answer(self, query: Query) -> Answer:
        """The same as objects."""
        total, rows, ranks, hits = self.time(query)
        best = rows[rows >= 0]
        metres = [None if math.isinf(rank) else rank for rank in ranks[: len(best)].tolist()]
        per_set = [hits[f, : len(sets)] for f, sets in enumerate(self.columns.sets)]
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
def _near(
    origins: Any, points: Any, radius: float, inside: int, x: Any, y: Any, z: Any, lat: Any,
    lon: Any, nis: Any, row_of_spot: Any, placeless: Any, facets: Any, hits: Any, rows: Any,
    ranks: Any,
) -> int:  # fmt: skip
    """Count what is near any of the points, and what has no place; keep the nearest."""
    # Between these two chords (11 cm apart at 25 km) only the arc tells.
    sure, possible = (radius * (1 - 4e-6) - 0.01) ** 2, radius**2
    total, count, spot = 0, len(row_of_spot), 0
    reach = possible
    while spot < count:
        row = row_of_spot[spot]
        best = math.inf
        while spot < count and row_of_spot[spot] == row:
            if nis[spot] == inside:
                best = 0.0
            for p in range(origins.shape[1]):
                squared = (
                    (x[spot] - origins[0, p]) ** 2
                    + (y[spot] - origins[1, p]) ** 2
                    + (z[spot] - origins[2, p]) ** 2
                )
                if squared <= possible and best > 0:
                    if squared > sure or squared <= reach:
                        metres = _arc(
                            points[p, 0], points[p, 1], lat[spot], lon[spot], math.sqrt(squared)
                        )
                        best = min(best, metres)
                    else:  # within the radius, and not among the nearest
                        best = min(best, radius)
            spot += 1
        if best <= radius:
            total += 1
            for f in range(facets.shape[1]):
                hits[f, facets[row, f]] += 1
            _keep(rows, ranks, row, best)
            if rows[-1] >= 0:
                reach = min(possible, ranks[-1] ** 2)
    for row in placeless:
        total += 1
        for f in range(facets.shape[1]):
            hits[f, facets[row, f]] += 1
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
                hits[f, facets[row, f]] += 1
            _keep(rows, ranks, row, -float(published[row]))
        elif first:
            hits[other, facets[row, other]] += 1
        elif second:
            hits[one, facets[row, one]] += 1
    return total
