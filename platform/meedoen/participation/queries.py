"""Reads of interests; each list takes its scope."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from meedoen.core.errors import Conflict
from meedoen.offers.models import Offer
from meedoen.offers.rules import day_of
from meedoen.organisations.models import Organisation
from meedoen.participation.models import Interest
from meedoen.participation.rules import OPEN, retention_on


def find_by_request(session: Session, offer: Offer, request_key: str) -> Interest | None:
    """The interest that this very form expressed. Raises Conflict for a form of another offer."""
    there = session.scalar(select(Interest).where(Interest.request_key == request_key))
    if there is not None and there.offer_id != offer.id:
        raise Conflict
    return there


def find_interest(session: Session, interest_id: int) -> Interest | None:
    """One interest with its offer and organisation."""
    return session.scalar(
        select(Interest)
        .where(Interest.id == interest_id)
        .options(
            joinedload(Interest.offer)
            .joinedload(Offer.organisation)
            .joinedload(Organisation.municipality),
            joinedload(Interest.offer).joinedload(Offer.contact),
        )
    )


def list_interests(
    session: Session, organisation_id: int, *, still_open: bool, offset: int = 0, limit: int = 50
) -> Sequence[Interest]:
    """Who wants to join the offers of an organisation: the longest waiting first.

    Those that were answered (`still_open` False) come the last answered first.
    """
    order = (Interest.asked_at, Interest.id)
    answered = (Interest.answered_at.desc(), Interest.id.desc())
    return session.scalars(
        select(Interest)
        .join(Interest.offer)
        .where(
            Offer.organisation_id == organisation_id,
            Interest.status.in_(OPEN) if still_open else Interest.status.not_in(OPEN),
        )
        .options(contains_eager(Interest.offer))
        .order_by(*(order if still_open else answered))
        .offset(offset)
        .limit(limit)
    ).all()


def count_interests(session: Session, organisation_id: int) -> dict[bool, int]:
    """How many interests an organisation has: True those still open, False those answered."""
    rows = session.execute(
        select(Interest.status, func.count())
        .join(Interest.offer)
        .where(Offer.organisation_id == organisation_id)
        .group_by(Interest.status)
    )
    count = {True: 0, False: 0}
    for status, number in rows:
        count[status in OPEN] += number
    return count


def count_open(session: Session, organisation_ids: Iterable[int]) -> dict[int, int]:
    """How many people wait for an answer of each of these organisations; 0 where nobody does."""
    ids = list(organisation_ids)
    rows = session.execute(
        select(Offer.organisation_id, func.count())
        .join(Interest, Interest.offer_id == Offer.id)
        .where(Offer.organisation_id.in_(ids), Interest.status.in_(OPEN))
        .group_by(Offer.organisation_id)
    )
    return dict.fromkeys(ids, 0) | dict(rows.all())


def forgettable(at: datetime) -> ColumnElement[bool]:
    """The condition under which an interest must be gone: `rules.is_forgotten` in SQL."""
    kept = retention_on(day_of(at))
    answered = Interest.status.not_in(OPEN) & (Interest.answered_at <= at - kept.after_answer)
    return or_(Interest.asked_at <= at - kept.at_most, answered)
