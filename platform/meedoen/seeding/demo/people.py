"""The people of the demonstration who sign in, and those who only review."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.accounts.actions import create_account, set_password
from meedoen.accounts.models import Account
from meedoen.accounts.roles.actions import give_role
from meedoen.accounts.terms import Role
from meedoen.places.models import Agency, Network

PASSWORD = "meedoen-demo"
MECHELEN = "12025"
GENT = "44021"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One account that a visitor may try."""

    email: str
    name: str
    what: str


ACCOUNTS = (
    DemoAccount("newcomer@demo.test", "Amina Haddad", "newcomer with a running trajectory"),
    DemoAccount("newcomer2@demo.test", "Yusuf Demir", "newcomer who reached the forty hours"),
    DemoAccount("organisation@demo.test", "Veerle Claes", "organisation in Mechelen"),
    DemoAccount("organisation2@demo.test", "Bart De Smet", "organisation in Gent"),
    DemoAccount("counsellor@demo.test", "Karim El Amrani", "counsellor of AgII"),
    DemoAccount("counsellor2@demo.test", "Liesbet Maes", "counsellor of Amal"),
    DemoAccount("municipality@demo.test", "Greet Wouters", "officer of Mechelen"),
    DemoAccount("municipality2@demo.test", "Koen Verhoeven", "officer of Gent"),
    DemoAccount("network@demo.test", "Ilse Jacobs", "coach of the network Rivierenland"),
    DemoAccount("agency@demo.test", "Luc Martens", "administrator of AgII"),
)


def has_demo(session: Session) -> bool:
    """Whether the demonstration was loaded in this database."""
    first = select(Account.id).where(Account.email == ACCOUNTS[0].email)
    return session.scalar(first) is not None


def make_accounts(session: Session, *, at: datetime) -> dict[str, Account]:
    """The accounts by the word before the @; newcomers and members get their roles elsewhere."""
    people = {}
    for known in ACCOUNTS:
        account = create_account(session, name=known.name, email=known.email, by=None, at=at)
        set_password(session, account, PASSWORD, by=None, at=at)
        people[known.email.split("@")[0]] = account
    rivierenland = session.scalars(select(Network.code).where(Network.name == "Rivierenland")).one()
    roles: tuple[tuple[str, Role, dict[str, str]], ...] = (
        ("newcomer", Role.NEWCOMER, {}),
        ("newcomer2", Role.NEWCOMER, {}),
        ("counsellor", Role.COUNSELLOR, {"agency_code": "agii"}),
        ("counsellor2", Role.COUNSELLOR, {"agency_code": "amal"}),
        ("municipality", Role.MUNICIPALITY_OFFICER, {"nis": MECHELEN}),
        ("municipality2", Role.MUNICIPALITY_OFFICER, {"nis": GENT}),
        ("network", Role.NETWORK_COACH, {"network_code": rivierenland}),
        ("agency", Role.AGENCY_ADMINISTRATOR, {"agency_code": "agii"}),
    )
    for word, role, scope in roles:
        give_role(
            session,
            people[word],
            role,
            nis=scope.get("nis"),
            network_code=scope.get("network_code"),
            agency_code=scope.get("agency_code"),
            by=None,
            at=at,
        )
    return people


def make_reviewers(session: Session, *, at: datetime) -> dict[str, Account]:
    """One colleague per agency who verifies and publishes; without a password, by agency code."""
    reviewers = {}
    for agency in session.scalars(select(Agency)):
        person = create_account(session, name=f"Collega van {agency.name}", by=None, at=at)
        give_role(
            session, person, Role.AGENCY_ADMINISTRATOR, agency_code=agency.code, by=None, at=at
        )
        reviewers[agency.code] = person
    return reviewers
