"""Reads of organisations: lists keep to their scope, and agree with the permission table."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account, AccountRole
from meedoen.accounts.terms import Role
from meedoen.organisations import queries
from meedoen.organisations.models import Organisation
from meedoen.organisations.terms import OrganisationStatus
from meedoen.permissions import Permission, may
from meedoen.places.models import Municipality
from tests import examples
from tests.examples import BONHEIDEN, GENT, MECHELEN

SCOPES = {
    "officer": (Role.MUNICIPALITY_OFFICER, "nis"),
    "coach": (Role.NETWORK_COACH, "network_code"),
    "administrator": (Role.AGENCY_ADMINISTRATOR, "agency_code"),
    "counsellor": (Role.COUNSELLOR, "agency_code"),
    "newcomer": (Role.NEWCOMER, None),
}


def somebody(session: Session, who: str) -> Account:
    role, field = SCOPES[who]
    home = session.get_one(Municipality, MECHELEN)
    return examples.person_with(session, role, **({field: getattr(home, field)} if field else {}))


@pytest.mark.parametrize("who", SCOPES)
def test_the_list_holds_exactly_what_one_may_see(session: Session, who: str) -> None:
    account = somebody(session, who)
    made = [
        examples.organisation(session, f"In {nis}", nis=nis, status=OrganisationStatus.NEW)
        for nis in (MECHELEN, BONHEIDEN, GENT, "11002", "21004")
    ]
    scope = queries.watched_by(account)
    listed = queries.list_organisations(session, scope, OrganisationStatus.NEW)
    allowed = [one for one in made if may(account, Permission.ORGANISATION_VIEW, one)]
    assert listed == allowed
    assert queries.count_organisations(session, scope)[OrganisationStatus.NEW] == len(allowed)


@pytest.mark.parametrize("who", SCOPES)
def test_the_scope_of_decisions_agrees_with_the_permission_table(
    session: Session, who: str
) -> None:
    account = somebody(session, who)
    made = [examples.organisation(session, nis, nis=nis) for nis in (MECHELEN, BONHEIDEN, GENT)]
    scope = queries.decided_by(account)
    found = queries.list_organisations(session, scope, OrganisationStatus.VERIFIED)
    assert found == [one for one in made if may(account, Permission.ORGANISATION_VERIFY, one)]


def test_a_member_sees_their_own_organisations_by_name(session: Session) -> None:
    account = examples.person(session)
    for name in ("zeta", "Alfa", "niet van mij"):
        made = examples.organisation(session, name)
        if name != "niet van mij":
            account.roles.append(
                AccountRole(role=Role.ORGANISATION_MEMBER, organisation_id=made.id)
            )
    session.flush()
    assert [one.name for one in queries.list_organisations_of(session, account)] == [
        "Alfa",
        "zeta",
    ]


def test_homes_are_municipalities_of_today_that_an_agency_serves(session: Session) -> None:
    homes = queries.list_home_municipalities(session)
    assert {home.nis for home in homes} >= {MECHELEN, GENT, "21004"}
    assert all(home.agency_code and home.valid_to is None for home in homes)
    assert len(homes) == 285 + 19


def test_the_long_list_comes_in_parts(session: Session) -> None:
    for number in range(5):
        examples.organisation(session, f"Nr {number}")
    scope = queries.Scope(nis=frozenset({MECHELEN}))
    first = queries.list_organisations(session, scope, OrganisationStatus.VERIFIED, limit=2)
    rest = queries.list_organisations(session, scope, OrganisationStatus.VERIFIED, offset=2)
    assert [*first, *rest] == session.scalars(select(Organisation).order_by(Organisation.id)).all()
