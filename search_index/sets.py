"""A column with a set of codes per row: equal sets are kept once; nothing is counted here."""

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search_index.runs import Rows, Starts, starts_of

NONE: frozenset[str] = frozenset()


class CodeSets:
    """Different sets of codes, numbered from 0. Shared by columns, never changed."""

    def __init__(self, sets: Iterable[frozenset[str]]) -> None:
        self.sets = tuple(sets)

    def __len__(self) -> int:
        return len(self.sets)

    @cached_property
    def numbers(self) -> dict[frozenset[str], int]:
        """The number of each set."""
        return {codes: number for number, codes in enumerate(self.sets)}

    @cached_property
    def having(self) -> dict[str, list[int]]:
        """The numbers of the sets that hold each code; the codes in alphabetical order."""
        found: dict[str, list[int]] = {code: [] for code in sorted(set().union(*self.sets))}
        for number, codes in enumerate(self.sets):
            for code in codes:
                found[code].append(number)
        return found

    @cached_property
    def members(self) -> tuple[Starts, NDArray[np.int64]]:
        """The codes of each set by their numbers in the order of `having`: where each set's begin,
        and all of them."""
        number_of = {code: number for number, code in enumerate(self.having)}
        numbers = [number_of[code] for codes in self.sets for code in codes]
        counts = np.array([len(codes) for codes in self.sets], dtype=np.int64)
        return starts_of(counts), np.array(numbers, dtype=np.int64)

    def holding(self, chosen: Iterable[str]) -> NDArray[np.bool_]:
        """For each set whether it holds any of the chosen codes."""
        holds = np.zeros(len(self.sets), dtype=bool)
        for code in chosen:
            for number in self.having.get(code, ()):
                holds[number] = True
        return holds

    def with_more(self, others: Iterable["CodeSets"]) -> "CodeSets":
        """These sets under the same numbers, and those of others that are new."""
        new = dict.fromkeys(codes for other in others for codes in other.sets)
        more = [codes for codes in new if codes not in self.numbers]
        return CodeSets((*self.sets, *more)) if more else self


class SetColumn:
    """Per row the number of its set. There are few different sets (of 7 days at most 128), so a
    filter decides per set and takes."""

    def __init__(self, ids: NDArray[np.int32], of: CodeSets) -> None:
        """`ids[row]` is the number in `of` of the set of that row."""
        self.ids = ids
        self.of = of

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def from_sets(cls, values: Iterable[frozenset[str]]) -> "SetColumn":
        """The column of these sets, one per row."""
        numbers: dict[frozenset[str], int] = {}
        ids = [numbers.setdefault(value, len(numbers)) for value in values]
        return cls(np.array(ids, dtype=np.int32), CodeSets(numbers))

    @classmethod
    def empty_sets(cls, rows: int) -> "SetColumn":
        """A column in which no row has any code."""
        return cls(np.zeros(rows, dtype=np.int32), CodeSets((NONE,)))

    @classmethod
    def joined(cls, columns: Sequence["SetColumn"]) -> "SetColumn":
        """The columns one after the other; there must be one."""
        of = columns[0].of.with_more(column.of for column in columns[1:])
        parts = [columns[0].ids]
        for column in columns[1:]:
            renumbered = [of.numbers[codes] for codes in column.of.sets]
            parts.append(np.array(renumbered, dtype=np.int32)[column.ids])
        return cls(np.concatenate(parts), of)

    def taken(self, rows: Rows) -> "SetColumn":
        """The column of these rows, in this order."""
        return SetColumn(self.ids.take(rows), self.of)
