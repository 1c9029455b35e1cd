"""Two people at the same moment: one organisation, and never one without members."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.accounts.terms import Role
from meedoen.organisations.models import Invitation, Organisation
from meedoen.organisations.queries import list_members
from tests import examples
from tests.organisations.test_pages import FORM, REGISTER, SignIn


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Let all begin together; gives what each gave."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        start.wait(timeout=10)
        return act()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


@pytest.mark.parametrize("same_form", [True, False])
def test_a_registration_sent_twice_at_once_is_one(
    app: APIFlask, client: FlaskClient, session: Session, same_form: bool
) -> None:
    def send(key: str) -> int:
        return app.test_client().post(REGISTER, data=FORM | {"request_key": key}).status_code

    keys = ["a" * 32, ("a" if same_form else "b") * 32]
    codes = at_once(*[lambda key=key: send(key) for key in keys])  # type: ignore[misc]
    assert sorted(codes) == ([303, 303] if same_form else [303, 422])
    assert len(session.scalars(select(Organisation)).all()) == 1
    assert len(session.scalars(select(Invitation)).all()) == 1


def test_two_members_who_remove_each_other_leave_one(
    app: APIFlask, client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    made = examples.organisation(session)
    people = [
        examples.person_with(session, Role.ORGANISATION_MEMBER, name=n, organisation_id=made.id)
        for n in ("Een", "Twee")
    ]
    clients = [app.test_client() for _ in people]
    for browser, account in zip(clients, people, strict=True):
        sign_in(browser, account)
    address = f"/beheer/organisaties/{made.id}/mensen/verwijderen"
    codes = at_once(
        lambda: clients[0].post(address, data={"id": people[1].id}).status_code,
        lambda: clients[1].post(address, data={"id": people[0].id}).status_code,
    )
    assert 303 in codes
    assert set(codes) <= {303, 404, 422}
    session.expire_all()
    assert len(list_members(session, made.id)) == 1
