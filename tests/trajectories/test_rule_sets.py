"""Rule sets: their values with sources, what a new one changes, and for whom."""

from dataclasses import dataclass, field, replace
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meedoen.core.audit import AuditRow
from meedoen.core.errors import RuleBroken
from meedoen.trajectories.actions import stop_trajectory
from meedoen.trajectories.hours.rules import refusals
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.queries import rule_set_on
from meedoen.trajectories.rule_sets import queries
from meedoen.trajectories.rule_sets.actions import add_rule_set, load_rule_sets
from meedoen.trajectories.rule_sets.models import RuleSet
from meedoen.trajectories.rule_sets.queries import find_last, preview
from meedoen.trajectories.rule_sets.rules import (
    VALUES,
    Draft,
    change_of,
    goes_over,
    outcome_of,
    reasons_not_added,
)
from meedoen.trajectories.rule_sets.terms import AppliesTo
from meedoen.trajectories.rules import local
from meedoen.trajectories.states.actions import suspend_trajectory
from meedoen.trajectories.states.terms import StatusReason
from meedoen.trajectories.terms import HoursState, Obligation, TrajectoryStatus
from tests.examples import NOW, counsellor
from tests.trajectories.examples import RULES, activity, hours, trajectory
from tests.trajectories.test_rules import TUESDAY, Course, Hours, Rules, codes


@pytest.fixture
def loaded(session: Session) -> list[RuleSet]:
    load_rule_sets(session, RULES)
    return list(session.scalars(select(RuleSet).order_by(RuleSet.valid_from)))


def test_every_value_has_a_source_and_says_whether_we_assumed_it(loaded: list[RuleSet]) -> None:
    for one in loaded:
        assert set(one.sources) == set(VALUES)
        assert all(of["source"] and of["assumed"] in {True, False} for of in one.sources.values())
        assumed = {name for name, of in one.sources.items() if of["assumed"]}
        assert not assumed & {"target_minutes", "required_when_working", "required_when_studying"}
        assert {"day_minutes_max", "deadline_months", "rounding_minutes"} <= assumed


@pytest.mark.parametrize(
    ("day", "cents", "assumed"),
    [
        (date(2023, 7, 1), (4067, 162677), False),
        (date(2024, 1, 1), (4148, 165929), False),
        (date(2026, 11, 30), (4148, 165929), True),
    ],
)
def test_the_caps_of_volunteers_are_those_of_the_year(
    session: Session, loaded: list[RuleSet], day: date, cents: tuple[int, int], assumed: bool
) -> None:
    rules = rule_set_on(session, day)
    assert rules is not None
    assert (rules.allowance_day_cents, rules.allowance_year_cents) == cents
    assert rules.sources["allowance_year_cents"]["assumed"] is assumed


def test_the_files_mend_their_own_rule_sets_and_leave_those_of_administrators(
    session: Session, loaded: list[RuleSet]
) -> None:
    first, *_, newest = loaded
    first.target_minutes = newest.target_minutes = 3000
    newest.added_at, newest.added_by_id = NOW, counsellor(session).id
    load_rule_sets(session, RULES)
    assert (first.target_minutes, newest.target_minutes) == (2400, 3000)


@pytest.mark.parametrize(
    ("step", "minutes", "why"), [(1, 119, []), (15, 119, ["not_in_steps"]), (15, 120, [])]
)
def test_hours_go_by_the_steps_of_the_rule_set(step: int, minutes: int, why: list[str]) -> None:
    rules = replace(Rules(), rounding_minutes=step)
    found = refusals(Hours(minutes=minutes), [], Course(), rules, on=TUESDAY)
    assert codes(found) == why


@dataclass(frozen=True)
class LastSet(Rules):
    """The rule set that a draft is a copy of."""

    valid_from: date = date(2025, 1, 1)
    reminder_days: tuple[int, ...] = (90, 30)
    allowance_day_cents: int = 4148
    allowance_year_cents: int = 165929
    retention_months: int = 24
    unused_account_months: int = 24
    erasure_notice_days: int = 30
    unanswered_after_days: int = 10
    absences_that_matter: int = 2
    sources: dict[str, dict[str, object]] = field(
        default_factory=lambda: {name: {"source": "Wet", "assumed": False} for name in VALUES}
    )


def draft(last: object, **changes: object) -> Draft:
    """A copy of a rule set from 1 March 2026 on, changed; changed values have their own source."""
    values: dict[str, object] = {name: getattr(last, name) for name in VALUES}
    values["reminder_days"] = tuple(last.reminder_days)  # type: ignore[attr-defined]
    told = last.sources  # type: ignore[attr-defined]
    sources = {name: (told[name]["source"], told[name]["assumed"]) for name in VALUES}
    sources |= {name: ("Nieuwe wet", False) for name in changes if name in VALUES}
    facts = {"valid_from": date(2026, 3, 1), "applies_to": AppliesTo.KEEP, "sources": sources}
    return Draft(**(values | facts | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, []),
        ({"target_minutes": 3600}, []),
        ({"valid_from": date(2025, 1, 1)}, ["rules_after_the_last"]),
        ({"valid_from": date(2025, 1, 2)}, []),
        ({"valid_from": date(3026, 1, 1)}, ["rules_too_far_ahead"]),
        ({"valid_from": date(2026, 6, 1)}, []),
        ({"valid_from": date(2026, 6, 1), "applies_to": AppliesTo.MOVE}, ["moves_when_it_holds"]),
        ({"valid_from": TUESDAY, "applies_to": AppliesTo.MOVE}, []),
        ({"target_minutes": 0}, ["value_outside"]),
        ({"target_minutes": 10**9}, ["value_outside"]),
        ({"rounding_minutes": 61}, ["value_outside"]),
        ({"reminder_days": (30, 90)}, ["reminders_wrong"]),
        ({"reminder_days": (90, 90)}, ["reminders_wrong"]),
        ({"reminder_days": (0,)}, ["reminders_wrong"]),
        ({"reminder_days": (6, 5, 4, 3, 2, 1)}, ["reminders_wrong"]),
        ({"allowance_day_cents": 99999, "allowance_year_cents": 10}, ["day_above_year"]),
    ],
)
def test_a_rule_set_that_cannot_be_is_refused_with_the_reason(
    changes: dict[str, object], why: list[str]
) -> None:
    assert codes(reasons_not_added(draft(LastSet(), **changes), LastSet(), on=TUESDAY)) == why


def test_another_value_comes_from_somewhere_else() -> None:
    new = draft(LastSet(), target_minutes=3600)
    old_source = replace(new, sources=new.sources | {"target_minutes": ("Wet", False)})
    assumed = replace(new, sources=new.sources | {"target_minutes": ("Wet", True)})
    silent = replace(new, sources=new.sources | {"day_minutes_max": (" ", False)})
    found = [
        [(one.code, one.field) for one in reasons_not_added(it, LastSet(), on=TUESDAY)]
        for it in (old_source, assumed, silent)
    ]
    assert found == [
        [("source_of_the_old_value", "target_minutes_source")],
        [],
        [("source_missing", "day_minutes_max_source")],
    ]


@dataclass(frozen=True)
class Situated(Course):
    obliged: bool = True
    working: bool = False
    studying: bool = False
    activities: tuple[()] = ()


@pytest.mark.parametrize(
    ("status", "starts_on", "applies_to", "goes"),
    [
        (TrajectoryStatus.RUNNING, date(2026, 3, 1), AppliesTo.KEEP, True),
        (TrajectoryStatus.RUNNING, date(2026, 2, 28), AppliesTo.KEEP, False),
        (TrajectoryStatus.RUNNING, date(2026, 2, 28), AppliesTo.MOVE, True),
        (TrajectoryStatus.SUSPENDED, date(2026, 2, 28), AppliesTo.MOVE, True),
        (TrajectoryStatus.COMPLETED, date(2026, 3, 1), AppliesTo.MOVE, False),
        (TrajectoryStatus.STOPPED, date(2026, 3, 1), AppliesTo.KEEP, False),
        (TrajectoryStatus.EXEMPTED, date(2026, 3, 1), AppliesTo.MOVE, False),
    ],
)
def test_open_trajectories_keep_or_move_as_the_rule_set_says(
    status: TrajectoryStatus, starts_on: date, applies_to: AppliesTo, goes: bool
) -> None:
    course = Situated(status=status, starts_on=starts_on)
    assert goes_over(course, date(2026, 3, 1), applies_to) is goes


def test_a_change_tells_obligation_target_and_deadline() -> None:
    course, entries = Situated(working=True), [Hours(state=HoursState.ACCEPTED, minutes=600)]
    then = replace(Rules(), target_minutes=600, deadline_months=12, required_when_working=True)
    found = change_of(course, entries, Rules(), then, on=TUESDAY)
    assert (found.obligation, found.reached, found.due, found.anything) == (True,) * 4
    same = change_of(course, entries, Rules(), Rules(), on=TUESDAY)
    assert not same.anything


def made(session: Session) -> list[Trajectory]:
    """Trajectories of two agencies, at work, at rest, ended, and started after the new rules."""
    found = [
        trajectory(session),
        trajectory(session, working=True, obligation=Obligation.VOLUNTARY),
    ]
    found.append(trajectory(session, agency_code="amal"))
    found.append(trajectory(session, starts_on=date(2026, 3, 2)))
    resting = trajectory(session)
    since = date(2026, 2, 1)
    suspend_trajectory(
        session, resting, because=StatusReason.CARE, from_on=since, by=resting.counsellor, at=NOW
    )
    ended = trajectory(session)
    stop_trajectory(session, ended, reason="Verhuisd", by=ended.counsellor, at=NOW)
    for one in found:
        hours(session, activity(session, one), HoursState.ACCEPTED, minutes=600)
    return [*found, resting, ended]


NEW = {"target_minutes": 600, "required_when_working": True, "deadline_months": 12}


@pytest.mark.parametrize("applies_to", AppliesTo)
def test_what_the_preview_shows_is_what_adding_does(
    session: Session, applies_to: AppliesTo
) -> None:
    courses = made(session)
    last = find_last(session)
    new = draft(last, applies_to=applies_to, **NEW)
    today = local(NOW).date()
    before = {one.id: outcome_of(one, one.hours, one.rule_set, on=today) for one in courses}
    seen = preview(session, new, own_agencies=frozenset({"agii"}), on=today)
    assert not session.scalar(select(func.count()).where(RuleSet.added_at.is_not(None)))
    row = add_rule_set(session, new, by=counsellor(session), at=NOW)
    session.expire_all()
    taken = [one for one in courses if one.rule_set_id == row.id]
    assert seen.going_over == len(taken) == (5 if applies_to is AppliesTo.MOVE else 1)
    assert courses[-1] not in taken
    listed = {one.number: one.change for one in seen.own}
    for one in taken:
        after = outcome_of(one, one.hours, one.rule_set, on=today)
        assert one.obligation is after.obligation
        if one.agency_code == "agii":
            assert (listed[one.id].before, listed[one.id].after) == (before[one.id], after)
    assert set(listed) <= {one.id for one in taken if one.agency_code == "agii"}


def test_adding_leaves_a_trail_and_is_done_once(session: Session) -> None:
    courses = made(session)
    new = draft(find_last(session), applies_to=AppliesTo.MOVE, **NEW)
    by = counsellor(session)
    first = add_rule_set(session, new, by=by, at=NOW, request_key="a" * 32)
    assert add_rule_set(session, new, by=by, at=NOW, request_key="a" * 32) is first
    found = session.scalars(select(AuditRow.act).where(AuditRow.account_id == by.id)).all()
    assert sorted(found) == ["add_rule_set", *["move_to_rule_set"] * 5]
    at_work = courses[1]
    assert at_work.obligation is Obligation.REQUIRED
    assert at_work.situations[-1].from_on == date(2026, 3, 1)
    assert first.sources["target_minutes"] == {"source": "Nieuwe wet", "assumed": False}
    with pytest.raises(RuleBroken):
        add_rule_set(session, new, by=by, at=NOW, request_key="b" * 32)


def test_many_trajectories_go_over_in_pieces(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    courses = made(session)
    monkeypatch.setattr(queries, "PIECE", 2)
    new = draft(find_last(session), applies_to=AppliesTo.MOVE, **NEW)
    row = add_rule_set(session, new, by=counsellor(session), at=NOW)
    assert [one.rule_set_id == row.id for one in courses] == [True] * 5 + [False]
