"""What a contact person sees of a newcomer, and which hours they are asked about."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from meedoen.trajectories.terms import HoursState

STILL_SHOWN = timedelta(days=30)


class Answered(Protocol):
    """An entry that a contact person may have answered."""

    @property
    def state(self) -> HoursState: ...
    @property
    def confirmed_at(self) -> datetime | None: ...
    @property
    def sent_back_at(self) -> datetime | None: ...
    @property
    def sent_back_by_name(self) -> str | None: ...


E = TypeVar("E", bound=Answered)


def short_name(name: str) -> str:
    """First name and one initial: as much as somebody needs who knows the person."""
    first, *others = name.split() or [name]
    return f"{first} {others[-1][0]}." if others else first


def waiting(entries: Iterable[E]) -> list[E]:
    """The entries that the contact person is asked about."""
    return [entry for entry in entries if entry.state is HoursState.REPORTED]


def answered(entries: Iterable[E], *, at: datetime) -> list[E]:
    """What was confirmed in the last thirty days, by whichever way."""
    return [
        entry
        for entry in entries
        if entry.state in {HoursState.CONFIRMED, HoursState.ACCEPTED}
        and entry.confirmed_at is not None
        and entry.confirmed_at > at - STILL_SHOWN
    ]


def contested(entries: Iterable[E]) -> list[E]:
    """What the contact person said is not right, and was not changed yet."""
    return [
        entry
        for entry in entries
        if entry.state is HoursState.SENT_BACK and entry.sent_back_by_name is not None
    ]
