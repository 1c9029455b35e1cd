"""Pages of forgetting: what is shown before, who decides, holds, and what a newcomer reads."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.accounts.terms import Role
from meedoen.core.audit import AuditRow
from meedoen.messages.models import OutgoingMessage
from meedoen.trajectories.forgetting.models import Erasure, ErasureRequest, LegalHold
from meedoen.trajectories.models import Trajectory
from meedoen.web.clock import now, today
from tests import examples
from tests.conftest import PageClient
from tests.trajectories.conftest import SignIn
from tests.trajectories.examples import trajectory
from tests.trajectories.lives import ended

KEY = "b" * 32
ERASE = {"erase-because": "asked", "erase-sure": "y"}


def days_ago(session: Session, made: Trajectory, days: int) -> Trajectory:
    """The trajectory as one that ended so many days ago."""
    made.ended_at = now() - timedelta(days=days)
    session.commit()
    return made


def administrator(session: Session, agency: str = "agii") -> Account:
    return examples.person_with(
        session, Role.AGENCY_ADMINISTRATOR, name="Bea Heerder", agency_code=agency
    )


@pytest.fixture
def over(session: Session) -> Trajectory:
    """A trajectory that ended last month."""
    return days_ago(session, ended(session), 30)


def rows(session: Session, what: Any) -> list[Any]:
    """What the database holds now; it is let go of, so that pages can write."""
    found = list(session.scalars(select(what).execution_options(populate_existing=True)))
    session.commit()
    return found


def hold(until: Any, reason: str = "Er loopt een klacht.") -> dict[str, str]:
    return {"hold-request_key": KEY, "hold-reason": reason, "hold-until_on": f"{until}"}


def test_the_list_shows_who_is_due_to_who_may_see_them(
    client: PageClient, session: Session, sign_in: SignIn
) -> None:
    made = days_ago(session, ended(session), 720)
    far = days_ago(session, ended(session, agency_code="amal"), 100)
    far.newcomer.name = "Verre Vriend"
    name = made.newcomer.name
    chief = administrator(session)
    elsewhere = administrator(session, "amal")
    system = examples.person_with(session, Role.SYSTEM_ADMINISTRATOR, name="Sys")
    for who, sees in ((made.counsellor, True), (chief, True), (elsewhere, False)):
        sign_in(client, who)
        page = client.get("/wissen").get_data(as_text=True)
        assert (name in page) is sees
        assert "Verre Vriend" not in page
    sign_in(client, system)
    page = client.get("/wissen").get_data(as_text=True)
    assert name not in page
    assert f"MD-{made.id:06d}" in page
    assert "24 maanden" in page
    sign_in(client, made.newcomer)
    assert client.get("/wissen").status_code == 403


def test_the_list_is_a_handful_of_questions_whatever_its_length(
    client: PageClient, session: Session, sign_in: SignIn, count_queries: Any
) -> None:
    chief = administrator(session)
    days_ago(session, ended(session), 720)
    sign_in(client, chief)
    with count_queries() as one:
        client.get("/wissen")
    for _ in range(5):
        days_ago(session, ended(session), 720)
    with count_queries() as six:
        client.get("/wissen")
    assert len(six) == len(one)


def test_a_file_is_found_by_the_number_of_its_trajectory(
    client: PageClient, session: Session, sign_in: SignIn, over: Trajectory
) -> None:
    sign_in(client, administrator(session))
    for typed in (f"MD-{over.id:06d}", f" {over.id} ", f"md-{over.id}"):
        answer = client.get("/wissen", query_string={"traject": typed})
        assert answer.headers["Location"] == f"/trajecten/{over.id}/wissen"
    for typed in ("MD-999999", "niets", "0", "9" * 30):
        assert client.get("/wissen", query_string={"traject": typed}).status_code == 404


def test_a_newcomer_reads_until_when_and_asks_once(
    client: PageClient, session: Session, sign_in: SignIn, over: Trajectory
) -> None:
    over.counsellor.email = "karim@agii.test"
    sign_in(client, over.newcomer)
    address = f"/trajecten/{over.id}/gegevens"
    page = client.get(address).get_data(as_text=True)
    assert "wissen we alles over jou" in page
    assert "Vraag om te wissen" in page
    for _again in range(2):
        assert client.post(address).status_code == 303
    assert len(rows(session, ErasureRequest)) == 1
    (mail,) = rows(session, OutgoingMessage)
    assert mail.recipient == "karim@agii.test"
    assert f"/trajecten/{over.id}/wissen" in mail.body
    assert over.newcomer.name.split()[0] not in f"{mail.subject} {mail.body}"
    page = client.get(address).get_data(as_text=True)
    assert "Je begeleider antwoordt nog." in page
    assert "Vraag om te wissen" not in page
    assert client.get(f"/ar{address}").status_code == 200


def test_who_still_has_an_open_trajectory_reads_why_it_cannot_be(
    client: PageClient, session: Session, sign_in: SignIn
) -> None:
    made = trajectory(session)
    session.commit()
    sign_in(client, made.newcomer)
    address = f"/trajecten/{made.id}/gegevens"
    page = client.get(address).get_data(as_text=True)
    assert "Er is nog geen dag om te wissen" in page
    assert "Dat kan nu nog niet." in page
    assert client.post(address).status_code == 422
    assert not rows(session, ErasureRequest)


def test_nobody_opens_the_page_of_somebody_else(
    client: PageClient, session: Session, sign_in: SignIn, over: Trajectory
) -> None:
    for who in (examples.newcomer(session), over.counsellor, administrator(session)):
        sign_in(client, who)
        assert client.get(f"/trajecten/{over.id}/gegevens").status_code == 404
        assert client.post(f"/trajecten/{over.id}/gegevens").status_code == 404
    for who in (examples.counsellor(session), administrator(session, "amal"), over.newcomer):
        sign_in(client, who)
        assert client.get(f"/trajecten/{over.id}/wissen").status_code == 404
        for act in ("", "/weigeren", "/vasthouden", "/vrijgeven"):
            assert client.post(f"/trajecten/{over.id}/wissen{act}").status_code == 404


def test_a_counsellor_erases_only_when_it_was_asked(
    client: PageClient, session: Session, sign_in: SignIn, over: Trajectory
) -> None:
    counsellor, newcomer = over.counsellor, over.newcomer
    sign_in(client, counsellor)
    address = f"/trajecten/{over.id}/wissen"
    assert "of door een beheerder" in client.get(address).get_data(as_text=True)
    assert client.post(address, data=ERASE).status_code == 404
    sign_in(client, newcomer)
    client.post(f"/trajecten/{over.id}/gegevens")
    sign_in(client, counsellor)
    assert "Vraagt om te wissen" in client.get("/wissen").get_data(as_text=True)
    assert client.post(address, data={"erase-because": "asked"}).status_code == 422
    assert client.post(address, data=ERASE | {"erase-because": "ordered"}).status_code == 422
    assert not rows(session, Erasure)
    assert client.post(address, data=ERASE).status_code == 303
    assert client.post(address, data=ERASE).status_code == 404
    (erased,) = rows(session, Erasure)
    assert erased.by_id == counsellor.id
    assert session.get_one(Account, erased.account_id, populate_existing=True).name == "(gewist)"


def test_a_refusal_is_read_by_who_asked_and_they_may_ask_again(
    client: PageClient, session: Session, sign_in: SignIn, over: Trajectory
) -> None:
    counsellor, newcomer = over.counsellor, over.newcomer
    newcomer.email, newcomer.language = "amina@post.test", "fr"
    sign_in(client, newcomer)
    client.post(f"/trajecten/{over.id}/gegevens")
    sign_in(client, counsellor)
    address = f"/trajecten/{over.id}/wissen/weigeren"
    assert client.post(address, data={"refuse-reason": " "}).status_code == 422
    for _again in range(2):
        said = client.post(address, data={"refuse-reason": "Je vroeg gisteren een nieuw bewijs."})
        assert said.status_code == 303
    acts = session.scalars(select(AuditRow.act).where(AuditRow.act == "refuse_erasure")).all()
    assert len(acts) == 1
    (mail,) = rows(session, OutgoingMessage)
    assert (mail.recipient, mail.language) == ("amina@post.test", "fr")
    assert "Je vroeg gisteren een nieuw bewijs." in mail.body
    assert f"/fr/trajecten/{over.id}/gegevens" in mail.body
    sign_in(client, newcomer)
    page = client.get(f"/trajecten/{over.id}/gegevens").get_data(as_text=True)
    assert "Je vroeg gisteren een nieuw bewijs." in page
    assert client.post(f"/trajecten/{over.id}/gegevens").status_code == 303
    assert len(rows(session, ErasureRequest)) == 2


def test_an_administrator_erases_unasked_for_a_reason_of_the_list(
    client: PageClient, session: Session, sign_in: SignIn, over: Trajectory
) -> None:
    chief = administrator(session)
    sign_in(client, chief)
    address = f"/trajecten/{over.id}/wissen"
    assert client.post(address, data=ERASE | {"erase-because": "mistake"}).status_code == 303
    page = client.get("/wissen").get_data(as_text=True)
    assert f"MD-{over.id:06d}" in page
    assert "per vergissing geopend" in page
    assert "een mens" in page


def test_a_hold_stops_the_clock_and_people_until_it_is_lifted(
    client: PageClient, session: Session, sign_in: SignIn, over: Trajectory
) -> None:
    sign_in(client, administrator(session))
    address = f"/trajecten/{over.id}/wissen"
    until = today() + timedelta(days=60)
    assert client.post(f"{address}/vasthouden", data=hold(today())).status_code == 422
    for _again in range(2):
        assert client.post(f"{address}/vasthouden", data=hold(until)).status_code == 303
    assert len(rows(session, LegalHold)) == 1
    assert "Er loopt een klacht." in client.get("/wissen").get_data(as_text=True)
    page = client.get(address).get_data(as_text=True)
    assert "kan niemand dit wissen" in page
    assert client.post(address, data=ERASE).status_code == 422
    for _again in range(2):
        assert client.post(f"{address}/vrijgeven").status_code == 303
    assert client.post(address, data=ERASE).status_code == 303
    assert not rows(session, LegalHold)


def test_a_counsellor_cannot_hold(
    client: PageClient, session: Session, sign_in: SignIn, over: Trajectory
) -> None:
    sign_in(client, over.counsellor)
    address = f"/trajecten/{over.id}/wissen"
    said = client.post(f"{address}/vasthouden", data=hold(today() + timedelta(days=9)))
    assert said.status_code == 404
    assert client.post(f"{address}/vrijgeven").status_code == 404
