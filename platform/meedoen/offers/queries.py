"""Reads of offers for who writes and reviews them; what newcomers find is read in `finding`."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from meedoen.core.errors import Conflict
from meedoen.offers.models import Offer, OfferMunicipality, OfferRegion, OfferReview
from meedoen.offers.terms import OfferStatus
from meedoen.organisations.models import Organisation

WHOLE_OFFER: tuple[ExecutableOption, ...] = (
    joinedload(Offer.organisation).joinedload(Organisation.municipality),
    joinedload(Offer.organisation).selectinload(Organisation.contacts),
    joinedload(Offer.contact),
    selectinload(Offer.places),
    selectinload(Offer.goal_rows),
    selectinload(Offer.moments),
    selectinload(Offer.language_rows),
    selectinload(Offer.sessions),
    selectinload(Offer.catchment_regions),
    selectinload(Offer.catchment_municipalities),
    selectinload(Offer.reviews),
)


def get_offer(session: Session, offer_id: int) -> Offer | None:
    """One offer with all its parts, whatever its status; None when there is none."""
    return session.scalar(select(Offer).where(Offer.id == offer_id).options(*WHOLE_OFFER))


def find_by_request(session: Session, organisation: Organisation, request_key: str) -> Offer | None:
    """The offer that this very form drafted already. Raises Conflict for a form of another's."""
    there = session.scalar(select(Offer).where(Offer.request_key == request_key))
    if there is not None and there.organisation_id != organisation.id:
        raise Conflict
    return there


def list_offers_of(
    session: Session,
    organisation_id: int,
    *,
    archived: bool = False,
    offset: int = 0,
    limit: int = 50,
) -> Sequence[Offer]:
    """The offers of an organisation, last changed first: those at work, or the archived ones."""
    in_archive = Offer.status == OfferStatus.ARCHIVED
    return session.scalars(
        select(Offer)
        .where(Offer.organisation_id == organisation_id, in_archive if archived else ~in_archive)
        .options(
            joinedload(Offer.organisation),
            selectinload(Offer.moments),
            selectinload(Offer.sessions),
        )
        .order_by(Offer.updated_at.desc(), Offer.id.desc())
        .offset(offset)
        .limit(limit)
    ).all()


def count_offers_of(session: Session, organisation_id: int) -> dict[bool, int]:
    """How many offers an organisation has: False those at work, True the archived ones."""
    rows = session.execute(
        select(Offer.status, func.count())
        .where(Offer.organisation_id == organisation_id)
        .group_by(Offer.status)
    )
    count = {False: 0, True: 0}
    for status, number in rows:
        count[status is OfferStatus.ARCHIVED] += number
    return count


def last_return(offer: Offer) -> OfferReview | None:
    """The review that sent the offer back, while it stands returned."""
    if offer.status is not OfferStatus.RETURNED or not offer.reviews:
        return None
    return offer.reviews[-1]


def catchment_codes(offer: Offer) -> tuple[frozenset[str], frozenset[str]]:
    """The codes of the regions and of the municipalities whose residents may join."""
    regions: list[OfferRegion] = offer.catchment_regions
    municipalities: list[OfferMunicipality] = offer.catchment_municipalities
    return frozenset(r.region_code for r in regions), frozenset(m.nis for m in municipalities)
