"""`flask accounts create`: each role in its scope, and no other."""

import re

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


@pytest.mark.parametrize("role", [role for role in Role if SCOPES[role]])
def test_a_role_without_its_scope_names_the_option_and_an_example_that_works(
    flask: Flask, known: dict[str, object], role: Role
) -> None:
    command = ("accounts", "create", "--role", role.value, "--email", "sara@stad.test")
    refused = flask(*command)
    option = SCOPES[role].split()[0]
    assert refused.exit_code == 2
    found = re.fullmatch(
        rf"Error: The role {role} needs {option}, .* ({option} \w+).*\n", refused.stderr
    )
    assert found
    example = found[1].replace("organisation 7", f"organisation {known['organisation']}")
    assert flask(*command, *example.split()).exit_code == 0


@pytest.mark.parametrize("role", [Role.NEWCOMER, Role.COUNSELLOR])
def test_a_scope_of_another_role_is_named(flask: Flask, role: Role) -> None:
    command = ("accounts", "create", "--role", role.value, "--email", "sara@stad.test")
    refused = flask(*command, "--network", "rivierenland")
    assert f"--network does not go with the role {role}; leave it out." in refused.stderr


@pytest.mark.parametrize(
    ("role", "scope", "said"),
    [
        (Role.COUNSELLOR, "--agency nobody", "choose from agii, amal, atlas."),
        (Role.NETWORK_COACH, "--network nowhere", "rivierenland"),
        (Role.MUNICIPALITY_OFFICER, "--municipality 99999", "12025"),
        (Role.ORGANISATION_MEMBER, "--organisation 99999", "/organisaties/7/"),
    ],
)
def test_a_scope_that_is_not_there_says_what_there_is(
    flask: Flask, role: Role, scope: str, said: str
) -> None:
    command = ("accounts", "create", "--role", role.value, "--email", "sara@stad.test")
    refused = flask(*command, *scope.split())
    assert f"{scope.split()[0]} names nothing that is there" in refused.stderr
    assert said in refused.stderr


def test_an_address_is_taken_once(flask: Flask, session: Session) -> None:
    command = ("accounts", "create", "--role", "newcomer", "--email", "Sara@Stad.test")
    assert flask(*command).exit_code == 0
    before = rows(session)
    again = flask(*command[:-1], "sara@stad.TEST")
    assert again.exit_code == 2
    assert "has an account already" in again.stderr
    assert "/wachtwoord/vergeten" in again.stderr
    assert rows(session) == before
