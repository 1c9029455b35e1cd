"""What a volunteer gets in lump sums, over all organisations, and where that passes the caps."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from meedoen.core.errors import Reason
from meedoen.core.texts import is_blank
from meedoen.offers.terms import OfferType

MOST_CENTS = 100_000
"""Of one day; more is a slip of the keyboard."""


class Caps(Protocol):
    """The most that a volunteer may get in lump sums (law of 3 July 2005, art. 10)."""

    @property
    def allowance_day_cents(self) -> int: ...
    @property
    def allowance_year_cents(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Paid:
    """An allowance for one day at one activity; hours at it later that day bring nothing more."""

    on_date: date
    activity_id: int
    cents: int


@dataclass(frozen=True, slots=True)
class Money:
    """A sum in cents, which pages write as money."""

    cents: int


def warnings_of(paid: Iterable[Paid], caps_on: Callable[[date], Caps | None]) -> tuple[Reason, ...]:
    """Where the caps are passed: each day, then each year; it is told and refuses nothing.

    `caps_on` gives the rules that hold on a day: the caps are those of the day of the volunteering,
    and of a year those of its last counted day.
    """
    per_day: dict[date, int] = defaultdict(int)
    for one in set(paid):
        per_day[one.on_date] += one.cents
    per_year: dict[int, int] = defaultdict(int)
    last: dict[int, date] = {}
    why = []
    for day, cents in sorted(per_day.items()):
        per_year[day.year] += cents
        last[day.year] = day
        caps = caps_on(day)
        if caps is not None and cents > caps.allowance_day_cents:
            facts: dict[str, object] = {"date": day, "total": Money(cents)}
            facts["most"] = Money(caps.allowance_day_cents)
            why.append(Reason("allowance_over_day", facts=facts))
    for year, cents in sorted(per_year.items()):
        caps = caps_on(last[year])
        if caps is not None and cents > caps.allowance_year_cents:
            facts = {"year": year, "total": Money(cents)}
            facts["most"] = Money(caps.allowance_year_cents)
            why.append(Reason("allowance_over_year", facts=facts))
    return tuple(why)


def may_pay(type: OfferType | None) -> bool:  # noqa: A002
    """Whether there can be an allowance: at volunteering, or where no offer says what it is."""
    return type is None or type is OfferType.VOLUNTEERING


def read_euros(typed: str) -> int | None:
    """An amount as people type it, in cents; None for nothing. Raises ValueError for no amount."""
    if is_blank(typed):
        return None
    whole, _, rest = typed.replace("€", "").strip().replace(".", ",").partition(",")
    if not (whole.isascii() and whole.isdecimal() and len(whole) <= 4):
        raise ValueError(typed)
    if rest and not (rest.isascii() and rest.isdecimal() and len(rest) <= 2):
        raise ValueError(typed)
    return int(whole) * 100 + int(rest.ljust(2, "0") or 0)


def reasons_not_paid(cents: int | None, type: OfferType | None) -> tuple[Reason, ...]:  # noqa: A002
    """Why this allowance cannot be written down; empty when it can."""
    if cents is not None and not may_pay(type):
        return (Reason("no_volunteering", "amount"),)
    if cents is not None and not 0 < cents <= MOST_CENTS:
        return (Reason("allowance_outside", "amount", {"most": Money(MOST_CENTS)}),)
    return ()
