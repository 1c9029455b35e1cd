"""What is near an origin, and exactly how near, over the columns of a view."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from search_index import loops
from search_index.distance import DOUBT, Floats, chord_limits, geodesics, slack
from search_index.loops import Squared
from search_index.runs import Rows
from search_index.space import Positions, Viewpoint, blur

if TYPE_CHECKING:
    from search_index.columns import Columns
    from search_index.view import View

FINITE = float(np.finfo(np.float32).max)
"""Square metres: further than anything that can be measured."""

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
    """Those of the rows (None is all) that are at most so far away or have no spots at all.

    What is too near the edge to tell by its chord is decided by geopy.
    """
    if not radius_metres >= 0:  # negative or not a number: nothing is that near
        placeless = view.placeless if rows is None else rows[~view.has_spots.take(rows)]
        return placeless, np.full(len(placeless), np.inf, dtype=np.float32)
    sure, possible = chord_limits(radius_metres)
    off = blur(possible, max(view.extent, here.points.extent)) if possible < math.inf else 0.0
    low = max(sure - off, 0.0) ** 2 if sure > off else -0.5
    high = min((possible + off) ** 2, FINITE)
    rows, squared = _candidates(view, here, radius_metres, rows, high)
    edge = np.flatnonzero((squared > low) & (squared < math.inf))
    if len(edge):
        out = measured(view, here, rows[edge], precise=True)[0] > radius_metres
        keep = np.ones(len(rows), dtype=bool)
        keep[edge[out]] = False
        rows, squared = rows[keep], squared[keep]
    return rows, squared


def _candidates(
    view: View, here: Viewpoint, radius_metres: float, rows: Rows | None, high: float
) -> tuple[Rows, Squared]:
    """The rows with a squared chord of at most `high`, or without spots; in no order."""
    known = view.knows(here)
    few = rows is not None and len(rows) <= FEW
    if not known and not few and here.is_bare and len(here.points.lat) == 1:
        return _in_circle(view, here, radius_metres, rows, high)
    if rows is None:
        rows = view.live_rows
    if few and not known:
        return _within_square(view.columns, view.positions, here, rows, high)
    return loops.known_within_square(rows, view.has_spots, view.squared(here), high)


def _in_circle(
    view: View, here: Viewpoint, radius_metres: float, rows: Rows | None, high: float
) -> tuple[Rows, Squared]:
    """As `_candidates`, by the bands that can hold the circle."""
    wanted, new, placeless = view.alive, view.new_rows, view.placeless
    if rows is not None:
        wanted = np.zeros(len(view.alive), dtype=bool)
        wanted[rows] = True
        new, placeless = new[wanted.take(new)], placeless[wanted.take(placeless)]
    others = (placeless, np.full(len(placeless), np.inf, dtype=np.float32))
    if len(new):
        near = _within_square(view.columns, view.positions, here, new, high)
        others = (np.concatenate([near[0], others[0]]), np.concatenate([near[1], others[1]]))
    bands = view.base.bands
    return loops.in_circle(
        bands.coordinates,
        bands.row_of_spot,
        bands.runs(here, radius_metres),
        here.points.coordinates[:, 0],
        high,
        wanted,
        view.base.several,
        others,
    )


def nearest_first(
    view: View,
    here: Viewpoint,
    rows: Rows,
    squared: Squared,
    start: int,
    stop: int,
    radius_metres: float | None,
) -> tuple[Rows, Floats, NDArray[np.int64]]:
    """Which rows stand at [start, stop) when sorted by (geodesic metres, key), no spots last.

    As positions in `rows`, with metres (infinite without spots) and the index of the spot that
    counts. Sorted by chord first; only those that can stand there are measured.
    """
    keys = view.columns.keys
    could_be = None
    if stop < len(rows):
        reach = float(np.partition(squared, stop - 1)[stop - 1])
        if reach < 0:  # all at distance 0, so only keys tell them apart
            could_be = np.flatnonzero(squared < 0)
            theirs = keys.take(rows.take(could_be))
            could_be = could_be[theirs <= np.partition(theirs, stop - 1)[stop - 1]]
        elif reach < math.inf:
            chord = math.sqrt(reach)
            doubt = slack(chord) + blur(chord, max(view.extent, here.points.extent))
            could_be = np.flatnonzero(squared <= (chord + 2 * doubt) ** 2)
    if could_be is None:
        could_be = np.arange(len(rows))
    rows = rows.take(could_be)
    metres = np.full(len(rows), np.inf)
    spots = np.zeros(len(rows), dtype=np.int64)
    placed = np.flatnonzero(view.has_spots.take(rows))
    if len(placed):
        metres[placed], spots[placed] = told_apart(view, here, rows[placed], radius_metres)
    order = np.lexsort((keys.take(rows), metres))[start:stop]
    return could_be[order], metres[order], spots[order]


def told_apart(
    view: View, here: Viewpoint, rows: Rows, radius_metres: float | None = None
) -> tuple[Floats, NDArray[np.int64]]:
    """As `measured`, by geopy wherever a micrometre could change the order or cross the radius."""
    metres, spots = measured(view, here, rows)
    places = view.columns.starts.take(rows) + spots
    lat, lon = view.positions.lat.take(places), view.positions.lon.take(places)
    edge = math.inf if radius_metres is None else radius_metres
    doubtful = loops.too_close_to_tell(metres, lat, lon, edge, DOUBT)
    if len(doubtful):
        metres[doubtful], spots[doubtful] = measured(view, here, rows[doubtful], precise=True)
    return metres, spots


def measured(
    view: View, here: Viewpoint, rows: Rows, *, precise: bool = False
) -> tuple[Floats, NDArray[np.int64]]:
    """Geodesic metres to the nearest spot of each row, and the index of that spot.

    All rows must have spots. Within 1 µm of geopy, exactly geopy's when `precise`; infinite
    where an origin has no points.
    """
    positions, points, starts = view.positions, here.points, view.columns.starts
    limits = np.full(len(rows), np.inf)
    if len(points.lat) > 1:
        chords = loops.shortest(rows, starts, positions.ecef, points.ecef)
        limits = chords + 2 * slack(chords)
    of_row, of_spot, lie = loops.pairs(
        rows,
        starts,
        (positions.lat, positions.lon, positions.ecef),
        (points.lat, points.lon, points.ecef),
        (view.columns.nis.ids, view.columns.postcode.ids),
        _inside(view.columns, here),
        limits,
    )
    return loops.nearest_of_pairs(rows, starts, of_row, of_spot, geodesics(*lie, precise=precise))
