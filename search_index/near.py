"""What is near an origin, and exactly how near, over the columns of a view."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from search_index import loops
from search_index.distance import Floats, chord_limits, exact, nearest_spots, slack
from search_index.loops import Squared
from search_index.runs import Rows
from search_index.space import Positions, Viewpoint, blur

if TYPE_CHECKING:
    from search_index.columns import Columns
    from search_index.view import View

FINITE = float(np.finfo(np.float32).max)
"""Square metres: further than anything that can be measured."""

NO_ROWS: Rows = np.zeros(0, dtype=np.int64)
NO_CHORDS: Squared = np.zeros(0, dtype=np.float32)

FEW = 2_000
"""Up to so many rows are measured one by one, rather than looked for among all that is near."""


def squared_to(columns: Columns, positions: Positions, here: Viewpoint) -> Squared:
    """Per row the squared chord from the nearest point of the origin to the nearest spot."""
    every = np.arange(len(columns))
    return _within_square(columns, positions, here, every, math.inf)[1]


def _within_square(
    columns: Columns, positions: Positions, here: Viewpoint, rows: Rows, high: float
) -> tuple[Rows, Squared]:
    return loops.within_square(
        rows,
        columns.starts,
        positions.coordinates,
        here.points.coordinates,
        (columns.nis.ids, columns.postcode.ids),
        _inside(columns, here),
        high,
    )


def _inside(columns: Columns, here: Viewpoint) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """For each set of codes, of municipalities and of postcodes, whether it is at distance 0."""
    municipality = () if here.of.inside_nis is None else (here.of.inside_nis,)
    nis, postcode = columns.nis.of, columns.postcode.of
    return nis.holding(municipality), postcode.holding(here.of.inside_postcodes)


def within(
    view: View, here: Viewpoint, radius_metres: float, rows: Rows | None
) -> tuple[Rows, Squared]:
    """Those of the rows (None is all) that have a spot at most so far away, in no order.

    What is too near the edge to tell by its chord is decided by geopy.
    """
    if not radius_metres >= 0:  # negative or not a number: nothing is that near
        return NO_ROWS, NO_CHORDS
    sure, possible = chord_limits(radius_metres)
    off = blur(possible, max(view.extent, here.points.extent)) if possible < math.inf else 0.0
    low = max(sure - off, 0.0) ** 2 if sure > off else -0.5
    high = min((possible + off) ** 2, FINITE)
    rows, squared = _candidates(view, here, radius_metres, rows, high)
    edge = np.flatnonzero(squared > low)
    if len(edge):
        out = [by_geopy(view, here, row)[0] > radius_metres for row in rows[edge].tolist()]
        rows, squared = np.delete(rows, edge[out]), np.delete(squared, edge[out])
    return rows, squared


def _candidates(
    view: View, here: Viewpoint, radius_metres: float, rows: Rows | None, high: float
) -> tuple[Rows, Squared]:
    """The rows with a squared chord of at most `high`; in no order."""
    if not view.knows(here):
        if rows is not None and len(rows) <= FEW:
            return _within_square(view.columns, view.positions, here, rows, high)
        if here.is_bare and len(here.points.lat) == 1:
            return _in_circle(view, here, radius_metres, rows, high)
    squared, least_of_blocks = view.squared_by_viewpoint(here)
    if rows is None:
        return loops.known_within_square(squared, least_of_blocks, view.alive, high)
    theirs = squared.take(rows)
    near = np.flatnonzero(theirs <= high)
    return rows.take(near), theirs.take(near)


def _in_circle(
    view: View, here: Viewpoint, radius_metres: float, rows: Rows | None, high: float
) -> tuple[Rows, Squared]:
    """As `_candidates`, by the bands that can hold the circle."""
    wanted = view.alive
    if rows is not None:
        wanted = np.zeros(len(view.alive), dtype=bool)
        wanted[rows] = True
    found = view.base.bands.in_circle(here, radius_metres, high, wanted)
    new = view.new_rows[wanted.take(view.new_rows)]
    if not len(new):
        return found
    near = _within_square(view.columns, view.positions, here, new, high)
    return np.concatenate([found[0], near[0]]), np.concatenate([found[1], near[1]])


def nearest_first(
    view: View,
    here: Viewpoint,
    rows: Rows,
    squared: Squared,
    start: int,
    stop: int,
    radius_metres: float | None,
) -> tuple[Rows, Floats, NDArray[np.int64]]:
    """The rows at [start, stop) when sorted by (geodesic metres, key), their metres, and the index
    of the spot that counts. All must have spots.

    Sorted by chord first; only those that can stand there are measured.
    """
    keys = view.columns.keys
    if stop < len(rows):
        reach = loops.least(squared, stop)
        if reach < 0:  # all at distance 0, so only keys tell them apart
            rows = least_keys(view, rows[squared < 0], stop)
        elif reach < math.inf:
            chord = math.sqrt(reach)
            doubt = slack(chord) + blur(chord, max(view.extent, here.points.extent))
            rows = rows.take(np.flatnonzero(squared <= (chord + 2 * doubt) ** 2))
    metres, spots = told_apart(view, here, rows, radius_metres)
    order = np.lexsort((keys.take(rows), metres))[start:stop]
    return rows.take(order), metres.take(order), spots.take(order)


def least_keys(view: View, rows: Rows, count: int) -> Rows:
    """The first so many of the rows by their keys, in that order."""
    keys = view.columns.keys.take(rows)
    if count < len(rows):
        first = np.argpartition(keys, count - 1)[:count]
        rows, keys = rows.take(first), keys.take(first)
    return rows.take(np.argsort(keys))


def told_apart(
    view: View, here: Viewpoint, rows: Rows, radius_metres: float | None = None
) -> tuple[Floats, NDArray[np.int64]]:
    """Geodesic metres to the nearest spot of each row, and the index of that spot.

    All rows must have spots. Within 1 µm of geopy, and exactly geopy's wherever that could change
    the order or cross the radius; infinite where an origin has no points.
    """
    positions, points, starts = view.positions, here.points, view.columns.starts
    metres, spots, unsure = nearest_spots(
        rows,
        starts,
        (positions.lat, positions.lon, positions.ecef),
        (points.lat, points.lon, points.ecef),
        (view.columns.nis.ids, view.columns.postcode.ids),
        _inside(view.columns, here),
        math.inf if radius_metres is None else radius_metres,
    )
    for at in unsure:
        metres[at], spots[at] = by_geopy(view, here, int(rows[at]))
    return metres, spots


def by_geopy(view: View, here: Viewpoint, row: int) -> tuple[float, int]:
    """Exactly geopy's metres to the nearest spot of a row, and the index of that spot."""
    columns, positions, points = view.columns, view.positions, here.points
    theirs = slice(columns.starts[row], columns.starts[row + 1])
    nis, postcode = _inside(columns, here)
    inside = nis[columns.nis.ids[theirs]] | postcode[columns.postcode.ids[theirs]]
    metres = np.where(inside, 0.0, np.inf)
    lie = positions.ecef[:, theirs, None] - points.ecef[:, None, :]
    chords = np.sqrt((lie**2).sum(axis=0))
    shortest = float(chords.min(initial=math.inf))
    lat, lon = positions.lat[theirs].tolist(), positions.lon[theirs].tolist()
    for spot, point in np.argwhere(chords <= shortest + 2 * slack(shortest)).tolist():
        found = exact(*here.of.points[point], lat[spot], lon[spot])
        metres[spot] = min(metres[spot], found)
    nearest = int(metres.argmin())
    return float(metres[nearest]), nearest
