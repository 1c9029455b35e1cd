"""Reads for hours of a group: offers with people, and the people of one offer that one may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from meedoen.accounts.models import Account
from meedoen.accounts.terms import Role
from meedoen.offers.models import Offer, OfferSession
from meedoen.offers.terms import SessionStatus
from meedoen.trajectories.caseload.queries import guided_by
from meedoen.trajectories.groups.models import HoursBatch
from meedoen.trajectories.ledger.models import LedgerLine
from meedoen.trajectories.models import Activity, HoursEntry, Trajectory
from meedoen.trajectories.terms import OPEN, ActivityDecision

SESSIONS_SINCE = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Group:
    """An offer, and how many people in an open trajectory one may enter hours for."""

    offer: Offer
    people: int


def seen_by(account: Account) -> ColumnElement[bool]:
    """The activities of which this person may enter hours: of the offers of their organisations,
    and of their own caseload. `permissions.is_counsellor_of` and `hosts_activity` in SQL."""
    hosts = {
        held.organisation_id for held in account.roles if held.role is Role.ORGANISATION_MEMBER
    } - {None}
    parts: list[ColumnElement[bool]] = []
    if hosts:
        parts.append(Offer.organisation_id.in_(hosts))
    if any(held.role is Role.COUNSELLOR for held in account.roles):
        parts.append(guided_by(account))
    return or_(*parts) if parts else false()


def joining() -> ColumnElement[bool]:
    """Approved activities in trajectories that did not end."""
    return and_(
        Activity.decision == ActivityDecision.APPROVED,
        Trajectory.status.in_(OPEN),
    )


def list_groups(session: Session, account: Account) -> list[Group]:
    """The offers at which this person may enter hours, by title."""
    rows = session.execute(
        select(Offer, func.count(Activity.id))
        .join(Activity, Activity.offer_id == Offer.id)
        .join(Activity.trajectory)
        .where(joining(), seen_by(account))
        .options(joinedload(Offer.organisation))
        .group_by(Offer.id)
        .order_by(func.lower(Offer.title), Offer.id)
    ).unique()
    return [Group(offer, people) for offer, people in rows]


def list_people(session: Session, account: Account, offer_id: int) -> Sequence[Activity]:
    """The activities at one offer that this person may enter hours for, by name of the newcomer."""
    return session.scalars(
        select(Activity)
        .join(Activity.offer)
        .join(Activity.trajectory)
        .join(Trajectory.newcomer)
        .where(Activity.offer_id == offer_id, joining(), seen_by(account))
        .options(
            contains_eager(Activity.offer),
            contains_eager(Activity.trajectory).contains_eager(Trajectory.newcomer),
            contains_eager(Activity.trajectory).joinedload(Trajectory.rule_set),
        )
        .order_by(func.lower(Account.name), Activity.id)
    ).all()


def list_sessions(session: Session, offer_id: int, *, at: datetime) -> Sequence[OfferSession]:
    """Meetings of an offer that are over, of the last weeks, the newest first."""
    return session.scalars(
        select(OfferSession)
        .where(
            OfferSession.offer_id == offer_id,
            OfferSession.status == SessionStatus.PLANNED,
            OfferSession.ends_at <= at,
            OfferSession.ends_at > at - SESSIONS_SINCE,
        )
        .order_by(OfferSession.starts_at.desc())
        .limit(12)
    ).all()


def find_by_request(session: Session, request_key: str) -> HoursBatch | None:
    """What the form of this name entered."""
    return session.scalar(select(HoursBatch).where(HoursBatch.request_key == request_key))


def entries_of(session: Session, batch: HoursBatch) -> Sequence[HoursEntry]:
    """The hours that one act entered."""
    return session.scalars(
        select(HoursEntry)
        .where(
            HoursEntry.id.in_(select(LedgerLine.entry_id).where(LedgerLine.batch_id == batch.id))
        )
        .order_by(HoursEntry.id)
    ).all()
