"""Reads over all domains, for one's own first page: counted in the database, in few questions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from meedoen.accounts.models import Account, AccountRole
from meedoen.accounts.terms import Role
from meedoen.messages.models import OutgoingMessage
from meedoen.offers.models import Offer, SearchChange
from meedoen.offers.rules import health
from meedoen.offers.terms import Health, OfferStatus
from meedoen.trajectories.caseload.queries import Case, case_of, list_caseload
from meedoen.trajectories.caseload.terms import Need
from meedoen.trajectories.models import HoursEntry, Trajectory
from meedoen.trajectories.queries import find_trajectory_of
from meedoen.trajectories.rules import Places, local, places
from meedoen.trajectories.terms import HoursState

SHOWN = 5
"""How many rows of a list a first page shows; the rest is one link away."""

WITHOUT_HASTE = frozenset({Need.NOTHING, Need.NOT_CONFIRMED, Need.AT_REST, Need.ENDED})
"""Needs for which a counsellor has nothing to do now."""


@dataclass(frozen=True, slots=True)
class OwnTrajectory:
    """What a newcomer sees first of their trajectory."""

    trajectory: Trajectory
    case: Case
    places: Places
    next_planned: HoursEntry | None


def find_own_trajectory(session: Session, account_id: int, *, at: datetime) -> OwnTrajectory | None:
    """The running, else the newest trajectory of a newcomer, as it stands at a moment."""
    trajectory = find_trajectory_of(session, account_id)
    if trajectory is None:
        return None
    seen = case_of(trajectory, at=at)
    on = local(at).date()
    planned = [
        entry
        for entry in trajectory.hours
        if entry.state is HoursState.PLANNED and entry.on_date >= on
    ]
    return OwnTrajectory(
        trajectory=trajectory,
        case=seen,
        places=places(seen.progress),
        next_planned=planned[0] if planned else None,
    )


@dataclass(frozen=True, slots=True)
class Caseload:
    """What a counsellor sees first: how many people, how many need something, and who first."""

    people: int
    waiting: int
    first: Sequence[Case]


def get_caseload(session: Session, counsellor: Account, *, at: datetime) -> Caseload:
    """The running trajectories of a counsellor, in short."""
    cases = list_caseload(session, counsellor, at=at)
    waiting = [one for one in cases if one.need not in WITHOUT_HASTE]
    return Caseload(people=len(cases), waiting=len(waiting), first=waiting[:SHOWN])


@dataclass(frozen=True, slots=True)
class OfferInNeed:
    """An offer for which its organisation can do something, and how it is doing when published."""

    offer: Offer
    health: Health | None


def list_offers_in_need(
    session: Session, organisation_ids: Iterable[int], *, on: date
) -> list[OfferInNeed]:
    """Of these organisations: offers sent back, published ones that do not do well, and drafts."""
    found = session.scalars(
        select(Offer)
        .where(
            Offer.organisation_id.in_(list(organisation_ids)),
            Offer.status.in_([OfferStatus.RETURNED, OfferStatus.PUBLISHED, OfferStatus.DRAFT]),
        )
        .options(
            joinedload(Offer.organisation),
            selectinload(Offer.moments),
            selectinload(Offer.sessions),
        )
        .order_by(Offer.updated_at, Offer.id)
    ).all()
    order = [OfferStatus.RETURNED, OfferStatus.PUBLISHED, OfferStatus.DRAFT]
    seen = [OfferInNeed(offer, health(offer, on=on)) for offer in found]
    poorly = [one for one in seen if one.health is not Health.GOOD]
    return sorted(poorly, key=lambda one: order.index(one.offer.status))[:SHOWN]


@dataclass(frozen=True, slots=True)
class SystemState:
    """How the product itself is doing."""

    accounts: int
    without_password: int
    roles: dict[Role, int]
    mails_waiting: int
    mails_failing: int
    changes_waiting: int


def get_system_state(session: Session) -> SystemState:
    """Accounts, outgoing mail and the search index in numbers; no names."""
    standing = Account.closed_at.is_(None)
    accounts, with_password = session.execute(
        select(func.count(), func.count(Account.password_hash)).where(standing)
    ).one()
    held = session.execute(
        select(AccountRole.role, func.count())
        .join(AccountRole.account)
        .where(standing)
        .group_by(AccountRole.role)
    )
    of_roles = dict(held.all())
    waiting, failing = session.execute(
        select(func.count(), func.count(case((OutgoingMessage.tries > 0, 1)))).where(
            OutgoingMessage.sent_at.is_(None)
        )
    ).one()
    changes = session.scalar(select(func.count()).select_from(SearchChange)) or 0
    return SystemState(
        accounts=accounts,
        without_password=accounts - with_password,
        roles={role: of_roles.get(role, 0) for role in Role},
        mails_waiting=waiting,
        mails_failing=failing,
        changes_waiting=changes,
    )
