"""Who must follow, what counts and how far somebody is; which hours are refused: `hours.rules`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from meedoen.core.errors import Reason
from meedoen.core.texts import is_blank, is_readable
from meedoen.trajectories.terms import (
    OPEN,
    ActivityDecision,
    HoursState,
    Obligation,
    TrajectoryStatus,
)

BRUSSELS = ZoneInfo("Europe/Brussels")


class RuleSet(Protocol):
    """The dated rules that the law may change."""

    @property
    def target_minutes(self) -> int: ...
    @property
    def day_minutes_max(self) -> int: ...
    @property
    def required_when_working(self) -> bool: ...
    @property
    def required_when_studying(self) -> bool: ...
    @property
    def silent_after_days(self) -> int: ...
    @property
    def rounding_minutes(self) -> int: ...
    @property
    def deadline_months(self) -> int: ...
    @property
    def suspension_moves_deadline(self) -> bool: ...


class Activity(Protocol):
    """What the newcomer joins."""

    @property
    def title(self) -> str: ...
    @property
    def decision(self) -> ActivityDecision: ...


class Entry(Protocol):
    """Minutes on one date at one activity; `id` is None before it is saved."""

    @property
    def id(self) -> int | None: ...
    @property
    def corrects_id(self) -> int | None: ...
    @property
    def on_date(self) -> date: ...
    @property
    def begins_at(self) -> time | None: ...
    @property
    def ends_at(self) -> time | None: ...
    @property
    def minutes(self) -> int: ...
    @property
    def state(self) -> HoursState: ...
    @property
    def activity(self) -> Activity: ...


E = TypeVar("E", bound=Entry)


class Period(Protocol):
    """A rest: from its first day until the day on which it runs again (None: not known yet)."""

    @property
    def from_on(self) -> date: ...
    @property
    def until_on(self) -> date | None: ...


class Trajectory(Protocol):
    """The trajectory that hours are for."""

    @property
    def starts_on(self) -> date: ...
    @property
    def status(self) -> TrajectoryStatus: ...
    @property
    def suspensions(self) -> Sequence[Period]: ...


def is_open(trajectory: Trajectory) -> bool:
    """Whether it did not end: it runs, or rests."""
    return trajectory.status in OPEN


def is_ended(trajectory: Trajectory) -> bool:
    """Whether it was completed, stopped, exempted or moved."""
    return not is_open(trajectory)


def is_at_rest(suspensions: Iterable[Period], *, on: date) -> bool:
    """Whether the day `on` lies in a rest; the day on which it runs again does not."""
    return any(
        rest.from_on <= on and (rest.until_on is None or on < rest.until_on) for rest in suspensions
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """Whole minutes per state; only `accepted` counts, and `remaining` is what it lacks."""

    planned: int
    reported: int
    confirmed: int
    accepted: int
    target: int

    @property
    def remaining(self) -> int:
        """Minutes still to be accepted; never below zero."""
        return max(0, self.target - self.accepted)

    @property
    def reached(self) -> bool:
        """Whether enough minutes were accepted."""
        return self.accepted >= self.target


@dataclass(frozen=True, slots=True)
class Places:
    """Progress in full hours, for the drawing of forty places."""

    planned: int
    reported: int
    confirmed: int
    accepted: int
    target: int


def obligation(
    *, obliged: bool, working: bool, studying: bool, rule_set: RuleSet
) -> tuple[Obligation, tuple[Reason, ...]]:
    """Whether somebody must follow the trajectory, and why.

    Required for an obliged inburgeraar who neither works nor studies; all others may (websites of
    Herent and Melle, VVSG; domain.md 2.2). The rule set says whether work or study exempt.
    """
    why = []
    if not obliged:
        why.append(Reason("not_obliged"))
    if working and not rule_set.required_when_working:
        why.append(Reason("works"))
    if studying and not rule_set.required_when_studying:
        why.append(Reason("studies"))
    if why:
        return Obligation.VOLUNTARY, tuple(why)
    return Obligation.REQUIRED, (Reason("obliged_without_exemption"),)


def reasons_not_rechecked(from_on: date, *, since: date, newest: date) -> tuple[Reason, ...]:
    """Why a situation cannot begin on this day; empty when it can.

    `since` is the day from which the last one holds: what held before is not written anew. `newest`
    is today, or the start when that lies ahead: what is to come is written when it is there.
    """
    if from_on < since:
        return (Reason("before_last_situation", "from_on", {"since": since}),)
    if from_on > newest:
        return (Reason("still_to_come", "from_on"),)
    return ()


def replaced(entries: Iterable[Entry]) -> frozenset[int]:
    """Ids of the entries in whose place an accepted correction came."""
    return frozenset(
        entry.corrects_id
        for entry in entries
        if entry.corrects_id is not None and entry.state is HoursState.ACCEPTED
    )


def overtaken(entries: Sequence[Entry]) -> frozenset[int]:
    """Ids of corrections that were sent back while another one of the same hours lives.

    Nobody mends those any more, and they keep no trajectory open: the other one says what holds.
    """
    ended = {HoursState.SENT_BACK, HoursState.WITHDRAWN}
    mended = {e.corrects_id for e in entries if e.state not in ended} - {None}
    return frozenset(
        entry.id
        for entry in entries
        if entry.id is not None
        and entry.state is HoursState.SENT_BACK
        and entry.corrects_id in mended
    )


def reasons_not_counted(entry: Entry, entries: Iterable[Entry]) -> tuple[Reason, ...]:
    """Why this entry does not count for the target; empty when it does.

    `entries` are all entries of the trajectory, since a correction is an entry of its own.
    """
    return _not_counted(entry, replaced(entries))


def counts(entry: Entry, entries: Iterable[Entry]) -> bool:
    """Whether this entry counts for the target."""
    return not reasons_not_counted(entry, entries)


def _not_counted(entry: Entry, gone: frozenset[int]) -> tuple[Reason, ...]:
    why = []
    if entry.state is not HoursState.ACCEPTED:
        why.append(Reason("not_accepted", facts={"state": entry.state}))
    if entry.id in gone:
        why.append(Reason("replaced_by_correction"))
    if entry.activity.decision is not ActivityDecision.APPROVED:
        why.append(Reason("activity_not_approved", facts={"activity": entry.activity.title}))
    return tuple(why)


def counted(entries: Sequence[E]) -> list[E]:
    """The entries that count for the target, in the order given."""
    gone = replaced(entries)
    return [entry for entry in entries if not _not_counted(entry, gone)]


def progress(entries: Sequence[Entry], rule_set: RuleSet) -> Progress:
    """Minutes per state; states stay apart, and only what counts is `accepted`.

    A correction on its way speaks of hours that are already there, so it adds nothing until it is
    accepted and takes the place of the entry that it names.
    """

    def on_the_way(state: HoursState) -> int:
        return sum(e.minutes for e in entries if e.state is state and e.corrects_id is None)

    return Progress(
        planned=on_the_way(HoursState.PLANNED),
        reported=on_the_way(HoursState.REPORTED),
        confirmed=on_the_way(HoursState.CONFIRMED),
        accepted=sum(entry.minutes for entry in counted(entries)),
        target=rule_set.target_minutes,
    )


def places(sums: Progress) -> Places:
    """The progress in full hours: each state begins where the one before it ended."""
    ends = []
    minutes = 0
    for part in (sums.accepted, sums.confirmed, sums.reported, sums.planned):
        minutes += part
        ends.append(minutes // 60)
    accepted, confirmed, reported, planned = ends
    return Places(
        accepted=accepted,
        confirmed=confirmed - accepted,
        reported=reported - confirmed,
        planned=planned - reported,
        target=sums.target // 60,
    )


def reasons_not_complete(
    trajectory: Trajectory, entries: Sequence[Entry], rule_set: RuleSet
) -> tuple[Reason, ...]:
    """Why the trajectory cannot be completed; empty when it can.

    Enough accepted hours, and no correction on its way: the proof must not be overtaken by it. One
    that was sent back and overtaken by another correction is on no way any more.
    """
    why = []
    if is_ended(trajectory):
        why.append(Reason("trajectory_not_running"))
    elif trajectory.status is TrajectoryStatus.SUSPENDED:
        why.append(Reason("trajectory_at_rest"))
    sums, gone = progress(entries, rule_set), overtaken(entries)
    if not sums.reached:
        why.append(Reason("target_not_reached", facts={"remaining": sums.remaining}))
    why += [
        Reason("correction_open", facts={"date": entry.on_date, "activity": entry.activity.title})
        for entry in entries
        if entry.corrects_id is not None
        and entry.state in {HoursState.REPORTED, HoursState.CONFIRMED, HoursState.SENT_BACK}
        and entry.id not in gone
    ]
    return tuple(why)


def local(at: datetime) -> datetime:
    """A moment as the clocks in Brussels show it; hours are logged in that time."""
    return at.astimezone(BRUSSELS)


def text_reasons(field: str, text: str, *, most: int) -> tuple[Reason, ...]:
    """Why a text that must be there cannot be: empty, longer than `most` signs, or unreadable."""
    if is_blank(text):
        return (Reason("text_missing", field),)
    if len(text) > most:
        return (Reason("text_too_long", field, {"most": most}),)
    if not is_readable(text):
        return (Reason("text_unreadable", field),)
    return ()
