"""Counts over the municipalities of a scope, grouped by the database; people are never listed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, union
from sqlalchemy.orm import Session

from meedoen.dashboards.rules import shown_people
from meedoen.offers.indexing import findable
from meedoen.offers.models import Offer, OfferMunicipality, OfferPlace, OfferRegion
from meedoen.offers.publication.queries import count_in_scope, list_waiting
from meedoen.offers.terms import CatchmentKind, OfferStatus, OfferType
from meedoen.organisations.models import Organisation
from meedoen.organisations.queries import Scope, count_organisations, list_organisations
from meedoen.organisations.terms import OrganisationStatus
from meedoen.places.models import Agency, Municipality, Neighbour, Network
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.moving.models import Home
from meedoen.trajectories.moving.queries import holds_on
from meedoen.trajectories.terms import OPEN

SHOWN = 5
"""How many rows of a queue the board shows; the rest is one link away."""


@dataclass(frozen=True, slots=True)
class TypeCount:
    """How much there is of one type: in the municipalities themselves, and just across a border."""

    type: OfferType
    here: int
    nearby: int


@dataclass(frozen=True, slots=True)
class Board:
    """What somebody sees of their municipalities at a glance."""

    areas: Sequence[str]
    organisations: dict[OrganisationStatus, int]
    offers: dict[OfferStatus, int]
    first_organisations: Sequence[Organisation]
    first_offers: Sequence[Offer]
    types: Sequence[TypeCount]

    @property
    def waiting_organisations(self) -> int:
        """How many organisations wait to be verified."""
        return self.organisations[OrganisationStatus.NEW]

    @property
    def waiting_offers(self) -> int:
        """How many offers wait to be reviewed."""
        return self.offers[OfferStatus.SUBMITTED]

    @property
    def here(self) -> int:
        """How many offers newcomers find in these municipalities."""
        return sum(count.here for count in self.types)

    @property
    def nearby(self) -> int:
        """How many they find in the neighbouring ones."""
        return sum(count.nearby for count in self.types)

    @property
    def missing(self) -> list[OfferType]:
        """The types that are neither here nor nearby, or not here."""
        return [count.type for count in self.types if count.here == 0]


def get_board(session: Session, scope: Scope, *, on: date) -> Board:
    """The board of a scope on a day, in a fixed number of questions."""
    here = count_by_type(session, lies_in(inside(scope)), on=on)
    nearby = count_by_type(session, is_nearby(scope), on=on)
    return Board(
        areas=list_areas(session, scope),
        organisations=count_organisations(session, scope),
        offers=count_in_scope(session, scope),
        first_organisations=list_organisations(session, scope, OrganisationStatus.NEW, limit=SHOWN),
        first_offers=list_waiting(session, scope, limit=SHOWN),
        types=[TypeCount(kind, here.get(kind, 0), nearby.get(kind, 0)) for kind in OfferType],
    )


def list_areas(session: Session, scope: Scope) -> list[str]:
    """The names of what a scope is made of: agencies, networks, municipalities."""
    names = union(
        select(Agency.name).where(Agency.code.in_(scope.agencies)),
        select(Network.name).where(Network.code.in_(scope.networks)),
        select(Municipality.name_nl).where(Municipality.nis.in_(scope.nis)),
    )
    return sorted(session.scalars(names))


def inside(scope: Scope) -> Select[str]:
    """The NIS codes of a scope."""
    return select(Municipality.nis).where(scope.covers())


def across_the_border(scope: Scope) -> ColumnElement[bool]:
    """The condition on `OfferPlace` that it lies in a municipality that touches the scope."""
    codes = inside(scope)
    touching = union(
        select(Neighbour.nis_b).where(Neighbour.nis_a.in_(codes)),
        select(Neighbour.nis_a).where(Neighbour.nis_b.in_(codes)),
    )
    return OfferPlace.nis.in_(touching)


def lies_in(codes: Select[str]) -> ColumnElement[bool]:
    """The condition on `Offer` that it happens there; without a place, that its host is at home."""
    return or_(
        Offer.places.any(OfferPlace.nis.in_(codes)),
        and_(~Offer.places.any(), Offer.organisation.has(Organisation.nis.in_(codes))),
    )


def is_open_to(scope: Scope) -> ColumnElement[bool]:
    """The condition on `Offer` that residents of some municipality of the scope may join."""
    regions = select(Municipality.region_code).where(scope.covers())
    return or_(
        Offer.catchment == CatchmentKind.EVERYONE,
        and_(
            Offer.catchment == CatchmentKind.REGIONS,
            Offer.catchment_regions.any(OfferRegion.region_code.in_(regions)),
        ),
        and_(
            Offer.catchment == CatchmentKind.MUNICIPALITIES,
            Offer.catchment_municipalities.any(OfferMunicipality.nis.in_(inside(scope))),
        ),
    )


def is_nearby(scope: Scope) -> ColumnElement[bool]:
    """The condition on `Offer` that it is just across a border, and open to residents."""
    return and_(
        Offer.places.any(across_the_border(scope)),
        ~lies_in(inside(scope)),
        is_open_to(scope),
    )


def count_by_type(
    session: Session, condition: ColumnElement[bool], *, on: date
) -> dict[OfferType, int]:
    """How many offers that newcomers can find meet a condition, per type."""
    rows = session.execute(
        select(Offer.type, func.count()).where(findable(on), condition).group_by(Offer.type)
    )
    return dict(rows.all())


@dataclass(frozen=True, slots=True)
class MunicipalityRow:
    """One line of the table: `people` is None where they are too few to be shown."""

    municipality: Municipality
    offers: int
    organisations: int
    people: int | None


def count_municipalities(session: Session, scope: Scope) -> int:
    """How many municipalities of today a scope has."""
    standing = Municipality.valid_to.is_(None)
    return (
        session.scalar(
            select(func.count()).select_from(Municipality).where(scope.covers(), standing)
        )
        or 0
    )


def list_municipality_rows(
    session: Session, scope: Scope, *, on: date, offset: int, limit: int
) -> list[MunicipalityRow]:
    """The municipalities of a scope by name, with what there is and how many people are busy."""
    found = session.scalars(
        select(Municipality)
        .where(scope.covers(), Municipality.valid_to.is_(None))
        .order_by(Municipality.name_nl)
        .offset(offset)
        .limit(limit)
    ).all()
    codes = [place.nis for place in found]
    offers = session.execute(
        select(OfferPlace.nis, func.count(OfferPlace.offer_id.distinct()))
        .join(Offer, Offer.id == OfferPlace.offer_id)
        .where(findable(on), OfferPlace.nis.in_(codes))
        .group_by(OfferPlace.nis)
    )
    organisations = session.execute(
        select(Organisation.nis, func.count())
        .where(Organisation.status == OrganisationStatus.VERIFIED, Organisation.nis.in_(codes))
        .group_by(Organisation.nis)
    )
    people = session.execute(
        select(Home.nis, func.count())
        .join(Trajectory, Trajectory.id == Home.trajectory_id)
        .where(Trajectory.status.in_(OPEN), Home.nis.in_(codes), holds_on(on))
        .group_by(Home.nis)
    )
    of_offers, of_hosts, of_people = (dict(r.all()) for r in (offers, organisations, people))
    return [
        MunicipalityRow(
            municipality=place,
            offers=of_offers.get(place.nis, 0),
            organisations=of_hosts.get(place.nis, 0),
            people=shown_people(of_people.get(place.nis, 0)),
        )
        for place in found
    ]
