"""What about hours is so unlikely that it is asked about; refusals stand in `hours.rules`."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Protocol

from meedoen.core.errors import Reason
from meedoen.offers.terms import Rhythm, SessionStatus
from meedoen.trajectories.hours.rules import others_that_day
from meedoen.trajectories.rules import Activity, Entry, local

DOUBTS = frozenset({"same_elsewhere", "before_offer", "after_offer"})
"""The codes of what is asked about; a counsellor says that it is right."""


class Hosted(Activity, Protocol):
    """An activity and the organisation where it is."""

    @property
    def host(self) -> str: ...


class HostedEntry(Entry, Protocol):
    """Hours of which the organisation is known."""

    @property
    def activity(self) -> Hosted: ...


class Meeting(Protocol):
    """One dated meeting of an offer."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def status(self) -> SessionStatus: ...


class Dated(Protocol):
    """An offer, as far as its dates go."""

    @property
    def rhythm(self) -> Rhythm: ...
    @property
    def starts_on(self) -> date | None: ...
    @property
    def ends_on(self) -> date | None: ...
    @property
    def sessions(self) -> Sequence[Meeting]: ...


def days_of(offer: Dated) -> tuple[date | None, date | None]:
    """The first and last day of an offer, None where it has none.

    What goes on counts its own dates alone: of its sessions only those ahead are written down.
    """
    days = [local(s.starts_at).date() for s in offer.sessions if s.status is SessionStatus.PLANNED]
    days = [] if offer.rhythm is Rhythm.CONTINUOUS else days
    first = [*days, *([offer.starts_on] if offer.starts_on else [])]
    last = [*days, *([offer.ends_on] if offer.ends_on else [])]
    return min(first, default=None), max(last, default=None)


def warnings(
    new: HostedEntry, existing: Sequence[HostedEntry], offer: Dated | None
) -> tuple[Reason, ...]:
    """What about these hours is so unlikely that a counsellor must say that it is right.

    Without times nobody sees whether two entries overlap: as many minutes on one day at two
    organisations are often the same hours, typed twice. And an offer may have met on a day that
    nobody wrote down, so hours outside its days are asked about and not refused.
    """
    return (*_same_elsewhere(new, existing), *_outside_offer(new, offer))


def _same_elsewhere(new: HostedEntry, existing: Sequence[HostedEntry]) -> Iterable[Reason]:
    if new.begins_at is not None or new.minutes <= 0:
        return
    there = {entry.id for entry in others_that_day(new, existing)}
    for other in existing:
        if (
            other.id in there
            and other.begins_at is None
            and other.minutes == new.minutes
            and other.activity.host.casefold() != new.activity.host.casefold()
        ):
            facts = {
                "entries": (other.id,),
                "date": other.on_date,
                "activity": other.activity.title,
                "host": other.activity.host,
                "minutes": other.minutes,
            }
            yield Reason("same_elsewhere", "both_right", facts)


def _outside_offer(new: HostedEntry, offer: Dated | None) -> Iterable[Reason]:
    if offer is None or new.minutes == 0:
        return
    first, last = days_of(offer)
    facts: dict[str, object] = {"activity": new.activity.title}
    if first is not None and new.on_date < first:
        yield Reason("before_offer", "both_right", facts | {"first": first})
    if last is not None and new.on_date > last:
        yield Reason("after_offer", "both_right", facts | {"last": last})
