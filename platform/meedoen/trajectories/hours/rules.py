"""Which hours are refused, and from which state to which hours may go; what counts: `..rules`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import TypeVar

from meedoen.core.errors import Reason
from meedoen.trajectories.rules import (
    Entry,
    RuleSet,
    Trajectory,
    is_at_rest,
    is_ended,
    overtaken,
    replaced,
)
from meedoen.trajectories.terms import ActivityDecision, HoursState

MOVES: Mapping[HoursState, frozenset[HoursState]] = {
    HoursState.PLANNED: frozenset({HoursState.REPORTED, HoursState.WITHDRAWN}),
    HoursState.REPORTED: frozenset(
        {HoursState.CONFIRMED, HoursState.ACCEPTED, HoursState.SENT_BACK, HoursState.WITHDRAWN}
    ),
    HoursState.CONFIRMED: frozenset(
        {HoursState.ACCEPTED, HoursState.SENT_BACK, HoursState.WITHDRAWN}
    ),
    HoursState.SENT_BACK: frozenset({HoursState.REPORTED, HoursState.WITHDRAWN}),
    HoursState.ACCEPTED: frozenset(),
    HoursState.WITHDRAWN: frozenset(),
}
"""State → states it may become. Reported hours are accepted only when they say 'did not happen'."""

MINUTES_OF_A_DAY = 24 * 60

LIVE = frozenset(
    {HoursState.PLANNED, HoursState.REPORTED, HoursState.CONFIRMED, HoursState.ACCEPTED}
)
"""States in which an entry takes its place in the day."""


def minute_of(at: time) -> int:
    """Which minute of its day a time is, from 0."""
    return at.hour * 60 + at.minute


def last_minute(ends_at: time) -> int:
    """At which minute of the day something ends; 00:00 as an end is 24:00, the end of that day."""
    return minute_of(ends_at) or MINUTES_OF_A_DAY


def minutes_between(begins_at: time, ends_at: time) -> int:
    """Whole minutes from begin to end of one day; negative when the end comes first."""
    return last_minute(ends_at) - minute_of(begins_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A date with begin and end, or with minutes; with both they must agree."""

    on_date: date
    begins_at: time | None = None
    ends_at: time | None = None
    minutes: int | None = None

    def spent(self) -> int:
        """Whole minutes; from begin to end where no minutes were given."""
        if self.minutes is not None:
            return self.minutes
        if self.begins_at is not None and self.ends_at is not None:
            return minutes_between(self.begins_at, self.ends_at)
        return 0


def refusals(
    new: Entry,
    existing: Iterable[Entry],
    trajectory: Trajectory,
    rule_set: RuleSet,
    *,
    on: date,
    until: time | None = None,
) -> tuple[Reason, ...]:
    """Why these hours cannot be taken; empty when they can.

    `existing` are the entries of the trajectory, `on` is the present day and `until` the present
    time of that day. An entry never stands in its own way, nor in that of its correction.
    """
    others = others_that_day(new, list(existing))
    return (
        *_wrong_place(new, trajectory),
        *_wrong_length(new),
        *_not_in_steps(new, rule_set),
        *_wrong_day(new, trajectory, on, until),
        *_overlaps(new, others),
        *_day_too_long(new, others, rule_set),
    )


def others_that_day(new: Entry, existing: Sequence[Entry]) -> list[Entry]:
    """The live entries of the same date, without the entry itself and what it corrects."""
    gone = replaced(existing)
    return [
        entry
        for entry in existing
        if entry.on_date == new.on_date
        and entry.state in LIVE
        and entry is not new
        and entry.id not in gone
        and entry.id not in {new.id, new.corrects_id}
    ]


def _wrong_place(new: Entry, trajectory: Trajectory) -> Iterable[Reason]:
    if is_ended(trajectory):
        yield Reason("trajectory_not_running")
    if new.activity.decision is not ActivityDecision.APPROVED:
        yield Reason("activity_not_approved", "activity", {"activity": new.activity.title})


def _wrong_length(new: Entry) -> Iterable[Reason]:
    if new.minutes < 0:
        yield Reason("minutes_negative", "minutes")
    if new.minutes == 0 and new.corrects_id is None:
        yield Reason("minutes_zero", "minutes")
    if (new.begins_at is None) != (new.ends_at is None):
        yield Reason("begin_without_end", "begins_at" if new.begins_at is None else "ends_at")
    if new.begins_at is not None and new.ends_at is not None:
        spent = minutes_between(new.begins_at, new.ends_at)
        if spent <= 0:
            yield Reason("ends_before_begin", "ends_at")
        elif spent != new.minutes:
            yield Reason("minutes_disagree", "minutes", {"minutes": new.minutes, "spent": spent})


def _not_in_steps(new: Entry, rule_set: RuleSet) -> Iterable[Reason]:
    if new.minutes > 0 and new.minutes % rule_set.rounding_minutes:
        yield Reason("not_in_steps", "minutes", {"step": rule_set.rounding_minutes})


def _wrong_day(
    new: Entry, trajectory: Trajectory, on: date, until: time | None
) -> Iterable[Reason]:
    if new.on_date < trajectory.starts_on:
        yield Reason("before_start", "on_date", {"starts_on": trajectory.starts_on})
    if new.minutes > 0 and is_at_rest(trajectory.suspensions, on=new.on_date):
        yield Reason("during_rest", "on_date", {"date": new.on_date})
    if new.state is HoursState.PLANNED:
        if new.on_date < on:
            yield Reason("planned_in_the_past", "on_date")
    elif new.on_date > on:
        yield Reason("in_the_future", "on_date", {"on": on})
    elif new.on_date == on and until is not None and _ends_after(new, until):
        yield Reason("not_over_yet", "ends_at")


def _ends_after(new: Entry, until: time) -> bool:
    return new.ends_at is not None and last_minute(new.ends_at) > minute_of(until)


def _overlaps(new: Entry, others: Iterable[Entry]) -> Iterable[Reason]:
    if new.begins_at is None or new.ends_at is None:
        return
    for other in others:
        if other.begins_at is None or other.ends_at is None:
            continue
        first, last = minute_of(other.begins_at), last_minute(other.ends_at)
        if minute_of(new.begins_at) < last and first < last_minute(new.ends_at):
            yield Reason(
                "overlaps",
                "begins_at",
                {
                    "entries": (other.id,),
                    "date": other.on_date,
                    "activity": other.activity.title,
                    "begin": other.begins_at.isoformat("minutes"),
                    "end": f"{last // 60:02}:{last % 60:02}",
                },
            )


def _day_too_long(new: Entry, others: Sequence[Entry], rule_set: RuleSet) -> Iterable[Reason]:
    """Hours and a correction of them on its way are the same time: the longer one is taken."""
    taken: dict[int | None, int] = {}
    for other in others:
        corrects = other.corrects_id if other.state is not HoursState.ACCEPTED else None
        key = corrects if corrects is not None else other.id
        taken[key] = max(taken.get(key, 0), other.minutes)
    total = new.minutes + sum(taken.values())
    if new.minutes <= 0 or total <= rule_set.day_minutes_max:
        return
    facts: dict[str, object] = {
        "date": new.on_date,
        "minutes": total,
        "most": rule_set.day_minutes_max,
    }
    if others:
        titles = dict.fromkeys(other.activity.title for other in others)
        facts |= {"entries": tuple(other.id for other in others)}
        yield Reason("day_too_long", "minutes", facts | {"others": ", ".join(titles)})
    else:
        yield Reason("longer_than_a_day", "minutes", facts)


E = TypeVar("E", bound=Entry)


def named_in(reasons: Iterable[Reason], existing: Iterable[E]) -> list[E]:
    """The entries that stand in the way, so that a page can show them beside the new one."""
    ids: set[object] = set()
    for reason in reasons:
        found = reason.facts.get("entries", ())
        ids |= set(found) if isinstance(found, tuple) else set()
    return [entry for entry in existing if entry.id in ids]


def reasons_not_moved(entry: Entry, to: HoursState) -> tuple[Reason, ...]:
    """Why this entry cannot go to the state `to`; empty when it can.

    Accepting asks for the confirmation of the contact person first (domain.md 2.4), unless the
    entry is a correction that says 'did not happen': nobody gains by that.
    """
    if to not in MOVES[entry.state]:
        return (Reason("wrong_state", facts={"state": entry.state, "date": entry.on_date}),)
    if to is HoursState.ACCEPTED:
        if entry.activity.decision is not ActivityDecision.APPROVED:
            return (Reason("activity_not_approved", facts={"activity": entry.activity.title}),)
        if entry.state is not HoursState.CONFIRMED and entry.minutes > 0:
            return (Reason("not_confirmed", facts={"date": entry.on_date}),)
    return ()


def reasons_not_corrected(entry: Entry, existing: Iterable[Entry]) -> tuple[Reason, ...]:
    """Why this entry cannot be corrected by a new one; empty when it can.

    Only what was accepted is corrected (before that it is sent back and changed), and once at a
    time: a correction of a correction names the newest one.
    """
    if entry.state is not HoursState.ACCEPTED:
        return (Reason("not_accepted", facts={"state": entry.state}),)
    ended = {HoursState.SENT_BACK, HoursState.WITHDRAWN}
    if any(e.corrects_id == entry.id and e.state not in ended for e in existing):
        return (Reason("corrected_already"),)
    return ()


def reasons_not_mended(entry: Entry, existing: Sequence[Entry]) -> tuple[Reason, ...]:
    """Why hours that were sent back cannot be reported anew; empty when they can.

    A correction cannot while another one of the same hours is on its way or was accepted: one
    entry never has two. What is left is to withdraw it.
    """
    return (Reason("corrected_already"),) if entry.id in overtaken(existing) else ()
