"""How a trajectory becomes a row that names nobody: months for days, pieces for weeks."""

from datetime import date

from meedoen.trajectories.forgetting.counting.terms import Lasted

LIMITS = (
    (13, Lasted.UP_TO_13),
    (26, Lasted.UP_TO_26),
    (52, Lasted.UP_TO_52),
    (104, Lasted.UP_TO_104),
)
"""Up to so many whole weeks, and what it is called."""


def lasted(began: date, ended: date) -> Lasted:
    """For how long a trajectory was open, in pieces; one that ended before it began took none."""
    weeks = max(0, (ended - began).days) // 7
    return next((piece for most, piece in LIMITS if weeks <= most), Lasted.LONGER)


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)
