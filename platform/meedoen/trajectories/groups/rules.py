"""What a form for a whole group must say; which hours of one person are refused: `hours.rules`."""

from collections.abc import Collection
from dataclasses import dataclass

from meedoen.core.errors import Reason
from meedoen.trajectories.hours.rules import When

MOST_PEOPLE = 100
"""In one act, so that nobody else waits long for it (our choice)."""


@dataclass(frozen=True, slots=True)
class Presence:
    """One person who was there: at which activity of theirs, how long where that differs from the
    others, and whether a counsellor says that something unlikely is right."""

    activity_id: int
    minutes: int | None = None
    vouched: bool = False

    def when(self, common: When) -> When:
        """Their time. Who stayed shorter or longer was not there from begin to end, so it has no
        begin and end of its own."""
        if self.minutes is None:
            return common
        return When(on_date=common.on_date, minutes=self.minutes)


def reasons_no_group(chosen: Collection[Presence], left_out: int = 0) -> tuple[Reason, ...]:
    """Why these people cannot be entered in one act; empty when they can."""
    if not chosen and not left_out:
        return (Reason("nobody_chosen", "people"),)
    if len(chosen) > MOST_PEOPLE:
        return (Reason("group_too_large", "people", {"most": MOST_PEOPLE}),)
    return ()
