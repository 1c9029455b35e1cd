"""Reads for reviewers: what waits in their scope, and what newcomers see there."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, contains_eager

from meedoen.offers.models import Offer
from meedoen.offers.terms import OfferStatus
from meedoen.organisations.models import Organisation
from meedoen.organisations.queries import Scope


def in_scope(scope: Scope, status: OfferStatus) -> Select[Offer]:
    """The offers of a scope at one status, with organisation and municipality."""
    return (
        select(Offer)
        .join(Offer.organisation)
        .join(Organisation.municipality)
        .where(scope.covers(), Offer.status == status)
        .options(contains_eager(Offer.organisation).contains_eager(Organisation.municipality))
    )


def list_waiting(
    session: Session, scope: Scope, *, offset: int = 0, limit: int = 50
) -> Sequence[Offer]:
    """The offers of a scope that wait for review, the longest waiting first."""
    waiting = in_scope(scope, OfferStatus.SUBMITTED)
    return session.scalars(
        waiting.order_by(Offer.submitted_at, Offer.id).offset(offset).limit(limit)
    ).all()


def list_published(
    session: Session, scope: Scope, *, offset: int = 0, limit: int = 50
) -> Sequence[Offer]:
    """The published offers of a scope, last changed first, so that a reviewer sees changes."""
    published = in_scope(scope, OfferStatus.PUBLISHED)
    return session.scalars(
        published.order_by(Offer.updated_at.desc(), Offer.id.desc()).offset(offset).limit(limit)
    ).all()


def count_in_scope(session: Session, scope: Scope) -> dict[OfferStatus, int]:
    """How many offers of a scope stand at each status; 0 where none does."""
    rows = session.execute(
        select(Offer.status, func.count())
        .join(Offer.organisation)
        .join(Organisation.municipality)
        .where(scope.covers())
        .group_by(Offer.status)
    )
    count = dict.fromkeys(OfferStatus, 0)
    for status, number in rows:
        count[status] = number
    return count
