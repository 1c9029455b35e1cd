"""In which rows something stands, and how well: how such lists are joined, not kept."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from search_index.runs import Rows

Weights = NDArray[np.float32]
Postings = tuple[Rows, Weights]
"""Rows, ascending, and the weighted number of occurrences in each."""

NOWHERE: Postings = (np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32))


def by_row(rows: Rows, weights: Weights) -> Postings:
    """Rows below 2³¹ in any order, made ascending with their weights.

    Row and weight travel as one number, which numpy sorts eight times as fast as it finds the
    order to take both in.
    """
    packed = (rows << 32) | weights.view(np.uint32)
    packed.sort()
    return packed >> 32, packed.astype(np.uint32).view(np.float32)


def added_up(parts: Sequence[tuple[float, Postings]]) -> Postings:
    """Several postings as one: each row once, with the sum of its weights times their worth."""
    if not parts:
        return NOWHERE
    weights = [weight * np.float32(worth) for worth, (_, weight) in parts]
    if len(parts) == 1:
        return parts[0][1][0], weights[0]
    row, weight = by_row(np.concatenate([rows for _, (rows, _) in parts]), np.concatenate(weights))
    first = np.flatnonzero(np.diff(row, prepend=-1))
    return (row.take(first), np.add.reduceat(weight, first)) if len(first) else NOWHERE
