"""What the page of an offer answers, in words, and the same as structured data of schema.org."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from flask_babel import gettext as _

from meedoen.offers.finding import documents as words
from meedoen.offers.finding.wording import GONE
from meedoen.offers.indexing import Geography
from meedoen.offers.models import Offer, OfferPlace, OfferSession
from meedoen.offers.terms import OfferStatus, OfferType, SessionStatus
from meedoen.web.wording import kilometres

Fact = tuple[str, str, str]
"""Question, answer and the name of a drawing; a row without an answer is not shown."""

MAP = "https://www.openstreetmap.org"

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


def for_whom(offer: Offer, geography: Geography) -> list[Fact]:
    """Is this for me? Where one must live, for which people, of which age."""
    accessible = _("Je kan er met een rolstoel in") if offer.wheelchair_accessible else ""
    return [
        (_("Waar woon je?"), words.catchment_words(offer, geography), "place"),
        (_("Voor wie?"), words.whom_words(offer), "people"),
        (_("Leeftijd"), words.age_words(offer), "person"),
        (_("Rolstoel"), accessible, "check"),
        (_("Plaatsen"), words.seats_words(offer), "people"),
    ]


def price_of(offer: Offer) -> list[str]:
    """What does it cost? The answer first, then what belongs to it."""
    uitpas = _("Je kan je UiTPAS gebruiken.") if offer.uitpas else ""
    return [told for told in (words.cost_words(offer), offer.cost_note, uitpas) if told]


def children_answer(offer: Offer) -> str:
    """May my children come? Where nothing was said, that is what is said."""
    if offer.childcare:
        return _("Ja. Er is kinderopvang.")
    if offer.children_welcome:
        return _("Ja, je kinderen mogen meekomen.")
    return _("Dat staat er niet bij. Vraag het eerst.")


def also_told(offer: Offer) -> list[Fact]:
    """What else is good to know: who insures, what is paid back, who guides at work."""
    return [
        (_("Verzekering"), words.insurance_words(offer), "check"),
        (_("Onkosten"), offer.volunteer_allowance, "euro"),
        (_("Begeleider op de werkplek"), offer.internship_tutor, "person"),
    ]


@dataclass(frozen=True, slots=True)
class Way:
    """How one gets to a place: the nearest station, how far that is, and a map to open."""

    place: OfferPlace
    station: str | None
    distance: str | None
    map_address: str


def way_to(place: OfferPlace, station: str | None, metres: float | None) -> Way:
    """The way to a place. A distance from a postcode's point alone is rounded to kilometres."""
    distance = kilometres(metres)
    if metres is not None and not place.exact:
        whole = max(1, round(metres / 1000))
        distance = _("ongeveer %(km)s km", km=whole)
    return Way(place, station, distance, map_address(place))


def map_address(place: OfferPlace) -> str:
    """Where OpenStreetMap shows a place: its own point, else its address, else its postcode."""
    if place.exact:
        point = urlencode({"mlat": f"{place.lat:.5f}", "mlon": f"{place.lon:.5f}"})
        return f"{MAP}/?{point}#map=17/{place.lat:.5f}/{place.lon:.5f}"
    town = f"{place.postcode} {place.municipality.name_nl}"
    asked = ", ".join(filter(None, [place.street, town, "België"]))
    return f"{MAP}/search?{urlencode({'query': asked})}"


def gone_words(offer: Offer, *, on: date) -> str:
    """Why an offer that was public is not shown on a day."""
    over = offer.ends_on is not None and offer.ends_on < on
    running = offer.status in {OfferStatus.PUBLISHED, OfferStatus.PAUSED}
    return str(GONE[OfferStatus.EXPIRED if over and running else offer.status])


def guide_of(offer: Offer) -> dict[str, str | bool | None]:
    """Whom one meets and how to reach them; the organisation itself where nobody is named."""
    guide = offer.contact if offer.contact and offer.contact.active else None
    who = guide or offer.organisation
    whatsapp = guide.whatsapp if guide else False
    return {"name": who.name, "phone": who.phone, "whatsapp": whatsapp, "email": who.email}


def share_links(title: str, address: str) -> list[tuple[str, str, str]]:
    """Ways to share an address: label, link, drawing. Nothing in them tells who shares."""
    text = quote(f"{title}\n{address}", safe="")
    return [
        ("WhatsApp", f"https://wa.me/?text={text}", "bubble"),
        (_("Sms"), f"sms:?&body={text}", "sms"),
        (_("Mail"), f"mailto:?subject={quote(title, safe='')}&body={text}", "mail"),
    ]
