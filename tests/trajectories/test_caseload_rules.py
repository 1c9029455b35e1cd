"""Who needs the counsellor first and why: tables of cases, and sums that hold for any history."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meedoen.trajectories.caseload.rules import (
    MOST_VIEWS,
    PACE_OVER,
    Asked,
    File,
    Waiting,
    missed,
    needs_of,
    pace,
    reasons_not_absent,
    reasons_not_kept,
)
from meedoen.trajectories.caseload.terms import Need
from meedoen.trajectories.terms import ActivityDecision, HoursState, TrajectoryStatus

TUESDAY = date(2026, 3, 3)
MONDAY = date(2026, 3, 2)
START = date(2026, 1, 12)
NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=11)


@dataclass(frozen=True)
class Rest:
    from_on: date
    until_on: date | None = None


@dataclass(frozen=True)
class Rules:
    target_minutes: int = 2400
    day_minutes_max: int = 720
    required_when_working: bool = False
    required_when_studying: bool = False
    silent_after_days: int = 30
    unanswered_after_days: int = 10
    absences_that_matter: int = 2
    rounding_minutes: int = 1
    deadline_months: int = 24
    suspension_moves_deadline: bool = True


@dataclass(frozen=True)
class Joined:
    title: str = "Praattafel"
    decision: ActivityDecision = ActivityDecision.APPROVED
    created_at: datetime = NOW


@dataclass(frozen=True)
class Course:
    starts_on: date = START
    status: TrajectoryStatus = TrajectoryStatus.RUNNING
    opened_at: datetime = NOW
    ended_at: datetime | None = None
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
    logged_at: datetime = NOW
    confirmed_at: datetime | None = None
    sent_back_at: datetime | None = None
    disputed_at: datetime | None = None


GOOD = Joined()


def file(*entries: Hours, activities: tuple[Joined, ...] = (GOOD,), **facts: object) -> File:
    return File(
        trajectory=facts.pop("trajectory", Course()),  # type: ignore[arg-type]
        entries=entries,
        activities=activities,
        rule_set=Rules(),
        **facts,  # type: ignore[arg-type]
    )


def needs(of: File) -> list[Need]:
    return [waiting.need for waiting in needs_of(of, at=NOW)]


def why(of: File, need: Need) -> Waiting:
    return next(waiting for waiting in needs_of(of, at=NOW) if waiting.need is need)


@pytest.mark.parametrize(
    ("states", "decisions", "newest", "found"),
    [
        (
            [HoursState.CONFIRMED, HoursState.SENT_BACK],
            [ActivityDecision.APPROVED],
            MONDAY,
            [Need.HOURS_TO_ACCEPT, Need.HOURS_TO_MEND],
        ),
        (
            [HoursState.SENT_BACK, HoursState.REPORTED],
            [ActivityDecision.APPROVED],
            MONDAY,
            [Need.HOURS_TO_MEND, Need.NOT_CONFIRMED],
        ),
        ([], [ActivityDecision.PROPOSED], MONDAY, [Need.ACTIVITY_TO_JUDGE, Need.NO_ACTIVITY]),
        ([], [ActivityDecision.REFUSED], MONDAY, [Need.NO_ACTIVITY]),
        ([], [], MONDAY, [Need.NO_ACTIVITY]),
        ([HoursState.ACCEPTED], [ActivityDecision.APPROVED], date(2026, 1, 20), [Need.SILENT]),
        ([HoursState.REPORTED], [ActivityDecision.APPROVED], MONDAY, [Need.NOT_CONFIRMED]),
        ([HoursState.PLANNED], [ActivityDecision.APPROVED], MONDAY, [Need.PLAN_PASSED]),
        ([HoursState.PLANNED], [ActivityDecision.APPROVED], TUESDAY, [Need.NOTHING]),
        ([HoursState.ACCEPTED], [ActivityDecision.APPROVED], MONDAY, [Need.NOTHING]),
    ],
)
def test_a_trajectory_tells_all_that_it_waits_for_most_pressing_first(
    states: list[HoursState],
    decisions: list[ActivityDecision],
    newest: date,
    found: list[Need],
) -> None:
    entries = [Hours(id=n, state=state, on_date=newest) for n, state in enumerate(states)]
    activities = tuple(Joined(decision=one) for one in decisions)
    assert needs(file(*entries, activities=activities)) == found


def test_a_full_trajectory_asks_to_be_completed_and_an_ended_one_nothing() -> None:
    full = Hours(id=1, minutes=2400, state=HoursState.ACCEPTED)
    assert needs(file(full)) == [Need.TO_COMPLETE]
    assert needs(file(full, trajectory=Course(status=TrajectoryStatus.COMPLETED))) == [Need.ENDED]


def test_nobody_is_asked_for_anything_new_during_a_rest() -> None:
    rests = Course(status=TrajectoryStatus.SUSPENDED, suspensions=(Rest(MONDAY),))
    confirmed = Hours(id=1, state=HoursState.CONFIRMED)
    passed = Hours(id=2, state=HoursState.PLANNED)
    found = needs(file(confirmed, passed, activities=(), trajectory=rests, deadline=TUESDAY))
    assert found == [Need.HOURS_TO_ACCEPT, Need.AT_REST]
    over = Course(status=TrajectoryStatus.SUSPENDED, suspensions=(Rest(START, MONDAY),))
    assert needs(file(trajectory=over)) == [Need.TO_RESUME]


def test_nobody_is_called_silent_soon_after_a_rest() -> None:
    rested = Course(suspensions=(Rest(date(2026, 1, 20), date(2026, 3, 1)),))
    early = Hours(id=1, state=HoursState.ACCEPTED, on_date=date(2026, 1, 13))
    assert needs(file(early, trajectory=rested)) == [Need.NOTHING]


def test_hours_that_say_did_not_happen_wait_for_the_counsellor_alone() -> None:
    assert needs(file(Hours(id=2, minutes=0, corrects_id=1))) == [Need.HOURS_TO_ACCEPT]


WEEKS = [date(2026, 1, 19) + timedelta(weeks=n) for n in range(6)]


def weekly(minutes: int) -> list[Hours]:
    return [
        Hours(id=n, minutes=minutes, state=HoursState.ACCEPTED, on_date=day)
        for n, day in enumerate(WEEKS)
    ]


def test_the_pace_is_what_was_accepted_a_week_and_what_is_needed_is_rounded_up() -> None:
    speed = pace(file(*weekly(120)), date(2026, 6, 1), on=TUESDAY)
    # 720 minutes in the 50 days since the start; 1680 to go in 12 whole weeks.
    assert (speed.accepted, speed.needed, speed.weeks_left) == (720 * 7 // 50, 140, 12)
    assert speed.remaining == 1680


@pytest.mark.parametrize(
    ("deadline", "found"),
    [
        (date(2026, 9, 1), False),
        (date(2026, 4, 1), True),
        (date(2026, 3, 5), True),
        (date(2026, 2, 1), True),
        (None, False),
    ],
)
def test_a_deadline_that_the_present_pace_does_not_reach_comes_first(
    deadline: date | None, found: bool
) -> None:
    of = file(*weekly(120), trajectory=Course(starts_on=date(2025, 12, 1)), deadline=deadline)
    assert (needs(of)[0] is Need.OUT_OF_REACH) is found
    if found:
        facts = why(of, Need.OUT_OF_REACH).why.facts
        assert facts["remaining"] == 1680


def test_a_young_trajectory_with_a_far_deadline_has_no_pace_yet() -> None:
    young = Course(starts_on=TUESDAY - PACE_OVER + timedelta(days=1))
    far, near = TUESDAY + timedelta(weeks=20), TUESDAY + timedelta(weeks=8)
    assert Need.OUT_OF_REACH not in needs(file(trajectory=young, deadline=far))
    assert Need.OUT_OF_REACH in needs(file(trajectory=young, deadline=near))


def test_half_a_year_before_the_deadline_the_pace_says_nothing_yet() -> None:
    old = Course(starts_on=date(2025, 1, 1))
    for weeks, found in ((27, False), (26, True)):
        of = file(trajectory=old, deadline=TUESDAY + timedelta(weeks=weeks))
        assert (Need.OUT_OF_REACH in needs(of)) is found


@given(
    minutes=st.lists(st.integers(1, 720), max_size=12),
    days_left=st.integers(-30, 400),
    began=st.integers(0, 400),
)
def test_who_keeps_the_needed_pace_is_never_out_of_reach(
    minutes: list[int], days_left: int, began: int
) -> None:
    entries = [
        Hours(id=n, minutes=m, state=HoursState.ACCEPTED, on_date=TUESDAY - timedelta(days=n))
        for n, m in enumerate(minutes)
    ]
    course = Course(starts_on=TUESDAY - timedelta(days=began))
    deadline = TUESDAY + timedelta(days=days_left)
    speed = pace(file(*entries, trajectory=course), deadline, on=TUESDAY)
    assert speed.too_slow == (speed.remaining > speed.accepted * max(1, speed.weeks_left))
    if not speed.remaining:
        assert not speed.too_slow


def test_two_absences_after_each_other_ask_for_attention_and_one_or_coming_again_does_not() -> None:
    noted = Hours(id=1, state=HoursState.WITHDRAWN, on_date=date(2026, 2, 10))
    silent = Hours(id=2, state=HoursState.PLANNED, on_date=date(2026, 2, 17))
    came = Hours(id=3, state=HoursState.ACCEPTED, on_date=date(2026, 2, 24))
    assert Need.ABSENT in needs(file(noted, silent, absent={1}))
    assert Need.ABSENT not in needs(file(noted, silent))
    assert Need.ABSENT not in needs(file(noted, silent, came, absent={1}))
    assert why(file(noted, silent, absent={1}), Need.ABSENT).why.facts == {
        "count": 2,
        "date": date(2026, 2, 17),
    }


def test_an_appointment_of_today_or_later_is_not_missed() -> None:
    today = Hours(id=1, state=HoursState.PLANNED, on_date=TUESDAY)
    assert not missed(file(today), on=TUESDAY)


def test_ten_days_without_an_answer_ask_for_attention_counted_from_the_day_itself() -> None:
    old = Hours(id=1, on_date=date(2026, 2, 19), logged_at=LONG_AGO)
    planned_long_ago = Hours(id=2, on_date=MONDAY, logged_at=LONG_AGO)
    assert needs(file(old)) == [Need.UNANSWERED]
    assert needs(file(planned_long_ago)) == [Need.NOT_CONFIRMED]
    asked = Asked("Bel mij", LONG_AGO)
    assert Need.UNANSWERED in needs(file(Hours(state=HoursState.ACCEPTED), asked=[asked]))
    fresh = Asked("Bel mij", NOW - timedelta(days=9))
    assert Need.UNANSWERED not in needs(file(Hours(state=HoursState.ACCEPTED), asked=[fresh]))


HISTORY = st.lists(
    st.tuples(st.sampled_from(HoursState), st.integers(1, 200), st.integers(0, 300)), max_size=12
)


@given(history=HISTORY, proposed=st.booleans())
def test_a_trajectory_always_waits_for_something_and_in_the_order_of_needs(
    history: list[tuple[HoursState, int, int]], proposed: bool
) -> None:
    entries = [
        Hours(id=n, state=state, on_date=TUESDAY - timedelta(days=ago), minutes=minutes)
        for n, (state, ago, minutes) in enumerate(history)
    ]
    joined = (Joined(decision=ActivityDecision.PROPOSED),) if proposed else (GOOD,)
    found = needs(file(*entries, activities=joined, deadline=TUESDAY + timedelta(days=50)))
    assert found
    assert found == sorted(found, key=list(Need).index)
    assert (Need.NOTHING in found) == (found == [Need.NOTHING])


@pytest.mark.parametrize(
    ("state", "day", "codes"),
    [
        (HoursState.PLANNED, MONDAY, []),
        (HoursState.PLANNED, TUESDAY, []),
        (HoursState.PLANNED, date(2026, 3, 4), ["absence_ahead"]),
        (HoursState.REPORTED, MONDAY, ["wrong_state"]),
        (HoursState.WITHDRAWN, MONDAY, ["wrong_state"]),
    ],
)
def test_only_an_appointment_whose_day_has_come_can_be_missed(
    state: HoursState, day: date, codes: list[str]
) -> None:
    found = reasons_not_absent(Hours(id=1, state=state, on_date=day), on=TUESDAY)
    assert [reason.code for reason in found] == codes


@pytest.mark.parametrize(
    ("name", "others", "codes"),
    [
        ("Mechelen", 0, []),
        ("", 0, ["text_missing"]),
        ("x" * 41, 0, ["text_too_long"]),
        ("Mechelen", MOST_VIEWS - 1, []),
        ("Mechelen", MOST_VIEWS, ["view_too_many"]),
    ],
)
def test_few_views_are_kept_each_with_a_name(name: str, others: int, codes: list[str]) -> None:
    assert [reason.code for reason in reasons_not_kept(name, others=others)] == codes
