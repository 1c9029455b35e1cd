"""The sessions of an offer: when they are, how they are planned and cancelled, what stays typed."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core.audit import AuditRow
from meedoen.offers.models import Offer, OfferSession
from meedoen.offers.sessions.rules import end_of, moment_of, weekly_meetings
from meedoen.offers.terms import Day, SessionStatus
from tests import examples
from tests.boxes import boxes
from tests.examples import NOW
from tests.offers import written

SignIn = Callable[[FlaskClient, Account], None]


@pytest.fixture(autouse=True)
def on_a_tuesday() -> object:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def offer(session: Session) -> Offer:
    """A whole draft."""
    return written.whole_offer(session)


@pytest.fixture
def member(session: Session, client: FlaskClient, sign_in: SignIn, offer: Offer) -> Account:
    """A member of its organisation, signed in."""
    account = written.member_of(offer.organisation, session)
    sign_in(client, account)
    return account


def sessions_of(session: Session, offer: Offer) -> list[OfferSession]:
    """The sessions as they stand now; no transaction stays open."""
    session.rollback()
    session.expire_all()
    found = list(session.scalars(select(OfferSession).where(OfferSession.offer_id == offer.id)))
    session.commit()
    return found


def test_a_weekly_meeting_keeps_its_time_on_the_clock_through_the_change_to_summer_time() -> None:
    found = weekly_meetings(
        from_day=date(2026, 3, 17),
        until_day=date(2026, 4, 7),
        weekday=Day.TUE,
        begin=time(18),
        end=time(19, 30),
    )
    assert [start.astimezone(UTC).hour for start, _ in found] == [17, 17, 16, 16]
    assert all(end - start == timedelta(minutes=90) for start, end in found)


def test_weekly_meetings_fall_on_their_day_only() -> None:
    found = weekly_meetings(
        from_day=date(2026, 3, 4),
        until_day=date(2026, 3, 17),
        weekday=Day.TUE,
        begin=time(10),
        end=time(11),
    )
    assert [start.date() for start, _ in found] == [date(2026, 3, 10), date(2026, 3, 17)]


def test_an_hour_that_summer_time_skips_is_an_hour_later() -> None:
    assert moment_of(date(2026, 3, 29), time(2, 30)) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_sessions_are_planned_once_and_cancelled(
    session: Session, client: FlaskClient, member: Account, offer: Offer
) -> None:
    address = f"/beheer/aanbod/{offer.id}/sessies"
    sent = {"day": "2026-03-24", "begin": "18:00", "end": "19:30", "until_day": "2026-04-07"}
    for _ in range(2):
        assert client.post(address, data=sent).status_code == 303
    found = sessions_of(session, offer)
    assert [one.starts_at.hour for one in found] == [17, 16, 16]
    first = found[0].id
    for _ in range(2):
        path = f"{address}/{first}/afgelasten"
        assert client.post(path, data={"note": "Ziek"}).status_code == 303
    assert "Ziek" in client.get(address).text
    acts = session.scalars(select(AuditRow.act).where(AuditRow.thing_id == offer.id)).all()
    assert acts.count("cancel_session") == 1


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"day": "2026-03-24", "begin": "19:00", "end": "18:00"},
        {"day": "2026-03-02", "begin": "18:00", "end": "19:00"},
        {"day": "2026-13-02", "begin": "25:00", "end": "x"},
        {"day": "9999-12-31", "begin": "18:00", "end": "19:00"},
        {"day": "0001-01-01", "begin": "00:00", "end": "00:01"},
        {"day": "2026-03-24", "begin": "18:00", "end": "19:00", "until_day": "9999-12-31"},
        {"day": "2026-03-24", "begin": "18:00", "end": "19:00", "until_day": "2026-03-23"},
        {"day": "2026-03-24", "begin": "18:00", "end": "19:00", "place_id": "987654"},
        {"day": "2026-03-24", "begin": "18:00", "end": "19:00", "note": "x" * 500},
    ],
)
def test_sessions_that_cannot_be_are_refused(
    session: Session, client: FlaskClient, member: Account, offer: Offer, sent: dict[str, str]
) -> None:
    answer = client.post(f"/beheer/aanbod/{offer.id}/sessies", data=sent)
    assert answer.status_code == 422
    assert session.scalar(select(func.count(OfferSession.id))) == 0


def test_the_session_of_another_offer_cannot_be_cancelled_through_ones_own(
    session: Session, client: FlaskClient, member: Account, offer: Offer
) -> None:
    theirs = written.whole_offer(session, written.host(session, "Anderen"))
    theirs.sessions.append(OfferSession(starts_at=examples.NOW, ends_at=NOW.replace(hour=11)))
    session.commit()
    path = f"/beheer/aanbod/{offer.id}/sessies/{theirs.sessions[0].id}/afgelasten"
    assert client.post(path).status_code == 404


@pytest.mark.parametrize("end", ["24:00", "00:00", "24"])
def test_a_session_lasts_until_the_midnight_that_ends_its_day(
    session: Session, client: FlaskClient, member: Account, offer: Offer, end: str
) -> None:
    address = f"/beheer/aanbod/{offer.id}/sessies"
    sent = {"day": "2026-03-24", "begin": "20:00", "end": end, "until_day": "2026-03-31"}
    for _ in range(2):
        assert client.post(address, data=sent).status_code == 303
    found = sessions_of(session, offer)
    assert [one.ends_at - one.starts_at for one in found] == [timedelta(hours=4)] * 2
    assert [one.ends_at.hour for one in found] == [23, 22]  # in UTC, on both sides of summer time
    assert client.get(address).text.count("tot 24.00 uur") == 2


def test_a_day_ends_at_the_next_midnight_also_when_it_has_25_hours() -> None:
    assert end_of(date(2026, 10, 25), time(0)) == datetime(2026, 10, 25, 23, tzinfo=UTC)
    assert end_of(date(2026, 10, 25), time(22)) == moment_of(date(2026, 10, 25), time(22))


def test_a_word_that_is_too_long_stays_beside_the_session_that_it_was_for(
    session: Session, client: FlaskClient, member: Account, offer: Offer
) -> None:
    address = f"/beheer/aanbod/{offer.id}/sessies"
    for day in ("2026-03-24", "2026-03-25"):
        client.post(address, data={"day": day, "begin": "18:00", "end": "19:00"})
    first, second = sessions_of(session, offer)
    words = "Ziek. " * 50
    cancel = f"{address}/{second.id}/afgelasten"
    answer = client.post(cancel, data={"note": words})
    assert answer.status_code == 422
    assert "Dit is te lang: hoogstens 200 tekens." in answer.text
    assert boxes(answer.text, cancel)["note"] == words
    assert boxes(answer.text, f"{address}/{first.id}/afgelasten")["note"] == ""
    assert "begin" in boxes(answer.text, address)  # The other form still goes where it went.


def test_a_word_about_a_session_that_is_over_is_kept(
    session: Session, client: FlaskClient, member: Account, offer: Offer
) -> None:
    address = f"/beheer/aanbod/{offer.id}/sessies"
    client.post(address, data={"day": "2026-03-03", "begin": "12:00", "end": "13:00"})
    (one,) = sessions_of(session, offer)
    with time_machine.travel(NOW + timedelta(hours=6)):
        answer = client.post(f"{address}/{one.id}/afgelasten", data={"note": "De zaal was dicht"})
    assert answer.status_code == 422
    assert "Deze sessie is al begonnen." in answer.text
    assert "De zaal was dicht" in answer.text
    (one,) = sessions_of(session, offer)
    assert one.status is SessionStatus.PLANNED
