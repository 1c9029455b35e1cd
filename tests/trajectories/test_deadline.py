"""When a trajectory is due: months after its start, moved by its rests."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meedoen.trajectories.rules import is_at_rest
from meedoen.trajectories.states.rules import deadline_of, due_on, months_after, rest_days
from meedoen.trajectories.terms import TrajectoryStatus

START = date(2026, 1, 12)
TODAY = date(2026, 6, 1)


@dataclass(frozen=True)
class Rest:
    from_on: date
    until_on: date | None = None


MARCH = Rest(date(2026, 3, 1), date(2026, 4, 1))


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (START, 24, date(2028, 1, 12)),
        (START, 0, START),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 11, 30), 13, date(2027, 12, 30)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(
    day: date, months: int, then: date
) -> None:
    assert months_after(day, months) == then


@pytest.mark.parametrize(
    ("rests", "then"),
    [
        ([], date(2028, 1, 12)),
        ([MARCH], date(2028, 2, 12)),
        ([MARCH, MARCH], date(2028, 2, 12)),
        ([Rest(date(2026, 3, 1), date(2026, 3, 1))], date(2028, 1, 12)),
        ([Rest(date(2026, 5, 22))], date(2028, 1, 22)),
        ([Rest(date(2026, 5, 22), date(2026, 7, 1))], date(2028, 2, 21)),
        ([Rest(date(2026, 6, 8))], date(2028, 1, 12)),
        ([MARCH, Rest(date(2026, 5, 22))], date(2028, 2, 22)),
    ],
)
def test_the_deadline_is_so_many_months_after_the_start_and_a_rest_later(
    rests: list[Rest], then: date
) -> None:
    assert deadline_of(START, 24, rests, on=TODAY) == then


@dataclass(frozen=True)
class Course:
    starts_on: date = START
    status: TrajectoryStatus = TrajectoryStatus.SUSPENDED
    suspensions: tuple[Rest, ...] = (MARCH,)


@dataclass(frozen=True)
class Rules:
    suspension_moves_deadline: bool
    target_minutes: int = 2400
    day_minutes_max: int = 720
    required_when_working: bool = False
    required_when_studying: bool = False
    silent_after_days: int = 30
    rounding_minutes: int = 1
    deadline_months: int = 24


def test_whether_a_rest_moves_the_deadline_is_said_by_the_rule_set() -> None:
    assert due_on(Course(), Rules(suspension_moves_deadline=True), on=TODAY) == date(2028, 2, 12)
    assert due_on(Course(), Rules(suspension_moves_deadline=False), on=TODAY) == date(2028, 1, 12)


DAYS = st.dates(date(2023, 1, 1), date(2035, 1, 1))


@st.composite
def a_rest(draw: st.DrawFn) -> Rest:
    first = draw(DAYS)
    length = draw(st.none() | st.integers(0, 900))
    return Rest(first, None if length is None else first + timedelta(days=length))


@given(DAYS, st.integers(1, 120), st.lists(a_rest(), max_size=6), a_rest(), DAYS)
def test_no_rest_makes_the_deadline_earlier(
    start: date, months: int, rests: list[Rest], one: Rest, today: date
) -> None:
    without = deadline_of(start, months, rests, on=today)
    assert months_after(start, months) <= without
    assert without <= deadline_of(start, months, [*rests, one], on=today)


@given(st.lists(a_rest(), max_size=6), DAYS, st.randoms(use_true_random=False))
def test_the_days_of_rest_are_the_same_in_whatever_order(rests, today, chance) -> None:  # type: ignore[no-untyped-def]
    mixed = list(rests)
    chance.shuffle(mixed)
    assert rest_days(mixed, on=today) == rest_days(rests, on=today)


@given(st.lists(a_rest(), max_size=4), DAYS)
def test_the_days_of_rest_are_the_days_that_lie_in_one(rests: list[Rest], today: date) -> None:
    ended = [Rest(rest.from_on, rest.until_on or max(rest.from_on, today)) for rest in rests]
    first = min((rest.from_on for rest in ended), default=today)
    last = max((rest.until_on or today for rest in ended), default=today)
    days = (first + timedelta(days=n) for n in range((last - first).days))
    assert rest_days(rests, on=today) == sum(is_at_rest(ended, on=day) for day in days)
