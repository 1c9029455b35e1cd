"""How a trajectory stands: steps, statuses and rests, as tables of cases."""

from datetime import date
from itertools import product

import pytest

from meedoen.permissions import Permission
from meedoen.trajectories.rules import reasons_not_complete, reasons_not_rechecked
from meedoen.trajectories.states.rules import MOVES, REASONS, reasons_not_become, step_of
from meedoen.trajectories.states.terms import StatusReason, Step
from meedoen.trajectories.terms import ActivityDecision, HoursState, TrajectoryStatus
from tests.trajectories.test_rules import (
    MONDAY,
    TUESDAY,
    Course,
    Hours,
    Rest,
    Rules,
    codes,
    refused,
)

S, H, A = TrajectoryStatus, HoursState, ActivityDecision
FULL = [Hours(id=n, minutes=720, state=H.ACCEPTED) for n in range(4)]


@pytest.mark.parametrize(
    ("status", "informed", "decisions", "entries", "step"),
    [
        (S.RUNNING, False, [], [], Step.INFORMED),
        (S.RUNNING, True, [], [], Step.SEARCHING),
        (S.RUNNING, False, [A.PROPOSED], [], Step.SEARCHING),
        (S.RUNNING, True, [A.REFUSED], [], Step.SEARCHING),
        (S.RUNNING, False, [A.REFUSED, A.APPROVED], [], Step.AGREED),
        (S.RUNNING, True, [A.APPROVED], [Hours(state=H.PLANNED)], Step.AGREED),
        (S.RUNNING, True, [A.APPROVED], [Hours(state=H.WITHDRAWN)], Step.AGREED),
        (S.RUNNING, True, [A.APPROVED], [Hours(state=H.REPORTED)], Step.RUNNING),
        (S.RUNNING, True, [A.APPROVED], [Hours(state=H.SENT_BACK)], Step.RUNNING),
        (S.RUNNING, True, [A.APPROVED], FULL, Step.PROOF_WAITING),
        (S.SUSPENDED, True, [A.APPROVED], [Hours(state=H.ACCEPTED)], Step.RUNNING),
        (S.STOPPED, True, [A.APPROVED], [], Step.AGREED),
        (S.COMPLETED, True, [A.APPROVED], FULL, Step.COMPLETED),
    ],
)
def test_the_step_follows_from_the_facts(
    status: S, informed: bool, decisions: list[A], entries: list[Hours], step: Step
) -> None:
    found = step_of(
        status, informed=informed, decisions=decisions, entries=entries, rule_set=Rules()
    )
    assert found is step


NEXT = {
    S.RUNNING: {S.SUSPENDED, S.COMPLETED, S.STOPPED, S.EXEMPTED, S.MOVED},
    S.SUSPENDED: {S.RUNNING, S.STOPPED, S.EXEMPTED, S.MOVED},
    S.COMPLETED: set(),
    S.STOPPED: {S.RUNNING},
    S.EXEMPTED: {S.RUNNING},
    S.MOVED: {S.RUNNING},
}


@pytest.mark.parametrize(("now", "then"), [*product(S, S)])
def test_a_status_goes_only_where_the_table_says(now: S, then: S) -> None:
    because = REASONS[then][0]
    found = codes(reasons_not_become(now, then, because))
    assert found == ([] if then in NEXT[now] else ["status_not_next"])


@pytest.mark.parametrize(("then", "because"), [*product(S, StatusReason)])
def test_a_status_has_a_reason_that_fits(then: S, because: StatusReason) -> None:
    now = S.STOPPED if then is S.RUNNING else S.RUNNING
    found = codes(reasons_not_become(now, then, because)) if now is not then else []
    assert found == ([] if because in REASONS[then] else ["reason_does_not_fit"])


def test_the_legal_statuses_take_the_permission_of_the_counsellor_alone() -> None:
    legal = {S.SUSPENDED, S.EXEMPTED, S.MOVED, S.RUNNING}
    taken = {then: permission for nexts in MOVES.values() for then, permission in nexts.items()}
    assert {then for then, takes in taken.items() if takes is Permission.STATUS_DECIDE} == legal


@pytest.mark.parametrize(
    ("from_on", "why"),
    [
        (date(2026, 2, 28), ["before_last_situation"]),
        (date(2026, 3, 1), []),
        (date(2026, 3, 3), []),
        (date(2026, 3, 4), ["still_to_come"]),
    ],
)
def test_a_situation_begins_after_the_last_and_not_ahead(from_on: date, why: list[str]) -> None:
    found = reasons_not_rechecked(from_on, since=date(2026, 3, 1), newest=TUESDAY)
    assert codes(found) == why


@pytest.mark.parametrize(
    ("rest", "why"),
    [
        (Rest(date(2026, 3, 1)), ["during_rest"]),
        (Rest(MONDAY), ["during_rest"]),
        (Rest(MONDAY, TUESDAY), ["during_rest"]),
        (Rest(TUESDAY), []),
        (Rest(date(2026, 2, 1), MONDAY), []),
        (Rest(MONDAY, MONDAY), []),
    ],
)
def test_hours_on_a_day_of_rest_are_refused(rest: Rest, why: list[str]) -> None:
    course = Course(status=S.SUSPENDED, suspensions=(rest,))
    assert refused(Hours(), course=course) == why
    assert refused(Hours(minutes=0, corrects_id=9), course=course) == []


RESTING = Course(status=S.SUSPENDED, suspensions=(Rest(date(2026, 2, 1)),))


def test_a_trajectory_at_rest_is_resumed_before_it_is_completed() -> None:
    assert codes(reasons_not_complete(RESTING, FULL, Rules())) == ["trajectory_at_rest"]
