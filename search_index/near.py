"""What is near an origin, and exactly how near, over the columns of a view."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from search_index.distance import DOUBT, Floats, chord_limits, geodesics, slack
from search_index.runs import Rows, Starts, entries
from search_index.space import Circle, Positions, Viewpoint, blur, squared_distances

if TYPE_CHECKING:
    from search_index.columns import Columns
    from search_index.view import View

INSIDE = -1.0
"""Instead of a squared chord: the row is at distance 0, by its code."""

FEW = 2_000
"""Up to so many rows are measured one by one rather than looked for in the bands of a circle."""

Squared = NDArray[np.float32]
"""Squared chords from an origin in square metres, blurred; INSIDE; infinite without spots."""


def squared_to(columns: Columns, positions: Positions, here: Viewpoint) -> Squared:
    """Per row the squared chord from the nearest point of the origin to the nearest spot."""
    return _nearest_spot(_to_spots(columns, positions, here), columns.starts)


def _to_spots(
    columns: Columns, positions: Positions, here: Viewpoint, spots: Rows | None = None
) -> Squared:
    """The squared chord from the nearest point to each of the spots, None is all."""
    to = positions.coordinates if spots is None else positions.coordinates.take(spots, axis=1)
    points = here.points.coordinates.T
    squared = np.full(to.shape[1], np.inf, dtype=np.float32)
    if len(points):
        squared = squared_distances(to, points[0])
    for point in points[1:]:
        np.minimum(squared, squared_distances(to, point), out=squared)
    if not here.is_bare:
        squared[_inside(columns, here, spots)] = INSIDE
    return squared


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
    high = (possible + off) ** 2
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
    """The rows with a squared chord of at most `high`, or without spots."""
    if rows is not None and len(rows) <= FEW and not view.knows(here):
        squared = _squared_of(view, here, rows)
    elif here.is_bare and len(here.points.lat) == 1 and not view.knows(here):
        return _in_circle(view, here, radius_metres, rows, high)
    else:
        squared = view.squared(here)
        if rows is not None:
            squared = squared.take(rows)
    near = squared <= high if high < math.inf else squared < math.inf
    if rows is None:
        near |= ~view.has_spots
        near &= view.alive
        found = rows = np.flatnonzero(near)
    else:
        near |= ~view.has_spots.take(rows)
        found = np.flatnonzero(near)
        rows = rows.take(found)
    return rows, squared.take(found)


def _in_circle(
    view: View, here: Viewpoint, radius_metres: float, rows: Rows | None, high: float
) -> tuple[Rows, Squared]:
    """As `_candidates`, by the bands that can hold the circle; rows in no order."""
    circle = Circle.around(here, radius_metres)
    singles, chords = view.base.singles.in_circle(circle)
    near = np.flatnonzero(chords <= high)
    parts = [(singles.take(near), chords.take(near))]
    parts.append(view.base.several.in_circle(circle, high))
    if len(view.new_rows):
        own = _squared_of(view, here, view.new_rows)
        close = np.flatnonzero(own <= high)
        parts.append((view.new_rows.take(close), own.take(close)))
    parts.append((view.placeless, view.infinite))
    found = np.concatenate([part[0] for part in parts])
    squared = np.concatenate([part[1] for part in parts])
    if rows is None and view.all_alive:
        return found, squared
    wanted = view.alive
    if rows is not None:
        wanted = np.zeros(len(view.alive), dtype=bool)
        wanted[rows] = True
    chosen = np.flatnonzero(wanted.take(found))
    return found.take(chosen), squared.take(chosen)


def _squared_of(view: View, here: Viewpoint, rows: Rows) -> Squared:
    """The squared chords of these rows alone."""
    spots, starts = entries(view.columns.starts, rows)
    return _nearest_spot(_to_spots(view.columns, view.positions, here, spots), starts)


def _nearest_spot(squared: Squared, starts: Starts) -> Squared:
    """The least of each row's spots, infinite without spots."""
    if len(squared) == len(starts) - 1 and (starts[1:] > starts[:-1]).all():
        return squared
    nearest = np.full(len(starts) - 1, np.inf, dtype=np.float32)
    if len(squared):
        placed = np.flatnonzero(starts[1:] > starts[:-1])
        nearest[placed] = np.minimum.reduceat(squared, starts[placed])
    return nearest


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
    order = np.argsort(metres, kind="stable")
    ordered = metres[order]
    close = ordered[1:] - ordered[:-1] < DOUBT
    doubtful = np.zeros(0, dtype=np.int64)
    if close.any():
        place = (view.columns.starts[rows] + spots)[order]
        lat, lon = view.columns.lat[place], view.columns.lon[place]
        moved = (np.diff(lat) != 0) | (np.diff(lon) != 0)
        run = np.concatenate([[0], np.cumsum(~close)])
        # A run at one position needs no telling apart, nor one at distance 0.
        unsure = np.unique(run[1:][close & moved & (ordered[1:] > 0)])
        doubtful = order[np.isin(run, unsure)]
    if radius_metres is not None and len(ordered) and ordered[-1] > radius_metres - DOUBT:
        at_edge = np.flatnonzero(np.abs(metres - radius_metres) < DOUBT)
        doubtful = np.union1d(doubtful, at_edge)
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
    place, starts = entries(view.columns.starts, rows)
    points, positions = here.points, view.positions
    lat, lon = positions.lat.take(place), positions.lon.take(place)
    ecef = positions.ecef.take(place, axis=1)
    if len(points.lat) == 1:
        ecef -= points.ecef
        ecef *= ecef
        chords = np.sqrt(ecef[0] + ecef[1] + ecef[2])
        metres = geodesics(points.lat, points.lon, lat, lon, chords, precise=precise)
    else:
        metres = _from_several(points, lat, lon, ecef, starts, precise=precise)
    if not here.is_bare:
        metres[_inside(view.columns, here, place)] = 0.0
    if len(place) == len(rows):
        return metres, np.zeros(len(rows), dtype=np.int64)
    of_row = np.repeat(np.arange(len(rows)), np.diff(starts))
    best = np.lexsort((np.arange(len(place)), metres, of_row))[starts[:-1]]
    return metres[best], best - starts[:-1]


def _from_several(
    points: Positions,
    lat: Floats,
    lon: Floats,
    ecef: Floats,
    starts: Starts,
    *,
    precise: bool,
) -> Floats:
    """Metres from the nearest of several points to each spot that could be its row's nearest,
    infinite for the others; `starts` are those of the rows among the spots."""
    metres = np.full(len(lat), np.inf)
    if not len(points.lat) or not len(lat):
        return metres
    chords = np.sqrt(((ecef[:, :, None] - points.ecef[:, None, :]) ** 2).sum(axis=0))
    shortest = np.minimum.reduceat(chords.min(axis=1), starts[:-1])
    limit = np.repeat(shortest + 2 * slack(shortest), np.diff(starts))
    of_spot, of_point = np.nonzero(chords <= limit[:, None])
    of_pair = geodesics(
        points.lat[of_point],
        points.lon[of_point],
        lat[of_spot],
        lon[of_spot],
        chords[of_spot, of_point],
        precise=precise,
    )
    np.minimum.at(metres, of_spot, of_pair)
    return metres


def _inside(columns: Columns, here: Viewpoint, spots: Rows | None) -> NDArray[np.bool_]:
    """For each of the spots (None is all) whether its code puts it at distance 0."""
    nis = columns.nis if spots is None else columns.nis.taken(spots)
    inside = np.zeros(len(nis), dtype=bool)
    if here.of.inside_nis is not None:
        inside |= nis.of.holding({here.of.inside_nis}).take(nis.ids)
    if here.of.inside_postcodes:
        codes = columns.postcode if spots is None else columns.postcode.taken(spots)
        inside |= codes.of.holding(here.of.inside_postcodes).take(codes.ids)
    return inside
