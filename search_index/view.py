"""One generation of an index as whole columns: what was there before, in bands, then what is new.

A view never changes. The next generation's takes over the `Base`, with all that is known of it,
and lays the new rows behind it, until they are so many that a new base pays.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from search_index.columns import Columns
from search_index.facets import Counts, Facets, Totals
from search_index.loops import BLOCK, Squared
from search_index.memory import ArrayMemory
from search_index.near import squared_to
from search_index.postings import NOWHERE, Postings, by_row
from search_index.runs import Rows
from search_index.segment import Segment
from search_index.space import Bands, Positions, Viewpoint, band_order
from search_index.understanding import nearest_word, understood
from search_index.words import Wanted

_WORD_MEMORY = 24 << 20  # bytes of postings
_PLACE_MEMORY = 16 << 20  # bytes of squared chords from known origins
_TAIL = 1024
"""So many new rows, or an eighth of the base if that is more, lie behind it before it is remade."""


@dataclass(frozen=True, eq=False)
class Part:
    """A segment in a generation, and which of its rows were not removed or replaced since."""

    segment: Segment
    alive: NDArray[np.bool_]

    def without(self, keys: Iterable[int]) -> "Part":
        """The part with the rows of these keys dead."""
        gone = self.segment.rows_of(keys)
        if not self.alive[gone].any():
            return self
        alive = self.alive.copy()
        alive[gone] = False
        return Part(self.segment, alive)

    @property
    def living(self) -> int:
        """How many rows are alive."""
        return int(np.count_nonzero(self.alive))


class Base:
    """Segments as one table whose rows are in bands, with a memory of words and origins.

    Rows with one spot come first, then those with several, then those without.
    """

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = tuple(segments)
        columns = Columns.joined([segment.columns for segment in segments])
        spots = np.diff(columns.starts)
        single, several = _in_bands(columns, spots == 1), _in_bands(columns, spots > 1)
        self.order = np.concatenate([single, several, np.flatnonzero(spots == 0)])
        self.columns = columns.taken(self.order)
        self.positions = Positions.of(self.columns.lat, self.columns.lon)
        self.bands = Bands(self.positions, self.columns.starts)
        self._row_of = np.empty(len(self.order), dtype=np.int64)
        self._row_of[self.order] = np.arange(len(self.order))
        self.postings = ArrayMemory[Wanted, Postings](self._find, _WORD_MEMORY)
        self.squared = ArrayMemory[Viewpoint, tuple[Squared]](
            lambda here: (squared_to(self.columns, self.positions, here),), _PLACE_MEMORY
        )

    def __len__(self) -> int:
        return len(self.order)

    def alive(self, parts: Sequence[Part]) -> NDArray[np.bool_]:
        """Which rows are alive in a generation with these parts."""
        by_segment = {id(part.segment): part.alive for part in parts}
        known = [
            by_segment.get(id(segment), np.zeros(len(segment), dtype=bool))
            for segment in self.segments
        ]
        return np.concatenate([np.zeros(0, dtype=bool), *known]).take(self.order)

    def _find(self, wanted: Wanted) -> Postings:
        rows, weights, offset = [], [], 0
        for segment in self.segments:
            found = segment.matches(wanted)
            rows.append(self._row_of.take(found[0] + offset))
            weights.append(found[1])
            offset += len(segment)
        return by_row(np.concatenate([NOWHERE[0], *rows]), np.concatenate([NOWHERE[1], *weights]))


class View:
    """All rows of one generation, dead ones included: first the base's, then the new ones."""

    def __init__(self, parts: Sequence[Part], known: Base | None = None) -> None:
        """`known` is the base of the generation before, to be taken over if it still pays."""
        self.parts = tuple(parts)
        base = known
        if base is None or not _pays(base, parts):
            base = Base([part.segment for part in parts if part.segment.is_on_disk])
        self.base = base
        mine = {id(segment) for segment in base.segments}
        self._new = [part for part in parts if id(part.segment) not in mine]
        self.columns = Columns.joined([base.columns, *(one.segment.columns for one in self._new)])
        self.alive = np.concatenate([base.alive(parts), *(part.alive for part in self._new)])
        self.all_alive = bool(self.alive.all())
        self.live_rows: Rows = np.flatnonzero(self.alive)
        self.has_spots: NDArray[np.bool_] = np.diff(self.columns.starts) > 0
        self.placeless: Rows = np.flatnonzero(self.alive & ~self.has_spots)
        self._new_columns = Columns.joined([part.segment.columns for part in self._new])
        self._new_positions = Positions.of(self._new_columns.lat, self._new_columns.lon)
        self.positions = Positions.joined([base.positions, self._new_positions])
        self.extent = self.positions.extent
        self.new_rows: Rows = len(base) + np.flatnonzero(self.has_spots[len(base) :])
        self.postings = ArrayMemory[Wanted, Postings](self._find, _WORD_MEMORY // 2)
        self.squared_by_viewpoint = ArrayMemory[Viewpoint, tuple[Squared, Squared]](
            self._measure, _PLACE_MEMORY // 2
        )
        self.nearest_word = lru_cache(maxsize=4096)(partial(nearest_word, self))
        self.understood = lru_cache(maxsize=1024)(partial(understood, self))

    def squared(self, here: Viewpoint) -> Squared:
        """The squared chord of every row from a viewpoint (`near.squared_to`)."""
        return self.squared_by_viewpoint(here)[0]

    def placeless_among(self, rows: Rows) -> Rows:
        """Those of these rows, which ascend, that have no spot."""
        first, new = rows.searchsorted((self.base.bands.placed, len(self.base))).tolist()
        if new == len(rows):
            return rows[first:]
        return np.concatenate([rows[first:new], rows[new:][~self.has_spots.take(rows[new:])]])

    def knows(self, here: Viewpoint) -> bool:
        """Whether the chords from there are remembered."""
        return here in self.squared_by_viewpoint

    @cached_property
    def mean_length(self) -> float:
        """Weighted words of a living document on average, 1 when there is none."""
        lengths = self.columns.lengths[self.live_rows]
        return float(lengths.mean(dtype=np.float64)) if len(lengths) else 1.0

    @cached_property
    def age(self) -> NDArray[np.int32]:
        """How many days each row was published before the newest living one."""
        newest = self.columns.published[self.live_rows].max(initial=0)
        age: NDArray[np.int32] = newest - self.columns.published
        return age

    @cached_property
    def facets(self) -> Facets:
        """All facets."""
        return Facets(self.columns.facets)

    @cached_property
    def placeless_totals(self) -> Totals:
        """How many living rows without a spot hold each code: they are near to everywhere."""
        return self.facets.totals(self.placeless, self.facets.names)

    @cached_property
    def counts(self) -> Counts:
        """How many living rows hold each code of each facet, since most visits begin with all."""
        return self.facets.counts(self.live_rows, self.facets.names)

    def _find(self, wanted: Wanted) -> Postings:
        rows, weights = self.base.postings(wanted)
        if not self._new and self.all_alive:
            return rows, weights
        row_parts, weight_parts, offset = [rows], [weights], len(self.base)
        for part in self._new:
            found = part.segment.matches(wanted)
            row_parts.append(found[0] + offset)
            weight_parts.append(found[1])
            offset += len(part.segment)
        row, weight = np.concatenate(row_parts), np.concatenate(weight_parts)
        living = self.alive.take(row)
        return row[living], weight[living]

    def _measure(self, here: Viewpoint) -> tuple[Squared, Squared]:
        """The squared chords of all rows, and the least of each block."""
        (known,) = self.base.squared(here)
        if self._new:
            new = squared_to(self._new_columns, self._new_positions, here)
            known = np.concatenate([known, new])
        return known, np.minimum.reduceat(known, np.arange(0, len(known), BLOCK))


def _pays(base: Base, parts: Sequence[Part]) -> bool:
    """Whether a base still holds most rows that live, and most of its rows live."""
    mine = {id(segment) for segment in base.segments}
    on_disk = [part.segment for part in parts if part.segment.is_on_disk]
    new = sum(len(segment) for segment in on_disk if id(segment) not in mine)
    living = sum(part.living for part in parts if id(part.segment) in mine)
    return new <= max(_TAIL, len(base) // 8) and living * 4 >= len(base) * 3


def _in_bands(columns: Columns, which: NDArray[np.bool_]) -> Rows:
    """The rows that are marked, those whose first spots are near each other together."""
    rows = np.flatnonzero(which)
    first = columns.starts.take(rows)
    return rows.take(band_order(columns.lat.take(first), columns.lon.take(first)))
