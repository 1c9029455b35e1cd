"""How far a trajectory is, where its status may go and who decides, and when it is due."""

from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from meedoen.core.errors import Reason
from meedoen.permissions import Permission
from meedoen.trajectories.rules import (
    Entry,
    Period,
    RuleSet,
    Trajectory,
    is_at_rest,
    is_open,
    progress,
    replaced,
)
from meedoen.trajectories.states.terms import Act, StatusReason, Step
from meedoen.trajectories.terms import OPEN, ActivityDecision, HoursState, TrajectoryStatus

HAPPENED = frozenset(
    {HoursState.REPORTED, HoursState.CONFIRMED, HoursState.ACCEPTED, HoursState.SENT_BACK}
)
"""States of hours that somebody says were done."""

GUIDE, DECIDE = Permission.TRAJECTORY_GUIDE, Permission.STATUS_DECIDE

MOVES: Mapping[TrajectoryStatus, Mapping[TrajectoryStatus, Permission]] = {
    TrajectoryStatus.RUNNING: {
        TrajectoryStatus.SUSPENDED: DECIDE,
        TrajectoryStatus.COMPLETED: GUIDE,
        TrajectoryStatus.STOPPED: GUIDE,
        TrajectoryStatus.EXEMPTED: DECIDE,
        TrajectoryStatus.MOVED: DECIDE,
    },
    TrajectoryStatus.SUSPENDED: {
        TrajectoryStatus.RUNNING: DECIDE,
        TrajectoryStatus.STOPPED: GUIDE,
        TrajectoryStatus.EXEMPTED: DECIDE,
        TrajectoryStatus.MOVED: DECIDE,
    },
    TrajectoryStatus.COMPLETED: {},
    TrajectoryStatus.STOPPED: {TrajectoryStatus.RUNNING: DECIDE},
    TrajectoryStatus.EXEMPTED: {TrajectoryStatus.RUNNING: DECIDE},
    TrajectoryStatus.MOVED: {TrajectoryStatus.RUNNING: DECIDE},
}
"""Status → status that it may become → the permission that it takes. A proof is never taken back,
so nothing follows on completed."""

REASONS: Mapping[TrajectoryStatus, tuple[StatusReason, ...]] = {
    TrajectoryStatus.RUNNING: (StatusReason.REST_OVER, StatusReason.MISTAKE, StatusReason.OTHER),
    TrajectoryStatus.SUSPENDED: (
        StatusReason.WORK,
        StatusReason.STUDY,
        StatusReason.CARE,
        StatusReason.PERSONAL,
        StatusReason.OTHER,
    ),
    TrajectoryStatus.COMPLETED: (StatusReason.TARGET_REACHED,),
    TrajectoryStatus.STOPPED: (
        StatusReason.WORK,
        StatusReason.STUDY,
        StatusReason.CARE,
        StatusReason.PERSONAL,
        StatusReason.MISTAKE,
        StatusReason.OTHER,
    ),
    TrajectoryStatus.EXEMPTED: (
        StatusReason.DECISION,
        StatusReason.CARE,
        StatusReason.PERSONAL,
        StatusReason.AGE,
        StatusReason.OTHER,
    ),
    TrajectoryStatus.MOVED: (StatusReason.MOVED_AWAY,),
}
"""Status → the reasons for which it may be set. No source lists the legal grounds: these are ours,
and none of them says anything about health."""


LEADS_TO: Mapping[Act, TrajectoryStatus] = {
    Act.SUSPEND: TrajectoryStatus.SUSPENDED,
    Act.RESUME: TrajectoryStatus.RUNNING,
    Act.EXEMPT: TrajectoryStatus.EXEMPTED,
    Act.MOVE: TrajectoryStatus.MOVED,
    Act.REOPEN: TrajectoryStatus.RUNNING,
}
"""Act → the status after it. To run again is to resume after a rest, and to reopen after an end."""


def acts_of(now: TrajectoryStatus) -> list[Act]:
    """What can be done to a trajectory of this status, by the table."""
    wrong_way = Act.REOPEN if now in OPEN else Act.RESUME
    return [act for act, to in LEADS_TO.items() if to in MOVES[now] and act is not wrong_way]


def reasons_not_become(
    now: TrajectoryStatus, then: TrajectoryStatus, because: StatusReason
) -> tuple[Reason, ...]:
    """Why a trajectory cannot go from one status to another for this reason; empty when it can."""
    if then not in MOVES[now]:
        return (Reason("status_not_next", facts={"now": now, "then": then}),)
    if because not in REASONS[then]:
        return (Reason("reason_does_not_fit", "because"),)
    return ()


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def rest_days(suspensions: Iterable[Period], *, on: date) -> int:
    """How many days lie in a rest; one of which the end is not known counts until the day `on`."""
    total, counted_until = 0, date.min
    for rest in sorted(suspensions, key=lambda rest: rest.from_on):
        first = max(rest.from_on, counted_until)
        last = max(first, rest.until_on or on)
        total += (last - first).days
        counted_until = last
    return total


def deadline_of(starts_on: date, months: int, suspensions: Iterable[Period], *, on: date) -> date:
    """The day by which the target should be reached: so many months after the start, and as many
    days later as lie in a rest. `on` is the day until which an open rest counts, mostly today.
    """
    return months_after(starts_on, months) + timedelta(days=rest_days(suspensions, on=on))


def due_on(trajectory: Trajectory, rule_set: RuleSet, *, on: date) -> date:
    """The deadline of a trajectory by its rule set, as it stands on a day."""
    moving = trajectory.suspensions if rule_set.suspension_moves_deadline else ()
    return deadline_of(trajectory.starts_on, rule_set.deadline_months, moving, on=on)


def step_of(
    status: TrajectoryStatus,
    *,
    informed: bool,
    decisions: Collection[ActivityDecision],
    entries: Sequence[Entry],
    rule_set: RuleSet,
) -> Step:
    """How far a trajectory is, by the facts: what was told, agreed, done and accepted.

    `decisions` are those of its activities. Of one that ended early it is the step it had reached.
    """
    if status is TrajectoryStatus.COMPLETED:
        return Step.COMPLETED
    if progress(entries, rule_set).reached:
        return Step.PROOF_WAITING
    if any(entry.state in HAPPENED for entry in entries):
        return Step.RUNNING
    if ActivityDecision.APPROVED in decisions:
        return Step.AGREED
    return Step.SEARCHING if informed or decisions else Step.INFORMED


LONGEST_REST = timedelta(days=2 * 366)
"""A longer one is a slip of the keyboard; nothing else follows from it (our choice)."""


@dataclass(frozen=True, slots=True)
class Rest:
    """A rest that is thought of, before it is set."""

    from_on: date
    until_on: date | None = None


def reasons_not_rested(
    trajectory: Trajectory, entries: Sequence[Entry], rest: Period, *, on: date
) -> tuple[Reason, ...]:
    """Why a trajectory cannot rest in this time; empty when it can.

    It begins between the start and today, after every earlier rest, and holds no hours that
    happened; `on` is today.
    """
    why = []
    if rest.from_on < trajectory.starts_on:
        why.append(Reason("before_start", "from_on", {"starts_on": trajectory.starts_on}))
    if rest.from_on > on:
        why.append(Reason("still_to_come", "from_on"))
    if any(one.until_on is None or rest.from_on < one.until_on for one in trajectory.suspensions):
        why.append(Reason("rests_overlap", "from_on"))
    return (*why, *_wrong_end(rest), *_hours_in(rest, entries))


def reasons_not_resumed(
    rest: Period, entries: Sequence[Entry], resumes_on: date, *, on: date
) -> tuple[Reason, ...]:
    """Why a trajectory cannot run again from this day; empty when it can. `on` is today."""
    if resumes_on > on:
        return (Reason("still_to_come", "from_on"),)
    if resumes_on < rest.from_on:
        return (Reason("resumes_before_rest", "from_on", {"from_on": rest.from_on}),)
    return tuple(_hours_in(Rest(rest.from_on, resumes_on), entries))


def _wrong_end(rest: Period) -> Iterable[Reason]:
    if rest.until_on is None:
        return
    if rest.until_on <= rest.from_on:
        yield Reason("resumes_before_rest", "until_on", {"from_on": rest.from_on})
    elif rest.until_on - rest.from_on > LONGEST_REST:
        yield Reason("rest_too_long", "until_on")


def _hours_in(rest: Period, entries: Sequence[Entry]) -> Iterable[Reason]:
    """One reason for the last day of the rest on which something happened."""
    gone = replaced(entries)
    happened = [
        entry.on_date
        for entry in entries
        if entry.state in HAPPENED
        and entry.minutes > 0
        and entry.id not in gone
        and is_at_rest([rest], on=entry.on_date)
    ]
    if happened:
        yield Reason("hours_in_rest", "from_on", {"date": max(happened)})


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change of status would do, told before it is set."""

    deadline_before: date | None
    deadline_after: date | None
    """None: there is none any more, or not yet again."""
    grows: bool
    """Whether the deadline moves on with each day, since nobody knows when the rest ends."""
    plans: int
    """Appointments that fall in the rest, or after the end."""

    @property
    def days(self) -> int:
        """How many days later the deadline comes."""
        if self.deadline_before is None or self.deadline_after is None:
            return 0
        return (self.deadline_after - self.deadline_before).days


@dataclass(frozen=True, slots=True)
class Supposed:
    """A trajectory as it would be."""

    starts_on: date
    status: TrajectoryStatus
    suspensions: tuple[Period, ...]


def effect_of(
    trajectory: Trajectory,
    entries: Sequence[Entry],
    rule_set: RuleSet,
    then: TrajectoryStatus,
    rests: Sequence[Period],
    *,
    on: date,
) -> Effect:
    """What it would do to become `then` with these rests: deadline and appointments."""
    after = Supposed(trajectory.starts_on, then, tuple(rests))
    planned = [entry for entry in entries if entry.state is HoursState.PLANNED]
    if is_open(after):
        planned = [entry for entry in planned if is_at_rest(rests, on=entry.on_date)]
    return Effect(
        deadline_before=due_on(trajectory, rule_set, on=on) if is_open(trajectory) else None,
        deadline_after=due_on(after, rule_set, on=on) if is_open(after) else None,
        grows=rule_set.suspension_moves_deadline and any(r.until_on is None for r in rests),
        plans=len(planned),
    )
