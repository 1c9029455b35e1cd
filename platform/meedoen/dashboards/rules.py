"""What a dashboard may show of numbers of people; no database, no web."""

SMALLEST_SHOWN = 5
"""Fewer people than this are not counted out loud, so that nobody is recognised in a number."""


def shown_people(number: int) -> int | None:
    """A number of people as it may be shown; None stands for 'fewer than five', none included.

    Zero is hidden too: else the neighbour of a hidden cell would tell that somebody is there.
    """
    return number if number >= SMALLEST_SHOWN else None
