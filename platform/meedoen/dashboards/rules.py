"""What a dashboard may show of numbers of people; no database, no web."""

from collections.abc import Sequence

SMALLEST_SHOWN = 5
"""Fewer people than this are not counted out loud, so that nobody is recognised in a number."""


def shown_people(number: int) -> int | None:
    """A number of people as it may be shown; None stands for 'fewer than five', none included.

    Zero is hidden too: else the neighbour of a hidden cell would tell that somebody is there.
    """
    return number if number >= SMALLEST_SHOWN else None


def shown_cells(numbers: Sequence[int]) -> tuple[tuple[int | None, ...], int | None]:
    """Numbers of different people as they may be shown beside each other, and their sum.

    The sum is shown only where every number is: else taking the others from it would tell the
    hidden one, or with two hidden ones of at most four each tell more than that they are few. No
    other number needs to be hidden for it, so that each board shows the same number the same way.
    """
    cells = tuple(shown_people(number) for number in numbers)
    return cells, None if None in cells else sum(numbers)
