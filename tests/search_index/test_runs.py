"""Rows that stand in two lists, by steps that double, beside sets."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search_index.runs import common

ASCENDING = st.sets(st.integers(0, 300)).map(sorted)


@given(ASCENDING, ASCENDING)
def test_rows_in_common_are_those_of_both_lists(one: list[int], other: list[int]) -> None:
    found = common(np.array(one, dtype=np.int64), np.array(other, dtype=np.int64))
    assert found.tolist() == sorted({*one} & {*other})
