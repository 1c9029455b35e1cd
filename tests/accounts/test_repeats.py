"""What is sent a second time about an account: a double tap, the back button, an old window."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meedoen.accounts import actions
from meedoen.accounts.links import password_token
from meedoen.accounts.models import Account, SignIn
from meedoen.web.clock import now
from tests.boxes import boxes

GOOD = "vier losse woorden"
NEW = {"password": "een heel nieuw wachtwoord", "repeat": "een heel nieuw wachtwoord"}
SARA = "sara@voorbeeld.be"

pytestmark = pytest.mark.usefixtures("csrf")


@pytest.fixture
def sara(session: Session) -> Account:
    """Somebody with a password."""
    account = actions.create_account(session, name="Sara Peeters", email=SARA, by=None, at=now())
    actions.set_password(session, account, GOOD, by=None, at=now())
    session.commit()
    return account


def filled(client: FlaskClient, page: str, action: str = "", **typed: str) -> dict[str, str]:
    """The form of a page as somebody sends it, filled in."""
    return dict(boxes(client.get(page).text, action or page)) | typed


def test_signing_in_twice_with_one_form_comes_where_the_first_time_came(
    client: FlaskClient, session: Session, sara: Account
) -> None:
    page = "/aanmelden?volgende=/account"
    sent = filled(client, page, "/aanmelden", email=SARA, password=GOOD)
    for _ in range(2):
        answer = client.post("/aanmelden", data=sent)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/account")
    assert session.scalar(select(func.count()).select_from(SignIn)) == 1


def test_an_old_form_to_sign_in_as_somebody_else_signs_nobody_in_and_comes_again(
    client: FlaskClient, sara: Account
) -> None:
    sent = filled(client, "/aanmelden", email=SARA, password=GOOD)
    client.post("/aanmelden", data=sent)
    answer = client.post("/aanmelden", data=sent | {"email": "jan@voorbeeld.be"})
    assert answer.status_code == 400
    assert "Dit formulier is te oud. Kijk het na en stuur opnieuw." in answer.text
    assert boxes(answer.text, "/aanmelden")["email"] == "jan@voorbeeld.be"
    assert GOOD not in answer.text


def test_setting_a_password_twice_with_one_link_says_that_it_is_done(
    client: FlaskClient, sara: Account
) -> None:
    address = f"/wachtwoord/{password_token(sara, until=now() + timedelta(hours=1))}"
    sent = filled(client, address, **NEW)
    assert client.post(address, data=sent).status_code == 303
    again = client.post(address, data=sent)
    assert "Je wachtwoord is al bewaard" in again.text
    assert 'href="/aanmelden"' in again.text
    with time_machine.travel(now() + timedelta(hours=2)):
        assert "Je wachtwoord is al bewaard" not in client.get(address).text


def test_an_old_form_for_a_password_comes_again_without_what_was_typed(
    client: FlaskClient, sara: Account
) -> None:
    address = f"/wachtwoord/{password_token(sara, until=now() + timedelta(hours=1))}"
    answer = client.post(address, data=NEW | {"csrf_token": "oud"})
    assert answer.status_code == 400
    assert "Lukt het weer niet? Laat dan cookies toe voor Meedoen." in answer.text
    assert NEW["password"] not in answer.text
    again = dict(boxes(answer.text, address)) | NEW
    assert client.post(address, data=again).status_code == 303


def test_changing_a_password_twice_with_one_form_says_that_it_may_be_done(
    client: FlaskClient, sara: Account, sign_in: Callable[[FlaskClient, Account], None]
) -> None:
    sign_in(client, sara)
    sent = filled(client, "/account/wachtwoord", present=GOOD, **NEW)
    assert client.post("/account/wachtwoord", data=sent).status_code == 303
    again = client.post("/account/wachtwoord", data=sent)
    assert again.status_code == 422
    assert "Heb je het net veranderd? Dan is dat al gelukt." in again.text


def test_signing_out_twice_is_signing_out(
    client: FlaskClient, sara: Account, sign_in: Callable[[FlaskClient, Account], None]
) -> None:
    sign_in(client, sara)
    sent = filled(client, "/account", "/afmelden")
    for _ in range(2):
        answer = client.post("/afmelden", data=sent)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/aanmelden")


def test_a_button_pressed_after_the_visit_ended_can_be_pressed_after_signing_in(
    client: FlaskClient, sara: Account, sign_in: Callable[[FlaskClient, Account], None]
) -> None:
    sign_in(client, sara)
    address = "/account/overal-afmelden"
    sent = filled(client, "/account", address)
    with time_machine.travel(now() + timedelta(hours=13)):
        asked = client.post(address, data=sent)
        assert asked.status_code == 401
        entering = dict(boxes(asked.text, "/aanmelden")) | {"email": SARA, "password": GOOD}
        ready = client.post("/aanmelden", data=entering)
        assert ready.status_code == 200
        assert "Je bent weer aangemeld" in ready.text
        assert client.post(address, data=boxes(ready.text, address)).status_code == 303
