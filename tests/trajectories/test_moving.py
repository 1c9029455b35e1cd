"""Moving house keeps the file: what travels, who loses sight, what is told, and races."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meedoen.core.audit import AuditRow
from meedoen.core.engine import WRITES
from meedoen.core.errors import Conflict, RuleBroken
from meedoen.trajectories.actions import stop_trajectory
from meedoen.trajectories.caseload.queries import Question, list_caseload, list_municipalities
from meedoen.trajectories.exporting.queries import Scope, present
from meedoen.trajectories.exporting.terms import ExportScope
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.moving.actions import (
    decline_move,
    let_moves_come,
    record_move,
    undo_move,
)
from meedoen.trajectories.moving.models import Home, MoveNotice
from meedoen.trajectories.moving.queries import find_waiting, holds_on, lives_in, place_of
from meedoen.trajectories.moving.replacing.queries import Left, list_left
from meedoen.trajectories.moving.rules import home_on
from meedoen.trajectories.moving.telling.actions import tell_move, withdraw_move
from meedoen.trajectories.moving.terms import NoticeState
from meedoen.trajectories.terms import HoursState
from tests import examples
from tests.examples import BONHEIDEN, GENT, MECHELEN
from tests.trajectories.examples import activity, hours, trajectory

AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
TODAY = date(2026, 3, 3)
TO_GENT = {"nis": GENT, "postcode": "9000"}
KEY, OTHER_KEY = "a" * 32, "b" * 32


def move(session: Session, of: Trajectory, **changes: object) -> Home:
    facts = {**TO_GENT, "from_on": TODAY, "by": of.counsellor, "at": AT} | changes
    return record_move(session, of, **facts)  # type: ignore[arg-type]


def tell(session: Session, of: Trajectory, **changes: object) -> MoveNotice:
    facts = {**TO_GENT, "from_on": TODAY, "by": of.newcomer, "at": AT, "request_key": KEY}
    return tell_move(session, of, **(facts | changes))  # type: ignore[arg-type]


def living_in(session: Session, nis: str, on: date) -> list[int]:
    found = session.scalars(select(Trajectory.id).where(lives_in([nis], on=on)))
    return sorted(found)


def refused(session: Session, of: Trajectory, **changes: object) -> list[str]:
    with pytest.raises(RuleBroken) as broken:
        move(session, of, **changes)
    return [reason.code for reason in broken.value.reasons]


def test_the_file_stays_one_and_whole(session: Session) -> None:
    course = trajectory(session)
    joined = activity(session, course)
    hours(session, joined, HoursState.ACCEPTED)
    before = (course.id, course.counsellor_id, course.agency_code, course.ledger_hash)
    home = move(session, course)
    assert (course.nis, home.postcode) == (GENT, "9000")
    after = (course.id, course.counsellor_id, course.agency_code, course.ledger_hash)
    assert after == before
    assert [one.state for one in course.hours] == [HoursState.ACCEPTED]
    assert [one.nis for one in course.homes] == [MECHELEN, GENT]
    row = session.scalar(select(AuditRow).where(AuditRow.act == "record_move"))
    assert row is not None
    assert row.facts["nis"] == GENT
    assert "9000" not in str(row.facts)


def test_from_the_day_on_the_former_municipality_has_nobody_and_the_past_stays(
    session: Session,
) -> None:
    course = trajectory(session)
    move(session, course)
    assert living_in(session, MECHELEN, TODAY) == []
    assert living_in(session, GENT, TODAY) == [course.id]
    yesterday = TODAY - timedelta(days=1)
    assert living_in(session, MECHELEN, yesterday) == [course.id]
    assert living_in(session, GENT, yesterday) == []


def test_a_move_ahead_comes_on_its_day_whether_or_not_the_nightly_work_ran(
    session: Session,
) -> None:
    course = trajectory(session)
    day = TODAY + timedelta(days=10)
    move(session, course, from_on=day)
    assert course.nis == MECHELEN
    assert living_in(session, MECHELEN, day) == []
    assert living_in(session, GENT, day) == [course.id]
    assert let_moves_come(session, on=day - timedelta(days=1), at=AT) == 0
    assert let_moves_come(session, on=day, at=AT) == 1
    assert let_moves_come(session, on=day, at=AT) == 0
    session.refresh(course)
    assert course.nis == GENT


def test_the_filter_of_a_caseload_and_an_export_do_not_wait_for_the_nightly_work(
    session: Session,
) -> None:
    course = trajectory(session)
    by, day = course.counsellor, TODAY + timedelta(days=10)
    move(session, course, from_on=day)
    scope = Scope(ExportScope.CASELOAD, course.agency_code, by.id)
    for on, nis, name in ((TODAY, MECHELEN, "Mechelen"), (day, GENT, "Gent")):
        at = AT + (on - TODAY)
        assert list_municipalities(session, by.id, on=on) == [(nis, name)]
        assert len(list_caseload(session, by, at=at, asked=Question(nis=nis))) == 1
        facts = present(session, scope, on=on)[course.id].facts
        assert (facts["nis"], facts["municipality"]) == (nis, name)
    assert not list_caseload(session, by, at=AT + timedelta(10), asked=Question(nis=MECHELEN))


def test_the_condition_in_sql_and_the_rule_agree_on_every_day(session: Session) -> None:
    course, start = trajectory(session), date(2026, 1, 12)
    days = [start + timedelta(days=n) for n in (5, 20, 33)]
    for day, (nis, postcode) in zip(
        days, [(GENT, "9000"), (BONHEIDEN, "2820"), (GENT, "9000")], strict=True
    ):
        last = move(session, course, nis=nis, postcode=postcode, from_on=day)
    undo_move(session, course, last.id, by=course.counsellor, at=AT)
    for offset in range(-3, 60):
        on = start + timedelta(days=offset)
        found = session.scalars(
            select(Home.id).where(Home.trajectory_id == course.id, holds_on(on))
        ).all()
        known = home_on(course.homes, on)
        assert found == [known.id if known else None]


def test_undone_the_former_home_holds_again_and_twice_is_once(session: Session) -> None:
    course = trajectory(session)
    home = move(session, course)
    for _ in range(2):
        undo_move(session, course, home.id, by=course.counsellor, at=AT)
    assert course.nis == MECHELEN
    assert living_in(session, MECHELEN, TODAY) == [course.id]
    acts = session.scalar(select(func.count()).where(AuditRow.act == "undo_move"))
    assert acts == 1
    assert move(session, course).from_on == TODAY


def test_the_begin_and_an_earlier_move_are_not_undone(session: Session) -> None:
    course = trajectory(session)
    first = move(session, course, from_on=TODAY - timedelta(days=9))
    move(session, course, nis=BONHEIDEN, postcode="2820")
    for home in (course.homes[0], first):
        with pytest.raises(RuleBroken):
            undo_move(session, course, home.id, by=course.counsellor, at=AT)


def test_why_not(session: Session) -> None:
    course = trajectory(session)
    assert refused(session, course, nis="62063", postcode="4000") == ["moves_out_of_reach"]
    assert refused(session, course, nis="99999") == ["moves_out_of_reach"]
    assert refused(session, course, postcode="2800") == ["postcode_not_there"]
    assert refused(session, course, from_on=date(2026, 1, 1)) == ["before_start"]
    stop_trajectory(session, course, reason="Klaar.", by=course.counsellor, at=AT)
    assert refused(session, course) == ["trajectory_not_running"]
    assert [one.nis for one in course.homes] == [MECHELEN]


def test_the_same_form_writes_once_and_the_form_of_another_nothing(session: Session) -> None:
    course, other = trajectory(session), trajectory(session)
    first = move(session, course, request_key=KEY)
    assert move(session, course, request_key=KEY).id == first.id
    with pytest.raises(Conflict):
        move(session, other, request_key=KEY)


def test_of_two_windows_that_write_down_one_day_the_second_reads_why_not(session: Session) -> None:
    course = trajectory(session)
    move(session, course, request_key=KEY)
    assert refused(session, course, request_key=OTHER_KEY) == ["before_last_move", "same_home"]


def test_what_the_newcomer_told_waits_and_is_answered_by_writing_it_down(session: Session) -> None:
    course = trajectory(session)
    told = tell(session, course)
    assert course.nis == MECHELEN
    assert tell(session, course) is told
    home = move(session, course)
    session.refresh(told)
    assert (told.state, told.home_id) == (NoticeState.RECORDED, home.id)
    assert find_waiting(session, course.id) is None


def test_who_told_a_move_that_was_undone_reads_that_it_is_not_written_down(
    session: Session,
) -> None:
    course = trajectory(session)
    told = tell(session, course)
    home = move(session, course)
    undo_move(session, course, home.id, by=course.counsellor, at=AT)
    session.refresh(told)
    assert (told.state, told.home_id) == (NoticeState.DECLINED, None)


def test_who_tells_anew_takes_back_what_waited(session: Session) -> None:
    course = trajectory(session)
    first = tell(session, course)
    second = tell(session, course, from_on=TODAY + timedelta(days=3), request_key=OTHER_KEY)
    session.refresh(first)
    assert first.state is NoticeState.WITHDRAWN
    assert find_waiting(session, course.id) is second
    for _ in range(2):
        withdraw_move(session, course, by=course.newcomer, at=AT)
    assert second.state is NoticeState.WITHDRAWN


def test_what_is_not_right_is_declined_once_and_then_not_taken_back(session: Session) -> None:
    course, other = trajectory(session), trajectory(session)
    told = tell(session, course)
    decline_move(session, other, told.id, by=other.counsellor, at=AT)
    assert told.state is NoticeState.WAITING
    for _ in range(2):
        decline_move(session, course, told.id, by=course.counsellor, at=AT)
    assert told.state is NoticeState.DECLINED
    with pytest.raises(RuleBroken):
        withdraw_move(session, course, by=course.newcomer, at=AT)


def test_a_plan_is_made_around_the_home_of_the_day(session: Session) -> None:
    course = trajectory(session)
    move(session, course, from_on=TODAY + timedelta(days=5))
    today, then = (place_of(session, course, on=day) for day in (TODAY, TODAY + timedelta(days=5)))
    assert today is not None
    assert then is not None
    assert (today.nis, then.nis) == (frozenset({MECHELEN}), frozenset({GENT}))


def left_after(session: Session, course: Trajectory) -> tuple[Left, ...]:
    home = move(session, course, from_on=TODAY)
    session.commit()
    before = WRITES.set(False)  # As a page reads: the index is made anew meanwhile, and writes.
    try:
        return list_left(session, course, home, on=TODAY)
    finally:
        WRITES.reset(before)


def test_what_lies_too_far_is_told_with_its_appointments_and_equals_nearby(
    session: Session,
) -> None:
    host, there = examples.organisation(session), examples.organisation(session, "In Gent")
    old = examples.offer(session, host, "Praattafel in de bib", places=[examples.place()])
    spot = {"nis": GENT, "postcode": "9000", "lat": 51.0543, "lon": 3.7174}
    like = examples.offer(session, there, "Praattafel aan de Leie", places=[examples.place(**spot)])
    full = examples.offer(
        session, there, "Praattafel die vol zit", full=True, places=[examples.place(**spot)]
    )
    hard = examples.offer(session, there, "Moeilijk", level=4, places=[examples.place(**spot)])
    course = trajectory(session)
    joined = activity(session, course, offer_id=old.id)
    activity(session, course, title="Koffie bij de buren")
    far = hours(
        session,
        joined,
        HoursState.PLANNED,
        on_date=date(2026, 3, 9),
        begins_at=time(10),
        ends_at=time(12),
    )
    hours(session, joined, HoursState.PLANNED, on_date=date(2026, 3, 2))
    session.commit()
    (left,) = left_after(session, course)
    assert [why.code for why in left.why] == ["activity_too_far"]
    assert list(left.appointments) == [far]
    found = [one.offer.id for one in left.equals]
    assert found == [like.id]
    assert full.id not in found
    assert hard.id not in found
    assert "praattafel" in left.equals[0].equal.themes


def test_what_is_near_or_online_goes_on(session: Session) -> None:
    host = examples.organisation(session)
    course = trajectory(session)
    online = examples.offer(session, host, "Online praten")
    activity(session, course, offer_id=online.id)
    session.commit()
    assert left_after(session, course) == ()
