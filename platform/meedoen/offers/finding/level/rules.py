"""Which level of Dutch some answers tell; no question is worded here."""

from collections.abc import Sequence

from meedoen.offers.terms import Level


def level_of(can: Sequence[bool]) -> Level:
    """The level of who can, or cannot, do three things, each harder than the one before.

    They are what sets each level of the taaliconen apart from the one below (`domain.md` 7.2):
    understanding a little, telling something, talking along. Who cannot do one is not asked how
    well they do what is harder.
    """
    reached = Level.STARTING
    for level, can_do in zip(list(Level)[1:], can, strict=True):
        if not can_do:
            break
        reached = level
    return reached
