"""A column with a set of codes per document, filtered and counted without a loop over them."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.intp]


class SetColumn:
    """Per document the number of its set: equal sets are kept once.

    There are few different sets (of 7 days at most 128), so a filter decides per set and takes,
    and a count is one bincount over the documents and one over the sets.
    """

    def __init__(self, ids: NDArray[np.int32], sets: Sequence[frozenset[str]]) -> None:
        """`ids[row]` is the index in `sets` of the set of that document."""
        self.ids = ids
        self.sets = tuple(sets)
        self._codes = sorted({code for codes in sets for code in codes})
        numbers = {code: number for number, code in enumerate(self._codes)}
        pairs = [(i, numbers[code]) for i, codes in enumerate(sets) for code in codes]
        self._pair_set = np.array([pair[0] for pair in pairs], dtype=np.intp)
        self._pair_code = np.array([pair[1] for pair in pairs], dtype=np.intp)
        self._numbers = numbers

    @classmethod
    def of(cls, values: Iterable[frozenset[str]]) -> "SetColumn":
        """The column of these sets, one per document."""
        numbers: dict[frozenset[str], int] = {}
        ids = [numbers.setdefault(value, len(numbers)) for value in values]
        return cls(np.array(ids, dtype=np.int32), tuple(numbers))

    @classmethod
    def joined(cls, columns: Sequence["SetColumn"]) -> "SetColumn":
        """The columns one after the other."""
        numbers: dict[frozenset[str], int] = {}
        parts = [np.zeros(0, dtype=np.int32)]
        for column in columns:
            new = [numbers.setdefault(codes, len(numbers)) for codes in column.sets]
            parts.append(np.array(new, dtype=np.int32)[column.ids])
        return cls(np.concatenate(parts), tuple(numbers))

    def having(self, chosen: Iterable[str], rows: Rows) -> NDArray[np.bool_]:
        """For each of the rows whether its set holds any of the chosen codes."""
        wanted = np.zeros(len(self._codes), dtype=bool)
        wanted[[self._numbers[code] for code in chosen if code in self._numbers]] = True
        allowed = np.zeros(len(self.sets), dtype=bool)
        allowed[self._pair_set[wanted[self._pair_code]]] = True
        return allowed[self.ids[rows]]

    def counts(self, rows: Rows) -> dict[str, int]:
        """How many of the rows hold each code; codes that none holds are left out."""
        per_set = np.bincount(self.ids[rows], minlength=len(self.sets))
        per_code = np.bincount(
            self._pair_code, weights=per_set[self._pair_set], minlength=len(self._codes)
        )
        return {self._codes[i]: int(per_code[i]) for i in np.flatnonzero(per_code)}
