"""An agency administrator invites colleagues within the own area, and ends their access."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.accounts import actions
from meedoen.accounts.colleagues.queries import (
    area_of,
    find_colleague,
    list_colleagues,
    list_places_for,
)
from meedoen.accounts.models import Account, AccountRole
from meedoen.accounts.queries import find_account_by_email
from meedoen.accounts.roles import actions as roles
from meedoen.accounts.terms import Role
from meedoen.messages.models import OutgoingMessage
from meedoen.permissions import Permission, may
from tests.examples import GENT, MECHELEN, NOW, counsellor, officer, person_with

SignIn = Callable[[FlaskClient, Account], None]
LIST = "/regie/medewerkers"
INVITE = "/regie/medewerkers/uitnodigen"


def administrator(session: Session, agency: str = "agii") -> Account:
    account = person_with(
        session, Role.AGENCY_ADMINISTRATOR, name="Els Beheerder", agency_code=agency
    )
    session.commit()
    return account


def test_the_area_is_what_the_agency_serves(session: Session) -> None:
    area = area_of(session, administrator(session))
    assert MECHELEN in area.municipalities
    assert GENT not in area.municipalities
    assert "rivierenland" in area.networks
    assert area_of(session, counsellor(session)).municipalities == frozenset()


def test_every_network_lies_in_the_area_of_one_agency(session: Session) -> None:
    areas = [
        area_of(session, administrator(session, agency)) for agency in ("agii", "atlas", "amal")
    ]
    networks = [network for area in areas for network in area.networks]
    assert len(networks) == len(set(networks)) == 18


def test_list_and_permission_agree(session: Session) -> None:
    els = administrator(session)
    for nis in (MECHELEN, GENT):
        officer(session, nis)
    for agency in ("agii", "amal", "atlas"):
        counsellor(session, agency)
    for network in ("rivierenland", "gent-stad"):
        person_with(session, Role.NETWORK_COACH, network_code=network)
    person_with(session, Role.NEWCOMER)
    session.commit()
    listed = {found.held.id for found in list_colleagues(session, area=area_of(session, els))}
    allowed = set()
    for role_id in session.scalars(select(AccountRole.id)):
        found = find_colleague(session, role_id)
        if found and may(els, Permission.COLLEAGUE_END, found):
            allowed.add(role_id)
    assert listed == allowed
    assert len(listed) == 4


@pytest.mark.parametrize(
    ("role", "place", "inside"),
    [
        (Role.COUNSELLOR, "agii", True),
        (Role.MUNICIPALITY_OFFICER, MECHELEN, True),
        (Role.NETWORK_COACH, "rivierenland", True),
        (Role.AGENCY_ADMINISTRATOR, "agii", True),
        (Role.COUNSELLOR, "amal", False),
        (Role.MUNICIPALITY_OFFICER, GENT, False),
        (Role.NETWORK_COACH, "gent-stad", False),
        (Role.AGENCY_ADMINISTRATOR, "atlas", False),
    ],
)
def test_somebody_is_invited_within_the_area_alone(
    client: FlaskClient, session: Session, sign_in: SignIn, role: Role, place: str, inside: bool
) -> None:
    sign_in(client, administrator(session))
    assert client.get(f"{INVITE}?rol={role.value}").status_code == 200
    data = {"rol": role.value, "name": "Jan Collega", "email": "jan@voorbeeld.be", "place": place}
    answers = [client.post(INVITE, data=data) for _ in range(2)]
    assert [a.status_code for a in answers] == ([303, 303] if inside else [422, 422])
    session.expire_all()
    account = find_account_by_email(session, "jan@voorbeeld.be")
    mails = session.scalars(select(OutgoingMessage)).all()
    if inside:
        assert account is not None
        assert [held.role for held in account.roles] == [role]
        assert [mail.recipient for mail in mails] == ["jan@voorbeeld.be"]
        assert "Jan Collega" in client.get(LIST).text
    else:
        assert account is None
        assert not mails
        assert "Jan Collega" in answers[0].text


@pytest.mark.parametrize(
    "role", ["newcomer", "system_administrator", "organisation_member", "", "x"]
)
def test_other_roles_are_not_given_here(
    client: FlaskClient, session: Session, sign_in: SignIn, role: str
) -> None:
    sign_in(client, administrator(session))
    data = {"rol": role, "name": "Jan", "email": "jan@voorbeeld.be", "place": "agii"}
    assert client.post(INVITE, data=data).status_code == 404
    assert find_account_by_email(session, "jan@voorbeeld.be") is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "geen adres"},
        {"name": "x" * 500},
        {"name": "Jan\ufffd"},
        {"place": ""},
        {"place": "' OR 1=1"},
    ],
)
def test_what_was_typed_stays_when_it_is_wrong(
    client: FlaskClient, session: Session, sign_in: SignIn, wrong: dict[str, str]
) -> None:
    sign_in(client, administrator(session))
    data = {"rol": "counsellor", "name": "Jan", "email": "jan@voorbeeld.be", "place": "agii"}
    answer = client.post(INVITE, data={**data, **wrong})
    assert answer.status_code == 422
    session.expire_all()
    assert len(session.scalars(select(Account)).all()) == 1


def test_who_has_an_account_already_gets_the_role_and_a_mail_about_it(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    jan = actions.create_account(
        session, name="Jan Zelf", email="jan@voorbeeld.be", by=None, at=NOW
    )
    actions.set_password(session, jan, "vier losse woorden", by=None, at=NOW)
    sign_in(client, administrator(session))
    data = {"rol": "counsellor", "name": "Een Andere", "email": "JAN@voorbeeld.be", "place": "agii"}
    for _ in range(2):
        assert client.post(INVITE, data=data).status_code == 303
    session.refresh(jan)
    assert (jan.name, [held.role for held in jan.roles]) == ("Jan Zelf", [Role.COUNSELLOR])
    assert "nieuwe rol" in session.scalars(select(OutgoingMessage)).one().body


def test_an_access_ends_and_with_the_last_role_the_account(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    karim = counsellor(session)
    karim_browser = client.application.test_client()
    sign_in(karim_browser, karim)
    assert karim_browser.get("/account").status_code == 200
    sign_in(client, administrator(session))
    address = f"{LIST}/{karim.roles[0].id}/stoppen"
    assert "Karim Begeleider" in client.get(address).text
    assert client.post(address).status_code == 303
    assert client.post(address).status_code == 404
    session.expire_all()
    assert karim.roles == []
    assert karim.closed_at is not None
    assert karim_browser.get("/account").status_code == 303


def test_an_account_that_was_closed_is_opened_again_without_its_old_password(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    jan = actions.create_account(session, name="Jan", email="jan@voorbeeld.be", by=None, at=NOW)
    actions.set_password(session, jan, "vier losse woorden", by=None, at=NOW)
    actions.close_account(session, jan, by=None, at=NOW)
    sign_in(client, administrator(session))
    data = {"rol": "counsellor", "name": "Jan", "email": "jan@voorbeeld.be", "place": "agii"}
    assert client.post(INVITE, data=data).status_code == 303
    session.refresh(jan)
    assert (jan.closed_at, jan.password_hash) == (None, None)
    assert "/wachtwoord/" in session.scalars(select(OutgoingMessage)).one().body


def test_nobody_ends_their_own_access(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    els = administrator(session)
    sign_in(client, els)
    answer = client.post(f"{LIST}/{els.roles[0].id}/stoppen")
    assert answer.status_code == 422
    assert "eigen toegang" in answer.text
    session.refresh(els)
    assert els.roles


def test_an_invitation_is_sent_again_to_whoever_has_no_password(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    jan = actions.create_account(session, name="Jan", email="jan@voorbeeld.be", by=None, at=NOW)
    held = roles.give_role(session, jan, Role.COUNSELLOR, agency_code="agii", by=None, at=NOW)
    sign_in(client, administrator(session))
    for _ in range(2):
        assert client.post(f"{LIST}/{held.id}/uitnodigen").status_code == 303
    assert len(session.scalars(select(OutgoingMessage)).all()) == 1
    actions.set_password(session, jan, "vier losse woorden", by=None, at=NOW)
    session.commit()
    client.post(f"{LIST}/{held.id}/uitnodigen")
    assert "niet nodig" in client.get(LIST).text


def test_people_of_another_agency_are_not_there(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    theirs = [
        counsellor(session, "amal"),
        officer(session, GENT),
        person_with(session, Role.NEWCOMER),
    ]
    sign_in(client, administrator(session))
    for account in theirs:
        role_id = account.roles[0].id
        assert client.get(f"{LIST}/{role_id}/stoppen").status_code == 404
        assert client.post(f"{LIST}/{role_id}/stoppen").status_code == 404
        assert client.post(f"{LIST}/{role_id}/uitnodigen").status_code == 404
        session.refresh(account)
        assert account.roles
        session.commit()
    assert "Karim" not in client.get(LIST).text


@pytest.mark.parametrize("address", [LIST, INVITE])
def test_the_pages_are_for_administrators_of_an_agency(
    client: FlaskClient, session: Session, sign_in: SignIn, address: str
) -> None:
    assert client.get(address).status_code == 303
    sign_in(client, counsellor(session))
    assert client.get(address).status_code == 403


def test_the_list_takes_as_many_queries_for_many_as_for_one(
    client: FlaskClient, session: Session, sign_in: SignIn, count_queries: Callable[..., object]
) -> None:
    sign_in(client, administrator(session))
    with count_queries() as few:  # type: ignore[attr-defined]
        client.get(LIST)
    for _ in range(60):
        officer(session)
    session.commit()
    with count_queries() as many:  # type: ignore[attr-defined]
        page = client.get(LIST)
    assert "Pagina 1 van 2" in page.text
    assert len(many) == len(few) <= 5
    assert "Els Beheerder" in client.get(LIST).text
    assert client.get(f"{LIST}?pagina=2").status_code == 200


def test_places_to_choose_are_those_of_the_area(session: Session) -> None:
    area = area_of(session, administrator(session, "amal"))
    assert list_places_for(session, Role.MUNICIPALITY_OFFICER, area) == [(GENT, "Gent")]
    assert [code for code, _ in list_places_for(session, Role.COUNSELLOR, area)] == ["amal"]
    assert [code for code, _ in list_places_for(session, Role.NETWORK_COACH, area)] == ["gent-stad"]
    assert list_places_for(session, Role.NEWCOMER, area) == []
