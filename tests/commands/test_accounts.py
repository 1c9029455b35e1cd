"""`flask accounts create`: each role in its scope, and no other."""

import pytest
from apiflask import APIFlask
from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.accounts.terms import Role
from meedoen.places.models import Network
from tests import examples
from tests.commands.conftest import Flask, rows

SCOPES = {
    Role.NEWCOMER: "",
    Role.SYSTEM_ADMINISTRATOR: "",
    Role.COUNSELLOR: "--agency amal",
    Role.AGENCY_ADMINISTRATOR: "--agency agii",
    Role.MUNICIPALITY_OFFICER: "--municipality 12025",
    Role.NETWORK_COACH: "--network {network}",
    Role.ORGANISATION_MEMBER: "--organisation {organisation}",
}


@pytest.fixture
def known(session: Session) -> dict[str, object]:
    """A network and an organisation that are there."""
    network = session.scalars(select(Network.code).order_by(Network.code)).first()
    organisation = examples.organisation(session)
    session.commit()
    return {"network": network, "organisation": organisation.id}


@pytest.mark.parametrize("role", Role)
def test_each_role_is_given_in_its_scope(
    flask: Flask, app: APIFlask, session: Session, known: dict[str, object], role: Role
) -> None:
    scope = SCOPES[role].format(**known).split()
    result = flask("accounts", "create", "--role", role.value, "--email", "sara@stad.test", *scope)
    assert (result.exit_code, result.stderr) == (0, "")
    account = session.scalars(select(Account).where(Account.email == "sara@stad.test")).one()
    assert [held.role for held in account.roles] == [role]
    letters = list((app.config["SETTINGS"].data_dir / "outbox").glob("*.eml"))
    assert len(letters) == 1
    assert "sara@stad.test" in letters[0].read_text()


@pytest.mark.parametrize("role", [role for role in Role if SCOPES[role]])
@pytest.mark.parametrize(
    "scope",
    [
        "",
        "--municipality 99999",
        "--agency nobody",
        "--network nowhere",
        "--agency agii --network x",
    ],
)
def test_a_wrong_scope_is_refused(flask: Flask, session: Session, role: Role, scope: str) -> None:
    before = rows(session)
    result = flask(
        "accounts", "create", "--role", role.value, "--email", "sara@stad.test", *scope.split()
    )
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert rows(session) == before


def test_an_address_is_taken_once(flask: Flask, session: Session) -> None:
    command = ("accounts", "create", "--role", "newcomer", "--email", "Sara@Stad.test")
    assert flask(*command).exit_code == 0
    before = rows(session)
    again = flask(*command[:-1], "sara@stad.TEST")
    assert again.exit_code == 2
    assert "al een account" in again.stderr
    assert rows(session) == before
