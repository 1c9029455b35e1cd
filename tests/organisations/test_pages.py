"""Pages of organisations: what people do there, who is kept out, and what hostile input meets."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.accounts.terms import Role
from meedoen.core.audit import AuditRow
from meedoen.messages.models import OutgoingMessage
from meedoen.organisations.contacts.actions import add_contact
from meedoen.organisations.members.actions import add_member
from meedoen.organisations.models import Contact, Invitation, Organisation
from meedoen.organisations.terms import OrganisationStatus
from tests import examples
from tests.examples import MECHELEN, NOW

SignIn = Callable[[FlaskClient, Account], None]
REGISTER = "/organisaties/registreren"
KEY = "0123456789abcdef0123456789abcdef"

FORM = {
    "name": "Buurthuis De Brug",
    "kind": "non_profit",
    "nis": MECHELEN,
    "enterprise_number": "0403.019.261",
    "about": "Een open huis.",
    "website": "www.debrug.be",
    "request_key": KEY,
    "member_name": "Sara Peeters",
    "member_email": "sara@brug.test",
}


@pytest.fixture
def fresh(session: Session) -> Callable[[type, Any], Any]:
    """Read a row again as it stands in the database now."""

    def read(kind: type, key: Any) -> Any:
        session.expire_all()
        found = session.get(kind, key)
        session.commit()
        return found

    return read


def member_of(session: Session, organisation: Organisation, name: str = "Lid Een") -> Account:
    return examples.person_with(
        session, Role.ORGANISATION_MEMBER, name=name, organisation_id=organisation.id
    )


def count(session: Session, kind: type) -> int:
    number = session.scalar(select(func.count()).select_from(kind)) or 0
    session.commit()
    return number


def only(session: Session, kind: type[Any]) -> Any:
    """The one row of a table; ends the reading, so that a page may write."""
    found = session.scalars(select(kind)).one()
    session.commit()
    return found


def test_a_visitor_registers_and_reads_that_a_mail_is_on_its_way(
    client: FlaskClient, session: Session
) -> None:
    assert client.get(REGISTER).status_code == 200
    sent = client.post(REGISTER, data=FORM)
    assert sent.status_code == 303
    assert "We mailden je een link" in client.get(sent.headers["Location"]).text
    made = only(session, Organisation)
    assert (made.name, made.enterprise_number, made.nis) == (FORM["name"], "0403019261", MECHELEN)
    assert made.status is OrganisationStatus.NEW


def test_a_registration_sent_twice_is_one(client: FlaskClient, session: Session) -> None:
    answers = [client.post(REGISTER, data=FORM) for _ in range(2)]
    assert {answer.headers["Location"] for answer in answers} == {f"{REGISTER}/verstuurd"}
    assert count(session, Organisation) == count(session, Invitation) == 1


def test_a_known_address_gets_the_same_answer_and_no_membership(
    client: FlaskClient, session: Session
) -> None:
    known = examples.person(session, "Bekend", email="bekend@elders.test")
    session.commit()
    answers = [
        client.post(
            REGISTER,
            data=FORM
            | {"request_key": f"{number:032x}", "member_email": email, "enterprise_number": ""},
        )
        for number, email in enumerate(["bekend@elders.test", "nieuw@elders.test"])
    ]
    assert answers[0].status_code == answers[1].status_code == 303
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    session.refresh(known)
    assert known.roles == []
    told = session.scalars(select(OutgoingMessage.recipient)).all()
    session.commit()
    assert set(told) == {"bekend@elders.test", "nieuw@elders.test"}


def test_the_owner_of_the_address_signs_in_and_says_yes(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    known = examples.person(session, "Bekend", email="bekend@elders.test")
    session.commit()
    client.post(REGISTER, data=FORM | {"member_email": "bekend@elders.test"})
    made = only(session, Organisation)
    address = f"/organisaties/uitnodigingen/{made.id}"
    assert client.get(address).status_code == 303
    sign_in(client, examples.person(session, "Iemand anders"))
    assert client.get(address).status_code == 404
    assert client.post(f"{address}/ja").status_code == 404
    sign_in(client, known)
    assert made.name in client.get("/beheer").text
    assert "Ja, ik werk mee" in client.get(address).text
    for _ in range(2):
        assert client.post(f"{address}/ja").headers["Location"] == "/beheer"
    assert client.get(address).headers["Location"] == "/beheer"
    assert client.get(f"/beheer/organisaties/{made.id}").status_code == 200


def test_an_invitation_can_be_declined(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    made = examples.organisation(session)
    known = examples.person(session, "Bekend", email="bekend@elders.test")
    add_member(
        session, made, name="B", email="bekend@elders.test", by=None, at=NOW, base_url="http://x"
    )
    sign_in(client, known)
    for _ in range(2):
        assert client.post(f"/organisaties/uitnodigingen/{made.id}/nee").status_code == 303
    assert count(session, Invitation) == 0
    assert client.get(f"/beheer/organisaties/{made.id}").status_code == 404


def test_somebody_signed_in_registers_another_organisation(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    sign_in(client, examples.person(session))
    assert "Jouw e-mailadres" not in client.get(REGISTER).text
    for _ in range(2):
        assert client.post(REGISTER, data=FORM).headers["Location"] == "/beheer"
    page = client.get("/beheer").text
    assert "Buurthuis De Brug" in page
    assert "Wacht op goedkeuring" in page
    assert count(session, Organisation) == 1


def test_a_known_number_says_which_organisation_and_how_to_join(
    client: FlaskClient, session: Session
) -> None:
    examples.organisation(session, "De Eerste", enterprise_number="0403019261")
    session.commit()
    answer = client.post(REGISTER, data=FORM)
    assert answer.status_code == 422
    assert "De Eerste in Mechelen gebruikt dit nummer al" in answer.text
    assert 'value="Sara Peeters"' in answer.text


HOSTILE = [
    {"name": ""},
    {"name": "x" * 500},
    {"name": "a\x00b"},
    {"name": "a\ufffdb"},
    {"about": "a\ufffdb"},
    {"kind": "stad"},
    {"kind": ""},
    {"nis": "99999"},
    {"nis": "11007"},
    {"nis": "'; DROP TABLE organisations; --"},
    {"enterprise_number": "0403019262"},
    {"enterprise_number": "٠" * 10},
    {"kind": "de_facto"},
    {"website": "javascript:alert(1)"},
    {"website": "https://debrug.be@kwaad.example"},
    {"about": "x" * 3000},
    {"about": "a\x00b"},
    {"email": "a@b\nBcc: c@d.be"},
    {"phone": "<script>"},
    {"member_email": "geen"},
    {"member_email": "x" * 300},
    {"member_name": "a\x00"},
    {"request_key": "../../etc"},
    {"request_key": ""},
]


@pytest.mark.parametrize(
    "wrong", HOSTILE, ids=lambda wrong: f"{next(iter(wrong))}{len(str(wrong))}"
)
def test_hostile_registrations_change_nothing(
    client: FlaskClient, session: Session, wrong: dict[str, Any]
) -> None:
    answer = client.post(REGISTER, data=FORM | wrong)
    assert answer.status_code == 422
    assert count(session, Organisation) == count(session, OutgoingMessage) == 0


def test_fields_sent_as_lists_or_left_out_are_refused_in_words(client: FlaskClient) -> None:
    assert client.post(REGISTER, data={}).status_code == 422
    assert client.post(REGISTER, json={"name": ["a"]}).status_code == 422


def test_what_was_typed_is_shown_again_and_harmless(client: FlaskClient) -> None:
    page = client.post(REGISTER, data=FORM | {"name": "<b>Brug</b>", "nis": ""}).text
    assert "&lt;b&gt;Brug&lt;/b&gt;" in page
    assert "<b>Brug</b>" not in page


def test_without_the_token_of_the_form_nothing_is_kept(
    client: FlaskClient, session: Session, csrf: None
) -> None:
    assert client.post(REGISTER, data=FORM).status_code == 400
    assert count(session, Organisation) == 0


OWN_PAGES = [
    ("GET", ""),
    ("POST", ""),
    ("GET", "/mensen"),
    ("POST", "/mensen/uitnodigen"),
    ("POST", "/mensen/verwijderen"),
    ("POST", "/mensen/intrekken"),
    ("POST", "/mensen/contacten"),
    ("GET", "/mensen/contacten/{contact}"),
    ("POST", "/mensen/contacten/{contact}"),
    ("POST", "/mensen/contacten/{contact}/stoppen"),
]


@pytest.mark.parametrize(("method", "page"), OWN_PAGES)
def test_somebody_elses_organisation_does_not_exist(
    client: FlaskClient, session: Session, sign_in: SignIn, method: str, page: str
) -> None:
    mine, other = examples.organisation(session), examples.organisation(session, "Ander")
    contact = add_contact(session, other, name="Els", email="els@x.test", by=None, at=NOW)
    sign_in(client, member_of(session, mine))
    before = count(session, AuditRow)
    address = f"/beheer/organisaties/{other.id}{page.format(contact=contact.id)}"
    assert client.open(address, method=method, data=FORM).status_code == 404
    assert count(session, AuditRow) == before


def test_a_contact_person_of_another_is_not_reached_through_ones_own(
    client: FlaskClient, session: Session, sign_in: SignIn, fresh: Callable[..., Any]
) -> None:
    mine, other = examples.organisation(session), examples.organisation(session, "Ander")
    contact = add_contact(session, other, name="Els", email="els@x.test", by=None, at=NOW)
    sign_in(client, member_of(session, mine))
    address = f"/beheer/organisaties/{mine.id}/mensen/contacten/{contact.id}"
    assert client.get(address).status_code == 404
    assert client.post(f"{address}/stoppen").status_code == 404
    assert fresh(Contact, contact.id).active


def test_a_member_changes_the_data(
    client: FlaskClient, session: Session, sign_in: SignIn, fresh: Callable[..., Any]
) -> None:
    made = examples.organisation(session)
    sign_in(client, member_of(session, made))
    address = f"/beheer/organisaties/{made.id}"
    page = client.get(address).text
    assert f'name="seen_version" type="hidden" value="{made.version}"' in page
    typed = FORM | {"name": made.name, "enterprise_number": "", "seen_version": made.version}
    for _ in range(2):
        assert client.post(address, data=typed).status_code == 303
    changed = fresh(Organisation, made.id)
    assert (changed.about, changed.status) == ("Een open huis.", OrganisationStatus.VERIFIED)
    stale = client.post(address, data=typed | {"about": "Te laat", "seen_version": 1})
    assert stale.status_code == 422
    assert "Te laat" in stale.text
    broken = client.post(address, data=typed | {"seen_version": "9" * 50})
    assert broken.status_code == 422
    assert "Dit formulier is te oud" in broken.text


def test_a_removed_member_loses_access_at_once(
    app: Any, client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    made = examples.organisation(session)
    first, second = member_of(session, made), member_of(session, made, "Lid Twee")
    other = app.test_client()
    sign_in(other, second)
    address = f"/beheer/organisaties/{made.id}"
    assert other.get(address).status_code == 200
    sign_in(client, first)
    for _ in range(2):
        gone = client.post(f"{address}/mensen/verwijderen", data={"id": second.id})
        assert gone.status_code == 303
    assert other.get(address).status_code == 404
    assert other.get("/beheer").status_code == 200


def test_the_last_member_is_kept_with_the_reason(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    made = examples.organisation(session)
    alone = member_of(session, made)
    sign_in(client, alone)
    address = f"/beheer/organisaties/{made.id}/mensen/verwijderen"
    answer = client.post(address, data={"id": alone.id})
    assert answer.status_code == 422
    assert "laatste medewerker" in answer.text
    for wrong in ("", "x", "0", "-1", str(2**63), "999999"):
        assert client.post(address, data={"id": wrong}).status_code == 404


def test_members_and_contact_persons_are_managed_on_one_page(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    made = examples.organisation(session)
    sign_in(client, member_of(session, made))
    address = f"/beheer/organisaties/{made.id}/mensen"
    assert "Er is nog geen contactpersoon" in client.get(address).text
    els = {"contact-name": "Els Claes", "contact-email": "els@brug.test"}
    jan = {"lid-name": "Jan Janssens", "lid-email": "jan@brug.test"}
    for _ in range(2):
        assert client.post(f"{address}/contacten", data=els).status_code == 303
        assert client.post(f"{address}/uitnodigen", data=jan).status_code == 303
    page = client.get(address).text
    assert page.count("els@brug.test") == page.count("jan@brug.test") == 1
    assert "uitgenodigd, nog geen antwoord" in page
    wrong = client.post(f"{address}/contacten", data=els | {"contact-email": "geen"})
    assert wrong.status_code == 422
    assert 'value="geen"' in wrong.text
    contact = only(session, Contact)
    one = f"{address}/contacten/{contact.id}"
    assert client.get(one).status_code == 200
    changed = {"name": "Els C.", "email": "els@brug.test", "phone": "015 12 34 56"}
    assert client.post(one, data=changed).status_code == 303
    assert client.post(one, data=changed | {"email": ""}).status_code == 422
    for _ in range(2):
        assert client.post(f"{one}/stoppen").status_code == 303
    assert "Gestopt: Els C." in client.get(address).text
    waiting = only(session, Invitation)
    for _ in range(2):
        gone = client.post(f"{address}/intrekken", data={"id": waiting.id})
        assert gone.status_code == 303
    assert count(session, Invitation) == 0
