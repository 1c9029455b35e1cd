"""Acts on trajectories, activities and hours: what they change, what they refuse, twice over."""

from datetime import date, time, timedelta
from typing import cast

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core.audit import AuditRow
from meedoen.core.errors import RuleBroken
from meedoen.messages.models import OutgoingMessage
from meedoen.trajectories.accepting.actions import accept_hours, send_back_hours, withdraw_hours
from meedoen.trajectories.actions import (
    complete_trajectory,
    recheck_obligation,
    stop_trajectory,
)
from meedoen.trajectories.activities.actions import (
    add_own_activity,
    approve_activity,
    refuse_activity,
)
from meedoen.trajectories.activities.rules import Criteria
from meedoen.trajectories.hours.actions import (
    change_sent_back,
    correct_hours,
    log_hours,
    plan_hours,
    report_planned,
)
from meedoen.trajectories.hours.rules import When
from meedoen.trajectories.models import HoursEntry, Trajectory
from meedoen.trajectories.opening.actions import link_newcomer, open_trajectory
from meedoen.trajectories.queries import progress_of, rule_set_on
from meedoen.trajectories.rule_sets.actions import load_rule_sets
from meedoen.trajectories.rule_sets.models import RuleSet
from meedoen.trajectories.terms import (
    ActivityDecision,
    ConfirmedHow,
    HoursState,
    Obligation,
    TrajectoryStatus,
)
from tests import examples
from tests.examples import NOW
from tests.trajectories.examples import (
    RULES,
)
from tests.trajectories.examples import (
    activity as an_activity,
)
from tests.trajectories.examples import (
    hours as some_hours,
)
from tests.trajectories.examples import (
    trajectory as a_trajectory,
)

MONDAY = date(2026, 3, 2)
ALL_MET = Criteria(
    in_duo_or_group=True, meets_new_people=True, lasting_contact=True, spoken_in_dutch=True
)


def acts(session: Session) -> list[str]:
    return list(session.scalars(select(AuditRow.act).order_by(AuditRow.id)))


def codes(broken: pytest.ExceptionInfo[RuleBroken]) -> list[str]:
    return [reason.code for reason in broken.value.reasons]


def count(session: Session, model: type) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def opening(session: Session, **changes: object) -> Trajectory:
    load_rule_sets(session, RULES)
    facts = {
        "counsellor": None,
        "nis": examples.MECHELEN,
        "starts_on": date(2026, 3, 1),
        "obliged": True,
        "working": False,
        "studying": False,
        "by": None,
        "at": NOW,
        "name": "Amina Haddad",
        "base_url": "http://localhost",
    } | changes
    facts["counsellor"] = facts["counsellor"] or examples.counsellor(session)
    return open_trajectory(session, **facts)


def test_rule_sets_load_once_and_hold_forty_hours(session: Session) -> None:
    assert load_rule_sets(session, RULES) == load_rule_sets(session, RULES)
    assert count(session, RuleSet) == load_rule_sets(session, RULES)
    rules = rule_set_on(session, date(2026, 3, 1))
    assert rules is not None
    assert rules.target_minutes == 40 * 60
    assert "aanname" in rules.assumptions
    assert rule_set_on(session, date(2022, 12, 31)) is None


def test_opening_makes_the_newcomer_and_invites_them(session: Session) -> None:
    trajectory = opening(session, email="amina@mail.test")
    assert trajectory.obligation is Obligation.REQUIRED
    assert trajectory.newcomer.email == "amina@mail.test"
    assert session.scalars(select(OutgoingMessage.recipient)).all() == ["amina@mail.test"]
    assert "open_trajectory" in acts(session)


def test_a_form_sent_twice_opens_one_trajectory(session: Session) -> None:
    counsellor = examples.counsellor(session)
    one = opening(session, request_key="k", counsellor=counsellor)
    again = opening(session, request_key="k", counsellor=counsellor)
    assert one is again
    assert count(session, Trajectory) == 1


def test_a_person_has_one_running_trajectory(session: Session) -> None:
    newcomer = examples.newcomer(session)
    first = opening(session, newcomer=newcomer)
    with pytest.raises(RuleBroken) as broken:
        opening(session, newcomer=newcomer)
    assert codes(broken) == ["runs_already"]
    stop_trajectory(session, first, reason="Verhuisd", by=first.counsellor, at=NOW)
    assert opening(session, newcomer=newcomer).id != first.id


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"nis": "62063"}, "place_not_served"),
        ({"nis": "99999"}, "place_not_served"),
        ({"starts_on": date(2022, 12, 31)}, "no_rules_then"),
        ({"starts_on": date(2027, 3, 5)}, "starts_too_late"),
    ],
)
def test_an_opening_that_cannot_be_is_refused(
    session: Session, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(RuleBroken) as broken:
        opening(session, **changes)
    assert codes(broken) == [code]
    assert count(session, Trajectory) == 0


def test_only_a_counsellor_opens(session: Session) -> None:
    with pytest.raises(RuleBroken) as broken:
        opening(session, counsellor=examples.officer(session))
    assert codes(broken) == ["no_counsellor"]


def test_an_address_of_somebody_else_neither_leaks_nor_attaches(session: Session) -> None:
    owner = examples.person(session, "Iemand Anders", email="iemand@mail.test")
    trajectory = opening(session, email="Iemand@mail.test")
    assert trajectory.newcomer_id != owner.id
    assert trajectory.newcomer.email is None
    assert trajectory.invited_email == "iemand@mail.test"
    mail = session.scalars(select(OutgoingMessage)).one()
    assert mail.recipient == "iemand@mail.test"
    assert "/trajecten/koppelen/" in mail.body
    assert "Amina" not in mail.body
    stand_in = trajectory.newcomer
    for _ in range(2):
        link_newcomer(session, trajectory, account=owner, at=NOW)
    assert trajectory.newcomer_id == owner.id
    assert stand_in.closed_at is not None
    assert acts(session).count("link_newcomer") == 1


def test_nobody_links_a_trajectory_of_somebody_who_signs_in(session: Session) -> None:
    trajectory = opening(session, email="amina@mail.test")
    with pytest.raises(RuleBroken) as broken:
        link_newcomer(session, trajectory, account=examples.person(session), at=NOW)
    assert codes(broken) == ["not_yours_to_link"]


def test_work_found_makes_it_voluntary_and_the_trail_says_so(session: Session) -> None:
    trajectory = a_trajectory(session)
    for _ in range(2):
        recheck_obligation(
            session,
            trajectory,
            obliged=True,
            working=True,
            studying=False,
            by=trajectory.counsellor,
            at=NOW,
        )
    assert trajectory.obligation is Obligation.VOLUNTARY
    assert acts(session) == ["recheck_obligation"]


def own(session: Session, trajectory: Trajectory, **changes: object) -> object:
    facts = {
        "title": "Voetbal",
        "host": "KFC Sparta",
        "contact_name": "Jos Maes",
        "contact_email": "jos@kfc.test",
        "criteria": ALL_MET,
        "by": trajectory.counsellor,
        "at": NOW,
    } | changes
    return add_own_activity(session, trajectory, **facts)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"contact_email": "karim@agii.test"}, "contact_is_counsellor"),
        ({"contact_email": "AMINA@mail.test"}, "contact_is_newcomer"),
        ({"contact_name": "amina  haddad"}, "contact_is_newcomer"),
        ({"contact_name": "Karim Begeleider"}, "contact_is_counsellor"),
        ({"contact_email": "geen adres"}, "contact_address_unreadable"),
        ({"title": " "}, "text_missing"),
        ({"host": "x" * 121}, "text_too_long"),
    ],
)
def test_a_contact_person_is_somebody_else(
    session: Session, changes: dict[str, object], code: str
) -> None:
    trajectory = a_trajectory(session)
    trajectory.newcomer.email = "amina@mail.test"
    trajectory.counsellor.email = "karim@agii.test"
    with pytest.raises(RuleBroken) as broken:
        own(session, trajectory, **changes)
    assert codes(broken) == [code]


def test_an_activity_is_approved_when_it_meets_every_criterion(session: Session) -> None:
    trajectory = a_trajectory(session)
    alone = Criteria(
        in_duo_or_group=False, meets_new_people=True, lasting_contact=False, spoken_in_dutch=True
    )
    activity = own(session, trajectory, criteria=alone, request_key="a")
    assert own(session, trajectory, criteria=alone, request_key="a") is activity
    with pytest.raises(RuleBroken) as broken:
        approve_activity(session, activity, by=trajectory.counsellor, at=NOW)
    assert codes(broken) == ["not_in_duo_or_group", "no_lasting_contact"]
    approve_activity(session, activity, by=trajectory.counsellor, at=NOW, criteria=ALL_MET)
    assert activity.decision is ActivityDecision.APPROVED
    assert activity.in_duo_or_group


def test_an_activity_with_hours_is_not_refused_any_more(session: Session) -> None:
    activity = an_activity(session, a_trajectory(session))
    entry = some_hours(session, activity, HoursState.REPORTED)
    by = activity.trajectory.counsellor
    with pytest.raises(RuleBroken) as broken:
        refuse_activity(session, activity, reason="Alleen", by=by, at=NOW)
    assert codes(broken) == ["activity_has_hours"]
    withdraw_hours(session, entry, by=by, at=NOW)
    refuse_activity(session, activity, reason="Alleen", by=by, at=NOW)
    assert activity.decision is ActivityDecision.REFUSED


def test_logged_hours_are_exact_and_audited(session: Session) -> None:
    activity = an_activity(session, a_trajectory(session))
    by = activity.trajectory.counsellor
    when = When(on_date=MONDAY, begins_at=time(19), ends_at=time(20, 45))
    entry = log_hours(session, activity, when=when, by=by, at=NOW, request_key="k")
    assert log_hours(session, activity, when=when, by=by, at=NOW, request_key="k") is entry
    assert (entry.minutes, entry.state) == (105, HoursState.REPORTED)
    row = session.scalars(select(AuditRow)).one()
    assert (row.act, row.thing_id, row.facts["minutes"]) == ("log_hours", entry.id, 105)


def test_refused_hours_leave_nothing_behind(session: Session) -> None:
    activity = an_activity(session, a_trajectory(session))
    with pytest.raises(RuleBroken) as broken:
        log_hours(
            session,
            activity,
            when=When(on_date=date(2026, 3, 4), minutes=0),
            by=activity.trajectory.counsellor,
            at=NOW,
        )
    assert codes(broken) == ["minutes_zero", "in_the_future"]
    session.commit()
    assert count(session, HoursEntry) == 0
    assert count(session, AuditRow) == 0


def test_planned_hours_are_reported_after_they_happened(session: Session) -> None:
    activity = an_activity(session, a_trajectory(session))
    by = activity.trajectory.counsellor
    when = When(on_date=date(2026, 3, 10), begins_at=time(14), ends_at=time(16))
    entry = plan_hours(session, activity, when=when, by=by, at=NOW)
    with pytest.raises(RuleBroken) as broken:
        report_planned(session, entry, by=by, at=NOW)
    assert codes(broken) == ["in_the_future"]
    assert entry.state is HoursState.PLANNED
    for _ in range(2):
        report_planned(session, entry, by=by, at=NOW + timedelta(days=8))
    assert entry.state is HoursState.REPORTED
    assert acts(session) == ["plan_hours", "report_planned"]


def test_hours_are_accepted_after_confirmation_only(session: Session) -> None:
    activity = an_activity(session, a_trajectory(session))
    by = activity.trajectory.counsellor
    entry = some_hours(session, activity, HoursState.REPORTED)
    with pytest.raises(RuleBroken) as broken:
        accept_hours(session, [(entry, entry.version)], by=by, at=NOW)
    assert codes(broken) == ["not_confirmed"]


def test_a_batch_is_accepted_whole_or_not_at_all(session: Session) -> None:
    activity = an_activity(session, a_trajectory(session))
    by = activity.trajectory.counsellor
    good = some_hours(session, activity, HoursState.CONFIRMED)
    other = some_hours(session, activity, HoursState.CONFIRMED, minutes=30)
    with pytest.raises(RuleBroken) as broken:
        accept_hours(session, [(good, good.version), (other, other.version + 1)], by=by, at=NOW)
    assert codes(broken) == ["changed_meanwhile"]
    assert good.state is HoursState.CONFIRMED
    seen = [(good, good.version), (other, other.version)]
    assert accept_hours(session, seen, by=by, at=NOW) == 150
    assert accept_hours(session, seen, by=by, at=NOW) == 150
    assert acts(session) == ["accept_hours", "accept_hours"]


def test_somebody_else_who_accepts_later_is_told(session: Session) -> None:
    activity = an_activity(session, a_trajectory(session))
    entry = some_hours(session, activity, HoursState.CONFIRMED)
    accept_hours(session, [(entry, None)], by=activity.trajectory.counsellor, at=NOW)
    with pytest.raises(RuleBroken) as broken:
        accept_hours(session, [(entry, None)], by=examples.counsellor(session), at=NOW)
    assert codes(broken) == ["wrong_state"]


def test_hours_sent_back_are_changed_and_go_round_again(session: Session) -> None:
    activity = an_activity(session, a_trajectory(session))
    by = activity.trajectory.counsellor
    entry = some_hours(session, activity, HoursState.CONFIRMED)
    with pytest.raises(RuleBroken) as broken:
        send_back_hours(session, entry, reason=" ", by=by, at=NOW)
    assert codes(broken) == ["text_missing"]
    for _ in range(2):
        send_back_hours(session, entry, reason="Was het niet 1 uur?", by=by, at=NOW)
    bad = When(on_date=date(2026, 3, 9), minutes=60)
    with pytest.raises(RuleBroken):
        change_sent_back(session, entry, when=bad, by=by, at=NOW)
    assert (entry.on_date, entry.state) == (MONDAY, HoursState.SENT_BACK)
    change_sent_back(session, entry, when=When(on_date=MONDAY, minutes=60), by=by, at=NOW)
    assert (entry.minutes, entry.state) == (60, HoursState.REPORTED)
    assert entry.confirmed_at is None
    assert entry.sent_back_reason == ""
    assert acts(session) == ["send_back_hours", "change_hours"]


def test_accepted_hours_are_never_edited_but_corrected(session: Session) -> None:
    activity = an_activity(session, a_trajectory(session))
    by = activity.trajectory.counsellor
    old = some_hours(session, activity, HoursState.ACCEPTED)
    when = When(on_date=MONDAY, minutes=60)
    for act in (
        lambda: change_sent_back(session, old, when=when, by=by, at=NOW),
        lambda: withdraw_hours(session, old, by=by, at=NOW),
        lambda: send_back_hours(session, old, reason="x", by=by, at=NOW),
    ):
        with pytest.raises(RuleBroken):
            act()
    new = correct_hours(session, old, when=when, note="Vergist", by=by, at=NOW)
    assert new.corrects_id == old.id
    assert progress_of(activity.trajectory).accepted == 120
    with pytest.raises(RuleBroken) as broken:
        correct_hours(session, old, when=when, note="Vergist", by=by, at=NOW)
    assert codes(broken) == ["corrected_already"]


def test_a_correction_to_zero_takes_the_hours_away(session: Session) -> None:
    activity = an_activity(session, a_trajectory(session))
    by = activity.trajectory.counsellor
    old = some_hours(session, activity, HoursState.ACCEPTED)
    never = correct_hours(
        session, old, when=When(on_date=MONDAY, minutes=0), note="Ging niet door", by=by, at=NOW
    )
    accept_hours(session, [(never, None)], by=by, at=NOW)
    assert progress_of(activity.trajectory).accepted == 0


def full(session: Session) -> Trajectory:
    activity = an_activity(session, a_trajectory(session))
    for day in range(1, 11):
        some_hours(
            session,
            activity,
            HoursState.ACCEPTED,
            minutes=240,
            on_date=date(2026, 2, day),
        )
    return activity.trajectory


def test_a_full_trajectory_is_completed_once_with_its_proof(session: Session) -> None:
    trajectory = full(session)
    for _ in range(2):
        complete_trajectory(session, trajectory, by=trajectory.counsellor, at=NOW)
    assert trajectory.status is TrajectoryStatus.COMPLETED
    (proof,) = trajectory.proofs
    assert proof.minutes == 2400
    assert proof.content["name"] == "Amina Haddad"
    assert proof.content["activities"] == [
        {
            "title": "Praattafel in de bib",
            "host": "Bibliotheek Mechelen",
            "minutes": 2400,
            "paper_minutes": 0,
            "first_on": "2026-02-01",
            "last_on": "2026-02-10",
        }
    ]
    assert acts(session) == ["issue_proof", "complete_trajectory"]


def test_the_proof_tells_what_was_confirmed_on_paper(session: Session) -> None:
    trajectory = full(session)
    entry = session.scalars(select(HoursEntry)).first()
    assert entry
    entry.confirmed_how, entry.paper_seen_by_id = ConfirmedHow.PAPER, trajectory.counsellor.id
    session.flush()
    complete_trajectory(session, trajectory, by=trajectory.counsellor, at=NOW)
    (proof,) = trajectory.proofs
    (line,) = cast(list[dict[str, object]], proof.content["activities"])
    assert (line["minutes"], line["paper_minutes"]) == (2400, 240)


def test_what_lacks_an_hour_is_not_completed(session: Session) -> None:
    trajectory = a_trajectory(session)
    with pytest.raises(RuleBroken) as broken:
        complete_trajectory(session, trajectory, by=trajectory.counsellor, at=NOW)
    assert codes(broken) == ["target_not_reached"]


def test_the_proof_stays_what_it_was(session: Session) -> None:
    trajectory = full(session)
    complete_trajectory(session, trajectory, by=trajectory.counsellor, at=NOW)
    before = dict(trajectory.proofs[0].content)
    trajectory.newcomer.name = "Iemand Anders"
    trajectory.activities[0].title = "Iets anders"
    session.flush()
    session.expire_all()
    assert trajectory.proofs[0].content == before


def test_a_stopped_trajectory_takes_no_more_acts(session: Session) -> None:
    activity = an_activity(session, a_trajectory(session))
    trajectory, by = activity.trajectory, activity.trajectory.counsellor
    stop_trajectory(session, trajectory, reason="Verhuisd naar Gent", by=by, at=NOW)
    with pytest.raises(RuleBroken) as broken:
        log_hours(session, activity, when=When(on_date=MONDAY, minutes=60), by=by, at=NOW)
    assert codes(broken) == ["trajectory_not_running"]
    assert count(session, Account) == 2
