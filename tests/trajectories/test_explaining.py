"""Every 'why?' tells rule, facts and source, and its sums are those of the rules themselves."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from meedoen.trajectories.explaining.rules import explained, why_due, why_hours, why_required
from meedoen.trajectories.explaining.terms import Question
from meedoen.trajectories.rule_sets.rules import VALUES
from meedoen.trajectories.rules import progress
from meedoen.trajectories.terms import ActivityDecision, HoursState
from tests.trajectories.test_rules import START, TUESDAY, Course, Hours, Joined, Rest, Rules, codes


@dataclass(frozen=True)
class Situated(Course):
    obliged: bool = True
    working: bool = False
    studying: bool = False


def test_each_question_has_an_answer_that_rests_on_values_with_a_source() -> None:
    found = explained(Situated(), [Hours()], Rules(), since=START, on=TUESDAY)
    assert [one.question for one in found] == [*Question]
    assert all(one.reasons and set(one.rests_on) <= set(VALUES) for one in found)


def test_hours_are_told_per_cause() -> None:
    refused = Joined(decision=ActivityDecision.REFUSED)
    entries = [
        Hours(id=1, state=HoursState.ACCEPTED, minutes=60),
        Hours(id=2, state=HoursState.ACCEPTED, minutes=30),
        Hours(id=3, state=HoursState.ACCEPTED, minutes=20, corrects_id=2),
        Hours(id=4, state=HoursState.ACCEPTED, minutes=45, activity=refused),
        Hours(id=5, state=HoursState.CONFIRMED, minutes=15),
    ]
    found = {reason.code: reason.facts for reason in why_hours(entries, Rules())}
    assert {code: facts.get("time") for code, facts in found.items() if "time" in facts} == {
        "these_count": timedelta(minutes=80),
        "these_wait": timedelta(minutes=15),
        "these_need_approval": timedelta(minutes=45),
        "these_were_corrected": timedelta(minutes=30),
    }


def test_why_required_tells_the_rule_and_the_situation() -> None:
    found = why_required(replace(Situated(), working=True), Rules(), since=START)
    assert codes(found) == [
        "rule_obliged_must",
        "not_working",
        "not_studying",
        "is_obliged",
        "is_working",
        "is_not_studying",
        "situation_since",
    ]
    stricter = Rules(required_when_working=True, required_when_studying=True)
    assert codes(why_required(Situated(), stricter, since=START))[1:3] == [
        "also_working",
        "also_studying",
    ]


def test_why_due_tells_the_days_of_rest() -> None:
    course = Course(suspensions=(Rest(date(2026, 2, 1), date(2026, 2, 11)),))
    assert codes(why_due(course, Rules(), on=TUESDAY))[2:] == ["rest_moves", "due_then"]
    assert codes(why_due(Course(), Rules(), on=TUESDAY))[2:] == ["due_then"]
    stiff = Rules(suspension_moves_deadline=False)
    assert codes(why_due(course, stiff, on=TUESDAY))[2:] == ["rest_moves_not", "due_then"]


@st.composite
def histories(draw: st.DrawFn) -> list[Hours]:
    decisions = st.sampled_from(ActivityDecision)
    return [
        Hours(
            id=number,
            minutes=draw(st.integers(1, 720)),
            state=draw(st.sampled_from(HoursState)),
            activity=Joined(decision=draw(decisions)),
            corrects_id=draw(st.none() | st.integers(0, number - 1)) if number else None,
        )
        for number in range(draw(st.integers(0, 12)))
    ]


@given(histories(), st.randoms(use_true_random=False))
def test_what_counts_and_what_does_not_are_together_all_hours_in_any_order(entries, chance) -> None:  # type: ignore[no-untyped-def]
    mixed = list(entries)
    chance.shuffle(mixed)
    for these in (entries, mixed):
        told = [
            reason.facts["time"] for reason in why_hours(these, Rules()) if "time" in reason.facts
        ]
        assert sum(told, timedelta()) == timedelta(minutes=sum(one.minutes for one in entries))
    counting = next(r for r in why_hours(mixed, Rules()) if r.code == "these_count")
    assert counting.facts["time"] == timedelta(minutes=progress(entries, Rules()).accepted)
