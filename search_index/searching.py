"""Answers a query on a view: which rows, how counted, in which order, which page."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from search_index.columns import EVERYONE
from search_index.near import nearest_first, told_apart, within
from search_index.query import Hit, Order, Page, Query
from search_index.ranking import Matched, matched
from search_index.sets import Rows
from search_index.view import View

LEVELS = frozenset({"1", "2", "3", "4"})

Passes = NDArray[np.bool_]
"""For each of some rows whether it passes a filter."""


def search(view: View, query: Query) -> Page:
    """The page that answers the query."""
    words = matched(view, query.words, correct=query.correct)
    rows = _reached(view, query, view.live_rows if words.rows is None else words.rows)
    passes = _passes_by_facet(view, query, rows)
    found = rows[_all(passes.values(), rows)]
    counted = [name for name in view.facets if query.counted is None or name in query.counted]
    facets = {name: _counts(view, name, rows, found, passes) for name in counted}
    shown = _ordered(view, query, found, words)
    return Page(_hits(view, query, shown, words), len(found), facets, words.suggestion)


def _reached(view: View, query: Query, rows: Rows) -> Rows:
    """The rows that radius, catchment, box and dates leave."""
    origin = query.origin
    if origin is not None and query.radius_metres is not None:
        rows = rows[within(view, origin, query.radius_metres, rows)]
    if origin is not None and origin.nis:
        rows = rows[view.catchment.having(origin.nis | {EVERYONE}, rows)]
    if query.bbox is not None:
        # Boxed spots up to each spot, so that a document's are the difference at its two ends.
        boxed = np.concatenate([[0], np.cumsum(_in_box(view, query.bbox))])
        rows = rows[boxed[view.starts[rows + 1]] > boxed[view.starts[rows]]]
    if query.dates is not None:
        first, last = (day.toordinal() for day in query.dates)
        suits = (view.begins <= last) & (view.ends >= first) & (first <= last)
        suited = np.concatenate([[0], np.cumsum(suits)])
        rows = rows[suited[view.period_starts[rows + 1]] > suited[view.period_starts[rows]]]
    return rows


def _in_box(view: View, bbox: tuple[float, float, float, float]) -> Passes:
    """For each spot whether it lies in the box."""
    west, south, east, north = bbox
    after, before = view.lon >= west, view.lon <= east
    between = (after & before) if west <= east else (after | before)
    return between & (view.lat >= south) & (view.lat <= north)


def _passes_by_facet(view: View, query: Query, rows: Rows) -> dict[str, Passes]:
    """Per facet with a choice, for each row whether it has any of what was chosen."""
    passes: dict[str, Passes] = {}
    for name, codes in query.choices.items():
        if name not in view.facets:
            passes[name] = np.zeros(len(rows), dtype=bool) if codes else _all((), rows)
        elif codes:
            passes[name] = view.facets[name].having(_widened(name, codes), rows)
    return passes


def _widened(name: str, codes: frozenset[str]) -> frozenset[str]:
    """The codes that a choice stands for: a level stands for itself and all below it."""
    if name != "level":
        return codes
    highest = max(codes & LEVELS, default="")
    return frozenset(level for level in LEVELS if level <= highest)


def _all(passes: Iterable[Passes], rows: Rows) -> Passes:
    """For each row whether it passes all filters."""
    every = np.ones(len(rows), dtype=bool)
    for one in passes:
        every &= one
    return every


def _counts(
    view: View, name: str, rows: Rows, found: Rows, passes: dict[str, Passes]
) -> dict[str, int]:
    """How many hits each code of a facet has, as if the facet's own choice were off."""
    if name in passes:
        others = [one for facet, one in passes.items() if facet != name]
        return view.facets[name].counts(rows[_all(others, rows)])
    if len(found) == len(view.live_rows):
        return dict(view.all_counts[name])
    return view.facets[name].counts(found)


def _ordered(view: View, query: Query, rows: Rows, words: Matched) -> Rows:
    """The rows of the page, in order."""
    start = max(query.offset, 0)
    stop = start + max(query.limit, 0)
    if query.order is Order.DISTANCE and query.origin is not None:
        return nearest_first(view, query.origin, rows, start, stop)
    newest = -view.published[rows].astype(np.float64)
    by_score = query.order is not Order.NEWEST and words.rows is not None
    first = -words.of(rows) if by_score else newest
    if stop < len(rows):
        could_be = first <= np.partition(first, stop)[stop]
        rows, first, newest = rows[could_be], first[could_be], newest[could_be]
    order = np.lexsort((view.keys[rows], newest, first))
    return rows[order[start:stop]]


def _hits(view: View, query: Query, rows: Rows, words: Matched) -> tuple[Hit, ...]:
    """The rows of the page as hits."""
    metres = np.full(len(rows), np.inf)
    spots = np.zeros(len(rows), dtype=np.int64)
    placed = np.flatnonzero(view.has_spots[rows])
    if query.origin is not None and len(placed):
        metres[placed], spots[placed] = told_apart(
            view, query.origin, rows[placed], query.radius_metres
        )
    elif query.bbox is not None:
        boxed = _in_box(view, query.bbox)
        for i in placed:
            spots[i] = boxed[view.starts[rows[i]] : view.starts[rows[i] + 1]].argmax()
    scores = words.of(rows)
    return tuple(
        Hit(
            key=int(view.keys[row]),
            metres=float(metres[i]) if np.isfinite(metres[i]) else None,
            spot=int(spots[i]) if view.has_spots[row] else None,
            score=float(scores[i]),
        )
        for i, row in enumerate(rows.tolist())
    )
