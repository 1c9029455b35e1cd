"""What a plan may hold: each hard rule by itself, and all of them against a second opinion."""

from collections import Counter
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest

from meedoen.offers.terms import Day, Daypart
from meedoen.trajectories.planning.rules import (
    Busy,
    Candidate,
    broken,
    clash,
    gap_between,
    half_days_of,
    last_day_of,
    unfit,
    wish_reasons,
)
from meedoen.trajectories.planning.terms import ChildrenNeed, WomenOnly
from tests.trajectories.plans import (
    ALWAYS,
    WEDNESDAY,
    Case,
    candidate,
    every_set,
    generated,
    task,
    wishes,
)

HERE, FOUR_KM = (51.0, 4.5), (51.0, 4.5572)


def codes(one: Candidate, *, wish: dict[str, Any] | None = None, **situation: Any) -> set[str]:
    return {reason.code for reason in unfit(one, wishes(**(wish or {})), task(**situation))}


def test_what_fits_has_no_reason_against_it() -> None:
    assert codes(candidate()) == set()


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"going": False}, "plan_session_gone"),
        ({"full": True}, "plan_full"),
        ({"counts": False}, "plan_does_not_count"),
        ({"on": WEDNESDAY - timedelta(days=1)}, "plan_outside_days"),
        ({"on": WEDNESDAY + timedelta(weeks=9)}, "plan_outside_days"),
        ({"level": 3}, "plan_level_too_high"),
        ({"metres": 10_001}, "plan_too_far"),
        ({"women_only": True}, "plan_not_for_you"),
        ({"for_all_ages": False}, "plan_not_for_you"),
        ({"last": 540 + 481}, "plan_day_too_long"),
    ],
)
def test_a_session_that_does_not_fit_says_why(facts: dict[str, Any], code: str) -> None:
    assert codes(candidate(**facts)) == {code}


@pytest.mark.parametrize("facts", [{"metres": 10_000}, {"metres": None}, {"level": 2}])
def test_the_limits_themselves_fit(facts: dict[str, Any]) -> None:
    assert codes(candidate(**facts)) == set()


def test_who_joins_already_keeps_a_place_where_it_is_full() -> None:
    assert codes(candidate(full=True, known=True)) == set()


@pytest.mark.parametrize(
    ("need", "facts", "fits"),
    [
        ({"children": ChildrenNeed.ALONG}, {}, False),
        ({"children": ChildrenNeed.ALONG}, {"children_welcome": True}, True),
        ({"children": ChildrenNeed.ALONG}, {"childcare": True}, True),
        ({"children": ChildrenNeed.CHILDCARE}, {"children_welcome": True}, False),
        ({"children": ChildrenNeed.CHILDCARE}, {"childcare": True}, True),
        ({"women": WomenOnly.ALSO}, {"women_only": True}, True),
        ({"women": WomenOnly.ALSO}, {}, True),
        ({"women": WomenOnly.ONLY}, {}, False),
        ({"women": WomenOnly.ONLY}, {"women_only": True}, True),
        ({"accessible": True}, {}, False),
        ({"accessible": True}, {"accessible": True}, True),
    ],
)
def test_children_women_and_wheelchairs(
    need: dict[str, Any], facts: dict[str, Any], fits: bool
) -> None:
    assert (codes(candidate(**facts), wish=need) == set()) is fits


def test_an_organisation_that_was_said_no_to_is_not_proposed() -> None:
    assert codes(candidate(), wish={"not_hosts": frozenset({1})}) == {"plan_host_not_wanted"}


def test_a_session_that_was_withdrawn_is_not_proposed_again() -> None:
    assert codes(candidate(), gone=frozenset({1})) == {"plan_session_gone"}


@pytest.mark.parametrize(
    ("first", "last", "parts"),
    [
        (0, 720, [Daypart.MORNING]),
        (660, 721, [Daypart.MORNING, Daypart.AFTERNOON]),
        (720, 1020, [Daypart.AFTERNOON]),
        (1020, 1440, [Daypart.EVENING]),
        (700, 1030, list(Daypart)),
    ],
)
def test_a_time_touches_its_half_days(first: int, last: int, parts: list[Daypart]) -> None:
    assert list(half_days_of(first, last)) == parts


def test_every_half_day_that_a_session_touches_must_be_free() -> None:
    morning = {"free": frozenset({(Day.WED, Daypart.MORNING)})}
    assert codes(candidate(), wish=morning) == set()
    assert codes(candidate(last=730), wish=morning) == {"plan_not_free"}
    thursday = candidate(on=WEDNESDAY + timedelta(days=1))
    assert codes(thursday, wish=morning) == {"plan_not_free"}


def test_hours_that_stand_are_in_the_way() -> None:
    at_ten = Busy(on=WEDNESDAY, minutes=60, first=600, last=660)
    assert codes(candidate(), busy=(at_ten,)) == {"plan_clash_with_hours"}
    without_times = Busy(on=WEDNESDAY, minutes=400)
    assert codes(candidate(), busy=(without_times,)) == {"plan_day_too_long"}


def test_between_two_places_there_is_time_to_travel() -> None:
    early = candidate(1, point=HERE)
    assert gap_between(early, candidate(2, point=HERE)) == 0
    assert gap_between(early, candidate(2)) == 15
    assert gap_between(early, candidate(2, point=FOUR_KM)) in {31, 32}
    assert clash(early, candidate(2, first=660 + 30, last=800, point=FOUR_KM))
    assert not clash(early, candidate(2, first=660 + 33, last=800, point=FOUR_KM))
    assert not clash(early, candidate(2, first=660, last=800, point=HERE))
    assert not clash(early, candidate(2, on=WEDNESDAY + timedelta(days=1)))


def test_a_plan_breaks_what_its_sessions_break_together() -> None:
    def told(*sessions: Candidate, wish: dict[str, Any] | None = None) -> set[str]:
        return {r.code for r in broken(sessions, wishes(**(wish or {})), task())}

    afternoon = {"first": 840, "last": 1140}
    assert told(candidate(1), candidate(2, **afternoon)) == set()
    assert told(candidate(1), candidate(2)) == {"plan_clash"}
    assert told(candidate(1), candidate(1)) == {"plan_twice"}
    long = {"first": 720, "last": 1090}
    assert told(candidate(1), candidate(2, **long)) == {"plan_day_too_long"}
    assert told(candidate(1), candidate(2, **afternoon), wish={"per_week": 1}) == {"plan_week_full"}
    assert told(candidate(1, series=2)) == {"plan_series_cut"}
    second = candidate(2, offer_id=1, series=2, on=WEDNESDAY + timedelta(weeks=1))
    assert told(candidate(1, series=2), second) == set()


def second_opinion(chosen: tuple[Candidate, ...], case: Case) -> bool:
    """The hard rules again, written another way."""
    _, wish, todo = case
    fits = all(not unfit(one, wish, todo) for one in chosen)
    minutes, weeks = Counter[date](), Counter[Any]()
    for thing in (*chosen, *todo.busy):
        minutes[thing.on] += thing.minutes
        weeks[thing.on.isocalendar()[:2]] += 1
    days = all(minutes[one.on] <= todo.day_most for one in chosen)
    calm = all(weeks[one.on.isocalendar()[:2]] <= wish.per_week for one in chosen)
    apart = not any(clash(one, other) for one, other in combinations(chosen, 2))
    ids = {one.session_id for one in chosen}
    whole = all(
        other.session_id in ids
        for one in chosen
        if one.series
        for other in case[0]
        if other.offer_id == one.offer_id
    )
    return fits and days and calm and apart and whole


@pytest.mark.parametrize("seed", range(12))
def test_the_verifier_agrees_with_a_second_opinion(seed: int) -> None:
    case = generated(seed, most=8)
    for chosen in every_set(case[0]):
        assert (not broken(chosen, case[1], case[2])) is second_opinion(chosen, case)


def test_a_plan_looks_half_a_year_ahead_or_to_the_deadline() -> None:
    assert last_day_of(WEDNESDAY, None) == WEDNESDAY + timedelta(weeks=26)
    assert last_day_of(WEDNESDAY, date(2026, 4, 1)) == date(2026, 4, 1)
    assert last_day_of(WEDNESDAY, date(2030, 4, 1)) == WEDNESDAY + timedelta(weeks=26)


def test_a_week_has_a_free_moment_and_numbers_that_can_be() -> None:
    assert wish_reasons(free=ALWAYS, radius_km=1, per_week=14) == ()
    why = wish_reasons(free=frozenset(), radius_km=0, per_week=15)
    assert [reason.code for reason in why] == [
        "no_half_day_free",
        "plan_radius_wrong",
        "plan_week_wrong",
    ]
