"""Which pages a device may keep, and that the operator can have nothing kept."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.web.offline import MARK
from tests import examples
from tests.conftest import PageClient

PUBLIC = ["/", "/aanbod", "/ar/aanbod", "/mijn-lijst", "/over", "/geen-internet"]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_pages_are_kept(client: PageClient, session: Session, address: str) -> None:
    assert MARK in client.get(address).headers


@pytest.mark.parametrize("address", ["/aanmelden", "/aanbod?pagina=9", "/healthz", "/beheer"])
def test_other_pages_and_errors_are_not_kept(
    client: PageClient, session: Session, address: str
) -> None:
    assert MARK not in client.get(address).headers


def test_nothing_is_kept_of_who_is_signed_in(
    client: FlaskClient, session: Session, sign_in: Callable[[FlaskClient, Account], None]
) -> None:
    account = examples.newcomer(session)
    session.commit()
    sign_in(client, account)
    assert all(MARK not in client.get(address).headers for address in PUBLIC)


@pytest.mark.parametrize(("offline", "keeps"), [(True, True), (False, False)])
def test_the_operator_can_have_nothing_kept(
    app: APIFlask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, offline: bool, keeps: bool
) -> None:
    settings = replace(app.config["SETTINGS"], offline=offline)
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    answer = client.get("/sw.js")
    assert answer.mimetype == "text/javascript"
    assert answer.cache_control.no_cache
    assert ("cache.put" in answer.text) is keeps
    assert ("unregister" in answer.text) is not keeps
