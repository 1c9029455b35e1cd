"""The meetings of an offer as a calendar file: right times, stable names, cancelled ones too."""

from datetime import UTC, datetime, time, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy.orm import Session

from meedoen.accounts.terms import Role
from meedoen.offers.models import Offer, OfferSession
from meedoen.offers.sessions.actions import add_weekly_sessions, cancel_session
from meedoen.offers.terms import Day, OfferStatus
from meedoen.web.clock import now, today
from tests import examples
from tests.conftest import PageClient


@pytest.fixture
def offer(session: Session) -> Offer:
    host = examples.organisation(session)
    place = examples.place()
    place.name, place.street, place.exact = "De Brug; zaal 1, boven", "Dorpsstraat 1", True
    made = examples.offer(session, host, "Praattafel: koffie, thee; en meer", places=[place])
    session.commit()
    return made


def meet(session: Session, offer: Offer, starts_at: datetime, **facts: object) -> OfferSession:
    made = OfferSession(
        offer_id=offer.id, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), **facts
    )
    offer.sessions.append(made)
    session.commit()
    return made


def calendar(client: PageClient, address: str) -> Calendar:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    text = answer.get_data()
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    return Calendar.from_ical(text)


def summer_and_winter() -> tuple[datetime, datetime]:
    """14 o'clock in Brussels, in the next July and the January after it."""
    year = today().year + 1
    return (
        datetime(year, 7, 7, 12, 0, tzinfo=UTC),
        datetime(year + 1, 1, 12, 13, 0, tzinfo=UTC),
    )


def test_meetings_stand_at_the_time_of_a_clock_in_brussels(
    client: PageClient, session: Session, offer: Offer
) -> None:
    meetings = [meet(session, offer, moment) for moment in summer_and_winter()]
    read = calendar(client, f"/aanbod/{offer.id}/agenda.ics")
    events = read.walk("VEVENT")
    assert [event["UID"] for event in events] == [f"meeting-{one.id}@localhost" for one in meetings]
    for event, meeting in zip(events, meetings, strict=True):
        begin = event.decoded("DTSTART")
        assert (begin.hour, begin.astimezone(UTC)) == (14, meeting.starts_at)
        assert event["DTSTART"].params["TZID"] == "Europe/Brussels"
        assert event["SUMMARY"] == offer.title
        assert event["LOCATION"] == "De Brug; zaal 1, boven, Dorpsstraat 1, 2800 Mechelen"
        assert event["URL"].endswith(f"/aanbod/{offer.id}/praattafel-koffie-thee-en-meer")
        assert event["STATUS"] == "CONFIRMED"
    assert [zone["TZID"] for zone in read.walk("VTIMEZONE")] == ["Europe/Brussels"]


def test_a_cancelled_meeting_keeps_its_name_and_rises_in_sequence(
    client: PageClient, session: Session, offer: Offer
) -> None:
    member = examples.person_with(
        session, Role.ORGANISATION_MEMBER, organisation_id=offer.organisation_id
    )
    meeting = meet(session, offer, now() + timedelta(days=3))
    address = f"/aanbod/{offer.id}/agenda/{meeting.id}.ics"
    before = calendar(client, address).walk("VEVENT")[0]
    cancel_session(session, meeting, offer, note="De zaal is dicht.", by=member, at=now())
    session.commit()
    after = calendar(client, address).walk("VEVENT")[0]
    assert before["UID"] == after["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["STATUS"] == "CANCELLED"
    assert after["SUMMARY"].startswith("Gaat niet door")
    assert "De zaal is dicht." in after["DESCRIPTION"]


def test_the_same_file_is_given_again(client: PageClient, session: Session, offer: Offer) -> None:
    meet(session, offer, now() + timedelta(days=3))
    address = f"/aanbod/{offer.id}/agenda.ics"
    assert client.get(address).get_data() == client.get(address).get_data()


def test_a_year_of_meetings_fits_in_one_file(
    client: PageClient, session: Session, offer: Offer
) -> None:
    member = examples.person_with(
        session, Role.ORGANISATION_MEMBER, organisation_id=offer.organisation_id
    )
    made = add_weekly_sessions(
        session,
        offer,
        from_day=today() + timedelta(days=1),
        until_day=today() + timedelta(days=300),
        weekday=Day.TUE,
        begin=time(9, 30),
        end=time(11, 30),
        by=member,
        at=now(),
    )
    session.commit()
    events = calendar(client, f"/aanbod/{offer.id}/agenda.ics").walk("VEVENT")
    assert len(events) == len(made) > 40
    assert {event.decoded("DTSTART").hour for event in events} == {9}


def test_what_is_past_or_of_another_offer_is_not_there(
    client: PageClient, session: Session, offer: Offer
) -> None:
    past = meet(session, offer, now() - timedelta(days=3))
    other = examples.offer(session, offer.organisation, "Koken")
    session.flush()
    theirs = meet(session, other, now() + timedelta(days=3))
    for address in ("agenda.ics", f"agenda/{past.id}.ics", f"agenda/{theirs.id}.ics"):
        assert client.get(f"/aanbod/{offer.id}/{address}").status_code == 404
    for address in ("agenda/0.ics", "agenda/-1.ics", f"agenda/{10**30}.ics", "agenda/a.ics"):
        assert client.get(f"/aanbod/{offer.id}/{address}").status_code == 404


def test_what_is_gone_gives_no_calendar(client: PageClient, session: Session, offer: Offer) -> None:
    meet(session, offer, now() + timedelta(days=3))
    offer.status = OfferStatus.PAUSED
    session.commit()
    assert client.get(f"/aanbod/{offer.id}/agenda.ics").status_code == 410
