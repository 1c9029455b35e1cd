"""Rows and what stands at them: several entries per row, rows in two lists; not what they mean."""

import numpy as np
from numpy.typing import NDArray

from search_index.machine import compiled

Rows = NDArray[np.intp]
Starts = NDArray[np.int64]
"""The entries of row i stand at starts[i] up to starts[i + 1]; one longer than there are rows."""


def starts_of(counts: NDArray[np.int64]) -> Starts:
    """The starts of rows with so many entries each."""
    starts = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=starts[1:])
    return starts


def entries(starts: Starts, rows: Rows) -> tuple[Rows, Starts]:
    """Where the entries of these rows stand, row after row, and the starts among those."""
    first = starts.take(rows)
    counts = starts.take(rows + 1) - first
    total = int(counts.sum())
    if total == len(rows) and counts.all():  # one each
        return first, np.arange(total + 1)
    chosen = starts_of(counts)
    return np.arange(total) + np.repeat(first - chosen[:-1], counts), chosen


def joined_starts(parts: list[Starts]) -> Starts:
    """The starts of columns laid one after the other."""
    return starts_of(np.concatenate([np.zeros(0, dtype=np.int64), *map(np.diff, parts)]))


def any_of(flags: NDArray[np.bool_], starts: Starts, rows: Rows) -> NDArray[np.bool_]:
    """For each of the rows whether any of its entries is flagged."""
    before = starts_of(flags.astype(np.int64))
    several: NDArray[np.bool_] = before[starts.take(rows + 1)] > before[starts.take(rows)]
    return several


@compiled
def common(fewer: Rows, more: Rows) -> Rows:
    """The rows that stand in both; both ascend, and so does the answer.

    Looks ahead in the longer list by steps that double, then halves (Bentley and Yao 1976).
    """
    found, count, first = np.empty(len(fewer), np.int64), 0, 0
    for row in fewer:
        step = 1
        while first + step < len(more) and more[first + step] < row:
            first += step
            step *= 2
        last = min(first + step, len(more))
        while first < last:
            middle = (first + last) // 2
            if more[middle] < row:
                first = middle + 1
            else:
                last = middle
        if first < len(more) and more[first] == row:
            found[count] = row
            count += 1
    return found[:count]
