"""The page behind a confirmation link: what it shows, takes and refuses."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from apiflask import APIFlask
from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core.audit import AuditRow
from meedoen.messages.models import OutgoingMessage
from meedoen.trajectories.models import Activity
from meedoen.trajectories.terms import HoursState
from meedoen.web.clock import now
from tests.conftest import PageClient
from tests.trajectories.examples import activity, hours, link_to, page_of

SignIn = Callable[[PageClient, Account], None]


def test_the_confirmation_page_shows_little_and_confirms_what_was_shown(
    app: APIFlask, client: PageClient, session: Session, joined: Activity
) -> None:
    entry = hours(session, joined, HoursState.REPORTED)
    session.commit()
    address = link_to(app, joined)
    page = client.get(address).get_data(as_text=True)
    assert "Amina H." in page
    assert "Haddad" not in page
    assert "2 maart" in page
    form = {"name": "Els Wouters", "entries": f"{entry.id}:{entry.version}", "act": "confirm"}
    for _ in range(2):
        assert client.post(address, data=form).status_code == 303
    assert "Dit is bevestigd" in client.get(address).get_data(as_text=True)
    assert session.scalars(select(AuditRow.act)).all() == ["confirm_hours"]


def test_what_was_changed_after_it_was_shown_is_not_confirmed(
    app: APIFlask, client: PageClient, session: Session, joined: Activity
) -> None:
    entry = hours(session, joined, HoursState.REPORTED)
    shown = entry.version
    entry.minutes = 300
    session.commit()
    form = {"name": "Els", "entries": f"{entry.id}:{shown}", "act": "confirm"}
    answer = client.post(link_to(app, joined), data=form)
    assert answer.status_code == 422
    assert "intussen veranderd" in answer.get_data(as_text=True)
    session.refresh(entry)
    assert entry.state is HoursState.REPORTED


def test_the_contact_person_says_what_is_not_right(
    app: APIFlask, client: PageClient, session: Session, joined: Activity
) -> None:
    entry = hours(session, joined, HoursState.REPORTED)
    session.commit()
    form = {"name": "Els", "entries": f"{entry.id}:{entry.version}", "act": "contest"}
    assert client.post(link_to(app, joined), data=form).status_code == 422
    sent = form | {"reason": "Het was maar 1 uur"}
    for _ in range(2):
        assert client.post(link_to(app, joined), data=sent).status_code == 303
    assert "Het was maar 1 uur" in client.get(link_to(app, joined)).get_data(as_text=True)
    session.refresh(entry)
    assert (entry.state, entry.sent_back_by_name) == (HoursState.SENT_BACK, "Els")


def test_entries_of_another_activity_are_not_confirmed_by_this_link(
    app: APIFlask, client: PageClient, session: Session, joined: Activity
) -> None:
    other = activity(session, joined.trajectory, title="Voetbal", contact_email="jos@kfc.test")
    entry = hours(session, other, HoursState.REPORTED)
    session.commit()
    form = {"name": "Els", "entries": f"{entry.id}:{entry.version}", "act": "confirm"}
    assert client.post(link_to(app, joined), data=form).status_code == 422
    session.refresh(entry)
    assert entry.state is HoursState.REPORTED


@pytest.mark.parametrize("who", ["counsellor", "newcomer"])
def test_who_logs_or_profits_does_not_confirm(
    app: APIFlask,
    client: PageClient,
    session: Session,
    joined: Activity,
    sign_in: SignIn,
    who: str,
) -> None:
    entry = hours(session, joined, HoursState.REPORTED)
    form = {"entries": f"{entry.id}:{entry.version}", "act": "confirm"}
    person = getattr(joined.trajectory, who)
    session.commit()
    address = link_to(app, joined)
    assert client.post(address, data=form | {"name": person.name}).status_code == 422
    sign_in(client, person)
    assert client.post(address, data=form | {"name": "Els Wouters"}).status_code == 422
    session.refresh(entry)
    assert entry.state is HoursState.REPORTED


def test_a_link_expires_after_thirty_days_and_says_what_to_do(
    app: APIFlask, client: PageClient, session: Session, joined: Activity
) -> None:
    session.commit()
    fresh = link_to(app, joined, at=now() - timedelta(days=29, hours=23))
    old = link_to(app, joined, at=now() - timedelta(days=30, minutes=1))
    assert client.get(fresh).status_code == 200
    answer = client.get(old)
    assert answer.status_code == 410
    assert "nieuwe mail" in answer.get_data(as_text=True)
    assert client.post(old, data={"name": "Els"}).status_code == 410


def test_a_link_dies_with_the_contact_person_it_was_for(
    app: APIFlask, client: PageClient, session: Session, joined: Activity
) -> None:
    address = link_to(app, joined)
    joined.contact_email = "nieuw@bib.test"
    session.commit()
    assert client.get(address).status_code == 410


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1],
        lambda token: token + "x",
        lambda token: "x" + token,
        lambda token: token.swapcase(),
        lambda token: "é" + token,
        lambda token: "%00" + token,
        lambda token: "%ED%A0%80",
        lambda token: "WzEsIngiLDFd.x",
        lambda token: "." * 50,
        lambda token: "a" * 5000,
    ],
)
def test_a_forged_or_altered_link_is_not_found(
    app: APIFlask,
    client: PageClient,
    session: Session,
    joined: Activity,
    spoil: Callable[[str], str],
) -> None:
    session.commit()
    token = link_to(app, joined).removeprefix("/bevestigen/")
    answer = client.get(f"/bevestigen/{spoil(token)}")
    assert answer.status_code == 404
    assert client.post(f"/bevestigen/{spoil(token)}", data={"name": "x"}).status_code == 404


def test_a_link_for_another_purpose_is_not_found(
    app: APIFlask, client: PageClient, session: Session, joined: Activity
) -> None:
    session.commit()
    assert client.get(link_to(app, joined, purpose="link newcomer")).status_code == 404


def test_the_contact_person_is_asked_once_a_day_about_the_same_hours(
    guided: PageClient, session: Session, joined: Activity, app: APIFlask
) -> None:
    hours(session, joined, HoursState.REPORTED)
    session.commit()
    here = f"{page_of(joined)}/activiteiten/{joined.id}/vragen"
    for _ in range(2):
        assert guided.post(here).status_code == 303
    mail = session.scalars(select(OutgoingMessage)).one()
    session.commit()
    assert mail.recipient == "els@bib.test"
    assert "Amina H." in mail.body
    assert "Haddad" not in mail.body + mail.subject
    link = re.search(r"http://localhost(/bevestigen/\S+)", mail.body)
    assert link
    assert guided.get(link[1]).status_code == 200
