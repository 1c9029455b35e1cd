"""Facets counted together, by one bincount over combined codes; others say which rows count."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search_index.runs import Rows, starts_of
from search_index.sets import SetColumn

CELLS = 2048
"""Combinations a cube may have; more would cost more to add up than a second bincount."""

Chosen = NDArray[np.bool_]
"""For each cell of a cube whether it passes a choice."""


class Cube:
    """Some facets whose combinations of sets are few. A cell is one combination."""

    def __init__(self, columns: Mapping[str, SetColumn]) -> None:
        self.names = tuple(columns)
        self._columns = columns
        self.shape = tuple(len(column.of) for column in columns.values())
        self.size = int(np.prod(self.shape))

    @cached_property
    def cells(self) -> NDArray[np.int64]:
        """The cell of each row."""
        cells = np.zeros(len(next(iter(self._columns.values()))), dtype=np.int64)
        for column in self._columns.values():
            cells *= len(column.of)
            cells += column.ids
        return cells

    @cached_property
    def _by_cell(self) -> tuple[Rows, NDArray[np.int64]]:
        """All rows by their cell, and where each cell's begin."""
        small = self.cells.astype(np.uint16) if self.size < 1 << 16 else self.cells
        return np.argsort(small, kind="stable"), starts_of(
            np.bincount(self.cells, minlength=self.size)
        )

    def rows_in(self, chosen: Chosen) -> Rows:
        """The rows, dead ones too, whose cell is chosen; in no order."""
        rows, starts = self._by_cell
        cells = np.flatnonzero(chosen & (starts[1:] > starts[:-1]))
        first, last = starts.take(cells).tolist(), starts.take(cells + 1).tolist()
        return np.concatenate(
            [rows[:0], *(rows[begin:end] for begin, end in zip(first, last, strict=True))]
        )

    def passing(self, name: str, codes: frozenset[str]) -> Chosen:
        """The cells that hold any of the codes of one of the facets."""
        return self._columns[name].of.holding(codes).take(self._sets_of_cells[name])

    def histogram(self, rows: Rows) -> NDArray[np.int64]:
        """How many of the rows there are in each cell."""
        return np.bincount(self.cells.take(rows), minlength=self.size)

    def counts(
        self, histogram: NDArray[np.int64], chosen: Mapping[str, Chosen], names: Sequence[str]
    ) -> Iterator[tuple[str, dict[str, int]]]:
        """Per facet, how many rows of the histogram hold each code, as if its own choice were off.

        Codes that none holds are left out.
        """
        found = _masked(histogram, chosen.values())
        for name in names:
            counted = found
            if name in chosen:
                counted = _masked(histogram, (chosen[one] for one in chosen if one != name))
            yield name, self._told(name, counted)

    def _told(self, name: str, histogram: NDArray[np.int64]) -> dict[str, int]:
        """The rows of a histogram by code: folded to sets, then to codes."""
        of = self._columns[name].of
        per_set = np.bincount(self._sets_of_cells[name], histogram, len(of))
        sets, codes = of.pairs
        per_code = np.bincount(codes, per_set.take(sets), len(of.having))
        counts = per_code.astype(np.int64).tolist()
        return {code: count for code, count in zip(of.having, counts, strict=True) if count}

    @cached_property
    def _sets_of_cells(self) -> dict[str, NDArray[np.intp]]:
        """Per facet the number of its set in each cell."""
        return dict(
            zip(self.names, np.unravel_index(np.arange(self.size), self.shape), strict=True)
        )


def _masked(histogram: NDArray[np.int64], chosen: Iterable[Chosen]) -> NDArray[np.int64]:
    for passing in chosen:
        histogram = histogram * passing
    return histogram


def cubes_of(facets: Mapping[str, SetColumn]) -> tuple[Cube, ...]:
    """The facets in as few cubes as their sets allow, in the order given."""
    groups: list[dict[str, SetColumn]] = []
    sizes: list[int] = []
    for name, column in facets.items():
        size = max(len(column.of), 1)
        for number, taken in enumerate(sizes):
            if taken * size <= CELLS:
                groups[number][name] = column
                sizes[number] *= size
                break
        else:
            groups.append({name: column})
            sizes.append(size)
    return tuple(Cube(group) for group in groups)
