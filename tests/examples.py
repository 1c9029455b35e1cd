"""Builders of people, organisations and offers for tests; they never invent the fact under test."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from meedoen.accounts.models import Account, AccountRole
from meedoen.accounts.terms import Role

NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
"""A Tuesday morning on which most tests stand."""

MECHELEN = "12025"
BONHEIDEN = "12005"
GENT = "44021"


def person(session: Session, name: str = "Sara Peeters", *, email: str | None = None) -> Account:
    """Somebody without any role."""
    account = Account(name=name, email=email, created_at=NOW)
    session.add(account)
    session.flush()
    return account


def person_with(
    session: Session, role: Role, *, name: str = "Sara Peeters", **scope: object
) -> Account:
    """Somebody with one role in its scope: organisation_id, nis, network_code or agency_code."""
    account = person(session, name)
    account.roles.append(AccountRole(role=role, **scope))
    session.flush()
    return account


def officer(session: Session, nis: str = MECHELEN) -> Account:
    """An officer of a municipality."""
    return person_with(session, Role.MUNICIPALITY_OFFICER, name="Lokale Medewerker", nis=nis)


def counsellor(session: Session, agency: str = "agii") -> Account:
    """A counsellor of an agency."""
    return person_with(session, Role.COUNSELLOR, name="Karim Begeleider", agency_code=agency)


def newcomer(session: Session, name: str = "Amina Haddad") -> Account:
    """A newcomer."""
    return person_with(session, Role.NEWCOMER, name=name)
