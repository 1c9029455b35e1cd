"""Builders of people, organisations and offers for tests; they never invent the fact under test."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from meedoen.accounts.models import Account, AccountRole
from meedoen.accounts.terms import Role
from meedoen.offers.models import (
    Offer,
    OfferGoal,
    OfferLanguage,
    OfferMoment,
    OfferMunicipality,
    OfferPlace,
    OfferRegion,
)
from meedoen.offers.terms import Goal, OfferStatus, OfferType
from meedoen.organisations.models import Organisation
from meedoen.organisations.terms import OrganisationKind, OrganisationStatus

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


def organisation(
    session: Session, name: str = "Buurthuis De Brug", *, nis: str = MECHELEN, **facts: Any
) -> Organisation:
    """A verified organisation; whoever tests another status says so."""
    row = Organisation(
        name=name,
        nis=nis,
        created_at=NOW,
        **{"kind": OrganisationKind.NON_PROFIT, "status": OrganisationStatus.VERIFIED, **facts},
    )
    session.add(row)
    session.flush()
    return row


def offer(session: Session, host: Organisation, title: str, **facts: Any) -> Offer:
    """A published offer of `host`, online, for everyone, with one goal; change what is under test.

    `places` are rows of OfferPlace, `goals`, `moments` and `languages` terms, `regions` and
    `municipalities` codes of who may join.
    """
    row = Offer(
        organisation=host,
        title=title,
        **{
            "type": OfferType.LANGUAGE_PRACTICE,
            "status": OfferStatus.PUBLISHED,
            "summary": "Praat een uur Nederlands met mensen uit de buurt.",
            "description": "We drinken koffie en praten over de week.",
            "level": 2,
            "how_to_join": "Bel of mail ons. We spreken af.",
            "created_at": NOW,
            "updated_at": NOW,
            "published_at": NOW,
        }
        | {name: value for name, value in facts.items() if name not in PARTS_OF_AN_OFFER},
    )
    row.online = bool(facts.get("online", not facts.get("places")))
    row.places = list(facts.get("places", []))
    row.goal_rows = [OfferGoal(goal=goal) for goal in facts.get("goals", [Goal.DUTCH])]
    row.moments = [OfferMoment(day=day, daypart=part) for day, part in facts.get("moments", [])]
    row.language_rows = [OfferLanguage(language=one) for one in facts.get("languages", [])]
    row.catchment_regions = [OfferRegion(region_code=code) for code in facts.get("regions", [])]
    row.catchment_municipalities = [
        OfferMunicipality(nis=nis) for nis in facts.get("municipalities", [])
    ]
    session.add(row)
    session.flush()
    return row


PARTS_OF_AN_OFFER = {
    "places",
    "goals",
    "moments",
    "languages",
    "regions",
    "municipalities",
    "online",
}


def place(
    nis: str = MECHELEN, postcode: str = "2800", lat: float = 51.0259, lon: float = 4.4776
) -> OfferPlace:
    """A place where an offer happens; by default the middle of Mechelen."""
    return OfferPlace(nis=nis, postcode=postcode, lat=lat, lon=lon)
