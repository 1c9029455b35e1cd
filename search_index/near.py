"""What is near an origin, and exactly how near, over the columns of a view."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from search_index.distance import DOUBT, Floats, chord_limits, geodesics, slack, to_ecef
from search_index.query import Origin
from search_index.sets import Rows

if TYPE_CHECKING:
    from search_index.view import View

INSIDE = -1.0
"""Instead of a chord: the document is at distance 0, by its code or by standing on the point."""


def nearest_chords(view: View, origin: Origin) -> Floats:
    """Per row the shortest chord in metres from any point of the origin to any of its spots.

    INSIDE for what is at distance 0; infinite without spots (or when the origin has no points).
    """
    squared = np.full(len(view.lat), np.inf)
    for point in _points_ecef(origin).T:
        difference = view.ecef[0] - point[0]
        sum_of_squares = difference * difference
        for axis in (1, 2):
            difference = view.ecef[axis] - point[axis]
            sum_of_squares += difference * difference
        np.minimum(squared, sum_of_squares, out=squared)
    chords = np.sqrt(squared)
    chords[_inside(view, origin, np.arange(len(view.lat)))] = INSIDE
    chords[chords == 0] = INSIDE
    nearest = np.full(len(view.keys), np.inf)
    if len(chords):
        nearest[view.has_spots] = np.minimum.reduceat(chords, view.starts[:-1][view.has_spots])
    return nearest


def within(view: View, origin: Origin, radius_metres: float, rows: Rows) -> NDArray[np.bool_]:
    """For each row whether it is at most so many metres away, or has no spots at all.

    What is too near the edge to tell by its chord is decided by geopy.
    """
    placeless: NDArray[np.bool_] = ~view.has_spots[rows]
    if not radius_metres >= 0:  # negative or not a number: nothing is that near
        return placeless
    chords = view.chords(origin)[0][rows]
    sure, possible = chord_limits(radius_metres)
    near = chords <= sure
    edge = np.flatnonzero((chords > sure) & (chords <= possible) & np.isfinite(chords))
    if len(edge):
        near[edge] = measured(view, origin, rows[edge], precise=True)[0] <= radius_metres
    return near | placeless


def measured(
    view: View, origin: Origin, rows: Rows, *, precise: bool = False
) -> tuple[Floats, NDArray[np.int64]]:
    """Geodesic metres to the nearest spot of each row, and the index of that spot.

    All rows must have spots. Within 1 µm of geopy, exactly geopy's when `precise`; infinite
    where an origin has no points.
    """
    counts = view.starts[rows + 1] - view.starts[rows]
    first = np.cumsum(counts) - counts
    of_row = np.repeat(np.arange(len(rows)), counts)
    place = np.arange(counts.sum()) - first[of_row] + view.starts[rows][of_row]
    metres = np.full(len(place), np.inf)
    points = np.array(origin.points, dtype=np.float64).reshape(-1, 2)
    difference = view.ecef[:, place, None] - _points_ecef(origin)[:, None, :]
    chords = np.sqrt((difference**2).sum(axis=0))
    if len(points):
        shortest = np.minimum.reduceat(chords.min(axis=1), first)
        could_be = chords <= (shortest + 2 * slack(shortest))[of_row][:, None]
        pair_place, pair_point = np.nonzero(could_be)
        of_pair = geodesics(
            points[pair_point, 0],
            points[pair_point, 1],
            view.lat[place[pair_place]],
            view.lon[place[pair_place]],
            chords[pair_place, pair_point],
            precise=precise,
        )
        np.minimum.at(metres, pair_place, of_pair)
    metres[_inside(view, origin, place)] = 0.0
    best = np.lexsort((np.arange(len(place)), metres, of_row))[first]
    return metres[best], best - first


def told_apart(
    view: View, origin: Origin, rows: Rows, radius_metres: float | None = None
) -> tuple[Floats, NDArray[np.int64]]:
    """As `measured`, by geopy wherever a micrometre could change the order or cross the radius."""
    metres, spots = measured(view, origin, rows)
    order = np.argsort(metres, kind="stable")
    place = (view.starts[rows] + spots)[order]
    moved = (np.diff(view.lat[place]) != 0) | (np.diff(view.lon[place]) != 0)
    close = np.diff(metres[order]) < DOUBT
    run = np.concatenate([[0], np.cumsum(~close)])[: len(order)]
    # A run at one position needs no telling apart, nor one at distance 0.
    unsure = np.unique(run[1:][close & moved & (metres[order][1:] > 0)])
    doubtful = order[np.isin(run, unsure)]
    if radius_metres is not None:
        at_edge = np.flatnonzero(np.abs(metres - radius_metres) < DOUBT)
        doubtful = np.concatenate([doubtful, at_edge])
    if len(doubtful):
        doubtful = np.unique(doubtful)
        metres[doubtful], spots[doubtful] = measured(view, origin, rows[doubtful], precise=True)
    return metres, spots


def nearest_first(view: View, origin: Origin, rows: Rows, start: int, stop: int) -> Rows:
    """Which rows stand at [start, stop) when sorted by (geodesic metres, key), no spots last.

    Sorted by chord first; only where chords are too alike to tell, geodesics are measured.
    """
    chords = view.chords(origin)[0][rows]
    if stop < len(rows):
        reach = np.partition(chords, stop)[stop]
        close = chords <= reach + 2 * slack(reach) if np.isfinite(reach) else slice(None)
        rows, chords = rows[close], chords[close]
    order = np.lexsort((view.keys[rows], chords))
    rows, chords = rows[order], chords[order]
    placed = int(np.searchsorted(chords, np.inf))
    begin, end = _unmixed(chords[:placed], start, min(stop, placed))
    if begin < end:
        window, alike = rows[begin:end], ~_apart(chords[begin:end])
        if alike.any() and chords[end - 1] > 0:
            metres = told_apart(view, origin, window)[0]
            rows[begin:end] = window[np.lexsort((view.keys[window], metres))]
    return rows[start:stop]


def _unmixed(chords: Floats, start: int, stop: int) -> tuple[int, int]:
    """[start, stop) widened until no chord outside could be swapped with one inside."""
    if start >= stop:
        return start, start
    breaks = np.concatenate([[0], np.flatnonzero(_apart(chords)) + 1, [len(chords)]])
    begin, begin_run_end = _run(breaks, start)
    _, end = _run(breaks, stop - 1)
    # The crowd at distance 0 (all inside) is in the order of keys already. Equal chords elsewhere
    # do not mean equal geodesics: they run in different directions.
    if chords[begin_run_end - 1] == 0:
        begin = start
    if chords[end - 1] == 0:
        end = stop
    return begin, end


def _apart(chords: Floats) -> NDArray[np.bool_]:
    """For each of the ascending chords but the last whether its geodesic is surely the shorter."""
    bound = slack(chords)
    apart: NDArray[np.bool_] = np.diff(chords) > bound[:-1] + bound[1:]
    return apart


def _run(breaks: NDArray[np.intp], position: int) -> tuple[int, int]:
    """Begin and end of the run between breaks in which a position lies."""
    after = int(np.searchsorted(breaks, position, side="right"))
    return int(breaks[after - 1]), int(breaks[after])


def _inside(view: View, origin: Origin, places: Rows) -> NDArray[np.bool_]:
    """For each spot whether its code puts it at distance 0."""
    inside = np.zeros(len(places), dtype=bool)
    if origin.inside_nis is not None:
        inside |= view.nis.having({origin.inside_nis}, places)
    if origin.inside_postcodes:
        inside |= view.postcode.having(origin.inside_postcodes, places)
    return inside


def _points_ecef(origin: Origin) -> Floats:
    points = np.array(origin.points, dtype=np.float64).reshape(-1, 2)
    return to_ecef(points[:, 0], points[:, 1])
