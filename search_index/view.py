"""One generation of the index as whole columns: segments laid end to end, never changed after."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from search_index.columns import FACETS
from search_index.distance import to_ecef
from search_index.memory import ArrayMemory
from search_index.near import nearest_chords
from search_index.query import Origin
from search_index.ranking import Scored, scored
from search_index.segment import Segment
from search_index.sets import Rows, SetColumn
from search_index.words import Wanted

Number = TypeVar("Number", bound=np.generic)

_WORD_MEMORY = 32 << 20  # bytes of scored words
_PLACE_MEMORY = 32 << 20  # bytes of distances from known origins


@dataclass(frozen=True)
class Part:
    """A segment in a generation, with its rows that were removed or replaced since."""

    segment: Segment
    dead: frozenset[int]


class View:
    """All columns of one generation; a row is a document, dead ones included.

    Arrays are per document unless said otherwise; spots are as in `Columns`.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = tuple(parts)
        columns = [part.segment.columns for part in parts]
        sizes = [len(part.segment) for part in parts]
        self.offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        self.alive = np.ones(sum(sizes), dtype=bool)
        for part, offset in zip(parts, self.offsets[:-1], strict=True):
            self.alive[offset + np.array(sorted(part.dead), dtype=np.int64)] = False
        self.keys = _joined([c.keys for c in columns], np.int64)
        self.published = _joined([c.published for c in columns], np.int32)
        self.lengths = _joined([c.lengths for c in columns], np.float64)
        self.lat = _joined([c.lat for c in columns], np.float64)
        self.lon = _joined([c.lon for c in columns], np.float64)
        spots = _joined([np.diff(c.starts) for c in columns], np.int64)
        self.starts = np.concatenate([[0], np.cumsum(spots)]).astype(np.int64)
        self.has_spots = spots > 0
        periods = _joined([np.diff(c.period_starts) for c in columns], np.int64)
        self.period_starts = np.concatenate([[0], np.cumsum(periods)]).astype(np.int64)
        self.begins = _joined([c.begins for c in columns], np.int32)
        self.ends = _joined([c.ends for c in columns], np.int32)
        self.ecef = to_ecef(self.lat, self.lon)
        self.nis = SetColumn.of(frozenset({nis}) for c in columns for nis in c.nis)
        self.postcode = SetColumn.of(frozenset({code}) for c in columns for code in c.postcode)
        self.catchment = SetColumn.joined([c.catchment for c in columns])
        names = dict.fromkeys(FACETS) | dict.fromkeys(name for c in columns for name in c.facets)
        self.facets = {
            name: SetColumn.joined(
                [c.facets[name] if name in c.facets else _empty(len(c.keys)) for c in columns]
            )
            for name in names
        }
        self.live_rows: Rows = np.flatnonzero(self.alive)
        self.scored = ArrayMemory[Wanted, Scored](lambda word: scored(self, word), _WORD_MEMORY)
        self.chords = ArrayMemory[Origin, tuple[NDArray[np.float64]]](
            lambda origin: (nearest_chords(self, origin),), _PLACE_MEMORY
        )

    @cached_property
    def mean_length(self) -> float:
        """Weighted words of a living document on average, 1 when there is none."""
        return float(self.lengths[self.live_rows].mean()) if len(self.live_rows) else 1.0

    @cached_property
    def all_counts(self) -> dict[str, dict[str, int]]:
        """The facet counts of everything, since that is what most visits begin with."""
        return {name: column.counts(self.live_rows) for name, column in self.facets.items()}


def _joined(arrays: Sequence[NDArray[Number]], kind: type[Number]) -> NDArray[Number]:
    return np.concatenate([np.zeros(0, dtype=kind), *arrays])


def _empty(size: int) -> SetColumn:
    return SetColumn(np.zeros(size, dtype=np.int32), [frozenset()])
