"""What counts is a value of the rules: checked, told, and looked at before new rules are added."""

from dataclasses import asdict, fields, replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.core.errors import RuleBroken
from meedoen.trajectories.activities.actions import approve_activity
from meedoen.trajectories.activities.rules import Criteria, reasons_not_suitable
from meedoen.trajectories.explaining.rules import CRITERIA, why_suitable
from meedoen.trajectories.models import Activity
from meedoen.trajectories.rule_sets.models import RuleSet
from meedoen.trajectories.rule_sets.rules import outcome_of
from meedoen.trajectories.terms import ActivityDecision
from tests.examples import NOW
from tests.trajectories.examples import activity
from tests.trajectories.test_rules import TUESDAY, Rules

MET = [field.name for field in fields(Criteria)]
PAIRS = dict(zip(MET, CRITERIA, strict=True))
"""What an activity is found to be → the value of the rules that asks it."""

bools = st.fixed_dictionaries({name: st.booleans() for name in MET})


@given(found=bools, asked=bools)
def test_each_criterion_is_refused_exactly_when_the_rules_ask_it_and_it_is_not_met(
    found: dict[str, bool], asked: dict[str, bool]
) -> None:
    rules = replace(Rules(), **{PAIRS[name]: value for name, value in asked.items()})
    why = reasons_not_suitable(Criteria(**found), rules)
    assert [one.field for one in why] == [n for n in MET if asked[n] and not found[n]]


@pytest.mark.parametrize("asked", [c for n in range(5) for c in combinations(CRITERIA, n)])
def test_why_tells_the_criteria_that_the_rules_ask(asked: tuple[str, ...]) -> None:
    rules = replace(Rules(), **{name: name in asked for name in CRITERIA})
    assert len(why_suitable(rules)) == 1 + len(asked)


def test_all_four_are_asked_by_the_rules_that_come_with_the_product_with_their_source(
    session: Session, joined: Activity
) -> None:
    for rules in session.scalars(select(RuleSet)):
        for name in CRITERIA:
            assert getattr(rules, name) is True
            assert "herent.be" in rules.sources[name]["source"]
            assert not rules.sources[name]["assumed"]


def test_an_activity_is_judged_by_the_rules_of_its_trajectory(
    session: Session, joined: Activity
) -> None:
    proposed = activity(
        session,
        joined.trajectory,
        decision=ActivityDecision.PROPOSED,
        decided_at=None,
        decided_by_id=None,
    )
    by = joined.trajectory.counsellor
    criteria = Criteria(
        in_duo_or_group=True, meets_new_people=True, lasting_contact=False, spoken_in_dutch=True
    )
    with pytest.raises(RuleBroken) as broken:
        approve_activity(session, proposed, criteria=criteria, by=by, at=NOW)
    assert broken.value.reasons[0].code == "no_lasting_contact"
    joined.trajectory.rule_set.requires_lasting_contact = False
    session.flush()
    approve_activity(session, proposed, criteria=criteria, by=by, at=NOW)
    assert proposed.decision is ActivityDecision.APPROVED


def test_new_rules_tell_how_many_approved_activities_they_would_not_approve(
    session: Session, joined: Activity
) -> None:
    of = joined.trajectory
    joined.spoken_in_dutch = False
    activity(session, of, decision=ActivityDecision.REFUSED, lasting_contact=False)
    rules, none = Rules(), replace(Rules(), **dict.fromkeys(CRITERIA, False))
    assert outcome_of(of, of.hours, rules, on=TUESDAY).unfit == 1
    assert outcome_of(of, of.hours, none, on=TUESDAY).unfit == 0
    assert asdict(outcome_of(of, of.hours, none, on=TUESDAY))["unfit"] == 0
