"""Sums are exact whatever is done in whatever order, one after the other or all at once."""

from collections.abc import Callable
from datetime import date, time, timedelta
from itertools import count
from random import Random
from threading import Barrier, Thread

from apiflask import APIFlask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from meedoen.core.errors import RuleBroken
from meedoen.trajectories.accepting.actions import accept_hours, send_back_hours, withdraw_hours
from meedoen.trajectories.confirming.actions import (
    confirm_hours,
    contest_hours,
    record_paper_confirmation,
)
from meedoen.trajectories.disputing.actions import dispute_hours, keep_disputed
from meedoen.trajectories.hours.actions import (
    change_sent_back,
    correct_hours,
    log_hours,
    plan_hours,
    report_planned,
)
from meedoen.trajectories.hours.rules import When
from meedoen.trajectories.ledger.actions import next_line
from meedoen.trajectories.ledger.models import LedgerLine
from meedoen.trajectories.ledger.queries import check_ledgers, list_lines
from meedoen.trajectories.ledger.rules import accepted_minutes, replay
from meedoen.trajectories.ledger.terms import Act, Through
from meedoen.trajectories.models import Activity, HoursEntry, Trajectory
from meedoen.trajectories.queries import progress_of
from meedoen.trajectories.terms import HoursState
from meedoen.web.session import db
from tests.examples import NOW
from tests.trajectories.examples import activity, hours, trajectory

FIRST = date(2026, 2, 1)

ACTS = ("log", "plan", "report", "confirm", "paper", "contest", "back", "mend", "withdraw")
ACTS += ("accept", "correct", "dispute", "keep")

steps = st.lists(
    st.tuples(
        st.sampled_from(ACTS),
        st.integers(0, 7),  # which entry
        st.integers(0, 5),  # which day
        st.integers(0, 1380),  # from which minute
        st.integers(0, 300),  # how many minutes
        st.booleans(),  # with begin and end
    ),
    max_size=40,
)


def when_of(day: int, begin: int, minutes: int, *, timed: bool) -> When:
    """A day with minutes, between times where that was drawn."""
    on_date = FIRST + timedelta(days=day)
    if not timed:
        return When(on_date=on_date, minutes=minutes)
    end = min(begin + minutes, 1439)
    return When(
        on_date=on_date,
        begins_at=time(begin // 60, begin % 60),
        ends_at=time(end // 60, end % 60),
    )


def act(
    session: Session, joined: Activity, step: tuple[str, int, int, int, int, bool], numbers: count
) -> None:
    """Do one step as a page does, on the entry that was drawn; a rule may refuse it."""
    name, place, day, begin, minutes, timed = step
    of = joined.trajectory
    by, when = of.counsellor, when_of(day, begin, minutes, timed=timed)
    at = NOW + timedelta(minutes=next(numbers))
    if name == "log":
        log_hours(session, joined, when=when, by=by, at=at)
        return
    if name == "plan":
        today = When(on_date=NOW.date(), minutes=minutes)
        plan_hours(session, joined, when=today, by=by, at=at)
        return
    session.expire(of, ["hours"])
    if not of.hours:
        return
    entry = of.hours[place % len(of.hours)]
    seen = [(entry, None)]
    {
        "report": lambda: report_planned(session, entry, by=of.newcomer, at=at, when=when),
        "confirm": lambda: confirm_hours(session, joined, seen, name="Els", at=at),
        "paper": lambda: record_paper_confirmation(session, entry, name="Els", by=by, at=at),
        "contest": lambda: contest_hours(session, joined, seen, name="Els", reason="Nee", at=at),
        "back": lambda: send_back_hours(session, entry, reason="Nee", by=by, at=at),
        "mend": lambda: change_sent_back(session, entry, when=when, by=by, at=at),
        "withdraw": lambda: withdraw_hours(session, entry, by=by, at=at),
        "accept": lambda: accept_hours(session, seen, by=by, at=at),
        "correct": lambda: correct_hours(session, entry, when=when, note="Zo", by=by, at=at),
        "dispute": lambda: dispute_hours(session, entry, reason="Nee", by=of.newcomer, at=at),
        "keep": lambda: keep_disputed(session, entry, reason="Ja", by=by, at=at),
    }[name]()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_whatever_is_done_the_ledger_the_entries_and_the_progress_agree(
    session: Session, steps: list[tuple[str, int, int, int, int, bool]]
) -> None:
    joined = activity(session, trajectory(session))
    numbers = count()
    for step in steps:
        before = joined.trajectory.ledger_length
        try:
            with session.begin_nested():
                act(session, joined, step, numbers)
        except RuleBroken:
            session.expire_all()
            assert joined.trajectory.ledger_length == before
    session.flush()
    session.expire_all()
    lines = list_lines(session, joined.trajectory_id)
    checked = list(check_ledgers(session, only=joined.trajectory_id))
    assert [c.faults for c in checked] == [[]]
    assert checked[0].accepted_minutes == accepted_minutes(replay(lines))
    assert checked[0].accepted_minutes == progress_of(joined.trajectory).accepted
    session.rollback()


def test_the_steps_above_do_reach_every_act(session: Session) -> None:
    """Else the property would hold of nothing."""
    joined, numbers, random = activity(session, trajectory(session)), count(), Random(4)
    for _ in range(700):
        step = (
            random.choice(ACTS),
            random.randrange(99),
            random.randrange(20),
            random.randrange(1380),
            random.randrange(300),
            random.random() < 0.5,
        )
        try:
            with session.begin_nested():
                act(session, joined, step, numbers)
        except RuleBroken:
            session.expire_all()
    done = {line.act.value for line in list_lines(session, joined.trajectory_id)}
    assert len(done) == len(ACTS)
    assert progress_of(joined.trajectory).accepted > 0


def all_at_once(app: APIFlask, work: list[Callable[[Session], None]]) -> None:
    """Let each piece of work run in a thread of its own until it landed or was refused."""
    together, failed = Barrier(len(work), timeout=30), []

    def run(piece: Callable[[Session], None]) -> None:
        with app.app_context():
            together.wait()
            for _ in range(200):
                with Session(db.engine) as own:
                    try:
                        piece(own)
                        own.commit()
                        return
                    except (StaleDataError, OperationalError):
                        own.rollback()  # Told to try again, as a person is (409, 503).
                    except RuleBroken:
                        return
            failed.append(piece)

    threads = [Thread(target=run, args=[piece]) for piece in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failed
    assert not any(thread.is_alive() for thread in threads)


def test_without_the_hold_one_of_two_acts_at_once_is_lost(app: APIFlask, session: Session) -> None:
    """Both read the same head; the unique number keeps the chain from forking, at that price."""
    joined = activity(session, trajectory(session))
    entry = hours(session, joined, HoursState.REPORTED)
    session.commit()
    both_read, outcomes = Barrier(2, timeout=20), []

    def add_line(act: str) -> None:
        with app.app_context(), Session(db.engine) as own:
            mine = own.get_one(HoursEntry, entry.id)
            stale = own.get_one(Trajectory, joined.trajectory_id)
            own.expunge(stale)
            own.rollback()
            both_read.wait()
            line = next_line(
                stale, own.get_one(HoursEntry, mine.id), Act(act), None, NOW, Through.PAGE
            )
            own.add(line)
            try:
                own.commit()
                outcomes.append("landed")
            except IntegrityError:
                outcomes.append("lost")

    threads = [Thread(target=add_line, args=[act]) for act in ("confirm_hours", "dispute_hours")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["landed", "lost"]


def test_many_at_once_on_the_same_trajectories_lose_and_double_nothing(
    app: APIFlask, session: Session
) -> None:
    places = [activity(session, trajectory(session)).id for _ in range(2)]
    session.commit()

    def one_hour(place: int, day: int) -> Callable[[Session], None]:
        """Log, confirm and accept one hour, each in a transaction of its own."""

        def work(own: Session) -> None:
            joined = own.get_one(Activity, place)
            by = joined.trajectory.counsellor
            when = When(on_date=FIRST + timedelta(days=day), minutes=60)
            key = f"{place}-{day}"
            entry = log_hours(own, joined, when=when, by=by, at=NOW, request_key=key)
            own.commit()
            confirm_hours(own, joined, [(entry, None)], name="Els Wouters", at=NOW)
            own.commit()
            accept_hours(own, [(entry, None)], by=by, at=NOW)

        return work

    twice = [one_hour(place, day) for place in places for day in range(3)] * 2
    all_at_once(app, twice)
    session.rollback()
    checked = list(check_ledgers(session))
    assert [c.faults for c in checked] == [[], []]
    assert [(c.lines, c.entries, c.accepted_minutes) for c in checked] == [(9, 3, 180)] * 2
    states = session.scalars(select(HoursEntry.state).distinct()).all()
    assert states == [HoursState.ACCEPTED]
    assert session.scalar(select(func.count()).select_from(LedgerLine)) == 18
