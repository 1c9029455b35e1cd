"""The meetings of an offer as a calendar file (RFC 5545), and what its poster says."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import segno
from flask_babel import gettext as _
from icalendar import Calendar, Event

from meedoen.offers.finding import documents as words
from meedoen.offers.finding.showing.documents import duration_words, guide_of, whom_words
from meedoen.offers.models import Offer, OfferPlace, OfferSession
from meedoen.offers.terms import Level, SessionStatus
from meedoen.web.spoken import at_moment

BRUSSELS = ZoneInfo("Europe/Brussels")


def calendar_of(
    offer: Offer, meetings: Sequence[OfferSession], *, address: str, host: str
) -> bytes:
    """A calendar of these meetings, cancelled ones too, so that they vanish where they stood.

    `address` is the page of the offer, `host` the name behind the @ of each UID. The same meeting
    keeps its UID; its SEQUENCE is the version of the offer, which rises with each change.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Meedoen//Aanbod//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", offer.title)
    for meeting in meetings:
        calendar.add_component(event_of(offer, meeting, address=address, host=host))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def event_of(offer: Offer, meeting: OfferSession, *, address: str, host: str) -> Event:
    """One meeting, in the time of Brussels."""
    cancelled = meeting.status is SessionStatus.CANCELLED
    event = Event()
    event.add("uid", f"meeting-{meeting.id}@{host}")
    event.add("sequence", offer.version)
    event.add("dtstamp", offer.updated_at)
    event.add("last-modified", offer.updated_at)
    event.add("dtstart", meeting.starts_at.astimezone(BRUSSELS))
    event.add("dtend", meeting.ends_at.astimezone(BRUSSELS))
    event.add(
        "summary", _("Gaat niet door: %(title)s", title=offer.title) if cancelled else offer.title
    )
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("description", "\n".join(filter(None, [meeting.note, offer.summary, address])))
    event.add("url", address)
    if place := place_of(offer, meeting):
        event.add("location", f"{words.address_words(place)} {place.municipality.name_nl}")
        if place.exact:
            event.add("geo", (place.lat, place.lon))
    return event


def place_of(offer: Offer, meeting: OfferSession) -> OfferPlace | None:
    """Where a meeting is: the place that it names, else the only one that the offer has."""
    if meeting.place_id is not None:
        return next((place for place in offer.places if place.id == meeting.place_id), None)
    return offer.places[0] if len(offer.places) == 1 else None


STRIPS = 8
"""How many slips hang below a poster: as wide as a thumb on a page of A4."""

LONG_TITLE, LONGEST_TITLE = 32, 70
"""From how many letters on a title is set smaller, and smaller still, so that all fits a page."""


def poster_of(offer: Offer, coming: Sequence[OfferSession], *, address: str) -> dict[str, object]:
    """What a poster of an offer says; its QR codes lead to `address`."""
    guide = guide_of(offer)
    return {
        "facts": [
            (_("Wanneer?"), when_words(offer, coming)),
            (_("Waar?"), where_words(offer)),
            (_("Wat kost het?"), words.cost_words(offer)),
            (_("Nederlands"), words.say(Level(offer.level)) if offer.level else ""),
            (_("Voor wie?"), whom_words(offer)),
            (_("Vragen?"), ", ".join(str(guide[way]) for way in ("name", "phone") if guide[way])),
        ],
        "address": address,
        "qr": qr_of(address),
        "strips": range(STRIPS),
        "long": len(offer.title) > LONG_TITLE,
        "longest": len(offer.title) > LONGEST_TITLE,
        "phone": guide["phone"],
    }


def when_words(offer: Offer, coming: Sequence[OfferSession]) -> str:
    """Parts of the week, and the first meeting that goes on."""
    week = words.week_words((moment.day, moment.daypart) for moment in offer.moments)
    planned = [one for one in coming if one.status is SessionStatus.PLANNED]
    coming_first = at_moment(planned[0].starts_at) if planned else ""
    first = _("Eerste keer: %(when)s", when=coming_first) if planned else ""
    told = [week[:1].upper() + week[1:], first]
    return ". ".join(filter(None, told)) or duration_words(offer)


def where_words(offer: Offer) -> str:
    """The one place with its address; else in a few words."""
    if len(offer.places) != 1:
        return words.where_words(offer, None)
    place = offer.places[0]
    return f"{words.address_words(place)} {place.municipality.name_nl}"


def qr_of(address: str) -> str:
    """A QR code as a picture in the page itself: black, so that every printer and phone reads it.

    The white around it, four modules wide, belongs to it.
    """
    code = segno.make(address, error="m", micro=False)
    return str(code.svg_data_uri(dark="#000", light="#fff", border=4, omitsize=True))
