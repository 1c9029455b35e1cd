"""The inbox: what waits by person, many hours accepted at once, and taken back in time."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core.audit import AuditRow
from meedoen.core.errors import RuleBroken
from meedoen.permissions import Permission, may
from meedoen.trajectories.accepting.actions import accept_many, take_back_hours
from meedoen.trajectories.accepting.rules import TAKE_BACK_WITHIN, reasons_not_taken_back
from meedoen.trajectories.actions import complete_trajectory
from meedoen.trajectories.caseload.queries import list_caseload
from meedoen.trajectories.hours.actions import correct_hours
from meedoen.trajectories.hours.rules import When
from meedoen.trajectories.models import Activity, HoursEntry
from meedoen.trajectories.terms import ActivityDecision, HoursState, TrajectoryStatus
from meedoen.web.clock import now, today
from tests import examples
from tests.conftest import PageClient
from tests.trajectories.conftest import SignIn
from tests.trajectories.examples import activity, hours, trajectory

INBOX = "/trajecten/te-doen"
AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


def beside(session: Session, like: Activity, name: str) -> Activity:
    """An approved activity of one more person in the same caseload."""
    person = examples.newcomer(session, name).id
    counsellor = like.trajectory.counsellor_id
    return activity(session, trajectory(session, counsellor_id=counsellor, newcomer_id=person))


def confirmed(session: Session, at_activity: Activity, day: int) -> HoursEntry:
    return hours(session, at_activity, HoursState.CONFIRMED, on_date=date(2026, 3, day))


def pair(entry: HoursEntry) -> str:
    return f"{entry.id}:{entry.version}"


def seen(*entries: HoursEntry) -> list[tuple[HoursEntry, int | None]]:
    return [(entry, entry.version) for entry in entries]


def counsellor_of(session: Session, of: Activity) -> Account:
    return session.get_one(Account, of.trajectory.counsellor_id)


def test_all_that_waits_stands_by_person_and_the_newest_comes_first(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    confirmed(session, joined, 1)
    zoe = beside(session, joined, "Zoë Yıldız")
    hours(session, zoe, HoursState.SENT_BACK, sent_back_at=now())
    hours(session, zoe, HoursState.PLANNED, on_date=today() - timedelta(days=3))
    activity(
        session,
        zoe.trajectory,
        title="Schaken",
        decision=ActivityDecision.PROPOSED,
        decided_at=None,
        decided_by_id=None,
    )
    beside(session, joined, "Niets Te Doen")
    full = beside(session, joined, "Vol Doel")
    hours(session, full, HoursState.ACCEPTED, minutes=720)
    full.trajectory.rule_set.target_minutes = 720
    session.commit()
    page = guided.get(INBOX).get_data(as_text=True)
    assert page.index("Zoë Yıldız") < page.index("Amina Haddad")
    for words in ("Klopt de datum?", "Is het gebeurd?", "Schaken", "Klaar om af te ronden"):
        assert words in page
    assert "Niets Te Doen" not in page
    assert "5 dingen wachten op jou." in page


def test_an_empty_inbox_says_so(guided: PageClient, joined: Activity) -> None:
    assert "Alles is gedaan" in guided.get(INBOX).get_data(as_text=True)


def test_many_hours_of_many_people_are_accepted_at_once_and_twice_is_once(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    entries = [confirmed(session, joined, 1), confirmed(session, joined, 2)]
    entries.append(confirmed(session, beside(session, joined, "Zoë Yıldız"), 1))
    session.commit()
    form = {"shown": [pair(entry) for entry in entries], "what": "all"}
    for _again in range(2):
        assert guided.post(f"{INBOX}/aanvaarden", data=form).status_code == 303
    session.expire_all()
    assert {entry.state for entry in entries} == {HoursState.ACCEPTED}
    assert len({entry.accepted_at for entry in entries}) == 1
    acts = session.scalars(select(AuditRow).where(AuditRow.act == "accept_hours")).all()
    assert len(acts) == 3
    session.commit()
    page = guided.get(INBOX).get_data(as_text=True)
    assert "3 keer aanvaard, samen 6 u." in page


def test_only_what_was_ticked_is_accepted(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    first, second = confirmed(session, joined, 1), confirmed(session, joined, 2)
    session.commit()
    both = [pair(first), pair(second)]
    guided.post(f"{INBOX}/aanvaarden", data={"shown": both, "entries": [pair(first)]})
    session.expire_all()
    assert (first.state, second.state) == (HoursState.ACCEPTED, HoursState.CONFIRMED)
    session.commit()
    nothing = guided.post(f"{INBOX}/aanvaarden", data={"shown": both})
    assert nothing.status_code == 422
    assert "Kruis eerst uren aan." in nothing.get_data(as_text=True)


def test_what_cannot_be_accepted_is_shown_with_its_reason_and_the_rest_is_done(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    good, changed = confirmed(session, joined, 1), confirmed(session, joined, 2)
    reported = hours(session, joined, HoursState.REPORTED, on_date=date(2026, 2, 28))
    ended = beside(session, joined, "Zoë Yıldız")
    late = confirmed(session, ended, 1)
    ended.trajectory.status = TrajectoryStatus.STOPPED
    ended.trajectory.ended_at, ended.trajectory.ended_by_id = now(), joined.decided_by_id
    session.commit()
    chosen = [pair(good), f"{changed.id}:9", pair(reported), pair(late)]
    answer = guided.post(f"{INBOX}/aanvaarden", data={"entries": chosen})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    for words in ("intussen veranderd", "eerst bevestigen", "loopt niet meer", "Zoë Yıldız"):
        assert words in page
    session.expire_all()
    assert good.state is HoursState.ACCEPTED
    assert {changed.state, late.state} == {HoursState.CONFIRMED}


def test_hours_of_another_caseload_are_as_if_they_were_not_there(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    foreign = confirmed(session, activity(session, trajectory(session)), 1)
    session.commit()
    answer = guided.post(f"{INBOX}/aanvaarden", data={"entries": [pair(foreign), "x", "1:1:1"]})
    assert answer.status_code == 422
    session.expire_all()
    assert foreign.state is HoursState.CONFIRMED


def test_the_list_and_the_permission_agree_on_whose_trajectories_these_are(
    session: Session, joined: Activity
) -> None:
    me = counsellor_of(session, joined)
    elsewhere = trajectory(
        session,
        counsellor_id=me.id,
        agency_code="amal",
        newcomer_id=examples.newcomer(session).id,
    )
    listed = {case.trajectory.id for case in list_caseload(session, me, at=AT)}
    for one in (joined.trajectory, elsewhere, trajectory(session)):
        assert (one.id in listed) is may(me, Permission.TRAJECTORY_GUIDE, one)


def test_what_was_accepted_is_taken_back_as_an_act_of_its_own_once(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    entries = [confirmed(session, joined, 1), confirmed(session, joined, 2)]
    session.commit()
    guided.post(f"{INBOX}/aanvaarden", data={"entries": [pair(entry) for entry in entries]})
    for _again in range(2):
        form = {"entries": [pair(entry) for entry in entries]}
        assert guided.post(f"{INBOX}/terugnemen", data=form).status_code == 303
    session.expire_all()
    assert {entry.state for entry in entries} == {HoursState.CONFIRMED}
    assert {entry.accepted_at for entry in entries} == {None}
    assert {entry.confirmed_by_name for entry in entries} == {"Els Wouters"}
    acts = session.scalars(select(AuditRow.act).where(AuditRow.thing_kind == "hours")).all()
    assert sorted(acts) == ["accept_hours"] * 2 + ["take_back_hours"] * 2


def test_after_ten_minutes_an_acceptance_stays(session: Session, joined: Activity) -> None:
    me, entry = counsellor_of(session, joined), confirmed(session, joined, 1)
    accept_many(session, seen(entry), by=me, at=AT)
    late = AT + TAKE_BACK_WITHIN + timedelta(seconds=1)
    outcome = take_back_hours(session, seen(entry), by=me, at=late)
    assert [reason.code for _, why in outcome.refused for reason in why] == [
        "accepted_too_long_ago"
    ]
    assert entry.state is HoursState.ACCEPTED
    assert not take_back_hours(session, seen(entry), by=me, at=AT + TAKE_BACK_WITHIN).refused


def test_an_acceptance_under_a_proof_or_a_correction_stays(
    session: Session, joined: Activity
) -> None:
    me, entry = counsellor_of(session, joined), confirmed(session, joined, 1)
    accept_many(session, seen(entry), by=me, at=AT)
    correction = correct_hours(
        session,
        entry,
        when=When(on_date=entry.on_date, minutes=60),
        note="Vroeger weg.",
        by=me,
        at=AT,
    )
    refused = take_back_hours(session, seen(entry), by=me, at=AT).refused
    assert [why[0].code for _, why in refused] == ["correction_rests_on_it"]
    correction.state = HoursState.WITHDRAWN
    joined.trajectory.rule_set.target_minutes = 120
    complete_trajectory(session, joined.trajectory, by=me, at=AT)
    refused = take_back_hours(session, seen(entry), by=me, at=AT).refused
    assert [why[0].code for _, why in refused] == ["trajectory_not_running"]


def test_nothing_chosen_is_refused(session: Session, joined: Activity) -> None:
    me = counsellor_of(session, joined)
    for act in (accept_many, take_back_hours):
        with pytest.raises(RuleBroken, match="nothing_chosen"):
            act(session, [], by=me, at=AT)


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"by_id": 2}, ["accepted_by_another"]),
        ({"at": AT + timedelta(hours=1)}, ["accepted_too_long_ago"]),
        ({"proven": True}, ["proof_rests_on_it"]),
    ],
)
def test_an_acceptance_is_taken_back_by_who_gave_it_soon_and_before_the_proof(
    changes: dict[str, Any], codes: list[str]
) -> None:
    entry = HoursEntry(
        id=1,
        on_date=date(2026, 3, 1),
        state=HoursState.ACCEPTED,
        accepted_by_id=1,
        accepted_at=AT,
    )
    facts = {"by_id": 1, "at": AT, "proven": False} | changes
    assert [reason.code for reason in reasons_not_taken_back(entry, [entry], **facts)] == codes


def test_sixty_people_cost_no_more_questions_than_one(
    guided: PageClient, session: Session, joined: Activity, count_queries: Callable[[], Any]
) -> None:
    def asked() -> int:
        session.commit()
        guided.get(INBOX)
        with count_queries() as sent:
            guided.get(INBOX)
        return len(sent)

    confirmed(session, joined, 1)
    one = asked()
    for number in range(59):
        confirmed(session, beside(session, joined, f"Persoon {number}"), 1)
    assert asked() == one
    assert one <= 12


def test_who_did_not_come_is_noted_from_the_inbox(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    entry = hours(session, joined, HoursState.PLANNED, on_date=today() - timedelta(days=3))
    session.commit()
    address = f"/trajecten/{joined.trajectory_id}/uren/{entry.id}/afwezig"
    back = guided.post(address, data={"seen_version": "1", "next": INBOX})
    assert back.headers["Location"] == INBOX
    away = guided.post(address, data={"next": "//elders.test"})
    assert away.headers["Location"] == f"/trajecten/{joined.trajectory_id}"


def test_nobody_but_a_counsellor_opens_it(
    client: PageClient, session: Session, sign_in: SignIn
) -> None:
    sign_in(client, examples.newcomer(session))
    assert client.get(INBOX).status_code == 403
    assert client.post(f"{INBOX}/aanvaarden").status_code == 403
