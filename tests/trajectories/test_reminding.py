"""Reminders of the deadline: once each, to who runs and lacks hours, with a line in the inbox."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.messages.models import OutgoingMessage
from meedoen.trajectories.models import Activity, Trajectory
from meedoen.trajectories.reminding.actions import note_seen, remind
from meedoen.trajectories.reminding.models import DeadlineReminder
from meedoen.trajectories.reminding.queries import ids_to_remind
from meedoen.trajectories.reminding.rules import reminders_due
from meedoen.trajectories.rules import BRUSSELS
from meedoen.trajectories.states.rules import due_on
from meedoen.trajectories.terms import HoursState, TrajectoryStatus
from tests.commands.conftest import Flask, flask  # noqa: F401
from tests.conftest import PageClient
from tests.trajectories.conftest import SignIn
from tests.trajectories.examples import hours, trajectory


@dataclass
class Course:
    starts_on: date = date(2024, 1, 12)
    status: TrajectoryStatus = TrajectoryStatus.RUNNING
    suspensions: tuple[()] = ()


@dataclass
class Rules:
    target_minutes: int = 2400
    day_minutes_max: int = 720
    required_when_working: bool = False
    required_when_studying: bool = False
    silent_after_days: int = 30
    rounding_minutes: int = 1
    deadline_months: int = 24
    suspension_moves_deadline: bool = True
    reminder_days: tuple[int, ...] = (90, 30)


DUE = date(2026, 1, 12)


@pytest.mark.parametrize(
    ("left", "given", "expected"),
    [
        (91, (), ()),
        (90, (), (90,)),
        (45, (), (90,)),
        (45, (90,), ()),
        (30, (90,), (30,)),
        (20, (), (30, 90)),
        (20, (90, 30), ()),
        (0, (90,), (30,)),
        (-1, (), ()),
    ],
)
def test_each_reminder_is_due_from_its_day_until_the_deadline_and_once(
    left: int, given: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    on = DUE - timedelta(days=left)
    assert reminders_due(Course(), (), Rules(), given, on=on) == expected


@pytest.mark.parametrize("status", [one for one in TrajectoryStatus if one != "running"])
def test_nobody_is_reminded_who_rests_or_ended(status: TrajectoryStatus) -> None:
    course = Course(status=status)
    assert reminders_due(course, (), Rules(), (), on=DUE - timedelta(days=10)) == ()


@pytest.fixture
def near(session: Session, joined: Activity) -> Trajectory:
    """A trajectory whose newcomer has an address."""
    joined.trajectory.newcomer.email = "amina@stad.test"
    joined.trajectory.newcomer.language = "fr"
    session.commit()
    return joined.trajectory


def days_before(of: Trajectory, days: int) -> datetime:
    due = due_on(of, of.rule_set, on=of.starts_on)
    return datetime.combine(due - timedelta(days=days), time(9), BRUSSELS)


def told(session: Session) -> list[tuple[int, bool]]:
    return [
        (one.days_before, one.mailed)
        for one in session.scalars(select(DeadlineReminder).order_by(DeadlineReminder.id))
    ]


def test_the_newcomer_gets_one_mail_in_their_language_however_often_it_is_looked(
    session: Session, near: Trajectory
) -> None:
    at = days_before(near, 80)
    assert list(ids_to_remind(session, on=at.date())) == [near.id]
    assert remind(session, near.id, at=at, base_url="http://here")
    assert not remind(session, near.id, at=at, base_url="http://here")
    assert list(ids_to_remind(session, on=at.date())) == []
    [mail] = session.scalars(select(OutgoingMessage))
    assert (mail.recipient, mail.language) == ("amina@stad.test", "fr")
    assert f"http://here/fr/trajecten/{near.id}" in mail.body
    assert "80" in mail.body
    assert told(session) == [(90, True)]


def test_of_two_at_once_the_nearest_alone_is_mailed_and_both_are_noted(
    session: Session, near: Trajectory
) -> None:
    assert remind(session, near.id, at=days_before(near, 12), base_url="http://here")
    assert told(session) == [(30, True), (90, False)]
    assert len(session.scalars(select(OutgoingMessage)).all()) == 1


def test_without_an_address_the_counsellor_reads_it_all_the_same(
    session: Session, near: Trajectory
) -> None:
    near.newcomer.email = None
    assert remind(session, near.id, at=days_before(near, 80), base_url="http://here")
    assert told(session) == [(90, False)]
    assert not session.scalars(select(OutgoingMessage)).all()


def test_who_has_the_hours_is_not_reminded(
    session: Session, joined: Activity, near: Trajectory
) -> None:
    for day in range(1, 5):
        hours(session, joined, HoursState.ACCEPTED, minutes=600, on_date=date(2026, 2, day))
    assert not remind(session, near.id, at=days_before(near, 20), base_url="http://here")
    assert list(ids_to_remind(session, on=days_before(near, 20).date())) == []
    assert not remind(session, 999_999, at=days_before(near, 20), base_url="http://here")


def test_a_line_stands_in_the_inbox_until_the_counsellor_saw_it(
    session: Session, client: PageClient, near: Trajectory, sign_in: SignIn
) -> None:
    remind(session, near.id, at=days_before(near, 12), base_url="http://here")
    note_seen(session, trajectory(session), by=near.counsellor, at=days_before(near, 1))
    address = f"/trajecten/{near.id}/herinnering/gezien"
    sign_in(client, near.counsellor)
    page = client.get("/trajecten/te-doen").text
    assert page.count("De einddatum komt dichterbij") == 1
    for _ in range(2):
        assert client.post(address).status_code == 303
    assert "De einddatum komt dichterbij" not in client.get("/trajecten/te-doen").text
    sign_in(client, trajectory(session).counsellor)
    assert client.post(address).status_code == 404


def test_housekeeping_gives_them_and_nothing_the_second_time(
    session: Session,
    near: Trajectory,
    flask: Flask,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at = days_before(near, 80)
    clock: Callable[[], datetime] = lambda: at  # noqa: E731
    monkeypatch.setattr("meedoen.commands.upkeep.now", clock)
    session.commit()
    assert "reminders given: 1" in flask("housekeeping").stdout
    assert "reminders given: 0" in flask("housekeeping").stdout
