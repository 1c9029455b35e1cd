"""Facets counted together, by one bincount over combined codes; others say which rows count."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search_index.runs import Rows, Starts, starts_of
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
    def cells(self) -> NDArray[np.uint16] | NDArray[np.int64]:
        """The cell of each row, in as few bytes as it takes: what is small stays near at hand."""
        cells = np.zeros(len(next(iter(self._columns.values()))), dtype=np.int64)
        for column in self._columns.values():
            cells *= len(column.of)
            cells += column.ids
        return cells.astype(np.uint16) if self.size < 1 << 16 else cells

    @cached_property
    def _by_cell(self) -> tuple[Rows, Starts]:
        """All rows by their cell, and where each cell's begin."""
        starts = starts_of(np.bincount(self.cells, minlength=self.size))
        return np.argsort(self.cells, kind="stable"), starts

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
        found = self._per_code(_masked(histogram, chosen.values()))
        for name in names:
            counts = found
            if name in chosen:
                others = (chosen[one] for one in chosen if one != name)
                counts = self._per_code(_masked(histogram, others))
            codes, first, last = self._codes[name]
            held = zip(codes, counts[first:last], strict=True)
            yield name, {code: count for code, count in held if count}

    def _per_code(self, histogram: NDArray[np.int64]) -> list[int]:
        """How many rows of a histogram hold each code, the facets' codes one after the other."""
        if not self._size_of_codes:
            return []
        cells, starts = self._cells_of_codes
        found: list[int] = np.add.reduceat(histogram.take(cells), starts).tolist()
        return found

    @cached_property
    def _sets_of_cells(self) -> dict[str, NDArray[np.intp]]:
        """Per facet the number of its set in each cell."""
        return dict(
            zip(self.names, np.unravel_index(np.arange(self.size), self.shape), strict=True)
        )

    @cached_property
    def _codes(self) -> dict[str, tuple[tuple[str, ...], int, int]]:
        """Per facet its codes, and where they stand among those of all facets."""
        found, last = {}, 0
        for name, column in self._columns.items():
            first, last = last, last + len(column.of.having)
            found[name] = (tuple(column.of.having), first, last)
        return found

    @cached_property
    def _size_of_codes(self) -> int:
        return sum(len(codes) for codes, _first, _last in self._codes.values())

    @cached_property
    def _cells_of_codes(self) -> tuple[Rows, Starts]:
        """The cells that hold each code, code after code, and where each code's begin."""
        cells = [
            np.flatnonzero(self.passing(name, frozenset({code})))
            for name in self.names
            for code in self._codes[name][0]
        ]
        starts = starts_of(np.array([len(of_code) for of_code in cells], dtype=np.int64))
        return np.concatenate(cells), starts[:-1]


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
