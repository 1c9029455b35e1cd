"""An offer as structured data of schema.org; nothing that its page does not say."""

from collections.abc import Sequence
from typing import Any

from meedoen.offers.models import Offer, OfferPlace, OfferSession
from meedoen.offers.terms import OfferType, SessionStatus

SCHEDULED = "https://schema.org/EventScheduled"
CANCELLED = "https://schema.org/EventCancelled"


def event_of(
    offer: Offer, coming: Sequence[OfferSession], *, address: str
) -> dict[str, Any] | None:
    """An Event with its next meetings, or for volunteering without dates a VolunteerAction.

    None where neither fits: an event without a date is none.
    """
    if not coming and offer.type is not OfferType.VOLUNTEERING:
        return None
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event" if coming else "VolunteerAction",
        "name": offer.title,
        "description": offer.summary,
        "url": address,
    }
    host = {"@type": "Organization", "name": offer.organisation.name}
    where = [place_of(place) for place in offer.places] or [
        {"@type": "VirtualLocation", "url": address}
    ]
    told["location"] = where
    if not coming:
        return told | {"agent": host}
    return told | {
        "organizer": host,
        "inLanguage": "nl",
        "isAccessibleForFree": offer.cost_cents == 0,
        "startDate": coming[0].starts_at.isoformat(),
        "endDate": coming[0].ends_at.isoformat(),
        "eventStatus": CANCELLED if coming[0].status is SessionStatus.CANCELLED else SCHEDULED,
        "subEvent": [
            {
                "@type": "Event",
                "name": offer.title,
                "startDate": meeting.starts_at.isoformat(),
                "endDate": meeting.ends_at.isoformat(),
                "location": where,
            }
            for meeting in coming
            if meeting.status is SessionStatus.PLANNED
        ],
    }


def place_of(place: OfferPlace) -> dict[str, Any]:
    """One place with its address and point."""
    return {
        "@type": "Place",
        "name": place.name or place.municipality.name_nl,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": place.street,
            "postalCode": place.postcode,
            "addressLocality": place.municipality.name_nl,
            "addressCountry": "BE",
        },
        "geo": {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lon},
    }
