"""Reads of organisations; each list takes its scope, none filters afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from meedoen.accounts.models import Account, AccountRole
from meedoen.accounts.terms import Role
from meedoen.core.audit import AuditRow
from meedoen.organisations.models import Organisation
from meedoen.organisations.terms import OrganisationStatus
from meedoen.permissions import Person
from meedoen.places.models import Municipality


@dataclass(frozen=True, slots=True)
class Scope:
    """The municipalities somebody looks after: some, those of networks, those of agencies."""

    nis: frozenset[str] = frozenset()
    networks: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether it is nobody's: no municipality at all."""
        return not (self.nis or self.networks or self.agencies)

    def covers(self) -> ColumnElement[bool]:
        """The condition on `Municipality`; nobody's scope covers nothing."""
        parts = []
        if self.nis:
            parts.append(Municipality.nis.in_(self.nis))
        if self.networks:
            parts.append(Municipality.network_code.in_(self.networks))
        if self.agencies:
            parts.append(Municipality.agency_code.in_(self.agencies))
        return or_(*parts) if parts else false()


def watched_by(person: Person) -> Scope:
    """What `person` may look at: as officer, as coach, as administrator of an agency."""
    return Scope(
        nis=frozenset(
            held.nis for held in person.roles if held.nis and held.role == Role.MUNICIPALITY_OFFICER
        ),
        networks=frozenset(held.network_code for held in person.roles if held.network_code),
        agencies=administered_by(person),
    )


def decided_by(person: Person) -> Scope:
    """What `person` may decide on: as officer, as administrator of an agency; not as coach."""
    return Scope(nis=watched_by(person).nis, agencies=administered_by(person))


def administered_by(person: Person) -> frozenset[str]:
    """The agencies that `person` administers; to counsel for one is not enough."""
    return frozenset(
        held.agency_code
        for held in person.roles
        if held.agency_code and held.role == Role.AGENCY_ADMINISTRATOR
    )


def get_organisation(session: Session, organisation_id: int) -> Organisation | None:
    """One organisation with its municipality and contact persons."""
    return session.scalar(
        select(Organisation)
        .where(Organisation.id == organisation_id)
        .options(joinedload(Organisation.municipality), selectinload(Organisation.contacts))
    )


def find_by_number(session: Session, number: str) -> Organisation | None:
    """The organisation that holds this enterprise number (ten digits); a refused one does not."""
    return session.scalar(
        select(Organisation)
        .where(
            Organisation.enterprise_number == number,
            Organisation.status != OrganisationStatus.REFUSED,
        )
        .options(joinedload(Organisation.municipality))
    )


def find_by_request(session: Session, request_key: str) -> Organisation | None:
    """The organisation that this very form registered already."""
    return session.scalar(select(Organisation).where(Organisation.request_key == request_key))


def list_organisations_of(session: Session, person: Person) -> list[Organisation]:
    """The organisations that `person` is a member of, by name."""
    ids = {held.organisation_id for held in person.roles if held.organisation_id}
    found = session.scalars(
        select(Organisation)
        .where(Organisation.id.in_(ids))
        .options(joinedload(Organisation.municipality), selectinload(Organisation.contacts))
        .order_by(func.lower(Organisation.name), Organisation.id)
    )
    return list(found)


def in_scope(scope: Scope, *statuses: OrganisationStatus) -> Select[Organisation]:
    """The organisations of a scope that stand at one of `statuses`, with their municipality."""
    return (
        select(Organisation)
        .join(Organisation.municipality)
        .where(scope.covers(), Organisation.status.in_(statuses))
        .options(contains_eager(Organisation.municipality))
    )


def list_organisations(
    session: Session, scope: Scope, *statuses: OrganisationStatus, offset: int = 0, limit: int = 50
) -> list[Organisation]:
    """Those of a scope at one of `statuses`, the longest known first."""
    found = session.scalars(
        in_scope(scope, *statuses)
        .order_by(Organisation.created_at, Organisation.id)
        .offset(offset)
        .limit(limit)
    )
    return list(found)


def count_organisations(session: Session, scope: Scope) -> dict[OrganisationStatus, int]:
    """How many organisations of a scope stand at each status; 0 where none does."""
    rows = session.execute(
        select(Organisation.status, func.count())
        .join(Organisation.municipality)
        .where(scope.covers())
        .group_by(Organisation.status)
    )
    return dict.fromkeys(OrganisationStatus, 0) | dict(rows.all())


def list_members(session: Session, organisation_id: int) -> list[Account]:
    """The members of an organisation, by name; closed accounts are none."""
    found = session.scalars(
        select(Account)
        .join(Account.roles)
        .where(AccountRole.organisation_id == organisation_id, Account.closed_at.is_(None))
        .order_by(func.lower(Account.name), Account.id)
    )
    return list(found)


class Reader(NamedTuple):
    """Who hears news about an organisation; `key` names them without their address."""

    key: str
    email: str
    language: str


def list_readers(session: Session, organisation: Organisation) -> list[Reader]:
    """The members with an address, or else the organisation itself, if it has one."""
    members = list_members(session, organisation.id)
    readers = [Reader(str(one.id), one.email, one.language) for one in members if one.email]
    if not readers and organisation.email:
        return [Reader("organisation", organisation.email, "nl")]
    return readers


def list_home_municipalities(session: Session) -> list[Municipality]:
    """The municipalities of today in which an organisation may be at home, by name.

    Those that an agency serves: elsewhere nobody could verify it.
    """
    found = session.scalars(
        select(Municipality)
        .where(Municipality.valid_to.is_(None), Municipality.agency_code.is_not(None))
        .order_by(Municipality.name_nl)
    )
    return list(found)


def find_home_municipality(session: Session, nis: str) -> Municipality | None:
    """One of those municipalities by its NIS code."""
    found = session.get(Municipality, nis)
    return found if found and found.valid_to is None and found.agency_code else None


def list_history(session: Session, organisation_id: int) -> list[AuditRow]:
    """What happened to an organisation, newest first, at most fifty acts."""
    found = session.scalars(
        select(AuditRow)
        .where(AuditRow.thing_kind == "organisation", AuditRow.thing_id == organisation_id)
        .order_by(AuditRow.at.desc(), AuditRow.id.desc())
        .limit(50)
    )
    return list(found)


def count_members(session: Session, organisation_ids: Iterable[int]) -> dict[int, int]:
    """How many members each of these organisations has; 0 where none."""
    ids = list(organisation_ids)
    rows = session.execute(
        select(AccountRole.organisation_id, func.count())
        .join(AccountRole.account)
        .where(AccountRole.organisation_id.in_(ids), Account.closed_at.is_(None))
        .group_by(AccountRole.organisation_id)
    )
    return dict.fromkeys(ids, 0) | {number: members for number, members in rows if number}
