"""Pages of errors that are not the fault of what was sent hold it ready, to be sent again."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core.errors import Conflict
from tests import examples
from tests.boxes import boxes
from tests.conftest import PageClient

WORDS = "Sara <Wat> 'ik' schreef"


@pytest.mark.usefixtures("csrf")
@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Conflict(), 409),
        (ValueError("x"), 500),
        (OperationalError("x", None, Exception("database is locked")), 503),
        (OperationalError("x", None, Exception("database or disk is full")), 507),
    ],
)
def test_what_was_sent_in_vain_can_be_sent_again(
    client: PageClient,
    session: Session,
    sign_in: Callable[[FlaskClient, Account], None],
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    status: int,
) -> None:
    sara = examples.person(session)
    sign_in(client, sara)

    def fail(*args: object, **facts: object) -> None:
        raise error

    sent = boxes(client.get("/account").text, "/account")
    sent.setlist("name", [WORDS])
    with monkeypatch.context() as broken:
        broken.setattr("meedoen.accounts.actions.change_details", fail)
        answer = client.post("/account", data=sent)
    assert answer.status_code == status
    again = boxes(answer.text, "/account")
    assert again["name"] == WORDS
    assert client.post("/account", data=again).status_code == 303
    session.refresh(sara)
    assert sara.name == WORDS


def test_who_must_wait_keeps_what_they_sent_but_for_the_password(
    client: PageClient, session: Session
) -> None:
    typed = {"email": "sara@voorbeeld.be", "password": "geheim geheim", "bewaard": '[["a", "b"]]'}
    for _ in range(5):
        client.post("/aanmelden", data=typed)
    answer = client.post("/aanmelden", data=typed)
    assert answer.status_code == 429
    again = boxes(answer.text, "/aanmelden")
    assert (again["email"], again["bewaard"]) == (typed["email"], typed["bewaard"])
    assert typed["password"] not in answer.text
