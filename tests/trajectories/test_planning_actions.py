"""Writing down a week, choosing a plan and adopting it: whole, once, and never what broke."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from meedoen.core.audit import AuditRow
from meedoen.core.errors import Conflict, RuleBroken
from meedoen.offers.models import Offer, OfferSession
from meedoen.offers.terms import Goal, Level, OfferStatus, Rhythm, SessionStatus
from meedoen.organisations.models import Contact
from meedoen.trajectories.accepting.actions import withdraw_hours
from meedoen.trajectories.actions import stop_trajectory
from meedoen.trajectories.models import Activity, HoursEntry, Trajectory
from meedoen.trajectories.planning.actions import say_no_to, write_week
from meedoen.trajectories.planning.adopting.actions import Taking, adopt_plan, choose_plan
from meedoen.trajectories.planning.models import Availability, ChosenPlan, PlanWish
from meedoen.trajectories.planning.queries import find_wishes, wishes_of
from meedoen.trajectories.planning.rules import Week
from meedoen.trajectories.planning.situation.queries import Near, Situation, read_situation
from meedoen.trajectories.planning.terms import ChildrenNeed, PlanStatus, WomenOnly
from meedoen.trajectories.terms import ActivityDecision, HoursState
from meedoen.web.session import db
from tests import examples
from tests.examples import NOW
from tests.trajectories.examples import activity, hours, trajectory
from tests.trajectories.plans import ALWAYS

TODAY = date(2026, 3, 3)
WEDNESDAY = date(2026, 3, 4)
KEY, OTHER_KEY = "a" * 32, "b" * 32


def week(**facts: Any) -> Week:
    return Week(
        **{
            "free": ALWAYS,
            "level": Level.LITTLE,
            "radius_km": 10,
            "per_week": 2,
            "children": ChildrenNeed.NONE,
            "women": WomenOnly.NO,
        }
        | facts
    )


def plannable(session: Session, *, weeks: int = 4, hour: int = 9, **facts: Any) -> Offer:
    """An offer that counts, with two hours each Wednesday."""
    host = examples.organisation(session, f"Organisatie {hour}")
    contact = Contact(
        organisation_id=host.id, name="Els Wouters", email=f"els{hour}@bib.test", active=True
    )
    session.add(contact)
    session.flush()
    met = dict.fromkeys(
        ("in_duo_or_group", "meets_new_people", "lasting_contact", "spoken_in_dutch"), True
    )
    made = examples.offer(
        session,
        host,
        f"Praattafel om {hour}",
        **({"places": [examples.place()], "contact_id": contact.id} | met | facts),
    )
    begin = datetime(2026, 3, 4, hour - 1, tzinfo=UTC)
    made.sessions = [
        OfferSession(
            starts_at=begin + timedelta(weeks=number),
            ends_at=begin + timedelta(weeks=number, hours=2),
        )
        for number in range(weeks)
    ]
    session.flush()
    return made


def near(*offers: Offer) -> Near:
    return Near(
        home=((51.0, 4.5),),
        metres={offer.id: 1500 for offer in offers},
        place_ids={offer.id: offer.places[0].id if offer.places else None for offer in offers},
    )


def taking(*offers: Offer, key: str = KEY, **facts: Any) -> Taking:
    ids = [one.id for offer in offers for one in offer.sessions]
    return Taking(**({"session_ids": ids, "near": near(*offers), "request_key": key} | facts))


def situation(session: Session, course: Trajectory, *offers: Offer) -> Situation:
    row = find_wishes(session, course.id)
    assert row is not None
    return read_situation(session, course, wishes_of(row), near(*offers), on=TODAY)


def count(session: Session, model: type, *where: Any) -> int:
    return session.scalar(select(func.count()).select_from(model).where(*where)) or 0


@pytest.fixture
def course(session: Session) -> Trajectory:
    made = trajectory(session)
    write_week(session, made, week(), by=made.counsellor, at=NOW)
    session.commit()
    return made


def codes(broken: pytest.ExceptionInfo[RuleBroken]) -> set[str]:
    return {reason.code for reason in broken.value.reasons}


def test_a_week_is_written_changed_and_the_same_again_is_nothing(
    session: Session, course: Trajectory
) -> None:
    written = count(session, AuditRow)
    row = write_week(session, course, week(), by=course.newcomer, at=NOW)
    assert count(session, AuditRow) == written
    assert count(session, Availability) == 21
    changed = week(free=frozenset(list(ALWAYS)[:2]), goals=frozenset({Goal.DUTCH}))
    write_week(session, course, changed, by=course.newcomer, at=NOW, version=row.version)
    assert wishes_of(row).free == changed.free
    assert wishes_of(row).goals == {Goal.DUTCH}
    assert count(session, AuditRow) == written + 1
    assert count(session, PlanWish) == 1


def test_a_week_that_somebody_else_changed_is_looked_at_again(
    session: Session, course: Trajectory
) -> None:
    write_week(session, course, week(radius_km=20), by=course.counsellor, at=NOW)
    with pytest.raises(RuleBroken) as broken:
        write_week(session, course, week(radius_km=5), by=course.newcomer, at=NOW, version=1)
    assert codes(broken) == {"week_changed_meanwhile"}


def test_a_week_without_a_free_moment_is_refused(session: Session, course: Trajectory) -> None:
    with pytest.raises(RuleBroken) as broken:
        write_week(session, course, week(free=frozenset()), by=course.newcomer, at=NOW)
    assert codes(broken) == {"no_half_day_free"}


def test_an_organisation_is_said_no_to_once_and_that_can_be_taken_back(
    session: Session, course: Trajectory
) -> None:
    offer = plannable(session)
    for _ in range(2):
        say_no_to(session, course, offer.organisation_id, by=course.newcomer, at=NOW)
    row = find_wishes(session, course.id)
    assert row is not None
    assert wishes_of(row).not_hosts == {offer.organisation_id}
    write_week(session, course, week(), by=course.newcomer, at=NOW)
    assert wishes_of(row).not_hosts == set()
    with pytest.raises(RuleBroken):
        say_no_to(session, course, 999_999, by=course.newcomer, at=NOW)


def test_an_adopted_plan_is_approved_activities_and_planned_hours(
    session: Session, course: Trajectory
) -> None:
    early, late = plannable(session), plannable(session, hour=14)
    plan = adopt_plan(session, course, taking(early, late), by=course.counsellor, at=NOW)
    assert plan.status is PlanStatus.ADOPTED
    assert {a.decision for a in course.activities} == {ActivityDecision.APPROVED}
    assert {a.offer_id for a in course.activities} == {early.id, late.id}
    assert len(course.hours) == 8
    assert {e.state for e in course.hours} == {HoursState.PLANNED}
    assert course.hours[0].on_date == WEDNESDAY
    assert course.hours[0].begins_at is not None
    assert course.hours[0].begins_at.isoformat("minutes") == "09:00"
    assert count(session, AuditRow, AuditRow.act == "adopt_plan") == 1


def test_the_same_form_again_adopts_nothing(session: Session, course: Trajectory) -> None:
    offer = plannable(session)
    for _ in range(2):
        adopt_plan(session, course, taking(offer), by=course.counsellor, at=NOW)
    assert count(session, HoursEntry) == 4
    with pytest.raises(RuleBroken) as broken:
        adopt_plan(session, course, taking(offer, key=OTHER_KEY), by=course.counsellor, at=NOW)
    assert codes(broken) == {"plan_clash_with_hours"}
    other = trajectory(session)
    with pytest.raises(Conflict):
        adopt_plan(session, other, taking(offer), by=other.counsellor, at=NOW)


def cancel(offer: Offer) -> None:
    offer.sessions[1].status = SessionStatus.CANCELLED


def archive(offer: Offer) -> None:
    offer.status = OfferStatus.ARCHIVED


def fill_up(offer: Offer) -> None:
    offer.full = True


def let_contact_go(offer: Offer) -> None:
    assert offer.contact is not None
    offer.contact.active = False


def remove(offer: Offer) -> None:
    del offer.sessions[0]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (cancel, "plan_session_gone"),
        (archive, "plan_session_gone"),
        (fill_up, "plan_full"),
        (let_contact_go, "plan_does_not_count"),
        (remove, "plan_changed"),
    ],
)
def test_what_changed_meanwhile_is_refused_whole(
    session: Session, course: Trajectory, change: Callable[[Offer], None], code: str
) -> None:
    offer, other = plannable(session), plannable(session, hour=14)
    seen = taking(offer, other)
    change(offer)
    session.commit()
    for act in (adopt_plan, choose_plan):
        with pytest.raises(RuleBroken) as broken:
            act(session, course, seen, by=course.counsellor, at=NOW)
        assert codes(broken) == {code}
    session.rollback()
    assert count(session, Activity) == count(session, HoursEntry) == 0
    assert count(session, ChosenPlan) == 0


def test_sessions_of_others_far_away_or_none_at_all_are_refused(
    session: Session, course: Trajectory
) -> None:
    offer = plannable(session)
    for wrong, code in (
        (taking(offer, session_ids=[]), "plan_empty"),
        (taking(offer, session_ids=list(range(1, 999))), "plan_empty"),
        (taking(offer, session_ids=[999_999]), "plan_changed"),
        (taking(offer, near=Near((), {}, {})), "plan_changed"),
        (taking(offer, deadline=WEDNESDAY), "plan_changed"),
        (taking(offer, accessible=True), "plan_not_for_you"),
    ):
        with pytest.raises(RuleBroken) as broken:
            adopt_plan(session, course, wrong, by=course.counsellor, at=NOW)
        assert code in codes(broken)


def test_without_a_week_or_after_the_end_nothing_is_taken(
    session: Session, course: Trajectory
) -> None:
    offer, bare = plannable(session), trajectory(session)
    with pytest.raises(RuleBroken) as broken:
        adopt_plan(session, bare, taking(offer), by=bare.counsellor, at=NOW)
    assert codes(broken) == {"plan_without_week"}
    stop_trajectory(session, course, reason="Verhuisd.", by=course.counsellor, at=NOW)
    with pytest.raises(RuleBroken) as broken:
        adopt_plan(session, course, taking(offer), by=course.counsellor, at=NOW)
    assert codes(broken) == {"trajectory_not_running"}


def test_a_choice_waits_with_proposed_activities_until_the_counsellor_adopts_it(
    session: Session, course: Trajectory
) -> None:
    offer, other = plannable(session), plannable(session, hour=14)
    choose_plan(session, course, taking(other), by=course.newcomer, at=NOW)
    plan = choose_plan(session, course, taking(offer, key=OTHER_KEY), by=course.newcomer, at=NOW)
    assert plan.status is PlanStatus.CHOSEN
    assert {a.decision for a in course.activities} == {ActivityDecision.PROPOSED}
    assert not course.hours
    adopt_plan(session, course, taking(offer, key="c" * 32), by=course.counsellor, at=NOW)
    states = session.scalars(select(ChosenPlan.status).order_by(ChosenPlan.id)).all()
    assert states == [PlanStatus.OVERTAKEN, PlanStatus.OVERTAKEN, PlanStatus.ADOPTED]
    assert len(course.hours) == 4


def test_after_a_cancelled_meeting_the_rest_stays_and_the_hole_is_filled(
    session: Session, course: Trajectory
) -> None:
    offer, other = plannable(session), plannable(session, hour=14, weeks=1)
    adopt_plan(session, course, taking(offer), by=course.counsellor, at=NOW)
    kept = {e.id for e in course.hours} - {course.hours[1].id}
    cancel(offer)
    session.flush()
    found = situation(session, course, offer, other)
    assert [e.on_date for e in found.lost] == [WEDNESDAY + timedelta(weeks=1)]
    assert found.task.minutes == 2400 - 3 * 120
    adopt_plan(session, course, taking(other, key=OTHER_KEY), by=course.counsellor, at=NOW)
    live = {e.id for e in course.hours if e.state is HoursState.PLANNED}
    assert kept < live
    assert len(live) == 4


def test_after_a_withdrawn_hour_that_session_is_not_proposed_again(
    session: Session, course: Trajectory
) -> None:
    offer = plannable(session)
    adopt_plan(session, course, taking(offer), by=course.counsellor, at=NOW)
    withdraw_hours(session, course.hours[0], by=course.counsellor, at=NOW)
    found = situation(session, course, offer)
    assert found.task.gone == {offer.sessions[0].id}
    assert found.task.minutes == 2400 - 3 * 120
    assert len(found.task.busy) == 3


def test_the_situation_counts_every_hour_that_can_still_count(
    session: Session, course: Trajectory
) -> None:
    joined = activity(session, course)
    for state in HoursState:
        hours(session, joined, state)
    assert situation(session, course).task.minutes == 2400 - 4 * 120


def test_a_series_that_began_is_no_candidate_any_more(session: Session, course: Trajectory) -> None:
    offer = plannable(session, rhythm=Rhythm.SERIES)
    found = situation(session, course, offer)
    assert {one.series for one in found.candidates} == {4}
    offer.sessions.append(
        OfferSession(starts_at=NOW - timedelta(days=6), ends_at=NOW - timedelta(days=6, hours=-2))
    )
    session.flush()
    with pytest.raises(RuleBroken) as broken:
        adopt_plan(
            session,
            course,
            replace(taking(offer), session_ids=[one.session_id for one in found.candidates]),
            by=course.counsellor,
            at=NOW,
        )
    assert codes(broken) == {"plan_series_cut"}


def test_what_no_hours_can_be_written_of_is_no_candidate(
    session: Session, course: Trajectory
) -> None:
    offer = plannable(session)
    offer.sessions[0].ends_at += timedelta(minutes=7)
    offer.sessions[1].ends_at += timedelta(hours=15)
    session.flush()
    course.rule_set.rounding_minutes = 15
    with session.no_autoflush:
        found = situation(session, course, offer)
    assert [one.session_id for one in found.candidates] == [s.id for s in offer.sessions[2:]]
    session.rollback()


def test_nothing_is_planned_before_the_start(session: Session, course: Trajectory) -> None:
    course.starts_on = WEDNESDAY + timedelta(weeks=2)
    session.flush()
    assert situation(session, course, plannable(session)).task.first_day == course.starts_on


def test_two_who_adopt_at_once_adopt_one_plan(
    app: APIFlask, session: Session, course: Trajectory
) -> None:
    offer = plannable(session)
    session.commit()
    ends: list[str] = []
    together = Barrier(2, timeout=20)
    seen = {key: taking(offer, key=key) for key in (KEY, OTHER_KEY)}

    def adopt(key: str) -> None:
        with app.app_context(), Session(db.engine) as own:
            together.wait()
            mine = own.get_one(Trajectory, course.id)
            try:
                adopt_plan(own, mine, seen[key], by=mine.counsellor, at=NOW)
                own.commit()
                ends.append("done")
            except (RuleBroken, StaleDataError):
                ends.append("refused")

    threads = [Thread(target=adopt, args=(key,)) for key in (KEY, OTHER_KEY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    session.rollback()
    assert sorted(ends) == ["done", "refused"]
    assert count(session, HoursEntry) == 4
    assert count(session, ChosenPlan) == 1
