"""Reads of colleagues: who works for an agency, its municipalities and its networks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager

from meedoen.accounts.colleagues.rules import Area
from meedoen.accounts.models import Account, AccountRole
from meedoen.accounts.rules import SCOPE_OF
from meedoen.accounts.terms import Role
from meedoen.places.models import Agency, Municipality, Network


class Home(NamedTuple):
    """Which agency a colleague works for or is served by; what permissions ask about."""

    nis: str | None
    network_code: str | None
    agency_code: str | None


@dataclass(frozen=True)
class Colleague:
    """One role of one person, with the name of the place that it is for."""

    held: AccountRole
    place: str
    home: Home

    @property
    def account(self) -> Account:
        """Who it is."""
        return self.held.account


def area_of(session: Session, account: Account) -> Area:
    """What the agencies that `account` administers reach today."""
    agencies = {
        held.agency_code
        for held in account.roles
        if held.role is Role.AGENCY_ADMINISTRATOR and held.agency_code
    }
    served = session.execute(
        select(Municipality.nis, Municipality.network_code).where(
            Municipality.agency_code.in_(agencies), Municipality.valid_to.is_(None)
        )
    ).all()
    return Area(
        agencies=frozenset(agencies),
        municipalities=frozenset(nis for nis, _ in served),
        networks=frozenset(network for _, network in served if network),
    )


def list_places_for(session: Session, role: Role, area: Area) -> Sequence[tuple[str, str]]:
    """Code and name of the places for which somebody with this area may give `role`, by name."""
    questions: dict[str | None, Select[str, str]] = {
        "nis": select(Municipality.nis, Municipality.name_nl).where(
            Municipality.nis.in_(area.municipalities)
        ),
        "network_code": select(Network.code, Network.name).where(Network.code.in_(area.networks)),
        "agency_code": select(Agency.code, Agency.name).where(Agency.code.in_(area.agencies)),
    }
    question = questions.get(SCOPE_OF[role])
    if question is None:
        return []
    found = [(code, name) for code, name in session.execute(question)]
    return sorted(found, key=lambda place: place[1].casefold())


def within(area: Area) -> ColumnElement[bool]:
    """Roles for a place that lies in the area."""
    return or_(
        AccountRole.agency_code.in_(area.agencies),
        AccountRole.nis.in_(area.municipalities),
        AccountRole.network_code.in_(area.networks),
    )


def count_colleagues(session: Session, *, area: Area) -> int:
    """How many roles there are within the area."""
    question = select(func.count()).select_from(AccountRole).where(within(area))
    return session.scalar(question) or 0


def list_colleagues(
    session: Session, *, area: Area, offset: int = 0, limit: int = 50
) -> Sequence[Colleague]:
    """Who works within the area, by name; one row per role."""
    rows = session.execute(
        with_places()
        .where(within(area))
        .order_by(func.lower(Account.name), AccountRole.id)
        .offset(offset)
        .limit(limit)
    )
    return [colleague_of(*row) for row in rows]


def find_colleague(session: Session, role_id: int) -> Colleague | None:
    """The role with this id, where it is one for an agency, municipality or network."""
    row = session.execute(with_places().where(AccountRole.id == role_id)).one_or_none()
    return colleague_of(*row) if row else None


Row = Select[AccountRole, Agency | None, Municipality | None, Network | None, str | None]


def with_places() -> Row:
    """Roles with what they are for, and the agency that serves a network."""
    member = aliased(Municipality)
    serves = (
        select(func.min(member.agency_code))
        .where(member.network_code == AccountRole.network_code, member.valid_to.is_(None))
        .correlate(AccountRole)
        .scalar_subquery()
    )
    return (
        select(AccountRole, Agency, Municipality, Network, serves)
        .join(AccountRole.account)
        .outerjoin(Agency, Agency.code == AccountRole.agency_code)
        .outerjoin(Municipality, Municipality.nis == AccountRole.nis)
        .outerjoin(Network, Network.code == AccountRole.network_code)
        .where(
            or_(Agency.code.is_not(None), Municipality.nis.is_not(None), Network.code.is_not(None))
        )
        .options(contains_eager(AccountRole.account).lazyload(Account.roles))
    )


def colleague_of(
    held: AccountRole,
    agency: Agency | None,
    municipality: Municipality | None,
    network: Network | None,
    network_agency: str | None,
) -> Colleague:
    """One row of `with_places` as a colleague."""
    if agency is not None:
        return Colleague(held, agency.name, Home(None, None, agency.code))
    if municipality is not None:
        home = Home(municipality.nis, municipality.network_code, municipality.agency_code)
        return Colleague(held, municipality.name_nl, home)
    name = network.name if network else ""
    return Colleague(held, name, Home(None, held.network_code, network_agency))
