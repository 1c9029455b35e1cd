"""Letting a trajectory rest, resuming, exempting, moving and reopening it, in the database."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meedoen.core.audit import AuditRow
from meedoen.core.errors import Conflict, RuleBroken
from meedoen.trajectories.actions import (
    complete_trajectory,
    recheck_obligation,
    stop_trajectory,
)
from meedoen.trajectories.hours.actions import log_hours
from meedoen.trajectories.hours.rules import When
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.queries import has_running
from meedoen.trajectories.rules import local
from meedoen.trajectories.states.actions import (
    inform_newcomer,
    release_trajectory,
    reopen_trajectory,
    resume_trajectory,
    suspend_trajectory,
)
from meedoen.trajectories.states.models import StatusChange
from meedoen.trajectories.states.rules import due_on
from meedoen.trajectories.states.terms import StatusReason
from meedoen.trajectories.terms import HoursState, Obligation, TrajectoryStatus
from tests.examples import NOW
from tests.trajectories.examples import activity, hours, trajectory

S, R = TrajectoryStatus, StatusReason
TODAY = local(NOW).date()


def acts(session: Session) -> list[str]:
    return list(session.scalars(select(AuditRow.act).order_by(AuditRow.id)))


def why(error: pytest.ExceptionInfo[RuleBroken]) -> list[str]:
    return [reason.code for reason in error.value.reasons]


def rest(session: Session, course: Trajectory, **changes: object) -> Trajectory:
    facts = {"because": R.CARE, "from_on": TODAY - timedelta(days=10), "by": course.counsellor}
    return suspend_trajectory(session, course, **(facts | {"at": NOW} | changes))  # type: ignore[arg-type]


def test_a_rest_is_kept_with_its_days_and_moves_the_deadline(session: Session) -> None:
    course = trajectory(session)
    before = due_on(course, course.rule_set, on=TODAY)
    rest(session, course, until_on=TODAY + timedelta(days=5), words="Tot de opvang start")
    assert course.status is S.SUSPENDED
    assert (course.ended_at, [one.note for one in course.changes]) == (
        None,
        ["Tot de opvang start"],
    )
    assert due_on(course, course.rule_set, on=TODAY) == before + timedelta(days=15)
    assert acts(session) == ["suspend_trajectory"]


def test_the_same_form_twice_rests_once_also_after_it_was_resumed(session: Session) -> None:
    course = trajectory(session)
    for _ in range(2):
        rest(session, course, request_key="a" * 32)
    resume_trajectory(session, course, from_on=TODAY, by=course.counsellor, at=NOW)
    rest(session, course, request_key="a" * 32)
    assert course.status is S.RUNNING
    assert len(course.suspensions) == 1
    with pytest.raises(Conflict):
        rest(session, trajectory(session), request_key="a" * 32)


def test_who_resumes_ends_the_rest_on_that_day(session: Session) -> None:
    course = rest(session, trajectory(session))
    day = TODAY - timedelta(days=3)
    resume_trajectory(session, course, from_on=day, by=course.counsellor, at=NOW)
    assert course.status is S.RUNNING
    assert [(one.status, one.from_on, one.until_on) for one in course.changes] == [
        (S.SUSPENDED, TODAY - timedelta(days=10), day),
        (S.RUNNING, day, None),
    ]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"from_on": date(2026, 1, 11)}, ["before_start"]),
        ({"from_on": TODAY + timedelta(days=1)}, ["still_to_come"]),
        ({"until_on": TODAY - timedelta(days=10)}, ["resumes_before_rest"]),
        ({"until_on": TODAY + timedelta(days=800)}, ["rest_too_long"]),
        ({"because": R.AGE}, ["reason_does_not_fit"]),
        ({"because": R.OTHER}, ["text_missing"]),
        ({"words": "x" * 1001}, ["text_too_long"]),
    ],
)
def test_a_rest_that_cannot_be_is_refused(
    session: Session, changes: dict[str, object], codes: list[str]
) -> None:
    course = trajectory(session)
    with pytest.raises(RuleBroken) as error:
        rest(session, course, **changes)
    assert (why(error), course.status) == (codes, S.RUNNING)


def test_a_rest_holds_no_hours_that_happened_and_takes_none(session: Session) -> None:
    course = trajectory(session)
    place = activity(session, course)
    entry = hours(session, place, HoursState.REPORTED)
    with pytest.raises(RuleBroken) as error:
        rest(session, course, from_on=entry.on_date)
    assert why(error) == ["hours_in_rest"]
    rest(session, course, from_on=entry.on_date + timedelta(days=1))
    for day, codes in ((entry.on_date + timedelta(days=1), ["during_rest"]), (entry.on_date, [])):
        when = When(on_date=day, minutes=60)
        if codes:
            with pytest.raises(RuleBroken) as error:
                log_hours(session, place, when=when, by=course.counsellor, at=NOW)
            assert why(error) == codes
        else:
            log_hours(session, place, when=when, by=course.counsellor, at=NOW)


def test_two_rests_never_overlap(session: Session) -> None:
    course = rest(session, trajectory(session))
    resume_trajectory(session, course, from_on=TODAY, by=course.counsellor, at=NOW)
    with pytest.raises(RuleBroken) as error:
        rest(session, course, from_on=TODAY - timedelta(days=1))
    assert why(error) == ["rests_overlap"]
    rest(session, course, from_on=TODAY)


@pytest.mark.parametrize(("to", "because"), [(S.EXEMPTED, R.DECISION), (S.MOVED, R.MOVED_AWAY)])
def test_who_is_exempted_or_moved_has_no_open_trajectory(
    session: Session, to: S, because: R
) -> None:
    course = rest(session, trajectory(session), until_on=TODAY + timedelta(days=30))
    for _ in range(2):
        release_trajectory(
            session, course, to, because=because, words="Brief", by=course.counsellor, at=NOW
        )
    assert (course.status, course.ended_reason, course.ended_at) == (to, "Brief", NOW)
    assert course.suspensions[-1].until_on == TODAY
    assert not has_running(session, course.newcomer_id)
    assert acts(session)[1:] == [f"{'exempt' if to is S.EXEMPTED else 'move'}_trajectory"]


def test_an_exemption_says_why(session: Session) -> None:
    course = trajectory(session)
    told = {"because": R.DECISION, "words": " ", "by": course.counsellor, "at": NOW}
    with pytest.raises(RuleBroken) as error:
        release_trajectory(session, course, S.EXEMPTED, **told)  # type: ignore[arg-type]
    assert why(error) == ["text_missing"]


def test_what_was_ended_by_mistake_is_opened_again_unless_another_one_is_open(
    session: Session,
) -> None:
    course = trajectory(session)
    stop_trajectory(session, course, reason="Verkeerd", by=course.counsellor, at=NOW)
    reopen_trajectory(session, course, words="Vergist", by=course.counsellor, at=NOW)
    assert (course.status, course.ended_at, course.ended_by_id) == (S.RUNNING, None, None)
    assert [one.status for one in course.changes] == [S.STOPPED, S.RUNNING]
    stop_trajectory(session, course, reason="Toch", by=course.counsellor, at=NOW)
    rest(session, trajectory(session, newcomer_id=course.newcomer_id))
    with pytest.raises(RuleBroken) as error:
        reopen_trajectory(session, course, words="Vergist", by=course.counsellor, at=NOW)
    assert why(error) == ["runs_already"]


def test_a_completed_trajectory_is_not_opened_again(session: Session) -> None:
    course = trajectory(session)
    place = activity(session, course)
    for day in range(2, 6):
        hours(session, place, HoursState.ACCEPTED, minutes=600, on_date=date(2026, 3, day))
    complete_trajectory(session, course, by=course.counsellor, at=NOW)
    with pytest.raises(RuleBroken) as error:
        reopen_trajectory(session, course, words="Vergist", by=course.counsellor, at=NOW)
    assert why(error) == ["status_not_next"]
    assert [one.reason for one in course.changes] == [R.TARGET_REACHED]


def test_informing_is_written_down_once(session: Session) -> None:
    course = trajectory(session)
    for _ in range(2):
        inform_newcomer(session, course, by=course.counsellor, at=NOW)
    assert (course.informed_on, acts(session)) == (TODAY, ["inform_newcomer"])


def test_a_situation_keeps_what_held_before(session: Session) -> None:
    course = trajectory(session)
    day = TODAY - timedelta(days=4)
    told = {"obliged": True, "studying": False, "by": course.counsellor, "at": NOW}
    recheck_obligation(session, course, working=True, from_on=day, **told)  # type: ignore[arg-type]
    recheck_obligation(session, course, working=False, **told)  # type: ignore[arg-type]
    assert [(one.from_on, one.obligation) for one in course.situations] == [
        (day, Obligation.VOLUNTARY),
        (TODAY, Obligation.REQUIRED),
    ]
    with pytest.raises(RuleBroken) as error:
        recheck_obligation(session, course, working=True, from_on=day, **told)  # type: ignore[arg-type]
    assert why(error) == ["before_last_situation"]
    assert session.scalar(select(func.count()).select_from(StatusChange)) == 0
