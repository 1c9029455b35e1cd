"""The solver beside every possible plan, the plan without it, and the time that runs out."""

from datetime import timedelta

import pytest

from meedoen.offers.terms import Goal
from meedoen.trajectories.planning import solver
from meedoen.trajectories.planning.rules import Candidate, Task, broken
from meedoen.trajectories.planning.solver import best_plan, propose
from meedoen.trajectories.planning.terms import Emphasis, Loosened
from meedoen.trajectories.planning.weighing.rules import (
    MOST_CANDIDATES,
    Worth,
    fill,
    units_of,
    weighed,
    worth_of,
)
from tests.trajectories.plans import WEDNESDAY, Case, candidate, every_set, generated, task, wishes

EMPHASES = list(Emphasis)


def best_of_all(case: Case, emphasis: Emphasis) -> Worth:
    """The worth of the best plan there is, found by trying each."""
    candidates, wish, todo = case
    return min(
        worth_of(chosen, wish, todo, emphasis)
        for chosen in every_set(candidates)
        if not broken(chosen, wish, todo)
    )


@pytest.mark.parametrize("seed", range(200))
def test_no_plan_is_better_than_the_one_of_the_solver(seed: int) -> None:
    case = generated(seed, most=8 if seed % 10 else 11)
    candidates, wish, todo = case
    emphasis = EMPHASES[seed % len(EMPHASES)]
    units = units_of(candidates, wish, todo)
    plan = best_plan(units, wish, todo, emphasis, seconds=30)
    assert plan is not None
    assert plan.proven
    assert not broken(plan.sessions, wish, todo)
    assert plan.worth == best_of_all(case, emphasis)
    simple = fill(units, wish, todo, emphasis)
    assert not broken(simple, wish, todo)
    assert worth_of(simple, wish, todo, emphasis) >= plan.worth


def weekly(offer_id: int, *, weeks: int = 20, **facts: object) -> list[Candidate]:
    return [
        candidate(
            1000 * offer_id + week,
            offer_id=offer_id,
            host_id=offer_id,
            **{"on": WEDNESDAY + timedelta(weeks=week), "last": 660, **facts},
        )
        for week in range(weeks)
    ]


def forty_hours(minutes: int = 2400) -> Task:
    return task(minutes=minutes, last_day=WEDNESDAY + timedelta(weeks=26))


def test_three_plans_differ_and_say_what_each_is_best_at() -> None:
    candidates = [
        *weekly(1, metres=500),
        *weekly(2, metres=6000, on=WEDNESDAY, weeks=1),
        *[
            candidate(
                5000 + day,
                offer_id=5,
                on=WEDNESDAY + timedelta(days=day),
                first=840,
                last=1020,
                metres=9000,
            )
            for day in range(25)
        ],
        *weekly(6, first=1140, last=1260, metres=4000, goals=frozenset({Goal.FRIENDS})),
    ]
    proposal = propose(candidates, wishes(goals=frozenset({Goal.FRIENDS})), forty_hours())
    assert [plan.emphasis for plan in proposal.plans] == [
        Emphasis.SOON,
        Emphasis.NEAR,
        Emphasis.WISHED,
    ]
    assert proposal.missing == 0
    for one, other in ((0, 1), (0, 2), (1, 2)):
        mine = proposal.plans[one]
        offers = {s.offer_id for s in mine.sessions}
        same = sum(s.minutes for s in proposal.plans[other].sessions if s.offer_id in offers)
        assert same <= 1600


def test_when_the_time_is_over_the_page_gets_a_plan_without_the_solver() -> None:
    candidates = weekly(1) + weekly(2, first=840, last=960)
    proposal = propose(candidates, wishes(), forty_hours(), seconds=0.0)
    assert proposal.plans
    assert not any(plan.proven for plan in proposal.plans)
    for plan in proposal.plans:
        assert not broken(plan.sessions, wishes(), forty_hours())


def test_a_plan_of_the_solver_that_breaks_a_rule_is_never_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    candidates = weekly(1) + weekly(2)

    def nonsense(self: object, seconds: float, *, known: Worth) -> tuple[object, bool]:
        return tuple(candidates), True

    monkeypatch.setattr(solver.Model, "solve", nonsense)
    proposal = propose(candidates, wishes(), forty_hours())
    assert proposal.plans
    assert not broken(proposal.plans[0].sessions, wishes(), forty_hours())
    assert not proposal.plans[0].proven


def test_the_same_task_has_the_same_answer() -> None:
    case = generated(7, most=40)
    assert propose(*case) == propose(*case)


def test_what_cannot_be_filled_says_how_much_and_what_would_help() -> None:
    near, far = weekly(1, weeks=5), weekly(2, metres=12_000, weeks=20, first=840, last=960)
    proposal = propose(near + far, wishes(), forty_hours())
    assert proposal.missing == 2400 - 5 * 120
    assert proposal.would_help is not None
    assert proposal.would_help.what is Loosened.FURTHER
    assert proposal.would_help.missing == 0


def test_where_nothing_is_there_is_no_plan() -> None:
    proposal = propose([], wishes(), forty_hours())
    assert proposal.plans == ()
    assert proposal.missing == 2400
    assert proposal.would_help is None


def test_nothing_is_planned_when_all_hours_stand() -> None:
    assert propose(weekly(1), wishes(), forty_hours(minutes=0)).plans == ()


def test_of_many_sessions_the_best_of_each_week_are_weighed() -> None:
    many = [one for offer_id in range(1, 41) for one in weekly(offer_id, metres=offer_id * 200)]
    todo = forty_hours()
    units = weighed(units_of(many, wishes(), todo), wishes(), todo)
    assert sum(len(unit.sessions) for unit in units) == MOST_CANDIDATES
    assert {unit.sessions[0].offer_id for unit in units} == set(range(1, 21))
    assert {unit.sessions[0].on for unit in units} == {one.on for one in weekly(1)}
    assert propose(many, wishes(), todo, seconds=0.0).left_out == 800 - MOST_CANDIDATES


def test_a_series_is_taken_whole_or_not_at_all() -> None:
    series = weekly(1, weeks=4, series=4)
    plan = propose(series, wishes(), task(minutes=120)).plans[0]
    assert len(plan.sessions) == 4
    assert propose(series[1:], wishes(), task(minutes=120)).plans == ()


def test_who_joins_somewhere_goes_on_there() -> None:
    joined, other = weekly(1, known=True, metres=5000), weekly(2, first=840, last=960)
    plan = propose(joined + other, wishes(), task(minutes=480)).plans[0]
    assert {one.offer_id for one in plan.sessions} == {1}
