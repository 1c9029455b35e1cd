"""Reads after a move: what was left behind, and equal offers near home through the one search."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from meedoen.core.errors import Reason
from meedoen.offers.finding.queries import FoundOffer, search_offers
from meedoen.offers.finding.terms import Criteria, Sort, Trait
from meedoen.offers.indexing import catchment_of, read_geography
from meedoen.offers.models import Offer
from meedoen.offers.terms import Level, Suitability
from meedoen.places.terms import Place
from meedoen.trajectories.models import Activity, HoursEntry, Trajectory
from meedoen.trajectories.moving.models import Home
from meedoen.trajectories.moving.queries import spot_of
from meedoen.trajectories.moving.replacing.rules import (
    MOST_EQUALS,
    REACH_KM,
    Equal,
    equal_of,
    km_from,
    reasons_left,
)
from meedoen.trajectories.planning.models import PlanWish
from meedoen.trajectories.terms import ActivityDecision, HoursState

LOOKED_AT = 100
"""How many offers near home are compared, the nearest ones."""


@dataclass(frozen=True, slots=True)
class Found:
    """An offer near the new home, and in what it is like the one that was left."""

    offer: Offer
    metres: float | None
    equal: Equal


@dataclass(frozen=True, slots=True)
class Left:
    """An activity that cannot simply go on: why, which appointments it has, what is like it."""

    activity: Activity
    offer: Offer
    why: Sequence[Reason]
    appointments: Sequence[HoursEntry]
    equals: Sequence[Found]


def list_left(
    session: Session, trajectory: Trajectory, home: Home, *, on: date
) -> tuple[Left, ...]:
    """What a move leaves behind; a fixed number of questions, and one search.

    Activities of one's own have no known place and are left out. Raises SearchUnwell.
    """
    around = spot_of(session, home)
    joined = [
        one
        for one in trajectory.activities
        if one.offer_id and one.decision is not ActivityDecision.REFUSED
    ]
    if around is None or not joined:
        return ()
    offers = read_offers(session, {one.offer_id for one in joined if one.offer_id})
    wish = session.get(PlanWish, trajectory.id)
    reach, level = (wish.radius_km, wish.level) if wish else (REACH_KM, None)
    geography = read_geography(session)
    left = []
    for one in joined:
        offer = offers[one.offer_id or 0]
        why = reasons_left(
            km_from(around, offer.places),
            reach_km=reach,
            nis=home.nis,
            residents=catchment_of(offer, geography),
        )
        if why:
            left.append((one, offer, why))
    near = search_near(session, [offer for _, offer, _ in left], around, reach, on=on)
    return tuple(
        Left(
            activity=one,
            offer=offer,
            why=why,
            appointments=appointments_of(one, trajectory, max(on, home.from_on)),
            equals=equals_of(offer, near, level=level, without=offers),
        )
        for one, offer, why in left
    )


def read_offers(session: Session, ids: Collection[int]) -> dict[int, Offer]:
    """These offers with what is compared of them."""
    found = session.scalars(
        select(Offer)
        .where(Offer.id.in_(sorted(ids)))
        .options(
            joinedload(Offer.organisation),
            selectinload(Offer.places),
            selectinload(Offer.goal_rows),
            selectinload(Offer.catchment_regions),
            selectinload(Offer.catchment_municipalities),
        )
    )
    return {offer.id: offer for offer in found}


def search_near(
    session: Session, left: Sequence[Offer], around: Place, reach_km: float, *, on: date
) -> Sequence[FoundOffer]:
    """Offers with places free near the new home, of the types that were left."""
    if not left:
        return ()
    criteria = Criteria(
        near=around,
        radius_km=reach_km,
        types=frozenset(offer.type for offer in left),
        traits=frozenset({Trait.FREE_PLACES}),
        sort=Sort.DISTANCE,
        page_size=LOOKED_AT,
    )
    return search_offers(session, criteria, on=on).found


def equals_of(
    left: Offer, near: Sequence[FoundOffer], *, level: int | None, without: Collection[int]
) -> tuple[Found, ...]:
    """The offers most like the one that was left; of those equally alike the nearest first."""
    found = []
    for one in near:
        if one.offer.id in without or one.offer.suitability is Suitability.UNSUITABLE:
            continue
        if equal := equal_of(left, one.offer, level=Level(level) if level else None):
            found.append(Found(one.offer, one.metres, equal))
    found.sort(key=lambda one: (-one.equal.weight, one.metres or 0.0, one.offer.id))
    return tuple(found[:MOST_EQUALS])


def appointments_of(
    activity: Activity, trajectory: Trajectory, first_day: date
) -> tuple[HoursEntry, ...]:
    """Planned hours of an activity from a day on."""
    return tuple(
        entry
        for entry in trajectory.hours
        if entry.activity_id == activity.id
        and entry.state is HoursState.PLANNED
        and entry.on_date >= first_day
    )
