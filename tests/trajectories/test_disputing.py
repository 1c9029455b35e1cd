"""Disputes: the newcomer says that hours are not right, and the counsellor answers."""

from datetime import date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core.errors import Conflict, RuleBroken
from meedoen.messages.models import OutgoingMessage
from meedoen.trajectories.accepting.actions import accept_hours, send_back_hours, withdraw_hours
from meedoen.trajectories.actions import complete_trajectory, stop_trajectory
from meedoen.trajectories.caseload.queries import list_caseload
from meedoen.trajectories.caseload.terms import Need
from meedoen.trajectories.disputing.actions import dispute_hours, keep_disputed
from meedoen.trajectories.disputing.models import Dispute
from meedoen.trajectories.hours.actions import correct_hours
from meedoen.trajectories.hours.rules import When
from meedoen.trajectories.ledger.queries import check_ledgers, list_lines
from meedoen.trajectories.models import Activity, HoursEntry, Trajectory
from meedoen.trajectories.queries import progress_of
from meedoen.trajectories.terms import HoursState
from tests.conftest import PageClient
from tests.examples import NOW
from tests.trajectories.conftest import SignIn
from tests.trajectories.examples import activity, hours, trajectory

MONDAY = date(2026, 3, 2)


def disputed(session: Session, entry: HoursEntry, reason: str = "Ik was er langer") -> Dispute:
    """A dispute of an entry by its newcomer."""
    by = entry.trajectory.newcomer
    return dispute_hours(session, entry, reason=reason, by=by, at=NOW)


def codes(broken: pytest.ExceptionInfo[RuleBroken]) -> list[str]:
    return [reason.code for reason in broken.value.reasons]


def whole(session: Session) -> bool:
    return not any(checked.faults for checked in check_ledgers(session))


def mails(session: Session) -> list[OutgoingMessage]:
    return list(session.scalars(select(OutgoingMessage).order_by(OutgoingMessage.id)))


@pytest.fixture
def people(session: Session, joined: Activity) -> Trajectory:
    """The trajectory of `joined`, of which both people have an address."""
    of = joined.trajectory
    of.newcomer.email, of.counsellor.email = "amina@example.test", "karim@example.test"
    of.newcomer.language = "fr"
    session.flush()
    return of


@pytest.mark.parametrize(
    "state",
    [HoursState.PLANNED, HoursState.REPORTED, HoursState.CONFIRMED, HoursState.ACCEPTED],
)
def test_any_live_entry_can_be_disputed_and_stays_as_it_is(
    session: Session, joined: Activity, state: HoursState
) -> None:
    entry = hours(session, joined, state)
    before = progress_of(joined.trajectory)
    disputed(session, entry)
    assert (entry.state, entry.disputed_at) == (state, NOW)
    assert progress_of(joined.trajectory) == before
    line = list_lines(session, joined.trajectory_id)[-1]
    assert (line.act, line.acted_as, line.said) == ("dispute_hours", "newcomer", "Ik was er langer")
    assert whole(session)


@pytest.mark.parametrize("state", [HoursState.SENT_BACK, HoursState.WITHDRAWN])
def test_what_does_not_count_any_more_is_not_disputed(
    session: Session, joined: Activity, state: HoursState
) -> None:
    entry = hours(session, joined, state)
    with pytest.raises(RuleBroken) as broken:
        disputed(session, entry)
    assert codes(broken) == ["not_disputable"]


def test_hours_that_a_correction_replaced_are_not_disputed(
    session: Session, joined: Activity
) -> None:
    entry = hours(session, joined, HoursState.ACCEPTED)
    hours(session, joined, HoursState.ACCEPTED, corrects_id=entry.id, minutes=60)
    with pytest.raises(RuleBroken) as broken:
        disputed(session, entry)
    assert codes(broken) == ["replaced_by_correction"]


@pytest.mark.parametrize("reason", ["", " \n", "x" * 1001, "\ufffd"])
def test_a_dispute_says_why(session: Session, joined: Activity, reason: str) -> None:
    entry = hours(session, joined, HoursState.ACCEPTED)
    with pytest.raises(RuleBroken):
        disputed(session, entry, reason)
    assert entry.disputed_at is None


def test_one_dispute_at_a_time_and_the_same_form_twice_is_one(
    session: Session, people: Trajectory, joined: Activity
) -> None:
    entry = hours(session, joined, HoursState.ACCEPTED)
    facts = {"reason": "Nee", "by": people.newcomer, "at": NOW}
    first = dispute_hours(session, entry, request_key="k" * 32, **facts)  # type: ignore[arg-type]
    again = dispute_hours(session, entry, request_key="k" * 32, **facts)  # type: ignore[arg-type]
    assert first is again
    with pytest.raises(RuleBroken) as broken:
        disputed(session, entry)
    assert codes(broken) == ["disputed_already"]
    other = hours(session, joined, HoursState.REPORTED, on_date=date(2026, 3, 1))
    with pytest.raises(Conflict):
        dispute_hours(session, other, request_key="k" * 32, **facts)  # type: ignore[arg-type]
    assert [mail.recipient for mail in mails(session)] == ["karim@example.test"]


def test_the_mail_to_the_counsellor_tells_no_reason_and_no_full_name(
    session: Session, people: Trajectory, joined: Activity
) -> None:
    entry = hours(session, joined, HoursState.ACCEPTED)
    disputed(session, entry, "Mijn zus lag in het ziekenhuis")
    [mail] = mails(session)
    assert "ziekenhuis" not in mail.body
    assert "Haddad" not in mail.body
    assert f"/trajecten/{people.id}/uren/{entry.id}" in mail.body


def test_the_answer_goes_to_the_newcomer_in_their_language_once(
    session: Session, people: Trajectory, joined: Activity
) -> None:
    entry = hours(session, joined, HoursState.ACCEPTED)
    disputed(session, entry)
    for _ in range(2):
        keep_disputed(session, entry, reason="Het blad zegt 2 uur", by=people.counsellor, at=NOW)
    answer = mails(session)[-1]
    assert (len(mails(session)), answer.recipient) == (2, "amina@example.test")
    assert answer.language == "fr"
    assert f"/fr/trajecten/{people.id}/uren/{entry.id}" in answer.body
    assert "Het blad zegt 2 uur" in answer.body
    assert entry.disputed_at is None
    assert [line.act for line in list_lines(session, people.id)][-2:] == [
        "dispute_hours",
        "answer_dispute",
    ]
    assert whole(session)


def test_there_is_nothing_to_answer_where_nobody_asked(session: Session, joined: Activity) -> None:
    entry = hours(session, joined, HoursState.ACCEPTED)
    with pytest.raises(RuleBroken) as broken:
        keep_disputed(session, entry, reason="Toch", by=joined.trajectory.counsellor, at=NOW)
    assert codes(broken) == ["not_disputed"]


def test_sending_back_withdrawing_and_correcting_answer_by_themselves(
    session: Session, people: Trajectory, joined: Activity
) -> None:
    by = people.counsellor
    back, gone, wrong = (
        hours(session, joined, state, on_date=date(2026, 2, day))
        for day, state in enumerate(
            (HoursState.CONFIRMED, HoursState.REPORTED, HoursState.ACCEPTED), start=1
        )
    )
    for entry in (back, gone, wrong):
        disputed(session, entry)
    send_back_hours(session, back, reason="Je hebt gelijk", by=by, at=NOW)
    withdraw_hours(session, gone, by=by, at=NOW)
    fixed = When(on_date=date(2026, 2, 3), minutes=180)
    correct_hours(session, wrong, when=fixed, note="3 uur", by=by, at=NOW)
    answers = session.scalars(select(Dispute.answer).order_by(Dispute.id)).all()
    assert answers == ["sent_back", "withdrawn", "corrected"]
    assert [entry.disputed_at for entry in (back, gone, wrong)] == [None] * 3
    assert progress_of(people).accepted == 120, "the old hours count until the correction does"
    assert whole(session)


def test_disputed_hours_are_not_accepted_before_the_answer(
    session: Session, joined: Activity
) -> None:
    entry = hours(session, joined, HoursState.CONFIRMED)
    disputed(session, entry)
    by = joined.trajectory.counsellor
    with pytest.raises(RuleBroken) as broken:
        accept_hours(session, [(entry, None)], by=by, at=NOW)
    assert codes(broken) == ["dispute_open"]
    keep_disputed(session, entry, reason="Het klopt", by=by, at=NOW)
    assert accept_hours(session, [(entry, None)], by=by, at=NOW) == 120


def test_no_trajectory_is_completed_over_an_open_dispute(
    session: Session, joined: Activity
) -> None:
    entries = [
        hours(session, joined, HoursState.ACCEPTED, minutes=600, on_date=date(2026, 2, day))
        for day in range(1, 5)
    ]
    disputed(session, entries[0])
    by = joined.trajectory.counsellor
    with pytest.raises(RuleBroken) as broken:
        complete_trajectory(session, joined.trajectory, by=by, at=NOW)
    assert codes(broken) == ["dispute_open"]
    keep_disputed(session, entries[0], reason="Nagekeken", by=by, at=NOW)
    complete_trajectory(session, joined.trajectory, by=by, at=NOW)


def test_after_the_end_nothing_is_disputed_but_an_open_one_can_be_answered(
    session: Session, joined: Activity
) -> None:
    one, other = (
        hours(session, joined, HoursState.ACCEPTED, on_date=date(2026, 2, day)) for day in (1, 2)
    )
    disputed(session, one)
    by = joined.trajectory.counsellor
    stop_trajectory(session, joined.trajectory, reason="Verhuisd", by=by, at=NOW)
    with pytest.raises(RuleBroken) as broken:
        disputed(session, other)
    assert codes(broken) == ["trajectory_not_running"]
    keep_disputed(session, one, reason="Nagekeken", by=by, at=NOW)
    assert one.disputed_at is None


def test_a_caseload_shows_an_open_dispute_first_and_since_when(
    session: Session, joined: Activity
) -> None:
    entry = hours(session, joined, HoursState.ACCEPTED)
    hours(session, joined, HoursState.CONFIRMED, on_date=date(2026, 3, 1))
    disputed(session, entry)
    [case] = list_caseload(session, joined.trajectory.counsellor, at=NOW)
    assert (case.need, case.waits[0].since) == (Need.HOURS_DISPUTED, NOW)
    assert Need.HOURS_TO_ACCEPT in {waiting.need for waiting in case.waits}


def page_of(entry: HoursEntry) -> str:
    return f"/trajecten/{entry.trajectory_id}/uren/{entry.id}"


def test_newcomer_and_counsellor_speak_with_each_other_on_the_page_of_the_entry(
    session: Session, client: PageClient, joined: Activity, sign_in: SignIn
) -> None:
    entry = hours(session, joined, HoursState.ACCEPTED)
    session.commit()
    address = page_of(entry)
    sign_in(client, joined.trajectory.newcomer)
    page = client.get(address).text
    assert "Zeg het aan je begeleider" in page
    key = page.split('name="dispute-request_key"')[1].split('value="')[1][:32]
    sent = {"dispute-reason": "Ik was er <b>3</b> uur", "dispute-request_key": key}
    for _ in range(2):
        assert client.post(f"{address}/klopt-niet", data=sent).status_code == 303
    page = client.get(address).text
    assert "Ik was er &lt;b&gt;3&lt;/b&gt; uur" in page
    assert "Zeg het aan je begeleider" not in page
    assert session.scalar(select(func.count()).select_from(Dispute)) == 1

    sign_in(client, joined.trajectory.counsellor)
    assert "Uren die niet kloppen" in client.get("/trajecten").text
    assert "Lees en antwoord" in client.get(f"/trajecten/{entry.trajectory_id}").text
    assert "blijven meetellen" in client.get(address).text
    assert client.post(f"{address}/antwoord", data={"keep-reason": ""}).status_code == 422
    answer = client.post(f"{address}/antwoord", data={"keep-reason": "Het blad zegt 2 uur"})
    assert answer.status_code == 303

    sign_in(client, joined.trajectory.newcomer)
    page = client.get(address).text
    assert "Het blad zegt 2 uur" in page
    assert "De uren blijven zoals ze zijn." in page


@pytest.mark.parametrize("who", ["counsellor", "stranger"])
def test_nobody_disputes_for_the_newcomer(
    session: Session, client: PageClient, joined: Activity, sign_in: SignIn, who: str
) -> None:
    entry = hours(session, joined, HoursState.ACCEPTED)
    other = trajectory(session)
    session.commit()
    person: Account = joined.trajectory.counsellor if who == "counsellor" else other.newcomer
    sign_in(client, person)
    sent = client.post(f"{page_of(entry)}/klopt-niet", data={"dispute-reason": "Nee"})
    assert sent.status_code == 404


@pytest.mark.parametrize("act", ["antwoord", "intrekken", "terugsturen", "rechtzetten", "papier"])
def test_a_newcomer_cannot_answer_or_judge_their_own_hours(
    session: Session, client: PageClient, joined: Activity, sign_in: SignIn, act: str
) -> None:
    entry = hours(session, joined, HoursState.REPORTED)
    session.commit()
    sign_in(client, joined.trajectory.newcomer)
    assert client.post(f"{page_of(entry)}/{act}", data={"keep-reason": "Ja"}).status_code == 404


def test_the_page_of_another_persons_entry_is_not_there(
    session: Session, client: PageClient, joined: Activity, sign_in: SignIn
) -> None:
    entry = hours(session, joined, HoursState.REPORTED)
    mine = activity(session, trajectory(session))
    session.commit()
    sign_in(client, mine.trajectory.newcomer)
    assert client.get(page_of(entry)).status_code == 404
    swapped = f"/trajecten/{mine.trajectory_id}/uren/{entry.id}"
    assert client.get(swapped).status_code == 404
    assert isinstance(entry.logged_at, datetime)
