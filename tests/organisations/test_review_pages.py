"""Pages on which a municipality or agency decides about organisations."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.accounts.terms import Role
from meedoen.organisations.contacts.actions import add_contact
from meedoen.organisations.models import Organisation
from meedoen.organisations.terms import OrganisationStatus
from meedoen.places.models import Municipality
from tests import examples
from tests.examples import BONHEIDEN, GENT, MECHELEN, NOW

SignIn = Callable[[FlaskClient, Account], None]


def member_of(session: Session, organisation: Organisation, name: str = "Lid Een") -> Account:
    return examples.person_with(
        session, Role.ORGANISATION_MEMBER, name=name, organisation_id=organisation.id
    )


def status_of(session: Session, made: Organisation) -> OrganisationStatus:
    session.refresh(made)
    session.commit()
    return made.status


def coach(session: Session) -> Account:
    network = session.get_one(Municipality, MECHELEN).network_code
    return examples.person_with(session, Role.NETWORK_COACH, network_code=network)


def administrator(session: Session, agency: str = "agii") -> Account:
    return examples.person_with(session, Role.AGENCY_ADMINISTRATOR, agency_code=agency)


def test_the_officer_sees_who_waits_and_approves(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    made = examples.organisation(session, "Wachtende", status=OrganisationStatus.NEW)
    examples.organisation(session, "In Gent", nis=GENT, status=OrganisationStatus.NEW)
    member_of(session, made, "Els Claes")
    sign_in(client, examples.officer(session))
    page = client.get("/regie/organisaties").text
    assert "Wachtende" in page
    assert "In Gent" not in page
    address = f"/regie/organisaties/{made.id}"
    assert "Els Claes" in client.get(address).text
    for _ in range(2):
        answer = client.post(f"{address}/goedkeuren", data={"ja-seen_version": made.version})
        assert answer.status_code == 303
    assert status_of(session, made) is OrganisationStatus.VERIFIED
    assert "Er wacht niemand" in client.get("/regie/organisaties").text
    assert "Wachtende" in client.get("/regie/organisaties?deel=goedgekeurd").text


def test_refuse_pause_and_resume_each_with_their_reason(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    new = examples.organisation(session, "Nieuw", status=OrganisationStatus.NEW)
    known = examples.organisation(session, "Bekend")
    sign_in(client, administrator(session))
    refuse = f"/regie/organisaties/{new.id}/weigeren"
    assert client.post(refuse, data={"reason": " "}).status_code == 422
    assert client.post(refuse, data={"reason": "x" * 5000}).status_code == 422
    assert client.post(refuse, data={"reason": "a\x00"}).status_code in {400, 422}
    for _ in range(2):
        assert client.post(refuse, data={"reason": "Bestaat niet."}).status_code == 303
    assert "Bestaat niet." in client.get(f"/regie/organisaties/{new.id}").text
    address = f"/regie/organisaties/{known.id}"
    assert client.post(f"{address}/pauzeren", data={"reason": "Klacht."}).status_code == 303
    stopped = client.get("/regie/organisaties?deel=gestopt").text
    assert "Op pauze" in stopped
    assert "Niet goedgekeurd" in stopped
    assert client.post(f"{address}/goedkeuren").status_code == 422
    for _ in range(2):
        assert client.post(f"{address}/hervatten").status_code == 303
    assert status_of(session, known) is OrganisationStatus.VERIFIED
    assert "Weer actief" in client.get(address).text


@pytest.mark.parametrize("decision", ["goedkeuren", "weigeren", "pauzeren", "hervatten"])
def test_the_network_coach_sees_but_does_not_decide(
    client: FlaskClient,
    session: Session,
    sign_in: SignIn,
    decision: str,
) -> None:
    made = examples.organisation(session, nis=BONHEIDEN, status=OrganisationStatus.NEW)
    member_of(session, made, "Els Claes")
    sign_in(client, coach(session))
    address = f"/regie/organisaties/{made.id}"
    page = client.get(address).text
    assert made.name in client.get("/regie/organisaties").text
    assert "Keur goed" not in page
    assert "Els Claes" not in page
    assert client.post(f"{address}/{decision}", data={"reason": "x"}).status_code == 404
    assert status_of(session, made) is OrganisationStatus.NEW


@pytest.mark.parametrize("who", ["officer", "coach", "administrator"])
def test_organisations_of_another_area_do_not_exist(
    client: FlaskClient, session: Session, sign_in: SignIn, who: str
) -> None:
    made = examples.organisation(session, nis=GENT, status=OrganisationStatus.NEW)
    make: dict[str, Callable[[Session], Account]] = {
        "officer": examples.officer,
        "coach": coach,
        "administrator": administrator,
    }
    sign_in(client, make[who](session))
    address = f"/regie/organisaties/{made.id}"
    assert client.get(address).status_code == 404
    assert client.post(f"{address}/goedkeuren").status_code == 404


def test_a_member_does_not_approve_themselves(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    made = examples.organisation(session, status=OrganisationStatus.NEW)
    sign_in(client, member_of(session, made))
    assert client.get("/regie/organisaties").status_code == 403
    assert client.get(f"/regie/organisaties/{made.id}").status_code == 404
    assert client.post(f"/regie/organisaties/{made.id}/goedkeuren").status_code == 404


def test_a_part_that_is_none_shows_what_waits(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    examples.organisation(session, status=OrganisationStatus.NEW)
    sign_in(client, examples.officer(session))
    assert client.get("/regie/organisaties?deel=x").status_code == 200


def test_queries_do_not_grow_with_the_rows(
    client: FlaskClient, session: Session, sign_in: SignIn, count_queries: Callable[..., Any]
) -> None:
    person = examples.person_with(session, Role.MUNICIPALITY_OFFICER, nis=MECHELEN)

    def asked(address: str) -> int:
        session.commit()
        with count_queries() as statements:
            assert client.get(address).status_code == 200
        return len(statements)

    pages = ["/beheer", "/regie/organisaties"]
    made = None
    sizes = []
    for rows in (1, 12):
        for number in range(rows):
            made = examples.organisation(session, f"Nr {number}", status=OrganisationStatus.NEW)
            add_contact(session, made, name="Els", email="els@x.test", by=None, at=NOW)
            person.roles.append(
                examples.AccountRole(role=Role.ORGANISATION_MEMBER, organisation_id=made.id)
            )
        assert made
        for number in range(rows):
            member_of(session, made, f"Lid {number}")
            email = f"e{number}@x.test"
            add_contact(session, made, name="C", email=email, by=None, at=NOW)
        sign_in(client, person)
        own = [f"/beheer/organisaties/{made.id}/mensen", f"/regie/organisaties/{made.id}"]
        sizes.append([asked(address) for address in (*pages, *own)])
    assert sizes[0] == sizes[1]
    assert max(sizes[1]) <= 14
