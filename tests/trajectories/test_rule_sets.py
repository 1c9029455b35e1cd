"""Rule sets: their values with sources, and what follows from them."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.trajectories.hours.rules import refusals
from meedoen.trajectories.queries import rule_set_on
from meedoen.trajectories.rule_sets.actions import load_rule_sets
from meedoen.trajectories.rule_sets.models import RuleSet
from meedoen.trajectories.rule_sets.rules import VALUES
from tests.examples import NOW, counsellor
from tests.trajectories.examples import RULES
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
