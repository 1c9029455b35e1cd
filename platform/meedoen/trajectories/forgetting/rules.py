"""When a person may be erased, by which value of which rule set, and what stands in the way.

All trajectories of somebody are one file: it goes as a whole, or not yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from meedoen.core.errors import Reason
from meedoen.trajectories.rules import text_reasons
from meedoen.trajectories.states.rules import months_after

LONGEST_REASON = 1000

LONGEST_HOLD = timedelta(days=366)
"""A hold is looked at again at least once a year."""

SHOWN_AHEAD = timedelta(days=30)
"""How far ahead the pages show what will be erased."""


@dataclass(frozen=True, slots=True)
class Course:
    """As much of one trajectory as decides when its person may be erased."""

    ended_on: date | None
    """None while it is open."""
    months: int
    """How long it is kept after its end, by its own rule set."""
    rules_from: date
    disputes: int = 0
    """How many of its hours have a dispute that was not answered."""

    @property
    def kept_until(self) -> date | None:
        """The first day on which it need not be kept any more; None while it is open."""
        return months_after(self.ended_on, self.months) if self.ended_on else None


@dataclass(frozen=True, slots=True)
class Notice:
    """Whether somebody was told: `days` before the erasing, where there is an address."""

    days: int
    reachable: bool
    told_on: date | None = None


def deciding(courses: Sequence[Course]) -> Course | None:
    """The trajectory that is kept longest; None while one of them is open, or there is none."""
    ended = [course for course in courses if course.kept_until is not None]
    if not ended or len(ended) < len(courses):
        return None
    return max(ended, key=lambda course: course.kept_until or date.min)


def due_on(courses: Sequence[Course]) -> date | None:
    """The day from which a person's trajectories need not be kept; None while one is open."""
    last = deciding(courses)
    return last.kept_until if last else None


def tells_on(due: date, notice: Notice) -> date:
    """The first day on which the person is told that they will be erased."""
    return due - timedelta(days=notice.days)


def told_since(notice: Notice, due: date) -> date | None:
    """When the person was told of this very erasing; what was told of another one is nothing."""
    told = notice.told_on
    return told if told is not None and told >= tells_on(due, notice) else None


def erased_on(
    courses: Sequence[Course], notice: Notice, *, held_until: date | None, on: date
) -> date | None:
    """The first day, from `on`, on which the clock erases a person as things stand; None: never.

    Who can be reached has been told so many days before, also when nobody looked for months.
    """
    due = due_on(courses)
    if due is None or any(course.disputes for course in courses):
        return None
    days = [due, on]
    if notice.reachable:
        told = told_since(notice, due)
        days.append((told or max(on, tells_on(due, notice))) + timedelta(days=notice.days))
    if held_until is not None and held_until >= on:
        days.append(held_until + timedelta(days=1))
    return max(days)


def reasons_not_erased(
    courses: Sequence[Course], *, held_until: date | None, on: date
) -> tuple[Reason, ...]:
    """What keeps a person from being erased on a day, whoever asks for it; empty when nothing does.

    An open trajectory, a dispute that was not answered, a legal hold.
    """
    why = []
    if any(course.ended_on is None for course in courses):
        why.append(Reason("still_open"))
    if disputes := sum(course.disputes for course in courses):
        why.append(Reason("dispute_stands", facts={"number": disputes}))
    if held_until is not None and held_until >= on:
        why.append(Reason("held", facts={"until": held_until}))
    return tuple(why)


def reasons_not_yet(
    courses: Sequence[Course], notice: Notice, *, held_until: date | None, on: date
) -> tuple[Reason, ...]:
    """Why the clock does not erase a person on a day; empty when it does."""
    why = reasons_not_erased(courses, held_until=held_until, on=on)
    last = deciding(courses)
    if why or last is None or last.kept_until is None:
        return why
    if on < last.kept_until:
        return (why_then(last),)
    then = erased_on(courses, notice, held_until=held_until, on=on)
    return (Reason("told_first", facts={"then": then}),) if then and then > on else ()


def why_then(course: Course) -> Reason:
    """The rule by which a trajectory is kept, with the facts that it counts from."""
    facts: dict[str, object] = {
        "ended": course.ended_on,
        "months": course.months,
        "rules": course.rules_from,
        "until": course.kept_until,
    }
    return Reason("kept_after_end", facts=facts)


def latest_end(until: date, months: int) -> date:
    """The last day on which something can have ended to be kept no longer than `until`.

    The reverse of `months_after`, of which several days may give one.
    """
    day = months_after(until, -months)
    while months_after(day + timedelta(days=1), months) <= until:
        day += timedelta(days=1)
    while months_after(day, months) > until:
        day -= timedelta(days=1)
    return day


def reasons_not_held(reason: str, until: date, *, on: date) -> tuple[Reason, ...]:
    """Why a file cannot be held: no reason, or no day within a year from today."""
    why = text_reasons("reason", reason, most=LONGEST_REASON)
    if not on < until <= on + LONGEST_HOLD:
        why += (Reason("hold_within_a_year", "until_on"),)
    return why


def reasons_not_refused(reason: str) -> tuple[Reason, ...]:
    """Why a request cannot be refused: it says no reason."""
    return text_reasons("reason", reason, most=LONGEST_REASON)


@dataclass(frozen=True, slots=True)
class Unused:
    """An account that is named by no file and used for no work."""

    used_on: date
    """When somebody last signed in with it, or it was closed."""
    months: int

    @property
    def kept_until(self) -> date:
        """The first day on which it need not be kept any more."""
        return months_after(self.used_on, self.months)


def erased_on_unused(unused: Unused, notice: Notice, *, on: date) -> date:
    """The first day, from `on`, on which the clock erases an account; its owner was told before."""
    days = [unused.kept_until, on]
    if notice.reachable:
        told = told_since(notice, unused.kept_until)
        first = told or max(on, tells_on(unused.kept_until, notice))
        days.append(first + timedelta(days=notice.days))
    return max(days)
