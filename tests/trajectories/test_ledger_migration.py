"""The migration that brings the ledger fills it with what was done before, and it is whole."""

from datetime import date, time

from apiflask import APIFlask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text
from sqlalchemy.orm import Session

from meedoen.trajectories.accepting.actions import accept_hours
from meedoen.trajectories.confirming.actions import confirm_hours
from meedoen.trajectories.hours.actions import log_hours, plan_hours, report_planned
from meedoen.trajectories.hours.rules import When
from meedoen.trajectories.ledger.queries import AT_A_TIME, check_ledgers, list_lines
from meedoen.trajectories.models import Activity
from meedoen.trajectories.terms import HoursState
from meedoen.web.session import db
from tests.examples import NOW
from tests.trajectories.examples import activity, hours, trajectory
from tests.trajectories.test_ledger import TWO_HOURS, accepted


def migrated_again(app: APIFlask, session: Session) -> None:
    """Go back to before the ledger, and forward again."""
    session.commit()
    session.close()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
        downgrade(revision="0005")
        upgrade()
        db.session.remove()


def faults(session: Session) -> list[str]:
    return [fault.what for checked in check_ledgers(session) for fault in checked.faults]


def test_what_the_trail_tells_becomes_lines(
    app: APIFlask, session: Session, joined: Activity
) -> None:
    key = joined.trajectory_id
    accepted(session, joined)
    by = joined.trajectory.counsellor
    planned = When(on_date=date(2026, 3, 3), minutes=30)
    entry = plan_hours(session, joined, when=planned, by=by, at=NOW)
    report_planned(session, entry, by=by, at=NOW, when=TWO_HOURS)
    session.commit()
    before = list_lines(session, key)
    told = [
        (line.act, line.state, line.minutes, line.acted_as, line.through, line.said_name, line.said)
        for line in before
    ]
    migrated_again(app, session)
    lines = list_lines(session, key)
    assert [
        (line.act, line.state, line.minutes, line.acted_as, line.through, line.said_name, line.said)
        for line in lines
    ] == told
    assert [line.on_date for line in lines] == [
        *[date(2026, 3, 2)] * 3,
        None,
        date(2026, 3, 2),
    ], "the day on which it was planned first is told by nobody any more"
    assert faults(session) == []


def test_what_the_trail_does_not_tell_is_carried_over(
    app: APIFlask, session: Session, joined: Activity
) -> None:
    key = joined.trajectory_id
    for day, state in enumerate(HoursState, start=2):
        hours(session, joined, state, on_date=date(2026, 3, day), note="Zelf gezien")
    logged = log_hours(
        session,
        joined,
        when=When(on_date=date(2026, 3, 1), begins_at=time(22), ends_at=time(0)),
        by=joined.trajectory.counsellor,
        at=NOW,
    )
    confirm_hours(session, joined, [(logged, None)], name="Els Wouters", at=NOW)
    accept_hours(session, [(logged, None)], by=joined.trajectory.counsellor, at=NOW)
    session.execute(text("DELETE FROM audit_rows WHERE act = 'accept_hours'"))
    migrated_again(app, session)
    lines = list_lines(session, key)
    assert [line.act for line in lines] == ["carried_over"] * 7
    assert {line.acted_as for line in lines} == {"system"}
    assert faults(session) == []


def test_more_trajectories_than_are_read_at_once_are_filled_and_checked(
    app: APIFlask, session: Session
) -> None:
    for _ in range(AT_A_TIME + 1):
        hours(session, activity(session, trajectory(session)), HoursState.REPORTED)
    migrated_again(app, session)
    assert [checked.lines for checked in check_ledgers(session)] == [1] * (AT_A_TIME + 1)
    assert faults(session) == []
