"""A newcomer reports their own hours; whoever confirms and accepts them is still somebody else."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.core.errors import RuleBroken
from meedoen.trajectories.accepting.actions import accept_hours
from meedoen.trajectories.confirming.actions import confirm_hours
from meedoen.trajectories.hours.actions import log_hours
from meedoen.trajectories.hours.rules import When
from meedoen.trajectories.ledger.queries import list_lines
from meedoen.trajectories.models import Activity, HoursEntry
from meedoen.trajectories.terms import ActivityDecision, HoursState
from meedoen.web.clock import today
from tests.conftest import PageClient
from tests.examples import NOW
from tests.trajectories.conftest import SignIn
from tests.trajectories.examples import activity, hours, page_of, trajectory

MONDAY = date(2026, 3, 2)


@pytest.fixture
def own(session: Session, client: PageClient, joined: Activity, sign_in: SignIn) -> PageClient:
    """A browser in which the newcomer of `joined` is signed in."""
    sign_in(client, joined.trajectory.newcomer)
    return client


def typed(joined: Activity, key: str = "a" * 32, **changes: str) -> dict[str, str]:
    """What a newcomer types, and the hidden boxes of the form."""
    facts = {"activity": str(joined.id), "on_date": "2026-03-02", "begins_at": "14:00"}
    facts |= {"ends_at": "16:00", "request_key": key} | changes
    return {f"log-{name}": value for name, value in facts.items()}


def entries(session: Session) -> list[HoursEntry]:
    session.expire_all()
    return list(session.scalars(select(HoursEntry).order_by(HoursEntry.id)))


def test_a_newcomer_reports_hours_once_however_often_the_form_is_sent(
    session: Session, own: PageClient, joined: Activity
) -> None:
    address = f"{page_of(joined)}/uren/melden"
    assert own.get(address).status_code == 200
    for _ in range(2):
        assert own.post(address, data=typed(joined)).status_code == 303
    [entry] = entries(session)
    assert (entry.state, entry.minutes) == (HoursState.REPORTED, 120)
    assert entry.logged_by_id == joined.trajectory.newcomer_id
    [line] = list_lines(session, joined.trajectory_id)
    assert (line.act, line.acted_as) == ("log_hours", "newcomer")
    assert "Gemeld" in own.get(f"{page_of(joined)}/uren/{entry.id}").text


def test_the_way_from_there_is_the_usual_one(session: Session, joined: Activity) -> None:
    of = joined.trajectory
    when = When(on_date=MONDAY, minutes=60)
    entry = log_hours(session, joined, when=when, by=of.newcomer, at=NOW)
    with pytest.raises(RuleBroken) as broken:
        confirm_hours(session, joined, [(entry, None)], name="Iemand", at=NOW, visitor=of.newcomer)
    assert broken.value.reasons[0].code == "contact_is_newcomer"
    confirm_hours(session, joined, [(entry, None)], name="Els Wouters", at=NOW)
    assert accept_hours(session, [(entry, None)], by=of.counsellor, at=NOW) == 60


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"on_date": "2099-01-01"}, "Deze dag komt nog."),
        ({"begins_at": "16:00", "ends_at": "14:00"}, "Het einde ligt niet na het begin."),
        ({"begins_at": "", "ends_at": ""}, "Vul een begin en een einde in"),
        ({"activity": "999999"}, ""),
        ({"on_date": "gisteren"}, ""),
        ({"note": "x" * 1001}, "Dit is te lang"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    session: Session, own: PageClient, joined: Activity, changes: dict[str, str], words: str
) -> None:
    answer = own.post(f"{page_of(joined)}/uren/melden", data=typed(joined, **changes))
    assert answer.status_code == 422
    assert words in answer.text
    assert entries(session) == []


def test_hours_at_the_same_moment_are_shown_beside_the_new_ones(
    session: Session, own: PageClient, joined: Activity
) -> None:
    own.post(f"{page_of(joined)}/uren/melden", data=typed(joined))
    late = typed(joined, key="b" * 32, begins_at="15:00", ends_at="17:00")
    answer = own.post(f"{page_of(joined)}/uren/melden", data=late)
    assert answer.status_code == 422
    assert "Deze uren staan elkaar in de weg" in answer.text
    assert "15.00–17.00" in answer.text
    assert "14.00–16.00" in answer.text


def test_of_the_same_hours_at_two_places_the_counsellor_alone_says_that_both_are_right(
    session: Session, own: PageClient, joined: Activity
) -> None:
    other = activity(session, joined.trajectory, host="Buurthuis", title="Koken")
    session.commit()
    times = {"begins_at": "", "ends_at": "", "minutes": "60"}
    own.post(f"{page_of(joined)}/uren/melden", data=typed(joined, **times))
    again = typed(other, key="b" * 32, **times) | {"log-both_right": "y"}
    answer = own.post(f"{page_of(joined)}/uren/melden", data=again)
    assert answer.status_code == 422
    assert "Vraag het aan je begeleider." in answer.text
    assert 'name="log-both_right"' not in answer.text
    assert len(entries(session)) == 1


def test_a_planned_appointment_that_went_on_is_reported_with_one_press(
    session: Session, own: PageClient, joined: Activity
) -> None:
    entry = hours(session, joined, HoursState.PLANNED, on_date=today() - timedelta(days=1))
    session.commit()
    address = f"{page_of(joined)}/uren/{entry.id}"
    assert "Is dit gebeurd?" in own.get(address).text
    for _ in range(2):
        assert own.post(f"{address}/was-er", data={"seen_version": "1"}).status_code == 303
    assert entries(session)[0].state is HoursState.REPORTED
    assert "Is dit gebeurd?" not in own.get(address).text


def test_an_appointment_ahead_is_not_reported_yet(
    session: Session, own: PageClient, joined: Activity
) -> None:
    entry = hours(session, joined, HoursState.PLANNED, on_date=today() + timedelta(days=1))
    session.commit()
    address = f"{page_of(joined)}/uren/{entry.id}"
    assert "Is dit gebeurd?" not in own.get(address).text
    assert own.post(f"{address}/was-er", data={"seen_version": "1"}).status_code == 422
    assert entries(session)[0].state is HoursState.PLANNED


def test_without_an_approved_activity_there_is_no_form_but_a_reason(
    session: Session, client: PageClient, sign_in: SignIn
) -> None:
    of = trajectory(session)
    activity(
        session,
        of,
        decision=ActivityDecision.PROPOSED,
        decided_at=None,
        decided_by_id=None,
    )
    sign_in(client, of.newcomer)
    page = client.get(f"{page_of(of)}/uren/melden").text
    assert "Je kan nu geen uren melden" in page
    assert "Meld je uren" not in client.get(page_of(of)).text


def test_another_newcomer_cannot_report_here_and_a_counsellor_is_sent_to_their_own_form(
    session: Session, client: PageClient, joined: Activity, sign_in: SignIn
) -> None:
    stranger = trajectory(session).newcomer
    address = f"{page_of(joined)}/uren/melden"
    sign_in(client, stranger)
    assert client.get(address).status_code == 404
    assert client.post(address, data=typed(joined)).status_code == 404
    sign_in(client, joined.trajectory.counsellor)
    assert client.get(address).location == page_of(joined)


def test_the_counsellor_sees_that_the_newcomer_reported_them(
    session: Session, client: PageClient, joined: Activity, sign_in: SignIn
) -> None:
    of = joined.trajectory
    hours(session, joined, HoursState.CONFIRMED, logged_by_id=of.newcomer_id)
    sign_in(client, of.counsellor)
    assert "gemeld door de deelnemer" in client.get(page_of(joined)).text
