"""Two at once: threads against the real database, first without the lock, then with it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from threading import Barrier, Thread

import pytest
from apiflask import APIFlask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from meedoen.accounts.models import Account
from meedoen.core.audit import AuditRow
from meedoen.core.errors import RuleBroken
from meedoen.trajectories.accepting.actions import accept_hours
from meedoen.trajectories.actions import complete_trajectory
from meedoen.trajectories.confirming.actions import confirm_hours
from meedoen.trajectories.hours.actions import log_hours
from meedoen.trajectories.hours.rules import When, refusals
from meedoen.trajectories.models import Activity, HoursEntry, Proof, Trajectory
from meedoen.trajectories.terms import HoursState
from meedoen.web.session import db
from tests import examples
from tests.examples import NOW
from tests.trajectories.examples import activity, hours, trajectory

MONDAY = date(2026, 3, 2)
TWO_HOURS = When(on_date=MONDAY, begins_at=time(14), ends_at=time(16))


def at_once(app: APIFlask, *acts: Callable[[Session], None]) -> list[str]:
    """Let each act run in a thread with a session of its own; gives how each one ended."""
    outcomes = [""] * len(acts)
    together = Barrier(len(acts), timeout=20)

    def run(place: int, act: Callable[[Session], None]) -> None:
        with app.app_context(), Session(db.engine) as session:
            together.wait()
            try:
                act(session)
                session.commit()
                outcomes[place] = "done"
            except RuleBroken as broken:
                outcomes[place] = broken.reasons[0].code
            except StaleDataError:
                outcomes[place] = "stale"

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(outcomes)


def count(session: Session, model: type) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def joined(session: Session) -> Activity:
    made = activity(session, trajectory(session))
    session.commit()
    return made


def test_without_the_lock_two_overlapping_entries_land(
    app: APIFlask, session: Session, joined: Activity
) -> None:
    both_looked = Barrier(2, timeout=20)

    def look_then_write(own: Session) -> None:
        mine = own.get_one(Activity, joined.id)
        course = mine.trajectory
        entry = HoursEntry(
            trajectory_id=course.id,
            activity_id=mine.id,
            on_date=MONDAY,
            begins_at=time(14),
            ends_at=time(16),
            minutes=120,
            state=HoursState.REPORTED,
            logged_by_id=course.counsellor_id,
            logged_at=NOW,
        )
        with own.no_autoflush:
            entry.activity = mine
            assert not refusals(entry, course.hours, course, course.rule_set, on=date(2026, 3, 3))
        own.rollback()
        both_looked.wait()
        own.add(entry)

    assert at_once(app, look_then_write, look_then_write) == ["done", "done"]
    assert count(session, HoursEntry) == 2


def test_of_two_overlapping_entries_at_once_one_lands(
    app: APIFlask, session: Session, joined: Activity
) -> None:
    def log(own: Session) -> None:
        mine = own.get_one(Activity, joined.id)
        log_hours(own, mine, when=TWO_HOURS, by=mine.trajectory.counsellor, at=NOW)

    assert at_once(app, log, log, log) == ["done", "overlaps", "overlaps"]
    assert count(session, HoursEntry) == 1


def test_an_act_on_what_somebody_changed_meanwhile_is_stale_even_without_row_locks(
    session: Session, joined: Activity
) -> None:
    stale = session.get_one(Trajectory, joined.trajectory_id)
    session.commit()
    with Session(session.get_bind()) as other:
        mine = other.get_one(Activity, joined.id)
        log_hours(other, mine, when=TWO_HOURS, by=mine.trajectory.counsellor, at=NOW)
        other.commit()
    stale.ended_reason = "seen before the other"
    with pytest.raises(StaleDataError):
        session.flush()


def test_of_two_counsellors_who_accept_at_once_one_is_told(
    app: APIFlask, session: Session, joined: Activity
) -> None:
    entry = hours(session, joined, HoursState.CONFIRMED)
    people = [joined.trajectory.counsellor_id, examples.counsellor(session).id]
    session.commit()

    def accepting(account_id: int) -> Callable[[Session], None]:
        def act(own: Session) -> None:
            mine = own.get_one(HoursEntry, entry.id)
            by = own.get_one(Account, account_id)
            accept_hours(own, [(mine, entry.version)], by=by, at=NOW)

        return act

    assert at_once(app, *map(accepting, people)) == ["done", "wrong_state"]
    session.expire_all()
    acts = session.scalars(select(AuditRow.act)).all()
    assert acts == ["accept_hours"]


def test_the_same_confirmation_twice_at_once_confirms_once(
    app: APIFlask, session: Session, joined: Activity
) -> None:
    entry = hours(session, joined, HoursState.REPORTED)
    session.commit()

    def confirm(own: Session) -> None:
        mine = own.get_one(Activity, joined.id)
        seen = [(own.get_one(HoursEntry, entry.id), entry.version)]
        confirm_hours(own, mine, seen, name="Els Wouters", at=NOW)

    assert at_once(app, confirm, confirm, confirm) == ["done", "done", "done"]
    assert session.scalars(select(AuditRow.act)).all() == ["confirm_hours"]


def test_a_trajectory_completed_twice_at_once_has_one_proof(
    app: APIFlask, session: Session, joined: Activity
) -> None:
    for day in range(1, 5):
        hours(session, joined, HoursState.ACCEPTED, minutes=600, on_date=date(2026, 2, day))
    session.commit()

    def complete(own: Session) -> None:
        mine = own.get_one(Trajectory, joined.trajectory_id)
        complete_trajectory(own, mine, by=mine.counsellor, at=datetime(2026, 3, 3, 9, tzinfo=UTC))

    assert at_once(app, complete, complete) == ["done", "done"]
    assert count(session, Proof) == 1
