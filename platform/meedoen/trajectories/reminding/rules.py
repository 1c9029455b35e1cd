"""Which reminders of the deadline are to be given: by the days of the rules, once each."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Protocol

from meedoen.trajectories.rules import Entry, RuleSet, Trajectory, progress
from meedoen.trajectories.states.rules import due_on
from meedoen.trajectories.terms import TrajectoryStatus


class Reminding(RuleSet, Protocol):
    """The rules, with the days before the deadline on which somebody is reminded."""

    @property
    def reminder_days(self) -> Sequence[int]: ...


def reminders_due(
    trajectory: Trajectory,
    entries: Sequence[Entry],
    rule_set: Reminding,
    given: Collection[int],
    *,
    on: date,
) -> tuple[int, ...]:
    """The reminders to note on this day, the nearest to the deadline first; empty for none.

    Of several at once the first alone is told, since it says the same and more. Nobody is reminded
    who rests, ended or has the hours, nor after the deadline, nor again when that moved. `given`
    are the days of reminders that were given.
    """
    if trajectory.status is not TrajectoryStatus.RUNNING:
        return ()
    if progress(entries, rule_set).reached:
        return ()
    left = (due_on(trajectory, rule_set, on=on) - on).days
    passed = sorted(days for days in rule_set.reminder_days if 0 <= left <= days)
    if not passed or passed[0] in given:
        return ()
    return tuple(days for days in passed if days not in given)
