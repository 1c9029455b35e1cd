"""Facets: which rows have what is chosen, and how many rows hold each code."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from search_index.machine import compiled
from search_index.runs import Rows, Starts, entries, starts_of
from search_index.sets import SetColumn

CELLS = 512
"""Combinations that facets counted together may have; to add up more would take longer than to
count them apart."""

Counts = dict[str, dict[str, int]]
"""Per facet how many rows hold each of its codes; codes that none holds are left out."""

Totals = NDArray[np.int64]
"""How many rows hold each code, by its number."""

Cells = NDArray[np.uint16 | np.uint32]
Integers = NDArray[np.int64]


class Facets:
    """All facets of a view.

    Facets whose combinations of sets are few form a group. Each combination in each group is a cell
    with a number of its own, so that a row is counted by adding one to one cell per group.
    """

    def __init__(self, columns: Mapping[str, SetColumn]) -> None:
        self.names = tuple(columns)
        self._columns = columns
        self._groups = _groups({name: len(column.of) for name, column in columns.items()})
        self._group_of = {name: i for i, group in enumerate(self._groups) for name in group}
        self._sets_of_cells: dict[str, Integers] = {}
        sizes = []
        for group in self._groups:
            shape = [len(columns[name].of) for name in group]
            sizes.append(int(np.prod(shape)))
            of_cells = np.unravel_index(np.arange(sizes[-1]), shape)
            self._sets_of_cells |= zip(group, of_cells, strict=True)
        self._first = starts_of(np.array(sizes, dtype=np.int64))
        self._nothing = np.zeros(self._first[-1], dtype=np.int64)
        self._cells = self._cells_of_rows()
        self._codes: dict[str, tuple[list[str], slice]] = {}
        """The codes of each facet, and where they stand among all."""
        last = 0
        for name, column in columns.items():
            first, last = last, last + len(column.of.having)
            self._codes[name] = list(column.of.having), slice(first, last)
        self._no_totals = np.zeros(last, dtype=np.int64)
        self._holding = lru_cache(maxsize=256)(self._groups_with)
        self._held = self._codes_of_cells()

    def totals(self, rows: Rows, counted: Sequence[str], more: Totals | None = None) -> Totals:
        """How many of the rows hold each code of some facets, which must be among `names`, added to
        what there is; others may be counted too."""
        groups, before = self._holding(*counted), self._no_totals if more is None else more
        return _totals(rows, self._cells, groups, self._first, *self._held[:2], before)

    def counts(self, rows: Rows, counted: Sequence[str], more: Totals | None = None) -> Counts:
        """The same by facet and code, of these facets alone."""
        return self._told(self.totals(rows, counted, more), counted)

    def passing(
        self, rows: Rows, choices: Mapping[str, frozenset[str]], counted: Sequence[str]
    ) -> tuple[Rows, Counts]:
        """Those of the rows that hold a chosen code of each facet with a choice, as positions, and
        the counts of some facets, each as if its own choice were off. All facets that are named
        must be among `names`."""
        refusals, refusing = self._nothing.copy(), self._nothing.copy()
        for name, codes in choices.items():
            group = self._group_of[name]
            holding = self._columns[name].of.holding(codes).take(self._sets_of_cells[name])
            refused = self._first[group] + np.flatnonzero(~holding)
            refusals[refused] += 1
            refusing[refused] = self.names.index(name)
        positions, hits = _passing(
            rows, self._cells, self._holding(*choices), self._holding(*counted), refusals > 0
        )
        return positions, self._told(_per_code(hits, refusals, refusing, *self._held), counted)

    def _told(self, totals: Totals, counted: Sequence[str]) -> Counts:
        """The totals of the codes that any row holds, by facet and code."""
        hits = totals.tolist()
        return {
            name: {code: hit for code, hit in zip(codes, hits[here], strict=True) if hit}
            for name, (codes, here) in ((name, self._codes[name]) for name in counted)
        }

    def _groups_with(self, *names: str) -> Integers:
        """The groups with any of these facets."""
        return np.array(sorted({self._group_of[name] for name in names}), dtype=np.int64)

    def _cells_of_rows(self) -> Cells:
        """The cell of each row in each group, shape (groups, rows), in as few bytes as it takes:
        what is small stays near at hand."""
        rows = max((len(column) for column in self._columns.values()), default=0)
        small = self._first[-1] <= 1 << 16
        found: Cells = np.empty((len(self._groups), rows), dtype=np.uint16 if small else np.uint32)
        for group, names in enumerate(self._groups):
            cells = np.zeros(rows, dtype=np.int64)
            for name in names:
                cells *= len(self._columns[name].of)
                cells += self._columns[name].ids
            found[group] = cells + self._first[group]
        return found

    def _codes_of_cells(self) -> tuple[Starts, Rows, Rows]:
        """The numbers of the codes that each cell holds: where each cell's begin, and all of them;
        and the number of each code's facet."""
        nothing = np.zeros(0, dtype=np.int64)
        cells, members, facets = [nothing], [nothing], [nothing]
        codes = 0
        for facet, (name, column) in enumerate(self._columns.items()):
            starts, numbers = column.of.members
            places, per_cell = entries(starts, self._sets_of_cells[name])
            first = self._first[self._group_of[name]]
            cells.append(first + np.repeat(np.arange(len(per_cell) - 1), np.diff(per_cell)))
            members.append(codes + numbers.take(places))
            facets.append(np.full(len(column.of.having), facet))
            codes += len(column.of.having)
        cell = np.concatenate(cells)
        order = np.argsort(cell, kind="stable")
        starts = starts_of(np.bincount(cell, minlength=len(self._nothing)))
        return starts, np.concatenate(members).take(order), np.concatenate(facets)


def _groups(sizes: Mapping[str, int]) -> list[list[str]]:
    """The facets in as few groups as their numbers of sets allow, in the order given."""
    groups: list[list[str]] = []
    taken: list[int] = []
    for name, size in sizes.items():
        room = next((i for i, cells in enumerate(taken) if cells * size <= CELLS), None)
        if room is None:
            groups.append([name])
            taken.append(size)
        else:
            groups[room].append(name)
            taken[room] *= size
    return groups


@compiled
def _totals(
    rows: Rows,
    cells: Cells,
    groups: Integers,
    ends: Starts,
    starts: Starts,
    members: Rows,
    before: Totals,
) -> Totals:
    """The totals before and how many of the rows hold each code of these groups; the cells of group
    i are those from ends[i] up to ends[i + 1].

    A code is added once per row, or once per cell where those are fewer.
    """
    totals = before.copy()
    for group in groups:
        cell_of, first, last = cells[group], ends[group], ends[group + 1]
        if len(rows) < last - first:
            for row in rows:
                for member in range(starts[cell_of[row]], starts[cell_of[row] + 1]):
                    totals[members[member]] += 1
            continue
        hits = np.zeros(last - first, np.int64)
        for row in rows:
            hits[cell_of[row] - first] += 1
        for cell in range(first, last):
            if hits[cell - first] > 0:
                for member in range(starts[cell], starts[cell + 1]):
                    totals[members[member]] += hits[cell - first]
    return totals


@compiled
def _passing(
    rows: Rows, cells: Cells, chosen: Integers, counted: Integers, refused: NDArray[np.bool_]
) -> tuple[Rows, Integers]:
    """Positions of the rows none of whose cells is refused, and how many rows are in each cell: of
    a group with choices those that are not refused by another group, of the others those that pass.

    One is added or nothing: to branch on what is as good as random would take longer.
    """
    hits, refusals = np.zeros(len(refused), np.int64), np.zeros(len(rows), np.uint8)
    for group in chosen:
        cell_of = cells[group]
        for at in range(len(rows)):
            refusals[at] += refused[cell_of[rows[at]]]
    for group in chosen:
        cell_of = cells[group]
        for at in range(len(rows)):
            cell = cell_of[rows[at]]
            hits[cell] += int(refusals[at] == refused[cell])
    positions = np.empty(len(rows), np.int64)
    count = 0
    for at in range(len(rows)):
        positions[count] = at
        count += int(refusals[at] == 0)
    positions = positions[:count]
    for group in counted:
        cell_of = cells[group]
        if not (chosen == group).any():
            for row in rows[positions]:
                hits[cell_of[row]] += 1
    return positions, hits


@compiled
def _per_code(
    hits: Integers,
    refusals: Integers,
    refusing: Integers,
    starts: Starts,
    members: Rows,
    facet_of_code: Rows,
) -> Totals:
    """How many rows hold each code.

    Where `refusals` choices of its group refuse a cell, the last of them that of facet `refusing`,
    it counts for the codes of a facet that refuses it alone.
    """
    totals = np.zeros(len(facet_of_code), np.int64)
    for cell in range(len(hits)):
        if hits[cell] == 0:
            continue
        for member in range(starts[cell], starts[cell + 1]):
            code = members[member]
            if refusals[cell] == 0 or (
                refusals[cell] == 1 and refusing[cell] == facet_of_code[code]
            ):
                totals[code] += hits[cell]
    return totals
