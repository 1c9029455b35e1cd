"""How far a trajectory is, where its status may go and who decides, and when it is due."""

from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

from meedoen.core.errors import Reason
from meedoen.permissions import Permission
from meedoen.trajectories.rules import Entry, Period, RuleSet, Trajectory, progress
from meedoen.trajectories.states.terms import StatusReason, Step
from meedoen.trajectories.terms import ActivityDecision, HoursState, TrajectoryStatus

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
    done = {HoursState.REPORTED, HoursState.CONFIRMED, HoursState.ACCEPTED, HoursState.SENT_BACK}
    if progress(entries, rule_set).reached:
        return Step.PROOF_WAITING
    if any(entry.state in done for entry in entries):
        return Step.RUNNING
    if ActivityDecision.APPROVED in decisions:
        return Step.AGREED
    return Step.SEARCHING if informed or decisions else Step.INFORMED
