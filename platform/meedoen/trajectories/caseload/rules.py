"""Who needs the counsellor first, and why: every answer is a need with its reason and its facts."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Protocol

from meedoen.core.errors import Reason
from meedoen.trajectories.caseload.terms import Need
from meedoen.trajectories.disputing.rules import reasons_unanswered
from meedoen.trajectories.rules import (
    BRUSSELS,
    Entry,
    RuleSet,
    Trajectory,
    counted,
    is_at_rest,
    is_ended,
    local,
    overtaken,
    progress,
    reasons_not_complete,
    replaced,
    text_reasons,
)
from meedoen.trajectories.terms import ActivityDecision, HoursState, TrajectoryStatus

PACE_OVER = timedelta(weeks=8)
"""The weeks that tell the present pace; before, a trajectory is too young to say (our choice)."""


PACE_ASKED = timedelta(weeks=26)
"""How long before the deadline the pace is looked at: earlier, much can change (our choice)."""

MOST_VIEWS = 8
"""How many views of the caseload one person keeps, so that they stay a choice at a glance."""

LONGEST_VIEW_NAME = 40


class Patience(RuleSet, Protocol):
    """The rules, with how long and how often something may be before it asks for attention."""

    @property
    def unanswered_after_days(self) -> int: ...
    @property
    def absences_that_matter(self) -> int: ...


class Dated(Entry, Protocol):
    """An entry that says since when it is in its state."""

    @property
    def logged_at(self) -> datetime: ...
    @property
    def confirmed_at(self) -> datetime | None: ...
    @property
    def sent_back_at(self) -> datetime | None: ...
    @property
    def disputed_at(self) -> datetime | None: ...


class Joined(Protocol):
    """An activity of a trajectory."""

    @property
    def title(self) -> str: ...
    @property
    def decision(self) -> ActivityDecision: ...
    @property
    def created_at(self) -> datetime: ...


class Begun(Trajectory, Protocol):
    """A trajectory that says when it was opened and when it ended."""

    @property
    def opened_at(self) -> datetime: ...
    @property
    def ended_at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that the newcomer was asked and has not answered: in which words, and when."""

    what: object
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """All that the rules look at of one trajectory; `absent` are ids of entries of no-shows."""

    trajectory: Begun
    entries: Sequence[Dated]
    activities: Sequence[Joined]
    rule_set: Patience
    absent: Collection[int] = field(default=frozenset[int]())
    asked: Sequence[Asked] = ()
    deadline: date | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that a trajectory waits for: its kind, the reason in facts, and since when."""

    need: Need
    why: Reason
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pace:
    """Whole minutes a week: what was accepted, and what is needed from now on."""

    accepted: int
    needed: int
    weeks_left: int
    remaining: int

    @property
    def too_slow(self) -> bool:
        """Whether the target lies out of reach at this pace."""
        return self.needed > self.accepted


def pace(file: File, deadline: date, *, on: date) -> Pace:
    """How fast hours are accepted, and how fast they must be to be there on `deadline`.

    Accepted: the minutes that count of the last eight weeks (of all weeks where the trajectory is
    younger), × 7 ÷ the days of that time, rounded down. Needed: the minutes that remain ÷ the whole
    weeks until the deadline, rounded up; all that remains when less than a week is left.
    """
    days = min(PACE_OVER.days, max(7, (on - file.trajectory.starts_on).days))
    begin = on - timedelta(days=days)
    minutes = sum(e.minutes for e in counted(file.entries) if begin < e.on_date <= on)
    remaining = progress(file.entries, file.rule_set).remaining
    weeks_left = max(0, (deadline - on).days // 7)
    return Pace(
        accepted=minutes * 7 // days,
        needed=-(-remaining // max(1, weeks_left)),
        weeks_left=weeks_left,
        remaining=remaining,
    )


def needs_of(file: File, *, at: datetime) -> tuple[Waiting, ...]:
    """All that a trajectory waits for, most pressing first; never empty."""
    if is_ended(file.trajectory):
        return (Waiting(Need.ENDED, Reason("waits_for_nothing_more"), file.trajectory.ended_at),)
    gone = overtaken(file.entries)
    living = [entry for entry in file.entries if entry.id not in gone]
    on = local(at).date()
    if file.trajectory.status is TrajectoryStatus.SUSPENDED:
        return tuple(_of_rest(file, living, on))
    found = [
        *_disputed(living),
        *_out_of_reach(file, on),
        *_absent(file, living, on),
        *_unanswered(file, living, at),
        *_to_accept(living),
        *_to_mend(living),
        *_to_complete(file),
        *_to_judge(file),
        *_no_activity(file),
        *_plan_passed(living, on),
        *_silent(file, on),
        *_not_confirmed(file, living, at),
    ]
    return tuple(found) or (Waiting(Need.NOTHING, Reason("waits_for_nothing")),)


def _of_rest(file: File, living: Sequence[Dated], on: date) -> Iterator[Waiting]:
    """What can be done while it rests: nobody is asked for activities or new hours."""
    yield from _disputed(living)
    yield from _to_accept(living)
    yield from _to_mend(living)
    rests = file.trajectory.suspensions
    if is_at_rest(rests, on=on):
        yield Waiting(Need.AT_REST, Reason("waits_at_rest"))
    else:
        facts: dict[str, object] = {
            "date": max((r.until_on for r in rests if r.until_on), default=on)
        }
        yield Waiting(Need.TO_RESUME, Reason("waits_to_resume", facts=facts))


def missed(file: File, *, on: date) -> list[Dated]:
    """Appointments since the last time that the newcomer came, to which they did not come.

    One that passed and was never reported counts too: nobody says that they came.
    """
    gone = replaced(file.entries)
    came = max(
        (
            entry.on_date
            for entry in file.entries
            if entry.state in {HoursState.REPORTED, HoursState.CONFIRMED, HoursState.ACCEPTED}
            and entry.minutes
            and entry.id not in gone
        ),
        default=date.min,
    )
    return [
        entry
        for entry in sorted(file.entries, key=lambda entry: entry.on_date)
        if came < entry.on_date < on
        and (
            entry.state is HoursState.PLANNED
            or (entry.state is HoursState.WITHDRAWN and entry.id in file.absent)
        )
    ]


def _disputed(living: Sequence[Dated]) -> Iterator[Waiting]:
    found = [(entry.disputed_at, entry) for entry in living if entry.disputed_at]
    if found:
        since, first = min(found, key=lambda one: one[0])
        yield Waiting(
            Need.HOURS_DISPUTED, Reason("waits_disputed", facts={"date": first.on_date}), since
        )


def _out_of_reach(file: File, on: date) -> Iterator[Waiting]:
    if file.deadline is None:
        return
    old_enough = on >= file.trajectory.starts_on + PACE_OVER
    if on < file.deadline - (PACE_ASKED if old_enough else PACE_OVER):
        return
    speed = pace(file, file.deadline, on=on)
    if not speed.too_slow:
        return
    facts: dict[str, object] = {"deadline": file.deadline, "remaining": speed.remaining}
    if speed.weeks_left:
        facts |= {"accepted": speed.accepted, "needed": speed.needed, "weeks": speed.weeks_left}
        yield Waiting(Need.OUT_OF_REACH, Reason("waits_out_of_reach", facts=facts))
    else:
        yield Waiting(Need.OUT_OF_REACH, Reason("waits_out_of_time", facts=facts))


def _absent(file: File, living: Sequence[Dated], on: date) -> Iterator[Waiting]:
    found = missed(file, on=on)
    if len(found) >= file.rule_set.absences_that_matter:
        facts: dict[str, object] = {"count": len(found), "date": found[-1].on_date}
        yield Waiting(Need.ABSENT, Reason("waits_absent", facts=facts))


def _unanswered(file: File, living: Sequence[Dated], at: datetime) -> Iterator[Waiting]:
    late = at - timedelta(days=file.rule_set.unanswered_after_days)
    reported = [e for e in living if asks_contact(e) and asked_since(e) <= late]
    if reported:
        first = min(reported, key=asked_since)
        facts: dict[str, object] = {"activity": first.activity.title, "date": first.on_date}
        facts["days"] = file.rule_set.unanswered_after_days
        why = Reason("waits_unanswered_contact", facts=facts)
        yield Waiting(Need.UNANSWERED, why, asked_since(first))
    asked = [one for one in file.asked if one.at <= late]
    if asked:
        oldest = min(asked, key=lambda one: one.at)
        facts = {"what": oldest.what, "date": local(oldest.at).date()}
        facts["days"] = file.rule_set.unanswered_after_days
        yield Waiting(Need.UNANSWERED, Reason("waits_unanswered", facts=facts), oldest.at)


def asks_contact(entry: Dated) -> bool:
    """Whether the contact person must say that these hours are right."""
    return entry.state is HoursState.REPORTED and entry.minutes > 0


def asks_counsellor(entry: Dated) -> bool:
    """Whether the counsellor can accept these hours: confirmed, or 'did not happen', and the
    newcomer does not wait for an answer about them."""
    if entry.disputed_at is not None:
        return False
    reported = entry.state is HoursState.REPORTED and not entry.minutes
    return entry.state is HoursState.CONFIRMED or reported


def asked_since(entry: Dated) -> datetime:
    """From when the contact person could answer: the entry was there, and its day was over."""
    over = datetime.combine(entry.on_date + timedelta(days=1), time(), BRUSSELS)
    return max(entry.logged_at, over)


def _to_accept(living: Sequence[Dated]) -> Iterator[Waiting]:
    found = [entry for entry in living if asks_counsellor(entry)]
    if found:
        facts: dict[str, object] = {
            "count": len(found),
            "minutes": sum(entry.minutes for entry in found),
        }
        since = min(entry.confirmed_at or entry.logged_at for entry in found)
        yield Waiting(Need.HOURS_TO_ACCEPT, Reason("waits_to_accept", facts=facts), since)


def _to_mend(living: Sequence[Dated]) -> Iterator[Waiting]:
    found = [entry for entry in living if entry.state is HoursState.SENT_BACK]
    if found:
        first = min(found, key=lambda entry: entry.sent_back_at or entry.logged_at)
        facts: dict[str, object] = {"count": len(found), "date": first.on_date}
        since = first.sent_back_at or first.logged_at
        yield Waiting(Need.HOURS_TO_MEND, Reason("waits_to_mend", facts=facts), since)


def _to_complete(file: File) -> Iterator[Waiting]:
    if not (
        reasons_not_complete(file.trajectory, file.entries, file.rule_set)
        or reasons_unanswered(file.entries)
    ):
        facts: dict[str, object] = {"minutes": progress(file.entries, file.rule_set).accepted}
        yield Waiting(Need.TO_COMPLETE, Reason("waits_to_complete", facts=facts))


def _to_judge(file: File) -> Iterator[Waiting]:
    found = [one for one in file.activities if one.decision is ActivityDecision.PROPOSED]
    if found:
        first = min(found, key=lambda one: one.created_at)
        why = Reason("waits_to_judge", facts={"activity": first.title})
        yield Waiting(Need.ACTIVITY_TO_JUDGE, why, first.created_at)


def _no_activity(file: File) -> Iterator[Waiting]:
    if all(one.decision is not ActivityDecision.APPROVED for one in file.activities):
        since = file.trajectory.opened_at
        yield Waiting(Need.NO_ACTIVITY, Reason("waits_for_activity"), since)


def _plan_passed(living: Sequence[Dated], on: date) -> Iterator[Waiting]:
    found = [e for e in living if e.state is HoursState.PLANNED and e.on_date < on]
    if found:
        first = min(found, key=lambda entry: entry.on_date)
        facts: dict[str, object] = {"activity": first.activity.title, "date": first.on_date}
        yield Waiting(Need.PLAN_PASSED, Reason("waits_plan_passed", facts=facts))


def _silent(file: File, on: date) -> Iterator[Waiting]:
    days = [entry.on_date for entry in file.entries]
    days += [rest.until_on for rest in file.trajectory.suspensions if rest.until_on]
    newest = max(days, default=file.trajectory.starts_on)
    agreed = any(one.decision is ActivityDecision.APPROVED for one in file.activities)
    if agreed and newest < on - timedelta(days=file.rule_set.silent_after_days):
        yield Waiting(Need.SILENT, Reason("waits_silent", facts={"date": newest}))


def _not_confirmed(file: File, living: Sequence[Dated], at: datetime) -> Iterator[Waiting]:
    late = at - timedelta(days=file.rule_set.unanswered_after_days)
    found = [e for e in living if asks_contact(e) and asked_since(e) > late]
    if found:
        since = min(entry.logged_at for entry in found)
        facts: dict[str, object] = {"count": len(found)}
        yield Waiting(Need.NOT_CONFIRMED, Reason("waits_not_confirmed", facts=facts), since)


def reasons_not_absent(entry: Entry, *, on: date) -> tuple[Reason, ...]:
    """Why nobody can say that the newcomer did not come; empty when that can be said.

    Only of an appointment, and not before its day.
    """
    facts: dict[str, object] = {"date": entry.on_date}
    if entry.state is not HoursState.PLANNED:
        return (Reason("wrong_state", facts=facts | {"state": entry.state}),)
    return (Reason("absence_ahead", facts=facts),) if entry.on_date > on else ()


def reasons_not_kept(name: str, *, others: int) -> tuple[Reason, ...]:
    """Why a view cannot be kept under a name beside so many others; empty when it can."""
    if why := text_reasons("name", name, most=LONGEST_VIEW_NAME):
        return why
    if others >= MOST_VIEWS:
        return (Reason("view_too_many", "name", {"most": MOST_VIEWS}),)
    return ()
