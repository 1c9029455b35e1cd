"""Reads for who writes an offer: its text as a whole, and names of municipalities."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.offers.models import Offer
from meedoen.offers.queries import catchment_codes
from meedoen.offers.terms import Suitability
from meedoen.offers.writing.rules import PLAIN_FIELDS, OfferText
from meedoen.places.models import Municipality, Region
from meedoen.places.rules import key_of


def text_of(offer: Offer) -> OfferText:
    """All that the organisation says of an offer, but for its places."""
    regions, municipalities = catchment_codes(offer)
    return OfferText(
        **{name: getattr(offer, name) for name in PLAIN_FIELDS},
        goals=offer.goals,
        host_languages=offer.host_languages,
        moments=frozenset((moment.day, moment.daypart) for moment in offer.moments),
        regions=regions,
        municipalities=municipalities,
        claims_suitable=offer.suitability in {Suitability.CLAIMED, Suitability.CONFIRMED},
    )


def list_served_municipalities(session: Session) -> Sequence[Municipality]:
    """The municipalities of today whose residents may be asked: those that an agency serves."""
    return session.scalars(
        select(Municipality)
        .where(Municipality.valid_to.is_(None), Municipality.agency_code.is_not(None))
        .order_by(Municipality.name_nl)
    ).all()


def find_municipalities_named(
    session: Session, names: Iterable[str]
) -> tuple[frozenset[str], tuple[str, ...]]:
    """The NIS codes of these names, whatever their capitals and hyphens, and the unknown names."""
    known = {key_of(place.name_nl): place.nis for place in list_served_municipalities(session)}
    wanted = {name: key_of(name) for name in names}
    unknown = tuple(name for name, key in wanted.items() if key not in known)
    return frozenset(known[key] for key in wanted.values() if key in known), unknown


def unknown_regions(session: Session, codes: Iterable[str]) -> frozenset[str]:
    """Those of these codes that name no reference region."""
    return frozenset(codes) - frozenset(session.scalars(select(Region.code)))


def unknown_municipalities(session: Session, codes: Iterable[str]) -> frozenset[str]:
    """Those of these NIS codes whose residents cannot be asked."""
    return frozenset(codes) - {place.nis for place in list_served_municipalities(session)}


def list_names(session: Session, codes: Iterable[str]) -> list[str]:
    """The names of these municipalities, in order."""
    found = session.scalars(
        select(Municipality.name_nl)
        .where(Municipality.nis.in_(list(codes)))
        .order_by(Municipality.name_nl)
    )
    return list(found)
