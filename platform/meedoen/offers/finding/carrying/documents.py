"""The meetings of an offer as a calendar file (RFC 5545), and what its poster says."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from icalendar import Calendar, Event

from meedoen.offers.finding.documents import address_words
from meedoen.offers.models import Offer, OfferPlace, OfferSession
from meedoen.offers.terms import SessionStatus

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
        event.add("location", f"{address_words(place)} {place.municipality.name_nl}")
        if place.exact:
            event.add("geo", (place.lat, place.lon))
    return event


def place_of(offer: Offer, meeting: OfferSession) -> OfferPlace | None:
    """Where a meeting is: the place that it names, else the only one that the offer has."""
    if meeting.place_id is not None:
        return next((place for place in offer.places if place.id == meeting.place_id), None)
    return offer.places[0] if len(offer.places) == 1 else None
