"""What counts, what is refused and who must: tables of cases and laws that hold for any history."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meedoen.core.errors import Reason
from meedoen.trajectories.hours.rules import (
    MOVES,
    minutes_between,
    reasons_not_corrected,
    reasons_not_moved,
    refusals,
)
from meedoen.trajectories.rules import (
    counts,
    obligation,
    places,
    progress,
    reasons_not_complete,
    reasons_not_counted,
    text_reasons,
)
from meedoen.trajectories.terms import (
    ActivityDecision,
    HoursState,
    Obligation,
    TrajectoryStatus,
)

TUESDAY = date(2026, 3, 3)
MONDAY = date(2026, 3, 2)
START = date(2026, 1, 12)


@dataclass(frozen=True)
class Rules:
    target_minutes: int = 2400
    day_minutes_max: int = 720
    required_when_working: bool = False
    required_when_studying: bool = False
    requires_duo_or_group: bool = True
    requires_new_people: bool = True
    requires_lasting_contact: bool = True
    requires_dutch: bool = True
    silent_after_days: int = 30
    rounding_minutes: int = 1
    deadline_months: int = 24
    suspension_moves_deadline: bool = True


@dataclass(frozen=True)
class Joined:
    title: str = "Praattafel"
    decision: ActivityDecision = ActivityDecision.APPROVED


@dataclass(frozen=True)
class Rest:
    from_on: date
    until_on: date | None = None


@dataclass(frozen=True)
class Course:
    starts_on: date = START
    status: TrajectoryStatus = TrajectoryStatus.RUNNING
    suspensions: tuple[Rest, ...] = ()


@dataclass(frozen=True)
class Hours:
    id: int | None = None
    minutes: int = 120
    state: HoursState = HoursState.REPORTED
    on_date: date = MONDAY
    begins_at: time | None = None
    ends_at: time | None = None
    corrects_id: int | None = None
    activity: Joined = field(default_factory=Joined)


def codes(reasons: tuple[Reason, ...]) -> list[str]:
    return [reason.code for reason in reasons]


def refused(new: Hours, *existing: Hours, course: Course = Course()) -> list[str]:
    return codes(refusals(new, existing, course, Rules(), on=TUESDAY, until=time(10, 0)))


@pytest.mark.parametrize(
    ("obliged", "working", "studying", "outcome", "why"),
    [
        (True, False, False, Obligation.REQUIRED, ["obliged_without_exemption"]),
        (True, True, False, Obligation.VOLUNTARY, ["works"]),
        (True, False, True, Obligation.VOLUNTARY, ["studies"]),
        (True, True, True, Obligation.VOLUNTARY, ["works", "studies"]),
        (False, False, False, Obligation.VOLUNTARY, ["not_obliged"]),
        (False, True, True, Obligation.VOLUNTARY, ["not_obliged", "works", "studies"]),
    ],
)
def test_who_is_obliged_and_neither_works_nor_studies_must(
    obliged: bool, working: bool, studying: bool, outcome: Obligation, why: list[str]
) -> None:
    found, reasons = obligation(
        obliged=obliged, working=working, studying=studying, rule_set=Rules()
    )
    assert (found, codes(reasons)) == (outcome, why)


def test_another_law_may_oblige_who_works() -> None:
    stricter = Rules(required_when_working=True)
    found, _ = obligation(obliged=True, working=True, studying=False, rule_set=stricter)
    assert found is Obligation.REQUIRED


OVER_TWO = {"begins_at": time(14), "ends_at": time(16)}


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (Hours(), []),
        (Hours(**OVER_TWO), []),
        (Hours(minutes=720), []),
        (Hours(minutes=0), ["minutes_zero"]),
        (Hours(minutes=-5), ["minutes_negative"]),
        (Hours(minutes=0, corrects_id=9), []),
        (Hours(minutes=721), ["longer_than_a_day"]),
        (Hours(on_date=date(2026, 3, 4)), ["in_the_future"]),
        (Hours(on_date=date(2026, 3, 4), state=HoursState.PLANNED), []),
        (Hours(on_date=TUESDAY, state=HoursState.PLANNED), []),
        (Hours(state=HoursState.PLANNED), ["planned_in_the_past"]),
        (Hours(on_date=TUESDAY), []),
        (Hours(on_date=TUESDAY, begins_at=time(8), ends_at=time(10)), []),
        (Hours(on_date=TUESDAY, **OVER_TWO), ["not_over_yet"]),
        (Hours(on_date=START), []),
        (Hours(on_date=date(2026, 1, 11)), ["before_start"]),
        (Hours(begins_at=time(14)), ["begin_without_end"]),
        (Hours(ends_at=time(14)), ["begin_without_end"]),
        (Hours(begins_at=time(16), ends_at=time(14)), ["ends_before_begin"]),
        (Hours(begins_at=time(22), ends_at=time(0)), []),
        (Hours(on_date=TUESDAY, begins_at=time(22), ends_at=time(0)), ["not_over_yet"]),
        (Hours(minutes=1440, begins_at=time(0), ends_at=time(0)), ["longer_than_a_day"]),
        (Hours(begins_at=time(14), ends_at=time(14)), ["ends_before_begin"]),
        (Hours(minutes=119, **OVER_TWO), ["minutes_disagree"]),
        (Hours(minutes=0, corrects_id=9, **OVER_TWO), ["minutes_disagree"]),
        (
            Hours(activity=Joined(decision=ActivityDecision.PROPOSED)),
            ["activity_not_approved"],
        ),
        (
            Hours(activity=Joined(decision=ActivityDecision.REFUSED)),
            ["activity_not_approved"],
        ),
        (
            Hours(minutes=0, on_date=date(2026, 3, 4)),
            ["minutes_zero", "in_the_future"],
        ),
    ],
)
def test_hours_that_cannot_be_are_refused_with_the_reason(new: Hours, why: list[str]) -> None:
    assert refused(new) == why


@pytest.mark.parametrize("status", [TrajectoryStatus.COMPLETED, TrajectoryStatus.STOPPED])
def test_a_trajectory_that_ended_takes_no_hours(status: TrajectoryStatus) -> None:
    assert refused(Hours(), course=Course(status=status)) == ["trajectory_not_running"]


THERE = Hours(id=7, state=HoursState.REPORTED, **OVER_TWO)


@pytest.mark.parametrize(
    ("begin", "end", "overlap"),
    [
        ((12, 0), (14, 0), False),
        ((16, 0), (18, 0), False),
        ((12, 0), (14, 1), True),
        ((15, 59), (17, 0), True),
        ((14, 30), (15, 0), True),
        ((13, 0), (17, 0), True),
        ((14, 0), (16, 0), True),
    ],
)
def test_hours_overlap_when_they_share_a_minute(
    begin: tuple[int, int], end: tuple[int, int], overlap: bool
) -> None:
    spent = (end[0] - begin[0]) * 60 + end[1] - begin[1]
    new = Hours(minutes=spent, begins_at=time(*begin), ends_at=time(*end))
    assert refused(new, THERE) == (["overlaps"] if overlap else [])


@pytest.mark.parametrize(
    ("begin", "end", "overlap"),
    [(time(22), time(0), True), (time(20), time(21), False), (time(20), time(21, 1), True)],
)
def test_hours_until_midnight_overlap_with_the_last_of_the_day(
    begin: time, end: time, overlap: bool
) -> None:
    late = Hours(id=8, minutes=180, begins_at=time(21), ends_at=time(0))
    new = Hours(minutes=minutes_between(begin, end), begins_at=begin, ends_at=end)
    why = refusals(new, [late], Course(), Rules(), on=TUESDAY)
    assert codes(why) == (["overlaps"] if overlap else [])
    assert not why or why[0].facts["end"] == "24:00"


def test_the_reason_names_what_is_there_already() -> None:
    why = refusals(replace(THERE, id=None), [THERE], Course(), Rules(), on=TUESDAY)
    assert why[0].facts == {
        "entries": (THERE.id,),
        "date": MONDAY,
        "activity": "Praattafel",
        "begin": "14:00",
        "end": "16:00",
    }


@pytest.mark.parametrize(
    ("there", "live"),
    [
        (replace(THERE, state=HoursState.PLANNED), True),
        (replace(THERE, state=HoursState.CONFIRMED), True),
        (replace(THERE, state=HoursState.ACCEPTED), True),
        (replace(THERE, state=HoursState.SENT_BACK), False),
        (replace(THERE, state=HoursState.WITHDRAWN), False),
        (replace(THERE, on_date=date(2026, 3, 1)), False),
    ],
)
def test_only_what_lives_takes_a_place_in_the_day(there: Hours, live: bool) -> None:
    assert refused(replace(THERE, id=None), there) == (["overlaps"] if live else [])


def test_a_correction_does_not_stand_in_the_way_of_what_it_corrects() -> None:
    old = replace(THERE, state=HoursState.ACCEPTED)
    assert refused(replace(THERE, id=None, corrects_id=7), old) == []


def test_what_was_replaced_leaves_its_place() -> None:
    old = replace(THERE, state=HoursState.ACCEPTED)
    away = Hours(id=8, minutes=0, state=HoursState.ACCEPTED, corrects_id=7)
    assert refused(replace(THERE, id=None), old, away) == []


def test_a_day_holds_no_more_than_the_rules_say() -> None:
    morning = Hours(id=1, minutes=600, activity=Joined("Stage in de bib"))
    assert refused(Hours(minutes=120), morning) == []
    why = refusals(Hours(minutes=121), [morning], Course(), Rules(), on=TUESDAY)
    assert codes(why) == ["day_too_long"]
    assert why[0].facts == {
        "date": MONDAY,
        "minutes": 721,
        "most": 720,
        "others": "Stage in de bib",
        "entries": (1,),
    }


def test_hours_and_their_correction_on_its_way_are_the_same_time() -> None:
    old = Hours(id=1, minutes=400, state=HoursState.ACCEPTED)
    pending = Hours(id=2, minutes=300, corrects_id=1)
    assert refused(Hours(minutes=320), old, pending) == []
    assert refused(Hours(minutes=321), old, pending) == ["day_too_long"]


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        (Hours(id=1, state=HoursState.ACCEPTED), []),
        (Hours(id=1, state=HoursState.CONFIRMED), ["not_accepted"]),
        (Hours(id=2, state=HoursState.ACCEPTED), ["replaced_by_correction"]),
        (
            Hours(id=1, state=HoursState.ACCEPTED, activity=Joined("x", ActivityDecision.REFUSED)),
            ["activity_not_approved"],
        ),
    ],
)
def test_only_accepted_hours_that_were_not_replaced_count(entry: Hours, why: list[str]) -> None:
    correction = Hours(id=3, minutes=60, state=HoursState.ACCEPTED, corrects_id=2)
    entries = [entry, correction]
    assert codes(reasons_not_counted(entry, entries)) == why
    assert counts(entry, entries) is (not why)


def test_planned_reported_confirmed_and_accepted_stay_apart() -> None:
    entries = [Hours(id=n, minutes=n, state=state) for n, state in enumerate(HoursState, start=1)]
    sums = progress(entries, Rules())
    assert (sums.planned, sums.reported, sums.confirmed, sums.accepted) == (1, 2, 3, 4)
    assert (sums.remaining, sums.reached) == (2396, False)


@pytest.mark.parametrize(("accepted", "reached"), [(2399, False), (2400, True), (2401, True)])
def test_the_target_is_reached_to_the_minute(accepted: int, reached: bool) -> None:
    entries = [Hours(id=1, minutes=accepted, state=HoursState.ACCEPTED)]
    assert progress(entries, Rules()).reached is reached
    assert (reasons_not_complete(Course(), entries, Rules()) == ()) is reached


def test_a_correction_on_its_way_keeps_the_trajectory_open() -> None:
    entries = [
        Hours(id=1, minutes=2400, state=HoursState.ACCEPTED),
        Hours(id=2, minutes=60, corrects_id=1),
    ]
    assert codes(reasons_not_complete(Course(), entries, Rules())) == ["correction_open"]


STATES = st.sampled_from(HoursState)
HISTORY = st.lists(st.tuples(st.integers(1, 720), STATES), max_size=40)


@given(HISTORY, st.randoms(use_true_random=False))
def test_sums_are_exact_whatever_the_order_of_events(
    history: list[tuple[int, HoursState]], dice: object
) -> None:
    entries = [
        Hours(id=n, minutes=minutes, state=state) for n, (minutes, state) in enumerate(history)
    ]
    shuffled = list(entries)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    sums = progress(shuffled, Rules())
    by_hand = {state: sum(m for m, s in history if s is state) for state in HoursState}
    assert sums.accepted == by_hand[HoursState.ACCEPTED]
    assert sums.confirmed == by_hand[HoursState.CONFIRMED]
    assert sums.reported == by_hand[HoursState.REPORTED]
    assert sums.planned == by_hand[HoursState.PLANNED]
    assert sums.remaining == max(0, 2400 - sums.accepted)


@given(st.lists(st.integers(0, 720), min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_of_a_chain_of_corrections_the_last_one_counts(chain: list[int], dice: object) -> None:
    entries = [
        Hours(
            id=n,
            minutes=minutes,
            state=HoursState.ACCEPTED,
            corrects_id=n - 1 if n else None,
        )
        for n, minutes in enumerate(chain)
    ]
    dice.shuffle(entries)  # type: ignore[attr-defined]
    assert progress(entries, Rules()).accepted == chain[-1]


@given(HISTORY)
def test_the_places_at_the_table_never_promise_more_than_the_minutes(
    history: list[tuple[int, HoursState]],
) -> None:
    sums = progress([Hours(id=n, minutes=m, state=s) for n, (m, s) in enumerate(history)], Rules())
    seats = places(sums)
    assert seats.accepted == sums.accepted // 60
    total = sums.accepted + sums.confirmed + sums.reported + sums.planned
    assert seats.accepted + seats.confirmed + seats.reported + seats.planned == total // 60
    assert min(seats.accepted, seats.confirmed, seats.reported, seats.planned) >= 0


@pytest.mark.parametrize("start", HoursState)
@pytest.mark.parametrize("to", HoursState)
def test_hours_go_only_where_the_table_says(start: HoursState, to: HoursState) -> None:
    entry = Hours(id=1, minutes=60, state=start)
    allowed = to in MOVES[start] and not (
        start is HoursState.REPORTED and to is HoursState.ACCEPTED
    )
    assert (reasons_not_moved(entry, to) == ()) is allowed


def test_nothing_leaves_what_was_accepted_or_withdrawn() -> None:
    assert not MOVES[HoursState.ACCEPTED] | MOVES[HoursState.WITHDRAWN]


@pytest.mark.parametrize(
    ("minutes", "corrects", "why"), [(60, None, ["not_confirmed"]), (0, 9, [])]
)
def test_reported_hours_are_accepted_only_to_say_that_they_did_not_happen(
    minutes: int, corrects: int | None, why: list[str]
) -> None:
    entry = Hours(id=1, minutes=minutes, corrects_id=corrects)
    assert codes(reasons_not_moved(entry, HoursState.ACCEPTED)) == why


@pytest.mark.parametrize(
    ("state", "others", "why"),
    [
        (HoursState.ACCEPTED, [], []),
        (HoursState.CONFIRMED, [], ["not_accepted"]),
        (HoursState.ACCEPTED, [Hours(id=2, corrects_id=1)], ["corrected_already"]),
        (
            HoursState.ACCEPTED,
            [Hours(id=2, corrects_id=1, state=HoursState.WITHDRAWN)],
            [],
        ),
    ],
)
def test_accepted_hours_are_corrected_once_at_a_time(
    state: HoursState, others: list[Hours], why: list[str]
) -> None:
    entry = Hours(id=1, state=state)
    assert codes(reasons_not_corrected(entry, [entry, *others])) == why


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Goed", []),
        ("a\nb", []),
        ("  ", ["text_missing"]),
        ("x" * 11, ["text_too_long"]),
        ("a\x00b", ["text_unreadable"]),
        ("a\ud800b", ["text_unreadable"]),
    ],
)
def test_a_text_is_there_readable_and_not_endless(text: str, why: list[str]) -> None:
    assert codes(text_reasons("reason", text, most=10)) == why


def test_local_time_is_that_of_brussels() -> None:
    from meedoen.trajectories.rules import local

    assert local(datetime(2026, 3, 3, 23, 30, tzinfo=UTC)).date() == date(2026, 3, 4)
