"""Messages to a newcomer: in their language, once, kept on the file, and asked for an answer."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.core.audit import AuditRow
from meedoen.messages.models import OutgoingMessage
from meedoen.trajectories.caseload.messaging.models import CaseMessage
from meedoen.trajectories.caseload.messaging.rules import (
    PAUSE,
    international,
    phone_links,
    reasons_not_sent,
)
from meedoen.trajectories.caseload.messaging.terms import MessageKind
from meedoen.trajectories.models import Activity
from meedoen.trajectories.terms import HoursState
from meedoen.web.clock import now, today
from tests import examples
from tests.conftest import PageClient
from tests.trajectories.conftest import SignIn
from tests.trajectories.examples import hours, page_of, trajectory

AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
KEY = "a" * 32


@dataclass(frozen=True)
class Before:
    kind: MessageKind = MessageKind.CALL_ME
    offer_id: int | None = None
    at: datetime = AT


@pytest.mark.parametrize(
    ("kind", "changes", "codes"),
    [
        (MessageKind.CALL_ME, {}, []),
        (MessageKind.CALL_ME, {"address": None}, ["no_address_to_write"]),
        (MessageKind.REMINDER, {"has_appointment": False}, ["no_appointment_ahead"]),
        (MessageKind.CALL_ME, {"sent": [Before()]}, ["sent_just_now"]),
        (MessageKind.HOW_ARE_YOU, {"sent": [Before()]}, []),
        (MessageKind.CALL_ME, {"sent": [Before(at=AT - PAUSE)]}, []),
        (
            MessageKind.PROPOSAL,
            {"sent": [Before(kind=MessageKind.PROPOSAL, offer_id=1)], "offer_id": 2},
            [],
        ),
    ],
)
def test_a_message_needs_an_address_and_is_not_sent_twice_at_once(
    kind: MessageKind, changes: dict[str, object], codes: list[str]
) -> None:
    facts = {"address": "a@b.test", "has_appointment": True, "sent": [], "at": AT} | changes
    found = reasons_not_sent(kind, **facts)  # type: ignore[arg-type]
    assert [reason.code for reason in found] == codes


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0470 12 34 56", "+32470123456"),
        ("+32 470/12.34.56", "+32470123456"),
        ("0032470123456", "+32470123456"),
        ("015 00 00 00", "+3215000000"),
        ("+380 50 123 45 67", "+380501234567"),
        ("bel mij", None),
        ("", None),
        (None, None),
        ("0", None),
    ],
)
def test_a_number_is_dialled_as_the_whole_world_does(typed: str | None, number: str | None) -> None:
    assert international(typed) == number


def test_a_landline_takes_no_text() -> None:
    assert set(phone_links("015 00 00 00", "x")) == {"call"}
    assert set(phone_links("0470 00 00 00", "x")) == {"call", "sms", "whatsapp"}
    assert phone_links("geen", "x") == {}


@given(st.text(max_size=40))
def test_a_link_of_the_telephone_never_holds_what_was_typed_beside_the_number(typed: str) -> None:
    for link in phone_links(typed, "Hoe gaat het? & meer").values():
        assert set(link) <= set("abcdefghijklmnopqrstuvwxyzHAB0123456789+:/.?=%")


def send(client: PageClient, of: Activity, kind: str = "call_me", key: str = KEY, **more: str):  # type: ignore[no-untyped-def]
    return client.post(f"{page_of(of)}/bericht/{kind}", data={f"{kind}-request_key": key} | more)


def reachable(session: Session, of: Activity, language: str = "fr") -> None:
    person = of.trajectory.newcomer
    person.email, person.language, person.phone = "amina@mail.test", language, "0470 00 00 00"
    session.commit()


def test_a_message_is_previewed_in_both_languages_and_sent_once_however_often_it_is_pressed(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    reachable(session, joined)
    page = guided.get(f"{page_of(joined)}/bericht").get_data(as_text=True)
    assert 'lang="fr"' in page
    assert "Wil je mij bellen?" in page
    assert "sms:+32470000000" in page
    assert "Herinnering" not in page
    for _again in range(2):
        assert send(guided, joined).headers["Location"] == page_of(joined)
    mail = session.scalars(select(OutgoingMessage)).one()
    kept = session.scalars(select(CaseMessage)).one()
    assert (mail.language, mail.recipient, kept.body) == ("fr", "amina@mail.test", mail.body)
    acts = session.scalars(select(AuditRow.act).where(AuditRow.act == "send_message")).all()
    assert len(acts) == 1
    session.commit()
    another_window = send(guided, joined, key="b" * 32)
    assert another_window.status_code == 422
    assert "net verstuurd" in another_window.get_data(as_text=True)


def test_a_reminder_names_the_next_appointment(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    reachable(session, joined, "nl")
    assert send(guided, joined, "reminder").status_code == 422
    hours(session, joined, HoursState.PLANNED, on_date=today() + timedelta(days=2))
    session.commit()
    assert send(guided, joined, "reminder").status_code == 303
    assert "Praattafel in de bib" in session.scalars(select(CaseMessage.body)).one()


def test_without_an_address_one_can_still_call(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    joined.trajectory.newcomer.phone = "0470 00 00 00"
    session.commit()
    page = guided.get(f"{page_of(joined)}/bericht").get_data(as_text=True)
    assert "heeft geen e-mailadres" in page
    assert "tel:+32470000000" in page
    assert send(guided, joined).status_code == 422
    assert not session.scalars(select(CaseMessage)).all()


def test_an_offer_is_proposed_with_its_link(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    reachable(session, joined, "ar")
    offer = examples.offer(session, examples.organisation(session), "Samen koken")
    session.commit()
    page = guided.get(f"{page_of(joined)}/bericht?aanbod={offer.id}").get_data(as_text=True)
    assert "Samen koken" in page
    assert 'dir="rtl"' in page
    sent = send(guided, joined, "proposal", aanbod=str(offer.id), next="/trajecten")
    assert sent.headers["Location"] == "/trajecten"
    assert f"/ar/aanbod/{offer.id}/" in session.scalars(select(CaseMessage.body)).one()
    session.commit()
    assert send(guided, joined, "proposal", key="c" * 32).status_code == 422
    assert send(guided, joined, "call_me", key="d" * 32, aanbod=str(offer.id)).status_code == 422
    assert guided.get(f"{page_of(joined)}/bericht?aanbod=999999").status_code == 404


def test_no_answer_for_ten_days_asks_for_attention_until_one_is_noted(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    reachable(session, joined)
    send(guided, joined)
    message = session.scalars(select(CaseMessage)).one()
    message.at = now() - timedelta(days=11)
    session.commit()
    listed = guided.get("/trajecten?toon=lopend").get_data(as_text=True)
    assert "Al 10 dagen geen antwoord op ‘Bel mij’" in listed
    for _again in range(2):
        guided.post(f"{page_of(joined)}/antwoord")
    listed = guided.get("/trajecten?toon=lopend").get_data(as_text=True)
    assert "geen antwoord op" not in listed
    acts = session.scalars(select(AuditRow.act).where(AuditRow.act == "note_answer")).all()
    assert len(acts) == 1


def test_a_form_of_another_file_is_refused_and_so_is_a_message_that_is_none(
    guided: PageClient, session: Session, joined: Activity, sign_in: SignIn
) -> None:
    reachable(session, joined)
    other = trajectory(session, counsellor_id=joined.trajectory.counsellor_id)
    other.newcomer.email = "b@mail.test"
    session.commit()
    send(guided, joined)
    address = f"/trajecten/{other.id}/bericht"
    assert guided.post(f"{address}/call_me", data={"call_me-request_key": KEY}).status_code == 409
    assert guided.post(f"{address}/iets").status_code == 404
    sign_in(guided, joined.trajectory.newcomer)
    assert guided.get(f"{page_of(joined)}/bericht").status_code == 404
    assert "Berichten" not in guided.get(page_of(joined)).get_data(as_text=True)
