"""Why hours count, why a trajectory is required and when it is due: rule, facts, and the values of
the rule set that it rests on. It computes nothing anew: the same rules as everywhere answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from meedoen.core.errors import Reason
from meedoen.trajectories.activities.rules import WhatCounts
from meedoen.trajectories.explaining.terms import Question
from meedoen.trajectories.rules import (
    Entry,
    RuleSet,
    Trajectory,
    counted,
    overtaken,
    progress,
    reasons_not_counted,
    replaced,
)
from meedoen.trajectories.states.rules import due_on, rest_days
from meedoen.trajectories.terms import HoursState

CRITERIA = (
    "requires_duo_or_group",
    "requires_new_people",
    "requires_lasting_contact",
    "requires_dutch",
)
"""Names of the values that say which criteria count."""

WAITING = (
    HoursState.PLANNED,
    HoursState.REPORTED,
    HoursState.CONFIRMED,
    HoursState.SENT_BACK,
)
"""States of hours that may still count one day."""


class Situated(Trajectory, Protocol):
    """A trajectory with what decides whether it is required."""

    @property
    def obliged(self) -> bool: ...
    @property
    def working(self) -> bool: ...
    @property
    def studying(self) -> bool: ...


class Counting(RuleSet, WhatCounts, Protocol):
    """The rules, with which criteria count."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The answer to one question: the rule, then the facts, then what follows from them."""

    question: Question
    reasons: tuple[Reason, ...]
    rests_on: tuple[str, ...]
    """Names of values of the rule set; each has its source, or the mark that we assumed it."""


def explained(
    trajectory: Situated,
    entries: Sequence[Entry],
    rule_set: Counting,
    *,
    since: date,
    on: date,
) -> tuple[Explanation, ...]:
    """All answers about one trajectory; `since` is from when its situation holds, `on` today."""
    return (
        Explanation(
            Question.HOURS,
            why_hours(entries, rule_set),
            ("target_minutes", "day_minutes_max", "rounding_minutes"),
        ),
        Explanation(
            Question.OBLIGATION,
            why_required(trajectory, rule_set, since=since),
            ("required_when_working", "required_when_studying"),
        ),
        Explanation(Question.ACTIVITIES, why_suitable(rule_set), CRITERIA),
        Explanation(
            Question.DEADLINE,
            why_due(trajectory, rule_set, on=on),
            ("deadline_months", "suspension_moves_deadline"),
        ),
    )


def why_suitable(rule_set: WhatCounts) -> tuple[Reason, ...]:
    """What an activity must be to count: that it was approved, and each criterion of the rules."""
    why = [Reason("counts_when_approved")]
    if rule_set.requires_duo_or_group:
        why.append(Reason("counts_in_duo_or_group"))
    if rule_set.requires_new_people:
        why.append(Reason("counts_with_new_people"))
    if rule_set.requires_lasting_contact:
        why.append(Reason("counts_with_lasting_contact"))
    if rule_set.requires_dutch:
        why.append(Reason("counts_in_dutch"))
    return tuple(why)


def why_hours(entries: Sequence[Entry], rule_set: RuleSet) -> tuple[Reason, ...]:
    """Which hours count and which do not, in sums per cause; together they are all entries."""
    sums = progress(entries, rule_set)
    why = [
        Reason("rule_accepted_counts", facts={"target": timedelta(minutes=sums.target)}),
        Reason("these_count", facts=_sum_of(counted(entries))),
    ]
    gone = replaced(entries)
    left = [entry for entry in entries if reasons_not_counted(entry, entries) and entry.minutes]
    for state in WAITING:
        if these := [e for e in left if e.state is state and not _corrects(e)]:
            why.append(Reason("these_wait", facts={"state": state, **_sum_of(these)}))
    if these := [e for e in left if e.state in WAITING and _corrects(e)]:
        why.append(Reason("these_correct", facts=_sum_of(these)))
    if these := [e for e in left if e.state is HoursState.WITHDRAWN]:
        why.append(Reason("these_were_withdrawn", facts=_sum_of(these)))
    accepted = [e for e in left if e.state is HoursState.ACCEPTED]
    if these := [e for e in accepted if e.id not in gone]:
        why.append(Reason("these_need_approval", facts=_sum_of(these)))
    if these := [e for e in accepted if e.id in gone]:
        why.append(Reason("these_were_corrected", facts=_sum_of(these)))
    if overtaken(entries):
        why.append(Reason("these_were_overtaken"))
    if sums.reached:
        why.append(Reason("target_is_reached"))
    else:
        why.append(Reason("still_to_go", facts={"rest": timedelta(minutes=sums.remaining)}))
    return tuple(why)


def _corrects(entry: Entry) -> bool:
    return entry.corrects_id is not None


def _sum_of(entries: Iterable[Entry]) -> dict[str, object]:
    return {"time": timedelta(minutes=sum(entry.minutes for entry in entries))}


def why_required(trajectory: Situated, rule_set: RuleSet, *, since: date) -> tuple[Reason, ...]:
    """Whether it must be followed: the rule, and obliged, working and studying as they are."""
    return (
        Reason("rule_obliged_must"),
        _either(rule_set.required_when_working, Reason("also_working"), Reason("not_working")),
        _either(rule_set.required_when_studying, Reason("also_studying"), Reason("not_studying")),
        _either(trajectory.obliged, Reason("is_obliged"), Reason("is_not_obliged")),
        _either(trajectory.working, Reason("is_working"), Reason("is_not_working")),
        _either(trajectory.studying, Reason("is_studying"), Reason("is_not_studying")),
        Reason("situation_since", facts={"since": since}),
    )


def _either(holds: bool, yes: Reason, no: Reason) -> Reason:
    return yes if holds else no


def why_due(trajectory: Trajectory, rule_set: RuleSet, *, on: date) -> tuple[Reason, ...]:
    """The deadline: so many months from the start, and the days of its rests."""
    days = rest_days(trajectory.suspensions, on=on)
    why = [
        Reason("rule_months", facts={"months": rule_set.deadline_months}),
        Reason("started_on", facts={"starts_on": trajectory.starts_on}),
    ]
    if days and rule_set.suspension_moves_deadline:
        why.append(Reason("rest_moves", facts={"days": days}))
    elif days:
        why.append(Reason("rest_moves_not", facts={"days": days}))
    return (*why, Reason("due_then", facts={"due": due_on(trajectory, rule_set, on=on)}))
