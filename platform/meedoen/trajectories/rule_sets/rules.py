"""Which values a rule set has and what they may be; what a new one would change for whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from meedoen.core.errors import Reason
from meedoen.core.texts import is_blank, is_readable
from meedoen.trajectories.activities.rules import Judged, reasons_not_suitable
from meedoen.trajectories.explaining.rules import Counting, Situated
from meedoen.trajectories.rule_sets.terms import AppliesTo
from meedoen.trajectories.rules import Entry, RuleSet, is_open, obligation, progress
from meedoen.trajectories.states.rules import due_on
from meedoen.trajectories.terms import ActivityDecision, Obligation

LIMITS: Mapping[str, tuple[int, int]] = {
    "target_minutes": (60, 60_000),
    "day_minutes_max": (60, 1440),
    "rounding_minutes": (1, 60),
    "deadline_months": (1, 120),
    "allowance_day_cents": (0, 100_000),
    "allowance_year_cents": (0, 10_000_000),
    "retention_months": (1, 240),
    "unused_account_months": (14, 240),
    "erasure_notice_days": (1, 365),
    "silent_after_days": (1, 365),
    "unanswered_after_days": (1, 365),
    "absences_that_matter": (1, 100),
}
"""Values that are whole numbers → the least and the most that they may be, to catch mistakes."""

NUMBERS = tuple(LIMITS)

YES_OR_NO = (
    "required_when_working",
    "required_when_studying",
    "requires_duo_or_group",
    "requires_new_people",
    "requires_lasting_contact",
    "requires_dutch",
    "suspension_moves_deadline",
)
"""Values that are yes or no."""

VALUES = (
    "target_minutes",
    "day_minutes_max",
    "rounding_minutes",
    "required_when_working",
    "required_when_studying",
    "requires_duo_or_group",
    "requires_new_people",
    "requires_lasting_contact",
    "requires_dutch",
    "deadline_months",
    "reminder_days",
    "suspension_moves_deadline",
    "allowance_day_cents",
    "allowance_year_cents",
    "retention_months",
    "unused_account_months",
    "erasure_notice_days",
    "silent_after_days",
    "unanswered_after_days",
    "absences_that_matter",
)
"""All that the law may change, in the order in which pages tell it."""

MOST_REMINDERS = 5
LONGEST_SOURCE = 1000
FURTHEST = timedelta(days=366)
"""Rules are written down at most so long before they hold."""


class Sourced(Protocol):
    """Where one value comes from."""

    def __getitem__(self, name: str, /) -> object: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A rule set that somebody is writing."""

    valid_from: date
    applies_to: AppliesTo
    target_minutes: int
    day_minutes_max: int
    rounding_minutes: int
    required_when_working: bool
    required_when_studying: bool
    requires_duo_or_group: bool
    requires_new_people: bool
    requires_lasting_contact: bool
    requires_dutch: bool
    deadline_months: int
    reminder_days: tuple[int, ...]
    suspension_moves_deadline: bool
    allowance_day_cents: int
    allowance_year_cents: int
    retention_months: int
    unused_account_months: int
    erasure_notice_days: int
    silent_after_days: int
    unanswered_after_days: int
    absences_that_matter: int
    sources: Mapping[str, tuple[str, bool]]
    """Per value: where it comes from, and whether we assumed it."""


class Last(RuleSet, Protocol):
    """The rule set that a new one is a changed copy of."""

    @property
    def valid_from(self) -> date: ...
    @property
    def sources(self) -> Mapping[str, Sourced]: ...


def reasons_not_added(draft: Draft, last: Last, *, on: date) -> tuple[Reason, ...]:
    """Why this rule set cannot be added after `last`; empty when it can. `on` is today."""
    return (
        *_wrong_day(draft, last, on),
        *_wrong_numbers(draft),
        *_wrong_sources(draft, last),
    )


def _wrong_day(draft: Draft, last: Last, on: date) -> list[Reason]:
    """Open trajectories go over when the rules hold, not before; and no rules come in between."""
    if draft.valid_from <= last.valid_from:
        return [Reason("rules_after_the_last", "valid_from", {"last": last.valid_from})]
    if draft.valid_from > on + FURTHEST:
        return [Reason("rules_too_far_ahead", "valid_from")]
    if draft.applies_to is AppliesTo.MOVE and draft.valid_from > on:
        return [Reason("moves_when_it_holds", "applies_to")]
    return []


def _wrong_numbers(draft: Draft) -> list[Reason]:
    why = [
        Reason("value_outside", name, {"least": least, "most": most})
        for name, (least, most) in LIMITS.items()
        if not least <= getattr(draft, name) <= most
    ]
    days = draft.reminder_days
    falling = list(days) == sorted(set(days), reverse=True)
    if not falling or len(days) > MOST_REMINDERS or any(not 1 <= day <= 366 for day in days):
        why.append(Reason("reminders_wrong", "reminder_days", {"most": MOST_REMINDERS}))
    if draft.allowance_day_cents > draft.allowance_year_cents:
        why.append(Reason("day_above_year", "allowance_day_cents"))
    return why


def _wrong_sources(draft: Draft, last: Last) -> list[Reason]:
    """Each value says where it comes from; another value, from somewhere else."""
    why = []
    for name in VALUES:
        source, assumed = draft.sources[name]
        before = last.sources.get(name)
        same = before is not None and (source, assumed) == (before["source"], before["assumed"])
        value, old = getattr(draft, name), getattr(last, name)
        changed = list(value) != list(old) if name == "reminder_days" else value != old
        if is_blank(source) or len(source) > LONGEST_SOURCE or not is_readable(source):
            why.append(Reason("source_missing", f"{name}_source", {"most": LONGEST_SOURCE}))
        elif changed and same:
            why.append(Reason("source_of_the_old_value", f"{name}_source"))
    return why


def goes_over(trajectory: Situated, valid_from: date, applies_to: AppliesTo) -> bool:
    """Whether a trajectory takes a new rule set: never when it ended; when it starts on that day or
    later always; else when the rule set moves open ones.
    """
    if not is_open(trajectory):
        return False
    return applies_to is AppliesTo.MOVE or trajectory.starts_on >= valid_from


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule set makes of a trajectory."""

    obligation: Obligation
    reached: bool
    due: date
    unfit: int = 0
    """How many approved activities do not meet its criteria; they stay approved."""


@dataclass(frozen=True, slots=True)
class Change:
    """What another rule set would change for one trajectory."""

    before: Outcome
    after: Outcome

    @property
    def obligation(self) -> bool:
        """Whether it becomes required, or voluntary."""
        return self.before.obligation is not self.after.obligation

    @property
    def reached(self) -> bool:
        """Whether the target is reached, or no longer."""
        return self.before.reached != self.after.reached

    @property
    def due(self) -> bool:
        """Whether the deadline moves."""
        return self.before.due != self.after.due

    @property
    def unfit(self) -> bool:
        """Whether activities that were approved would not be under it."""
        return self.after.unfit > self.before.unfit

    @property
    def anything(self) -> bool:
        """Whether its newcomer or counsellor would notice."""
        return self.before != self.after


class WithActivities(Situated, Protocol):
    """A trajectory with what is joined in it."""

    @property
    def activities(self) -> Sequence[Judged]: ...


def outcome_of(
    trajectory: WithActivities, entries: Sequence[Entry], rule_set: Counting, *, on: date
) -> Outcome:
    """What this rule set makes of a trajectory, by the rules that its page shows."""
    must, _ = obligation(
        obliged=trajectory.obliged,
        working=trajectory.working,
        studying=trajectory.studying,
        rule_set=rule_set,
    )
    return Outcome(
        obligation=must,
        reached=progress(entries, rule_set).reached,
        due=due_on(trajectory, rule_set, on=on),
        unfit=sum(
            one.decision is ActivityDecision.APPROVED and bool(reasons_not_suitable(one, rule_set))
            for one in trajectory.activities
        ),
    )


def change_of(
    trajectory: WithActivities, entries: Sequence[Entry], now: Counting, then: Counting, *, on: date
) -> Change:
    """What would change for a trajectory that goes over to other rules."""
    return Change(
        outcome_of(trajectory, entries, now, on=on), outcome_of(trajectory, entries, then, on=on)
    )
