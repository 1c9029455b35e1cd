"""Reads of the places at postcodes, for who types where an offer happens."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from meedoen.offers.models import Offer
from meedoen.offers.places.rules import PlaceText
from meedoen.places.models import PostalPlace


def list_parts(session: Session, postcodes: Iterable[str]) -> dict[str, Sequence[PostalPlace]]:
    """The named places at each of these postcodes, with their municipality; none: left out."""
    wanted = {code for code in postcodes if code.isdecimal() and len(code) == 4}
    found: dict[str, list[PostalPlace]] = {}
    if wanted:
        for part in session.scalars(
            select(PostalPlace)
            .where(PostalPlace.postcode.in_(wanted))
            .options(joinedload(PostalPlace.municipality))
            .order_by(PostalPlace.postcode, PostalPlace.name)
        ):
            found.setdefault(part.postcode, []).append(part)
    return dict(found)


def places_of(offer: Offer) -> tuple[PlaceText, ...]:
    """The places of an offer as they could have been typed."""
    return tuple(
        PlaceText(
            id=place.id,
            postcode=place.postcode,
            street=place.street,
            name=place.name,
            nis=place.nis,
            part=place.part,
            lat=place.lat if place.exact else None,
            lon=place.lon if place.exact else None,
        )
        for place in offer.places
    )
