"""When somebody may be erased: the rules of the clock, for any dates; no database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.trajectories.forgetting import rules
from meedoen.trajectories.forgetting.counting.rules import lasted, month_of
from meedoen.trajectories.forgetting.counting.terms import Lasted
from meedoen.trajectories.forgetting.queries import Scope, due_people, list_due_ids, list_files
from meedoen.trajectories.forgetting.rules import Course, Notice, Unused
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.rule_sets.models import RuleSet
from meedoen.trajectories.states.rules import months_after
from tests.trajectories.lives import ended
from tests.trajectories.test_rules import codes

RULES_FROM = date(2025, 1, 1)
days = st.dates(date(2024, 1, 1), date(2032, 12, 31))
months = st.integers(1, 60)
courses = st.lists(
    st.builds(
        Course,
        ended_on=st.none() | days,
        months=months,
        rules_from=st.just(RULES_FROM),
        disputes=st.integers(0, 2),
    ),
    min_size=1,
    max_size=4,
)
notices = st.builds(
    Notice, days=st.integers(0, 90), reachable=st.booleans(), told_on=st.none() | days
)
holds = st.none() | days


def course(ended_on: date | None = date(2026, 3, 3), months: int = 24, disputes: int = 0) -> Course:
    return Course(ended_on=ended_on, months=months, rules_from=RULES_FROM, disputes=disputes)


def test_a_trajectory_is_kept_so_many_months_after_its_end() -> None:
    assert rules.due_on([course()]) == date(2028, 3, 3)
    assert rules.due_on([course(date(2026, 1, 31), 1)]) == date(2026, 2, 28)


def test_the_trajectory_that_is_kept_longest_decides_for_all() -> None:
    long, short = course(months=36), course(date(2026, 9, 1), months=12)
    assert rules.due_on([short, long]) == date(2029, 3, 3)
    reason = rules.why_then(rules.deciding([short, long]) or short)
    assert reason.facts == {
        "ended": date(2026, 3, 3),
        "months": 36,
        "rules": RULES_FROM,
        "until": date(2029, 3, 3),
    }


@given(courses, notices, holds, days)
def test_the_clock_erases_on_a_day_only_when_nothing_stands_in_the_way(
    found: list[Course], notice: Notice, held: date | None, on: date
) -> None:
    then = rules.erased_on(found, notice, held_until=held, on=on)
    why = rules.reasons_not_yet(found, notice, held_until=held, on=on)
    assert (then == on) is (why == ())


@given(courses, notices, holds, days)
def test_nothing_goes_while_a_trajectory_a_dispute_or_a_hold_stands(
    found: list[Course], notice: Notice, held: date | None, on: date
) -> None:
    stands = any(one.ended_on is None or one.disputes for one in found) or (
        held is not None and held >= on
    )
    assert bool(rules.reasons_not_erased(found, held_until=held, on=on)) is stands
    if stands:
        assert rules.reasons_not_yet(found, notice, held_until=held, on=on)


@given(courses, notices, holds, days)
def test_nobody_goes_before_the_term_or_untold(
    found: list[Course], notice: Notice, held: date | None, on: date
) -> None:
    then = rules.erased_on(found, notice, held_until=held, on=on)
    if then is None:
        return
    due = rules.due_on(found)
    assert due is not None
    assert then >= max(due, on)
    assert held is None or held < on or then > held
    told = rules.told_since(notice, due)
    if notice.reachable:
        assert then >= (told or on) + timedelta(days=notice.days)


@given(courses, notices, holds, days, st.integers(1, 400))
def test_the_day_stays_the_same_when_one_looks_later_and_it_was_told(
    found: list[Course], notice: Notice, held: date | None, on: date, later: int
) -> None:
    then = rules.erased_on(found, notice, held_until=held, on=on)
    due = rules.due_on(found)
    if then is None or due is None or (notice.reachable and not rules.told_since(notice, due)):
        return
    after = min(on + timedelta(days=later), then)
    if held is None or held < on:
        assert rules.erased_on(found, notice, held_until=held, on=after) == then


@given(days, months)
def test_the_last_day_that_is_due_is_the_last(until: date, kept: int) -> None:
    last = rules.latest_end(until, kept)
    assert months_after(last, kept) <= until
    assert months_after(last + timedelta(days=1), kept) > until


@given(days, months, notices, days)
def test_an_account_goes_when_it_was_unused_long_enough_and_its_owner_told(
    used: date, kept: int, notice: Notice, on: date
) -> None:
    unused = Unused(used_on=used, months=kept)
    then = rules.erased_on_unused(unused, notice, on=on)
    assert then >= max(on, months_after(used, kept))
    if notice.reachable and rules.told_since(notice, unused.kept_until) is None:
        assert then >= on + timedelta(days=notice.days)


def test_what_was_told_of_an_earlier_end_is_not_told_now() -> None:
    notice = Notice(days=30, reachable=True, told_on=date(2027, 2, 1))
    assert rules.told_since(notice, date(2028, 3, 3)) is None
    assert rules.told_since(notice, date(2027, 3, 3)) == date(2027, 2, 1)


@pytest.mark.parametrize(
    ("reason", "until", "why"),
    [
        ("Er loopt een klacht", date(2026, 4, 1), []),
        ("", date(2026, 4, 1), ["text_missing"]),
        ("Klacht", date(2026, 3, 3), ["hold_within_a_year"]),
        ("Klacht", date(2027, 3, 5), ["hold_within_a_year"]),
        ("x" * 1001, date(2026, 4, 1), ["text_too_long"]),
    ],
)
def test_a_hold_has_a_reason_and_ends_within_a_year(
    reason: str, until: date, why: list[str]
) -> None:
    assert codes(rules.reasons_not_held(reason, until, on=date(2026, 3, 3))) == why


def test_a_refusal_says_why() -> None:
    assert codes(rules.reasons_not_refused(" ")) == ["text_missing"]
    assert rules.reasons_not_refused("Je dossier is nog nodig.") == ()


@given(days, st.integers(0, 2000))
def test_how_long_it_lasted_is_told_in_large_pieces(began: date, number: int) -> None:
    piece = lasted(began, began + timedelta(days=number))
    assert (piece is Lasted.UP_TO_13) is (number < 14 * 7)
    assert (piece is Lasted.LONGER) is (number >= 105 * 7)
    assert month_of(began).day == 1


def test_the_database_finds_whom_the_rules_find(session: Session) -> None:
    made = [ended(session) for _ in range(3)]
    second = ended(session, made[0].newcomer)
    other = session.scalars(select(RuleSet).order_by(RuleSet.valid_from)).first()
    assert other is not None
    other.retention_months = 7
    made[1].rule_set_id = other.id
    second.ended_at = made[0].ended_at + timedelta(days=40, hours=14)  # type: ignore[operator]
    session.flush()
    ids = [one.newcomer_id for one in made]
    everybody = Scope(everything=True)
    seen = set()
    for number in range(0, 900, 3):
        until = date(2026, 3, 1) + timedelta(days=number)
        files = list_files(session, ids, on=until)
        ripe = {f.account.id for f in files if f.due_on is not None and f.due_on <= until}
        assert set(list_due_ids(session, everybody, until=until)) == ripe, until
        seen.add(len(ripe))
    assert seen == {0, 1, 2, 3}


def test_a_list_holds_what_lies_in_its_scope(session: Session) -> None:
    one, two = ended(session), ended(session, agency_code="amal")
    until = date(2029, 1, 1)

    def found(scope: Scope) -> set[int]:
        return set(session.scalars(due_people(session, scope, until=until)))

    assert found(Scope(agencies=frozenset({"amal"}))) == {two.newcomer_id}
    mine = Scope(counsellor_id=one.counsellor_id, guides_for=frozenset({"agii"}))
    assert found(mine) == {one.newcomer_id}
    assert found(Scope()) == set()
    assert found(Scope(everything=True)) == {one.newcomer_id, two.newcomer_id}
    assert session.get(Trajectory, one.id) is one
