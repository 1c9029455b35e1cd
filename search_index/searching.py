"""Answers a query on a view: which rows, how counted, in which order, which page."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from search_index.columns import EVERYONE
from search_index.facets import Counts
from search_index.loops import Squared
from search_index.near import NO_ROWS, least_keys, nearest_first, told_apart, within
from search_index.query import Hit, Order, Page, Query
from search_index.ranking import Matched, Ranking, matched, relevance
from search_index.runs import Rows, any_of, entries
from search_index.space import Viewpoint, viewpoint
from search_index.thesaurus import NOTHING, Thesaurus
from search_index.view import View

LEVELS = frozenset({"1", "2", "3", "4"})


@dataclass(frozen=True)
class Reached:
    """The living rows that words, radius, catchment, box and dates leave.

    Where a radius asks for it, rows without a spot stand apart, in `placeless`, and `squared` are
    the squared chords of the others from the origin. `all` says that nothing limits, so that what
    is known of all rows holds.
    """

    rows: Rows
    squared: Squared | None = None
    placeless: Rows = field(default_factory=lambda: NO_ROWS)
    all: bool = False

    def __len__(self) -> int:
        return len(self.rows) + len(self.placeless)

    @property
    def every(self) -> Rows:
        """All rows, those that stand apart last."""
        return np.concatenate([self.rows, self.placeless]) if len(self.placeless) else self.rows

    def at(self, positions: Rows) -> "Reached":
        """Those at these positions among all, which ascend."""
        near = int(positions.searchsorted(len(self.rows)))
        squared = None if self.squared is None else self.squared.take(positions[:near])
        placeless = self.placeless.take(positions[near:] - len(self.rows))
        return Reached(self.rows.take(positions[:near]), squared, placeless)

    def where(self, passes: Callable[[Rows], NDArray[np.bool_]]) -> "Reached":
        """Those that pass."""
        return self.at(np.flatnonzero(passes(self.every)))


def search(view: View, query: Query, formula: Ranking, thesaurus: Thesaurus = NOTHING) -> Page:
    """The page that answers the query."""
    here = None if query.origin is None else viewpoint(query.origin)
    question = view.understood(
        query.words, correct=query.correct, thesaurus=thesaurus, language=query.language
    )
    words = matched(view, question, formula)
    reached = _reached(view, query, here, words)
    found, facets = _chosen(view, query, reached)
    hits = _hits(view, query, here, found, words, formula)
    told = question.understood
    if not words.all_needed:
        told = tuple(replace(one, needed=False) for one in told)
    return Page(hits, len(found), facets, question.suggestion, told)


def _reached(view: View, query: Query, here: Viewpoint | None, words: Matched) -> Reached:
    reached = Reached(view.live_rows, all=True) if words.rows is None else Reached(words.rows)
    if here is not None and query.radius_metres is not None:
        placeless = view.placeless if words.rows is None else view.placeless_among(words.rows)
        reached = Reached(*within(view, here, query.radius_metres, words.rows), placeless)
    columns = view.columns
    if here is not None and here.of.nis:
        allowed = columns.catchment.of.holding(here.of.nis | {EVERYONE})
        if not allowed.all():
            reached = reached.where(lambda rows: allowed.take(columns.catchment.ids.take(rows)))
    if query.bbox is not None:
        inside = _in_box(view, query.bbox)
        reached = reached.where(lambda rows: any_of(inside, columns.starts, rows))
    if query.dates is not None:
        first, last = (day.toordinal() for day in query.dates)
        suits = (columns.begins <= last) & (columns.ends >= first) & (first <= last)
        reached = reached.where(lambda rows: any_of(suits, columns.period_starts, rows))
    return reached


def _in_box(view: View, bbox: tuple[float, float, float, float]) -> NDArray[np.bool_]:
    """For each spot whether it lies in the box."""
    west, south, east, north = bbox
    lat, lon = view.columns.lat, view.columns.lon
    after, before = lon >= west, lon <= east
    between = (after & before) if west <= east else (after | before)
    return between & (lat >= south) & (lat <= north)


def _widened(name: str, codes: frozenset[str]) -> frozenset[str]:
    """The codes that a choice stands for: a level stands for itself and all below it."""
    if name != "level":
        return codes
    highest = max(codes & LEVELS, default="")
    return frozenset(level for level in LEVELS if level <= highest)


def _chosen(view: View, query: Query, reached: Reached) -> tuple[Reached, Counts]:
    """Those of the reached rows that pass all choices, and the counts of the facets."""
    facets = view.facets
    counted = [name for name in facets.names if query.counted is None or name in query.counted]
    choices = {name: _widened(name, codes) for name, codes in query.choices.items() if codes}
    if not choices.keys() <= set(facets.names):  # of such a facet no document has any code
        return Reached(NO_ROWS), {name: {} for name in counted}
    if choices:
        positions, counts = facets.passing(reached.every, choices, counted)
        return reached.at(positions), counts
    if reached.all:
        return reached, {name: dict(view.counts[name]) for name in counted}
    if reached.placeless is view.placeless:
        return reached, facets.counts(reached.rows, counted, view.placeless_totals)
    return reached, facets.counts(reached.every, counted)


def _hits(
    view: View,
    query: Query,
    here: Viewpoint | None,
    found: Reached,
    words: Matched,
    formula: Ranking,
) -> tuple[Hit, ...]:
    """The hits of the page, in order."""
    start = max(query.offset, 0)
    stop = min(start + max(query.limit, 0), len(found))
    if start >= stop:
        return ()
    if query.order is Order.DISTANCE and here is not None:
        rows, metres, spots = _nearest(view, query, here, found, start, stop)
        return _told(view, rows, metres, spots, np.zeros(len(rows)))
    rows, scores = found.every, None
    if words.words and query.order is not Order.NEWEST:
        squared = None if here is None else _squared(view, here, found)
        scores = relevance(view, words.words, rows, squared, formula)
    best = _best(view, rows, scores, start, stop)
    page = rows.take(best)
    metres, spots = _measured(view, query, here, page)
    return _told(view, page, metres, spots, np.zeros(len(best)) if scores is None else scores[best])


def _nearest(
    view: View, query: Query, here: Viewpoint, found: Reached, start: int, stop: int
) -> tuple[Rows, NDArray[np.float64], NDArray[np.int64]]:
    """The rows at [start, stop) by distance, those without a spot last, by key; with their metres
    and which spot counts."""
    rows, squared, placeless = found.rows, found.squared, found.placeless
    if squared is None:
        near = view.has_spots.take(rows)
        rows, placeless = rows[near], rows[~near]
        squared = view.squared(here).take(rows)
    parts = []
    if start < len(rows):
        parts.append(nearest_first(view, here, rows, squared, start, stop, query.radius_metres))
    if stop > len(rows):
        last = stop - len(rows)
        chosen = least_keys(view, placeless, last)[max(start - len(rows), 0) : last]
        parts.append((chosen, np.full(len(chosen), np.inf), np.zeros(len(chosen), dtype=np.int64)))
    if len(parts) == 1:
        return parts[0]
    (rows, metres, spots), (others, far, first_spots) = parts
    return (
        np.concatenate([rows, others]),
        np.concatenate([metres, far]),
        np.concatenate([spots, first_spots]),
    )


def _squared(view: View, here: Viewpoint, found: Reached) -> Squared:
    """The squared chords of every row that was found, infinite without spots."""
    if found.squared is None:
        return view.squared(here).take(found.every)
    far = np.full(len(found.placeless), np.inf, dtype=np.float32)
    return np.concatenate([found.squared, far])


def _best(
    view: View, rows: Rows, scores: NDArray[np.float64] | None, start: int, stop: int
) -> Rows:
    """Which of the rows stand at [start, stop): best score first, then the newest, then by key."""
    age = view.age.take(rows)
    first = age if scores is None else -scores
    could_be = np.arange(len(rows))
    if stop < len(rows):
        could_be = np.flatnonzero(first <= np.partition(first, stop - 1)[stop - 1])
    keys = view.columns.keys.take(rows.take(could_be))
    order = np.lexsort((keys, age.take(could_be), first.take(could_be)))
    return could_be[order[start:stop]]


def _measured(
    view: View, query: Query, here: Viewpoint | None, rows: Rows
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The metres from the origin, and which spot counts."""
    metres = np.full(len(rows), np.inf)
    spots = np.zeros(len(rows), dtype=np.int64)
    placed = np.flatnonzero(view.has_spots.take(rows))
    if here is not None and len(placed):
        metres[placed], spots[placed] = told_apart(view, here, rows[placed], query.radius_metres)
    elif query.bbox is not None and len(placed):
        places, starts = entries(view.columns.starts, rows[placed])
        outside = ~_in_box(view, query.bbox)[places]
        # The first spot in the box: the count of those outside before it.
        for i, (begin, end) in enumerate(pairwise(starts.tolist())):
            spots[placed[i]] = outside[begin:end].argmin()
    return metres, spots


def _told(
    view: View,
    rows: Rows,
    metres: NDArray[np.float64],
    spots: NDArray[np.int64],
    scores: NDArray[np.float64],
) -> tuple[Hit, ...]:
    told = zip(
        view.columns.keys.take(rows).tolist(),
        metres.tolist(),
        spots.tolist(),
        view.has_spots.take(rows).tolist(),
        scores.tolist(),
        strict=True,
    )
    return tuple(
        [
            Hit(key, far if far != np.inf else None, spot if placed else None, score)
            for key, far, spot, placed, score in told
        ]
    )
