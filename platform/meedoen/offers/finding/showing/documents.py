"""What the page of an offer answers, in words, and the same as structured data of schema.org."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from meedoen.offers.finding.documents import cost_words, say
from meedoen.offers.finding.wording import GONE
from meedoen.offers.indexing import Geography
from meedoen.offers.models import Offer, OfferPlace, OfferSession
from meedoen.offers.terms import CatchmentKind, Language, OfferStatus, OfferType, SessionStatus
from meedoen.web.spoken import hours_and_minutes, in_a_row, in_dutch, kilometres, length

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
        (_("Waar woon je?"), catchment_words(offer, geography), "place"),
        (_("Voor wie?"), whom_words(offer), "people"),
        (_("Leeftijd"), age_words(offer), "person"),
        (_("Rolstoel"), accessible, "check"),
        (_("Plaatsen"), seats_words(offer), "people"),
    ]


def price_of(offer: Offer) -> list[str]:
    """What does it cost? The answer first, then what belongs to it."""
    uitpas = _("Je kan je UiTPAS gebruiken.") if offer.uitpas else ""
    return [told for told in (cost_words(offer), in_dutch(offer.cost_note), uitpas) if told]


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
        (_("Verzekering"), insurance_words(offer), "check"),
        (_("Onkosten"), in_dutch(offer.volunteer_allowance), "euro"),
        (_("Begeleider op de werkplek"), in_dutch(offer.internship_tutor), "person"),
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
        distance = _("ongeveer %(far)s", far=length(whole, "kilometer"))
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


SENTENCES = Markup(". ")
"""Between sentences of which some are marked as Dutch."""


def facts_of(offer: Offer, geography: Geography) -> list[tuple[str, str, str]]:
    """The practical list of an offer: question, answer, drawing; what was not said stays empty."""
    return [
        (_("Kost"), cost_in_full(offer), "euro"),
        (_("UiTPAS"), _("Je kan je UiTPAS gebruiken") if offer.uitpas else "", "check"),
        (_("Kinderen"), children_words(offer), "child"),
        (_("Leeftijd"), age_words(offer), "person"),
        (_("Voor wie"), whom_words(offer), "people"),
        (
            _("Rolstoel"),
            _("Je kan er met een rolstoel in") if offer.wheelchair_accessible else "",
            "check",
        ),
        (_("Wie kan meedoen?"), catchment_words(offer, geography), "place"),
        (_("Duur"), duration_words(offer), "clock"),
        (_("Plaatsen"), seats_words(offer), "people"),
        (_("Andere talen"), languages_words(offer), "bubble"),
        (_("Verzekering"), insurance_words(offer), "check"),
        (_("Onkosten"), in_dutch(offer.volunteer_allowance), "euro"),
        (_("Begeleider op de werkplek"), in_dutch(offer.internship_tutor), "person"),
    ]


def cost_in_full(offer: Offer) -> str:
    """What it costs, and what the organisation says of it."""
    return SENTENCES.join(filter(None, [cost_words(offer), in_dutch(offer.cost_note)]))


def whom_words(offer: Offer) -> str:
    """For whom it is, where it is not for all."""
    women = _("Alleen voor vrouwen") if offer.women_only else ""
    return SENTENCES.join(filter(None, [women, in_dutch(offer.target_group)]))


def children_words(offer: Offer) -> str:
    """Whether children can come along."""
    if offer.childcare:
        return _("Er is kinderopvang")
    return _("Je kinderen zijn welkom") if offer.children_welcome else ""


def seats_words(offer: Offer) -> str:
    """For how many people there is place, and whether all of it is taken."""
    seats = ngettext("%(num)s plaats", "%(num)s plaatsen", offer.seats) if offer.seats else ""
    return ". ".join(filter(None, [seats, _("Nu volzet") if offer.full else ""]))


def languages_words(offer: Offer) -> str:
    """What the host speaks besides Dutch."""
    spoken = [say(language) for language in Language if language in offer.host_languages]
    return _("Ze spreken ook %(languages)s", languages=in_a_row(spoken)) if spoken else ""


def age_words(offer: Offer) -> str:
    """From which to which age."""
    if offer.min_age and offer.max_age:
        return _("Van %(low)s tot %(high)s jaar", low=offer.min_age, high=offer.max_age)
    if offer.min_age:
        return _("Vanaf %(low)s jaar", low=offer.min_age)
    return _("Tot %(high)s jaar", high=offer.max_age) if offer.max_age else ""


def catchment_words(offer: Offer, geography: Geography) -> str:
    """Who may join, as far as where they live goes."""
    if offer.catchment is CatchmentKind.EVERYONE:
        return _("Iedereen, waar je ook woont")
    codes = [row.region_code for row in offer.catchment_regions]
    if offer.catchment is CatchmentKind.MUNICIPALITIES:
        codes = [row.nis for row in offer.catchment_municipalities]
    names = (geography.names.get(code, code) for code in codes)
    return _("Wie woont in %(names)s", names=in_a_row(sorted(names)))


def duration_words(offer: Offer) -> str:
    """How long one meeting takes, and all of it."""
    each, whole = offer.minutes_per_meeting, offer.minutes_total
    words = []
    if each:
        words.append(_("%(time)s per keer", time=hours_and_minutes(each)))
    if whole:
        words.append(_("%(time)s in het totaal", time=hours_and_minutes(whole)))
    return ", ".join(words)


def insurance_words(offer: Offer) -> str:
    """Who insures whoever joins."""
    if offer.insurance is None:
        return ""
    return SENTENCES.join(filter(None, [say(offer.insurance), in_dutch(offer.insurance_note)]))


def municipality_words(name: str, total: int) -> str:
    """How much there is in a municipality."""
    if not total:
        return _("Er is nu geen aanbod in %(name)s zelf.", name=name)
    return ngettext(
        "Er is %(num)s manier om mee te doen voor wie in %(name)s woont.",
        "Er zijn %(num)s manieren om mee te doen voor wie in %(name)s woont.",
        total,
        name=name,
    )
