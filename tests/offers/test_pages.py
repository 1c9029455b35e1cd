"""The pages on which organisations write their offers: what is kept, refused and never lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core.audit import AuditRow
from meedoen.offers.models import Offer
from meedoen.offers.places.queries import places_of
from meedoen.offers.places.rules import PlaceText
from meedoen.offers.queries import get_offer
from meedoen.offers.terms import (
    CatchmentKind,
    Insurance,
    Language,
    OfferStatus,
    OfferType,
    Rhythm,
)
from meedoen.offers.writing.actions import change_offer
from meedoen.offers.writing.queries import text_of
from tests.boxes import boxes
from tests.examples import BONHEIDEN, MECHELEN, NOW
from tests.offers import written

SignIn = Callable[[FlaskClient, Account], None]


@pytest.fixture(autouse=True)
def on_a_tuesday() -> object:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def member(session: Session, client: FlaskClient, sign_in: SignIn) -> Account:
    """A member of an organisation, signed in."""
    account = written.member_of(written.host(session), session)
    sign_in(client, account)
    return account


@pytest.fixture
def offer(session: Session, member: Account) -> Offer:
    """A whole draft of the member's organisation."""
    found = written.whole_offer(session, own_organisation(session, member), by=member)
    session.commit()
    return found


def own_organisation(session: Session, member: Account):  # type: ignore[no-untyped-def]
    from meedoen.organisations.models import Organisation

    return session.get(Organisation, member.roles[0].organisation_id)


def again(session: Session, offer: Offer) -> Offer:
    """The offer as it stands now, wholly read, so that no transaction stays open."""
    session.rollback()
    session.expire_all()
    found = get_offer(session, offer.id)
    session.commit()
    assert found
    return found


def test_an_organisation_begins_an_offer_with_two_answers(
    session: Session, client: FlaskClient, member: Account
) -> None:
    address = f"/beheer/organisaties/{member.roles[0].organisation_id}/aanbod/nieuw"
    sent = boxes(client.get(address).get_data(as_text=True), address)
    sent["title"], sent["type"] = "Samen koken", "activity"
    first, second = client.post(address, data=sent), client.post(address, data=sent)
    assert first.status_code == 303
    assert first.headers["Location"] == second.headers["Location"]
    assert session.scalars(select(Offer.title)).all() == ["Samen koken"]
    assert client.get(first.headers["Location"]).status_code == 200


def test_a_new_offer_without_a_kind_says_what_is_wrong_and_keeps_the_title(
    session: Session, client: FlaskClient, member: Account
) -> None:
    address = f"/beheer/organisaties/{member.roles[0].organisation_id}/aanbod/nieuw"
    answer = client.post(address, data={"title": "Samen <koken>"})
    assert answer.status_code == 422
    assert "Samen &lt;koken&gt;" in answer.text
    assert session.scalar(select(func.count(Offer.id))) == 0


def test_saving_what_one_sees_changes_nothing(
    session: Session, client: FlaskClient, member: Account, offer: Offer
) -> None:
    text = replace(
        text_of(offer),
        catchment=CatchmentKind.MUNICIPALITIES,
        municipalities=frozenset({MECHELEN, BONHEIDEN}),
        rhythm=Rhythm.SERIES,
        starts_on=date(2026, 4, 1),
        ends_on=date(2026, 6, 1),
        cost_cents=250,
        minutes_total=2400,
        seats=12,
        host_languages=frozenset({Language.DARI, Language.TAMAZIGHT}),
        min_age=18,
        description="Eén\n\n'twee' & <drie>",
        claims_suitable=True,
        in_duo_or_group=True,
        women_only=True,
        insurance=Insurance.OTHER,
        insurance_note="Polis 12",
    )
    places = [
        PlaceText(postcode="2820", part="Rijmenam", street="Dijlelaan 1"),
        PlaceText(postcode="9000", lat=51.05, lon=3.72, name="Bib"),
    ]
    change_offer(session, offer, text, places=places, by=member, at=NOW)
    session.commit()
    before = offer.version, text_of(offer), places_of(offer)
    address = f"/beheer/aanbod/{offer.id}"
    sent = boxes(client.get(address).get_data(as_text=True), address)
    assert client.post(address, data=sent).status_code == 303
    offer = again(session, offer)
    assert (offer.version, text_of(offer), places_of(offer)) == before


def test_a_draft_is_kept_however_little_it_holds(
    session: Session, client: FlaskClient, member: Account, offer: Offer
) -> None:
    address = f"/beheer/aanbod/{offer.id}"
    answer = client.post(address, data={"title": "Alleen dit", "type": "buddy"})
    assert answer.status_code == 303
    offer = again(session, offer)
    assert (offer.title, offer.type, offer.level, offer.places) == (
        "Alleen dit",
        OfferType.BUDDY,
        None,
        [],
    )
    page = client.get(address).text
    assert "Kies hoeveel Nederlands iemand nodig heeft." in page
    assert 'href="#level"' in page


def test_a_stale_form_answers_in_words_and_keeps_what_was_typed(
    session: Session, client: FlaskClient, member: Account, offer: Offer
) -> None:
    address = f"/beheer/aanbod/{offer.id}"
    sent = boxes(client.get(address).get_data(as_text=True), address)
    change_offer(
        session, offer, replace(text_of(offer), summary="Van een collega"), by=member, at=NOW
    )
    session.commit()
    sent["description"] = "Mijn lange tekst"
    answer = client.post(address, data=sent)
    assert answer.status_code == 409
    assert "Iemand anders heeft dit aanbod intussen veranderd" in answer.text
    assert "Mijn lange tekst" in answer.text
    assert "In één of twee zinnen, Wat doen jullie?" in answer.text
    assert again(session, offer).summary == "Van een collega"
    knowingly = boxes(answer.text, address)
    assert client.post(address, data=knowingly).status_code == 303
    assert again(session, offer).description == "Mijn lange tekst"


def test_a_double_save_is_one_change(
    session: Session, client: FlaskClient, member: Account, offer: Offer
) -> None:
    address = f"/beheer/aanbod/{offer.id}"
    sent = boxes(client.get(address).get_data(as_text=True), address)
    sent["title"] = "Nieuwe titel"
    assert [client.post(address, data=sent).status_code for _ in range(2)] == [303, 303]
    acts = select(AuditRow.act).where(AuditRow.thing_id == offer.id)
    assert session.scalars(acts).all().count("change_offer") == 2  # the example's own, and this


def test_save_and_submit_keeps_and_asks_for_review(
    session: Session, client: FlaskClient, member: Account, offer: Offer
) -> None:
    address = f"/beheer/aanbod/{offer.id}"
    sent = boxes(client.get(address).get_data(as_text=True), address)
    client.post(address, data={**sent.to_dict(flat=False), "daarna": "indienen"})
    assert again(session, offer).status is OfferStatus.SUBMITTED


def test_save_and_submit_of_an_incomplete_offer_keeps_it_all_the_same(
    session: Session, client: FlaskClient, member: Account, offer: Offer
) -> None:
    address = f"/beheer/aanbod/{offer.id}"
    answer = client.post(
        address, data={"title": "Nog niet af", "type": "buddy", "daarna": "indienen"}
    )
    assert answer.headers["Location"].endswith("#ontbreekt")
    offer = again(session, offer)
    assert (offer.title, offer.status) == ("Nog niet af", OfferStatus.DRAFT)


def test_a_postcode_in_two_municipalities_is_asked_about(
    session: Session, client: FlaskClient, member: Account, offer: Offer
) -> None:
    address = f"/beheer/aanbod/{offer.id}"
    sent = boxes(client.get(address).get_data(as_text=True), address)
    sent["places-0-postcode"] = "1050"
    answer = client.post(address, data=sent)
    assert answer.status_code == 422
    assert "ligt in twee gemeenten" in answer.text
    assert "(Elsene)" in answer.text
    chosen = boxes(answer.text, address)
    chosen["places-0-part"] = "21009|Elsene"
    assert client.post(address, data=chosen).status_code == 303
    assert again(session, offer).places[0].nis == "21009"


def test_an_unknown_municipality_is_named(
    session: Session, client: FlaskClient, member: Account, offer: Offer
) -> None:
    address = f"/beheer/aanbod/{offer.id}"
    sent = boxes(client.get(address).get_data(as_text=True), address)
    sent["catchment"], sent["municipalities"] = "municipalities", "mechelen; Atlantis, putte"
    answer = client.post(address, data=sent)
    assert answer.status_code == 422
    assert "We kennen deze gemeente niet: Atlantis." in answer.text
    assert "mechelen; Atlantis, putte" in answer.text


def test_a_place_can_be_taken_away(
    session: Session, client: FlaskClient, member: Account, offer: Offer
) -> None:
    places = [*places_of(offer), PlaceText(postcode="9000")]
    change_offer(session, offer, text_of(offer), places=places, by=member, at=NOW)
    session.commit()
    address = f"/beheer/aanbod/{offer.id}"
    sent = boxes(client.get(address).get_data(as_text=True), address)
    sent["places-0-remove"] = "y"
    assert client.post(address, data=sent).status_code == 303
    assert [place.postcode for place in again(session, offer).places] == ["9000"]


@pytest.mark.parametrize(
    "typed",
    [
        {"type": "spaceship"},
        {"type": ""},
        {"title": "x" * 100_000},
        {"level": "7"},
        {"goals": "money"},
        {"moments": "mon-midnight"},
        {"regions": "atlantis"},
        {"contact_id": "999999"},
        {"contact_id": "1 OR 1=1"},
        {"seats": "9" * 5000},
        {"seats": "-1"},
        {"min_age": "²"},
        {"cost": "NaN"},
        {"cost": "Infinity"},
        {"cost": "1e99999"},
        {"hours_total": "veel"},
        {"starts_on": "2026-02-30"},
        {"starts_on": "2026-06-02", "ends_on": "2026-06-01"},
        {"places-0-postcode": "0000"},
        {"places-0-postcode": "٢٨٠٠"},
        {"places-0-point": "0,0"},
        {"places-0-point": "51.0,4.4,9"},
        {"places-0-id": "abc"},
        {"insurance": "god"},
        {"seen_version": "x"},
    ],
)
def test_hostile_input_is_refused_in_words_and_changes_nothing(
    session: Session, client: FlaskClient, member: Account, offer: Offer, typed: dict[str, str]
) -> None:
    address = f"/beheer/aanbod/{offer.id}"
    sent = boxes(client.get(address).get_data(as_text=True), address)
    for name, value in typed.items():
        sent[name] = value
    before = offer.version
    answer = client.post(address, data=sent)
    assert answer.status_code == 422
    assert "Er klopt nog iets niet" in answer.text
    assert again(session, offer).version == before


@pytest.mark.parametrize(
    "name", ["places-²-postcode", "places-99999999-postcode", "places--postcode", "places"]
)
def test_strange_rows_are_no_rows(
    client: FlaskClient, member: Account, offer: Offer, name: str
) -> None:
    address = f"/beheer/aanbod/{offer.id}"
    sent = boxes(client.get(address).get_data(as_text=True), address)
    sent[name] = "2800"
    assert client.post(address, data=sent).status_code == 303


@pytest.mark.parametrize("sign", ["\x00", "\ufffd", "\uffff"])
def test_a_title_with_a_sign_that_was_lost_is_refused_in_words(
    client: FlaskClient, member: Account, offer: Offer, sign: str
) -> None:
    typed = {"title": f"Koffie{sign} en praten", "type": "buddy"}
    answer = client.post(f"/beheer/aanbod/{offer.id}", data=typed)
    assert answer.status_code == 422
    assert "Hier staan tekens in die we niet kunnen lezen" in answer.text
    assert "Koffie\ufffd en praten" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/sessies",
        "/voorbeeld",
    ],
)
def test_the_pages_of_anothers_offer_are_not_there(
    session: Session, client: FlaskClient, member: Account, path: str
) -> None:
    other = written.whole_offer(session, written.host(session, "Anderen"))
    session.commit()
    assert client.get(f"/beheer/aanbod/{other.id}{path}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/sessies",
        "/sessies/1/afgelasten",
        "/indienen",
        "/pauzeren",
        "/hervatten",
        "/archiveren",
        "/kopieren",
        "/nagekeken",
    ],
)
def test_nothing_can_be_done_to_anothers_offer(
    session: Session, client: FlaskClient, member: Account, path: str
) -> None:
    other = written.published_offer(session, written.host(session, "Anderen"))
    session.commit()
    before = other.version
    data = {"title": "gekaapt", "type": "buddy", "request_key": "0" * 32}
    assert client.post(f"/beheer/aanbod/{other.id}{path}", data=data).status_code == 404
    assert again(session, other).version == before


def test_the_list_of_another_organisation_is_not_there(
    session: Session, client: FlaskClient, member: Account
) -> None:
    other = written.host(session, "Anderen")
    session.commit()
    assert client.get(f"/beheer/organisaties/{other.id}/aanbod").status_code == 404
    assert client.post(f"/beheer/organisaties/{other.id}/aanbod/nieuw").status_code == 404


def test_a_copy_pressed_twice_is_one_copy(
    session: Session, client: FlaskClient, member: Account, offer: Offer
) -> None:
    page = client.get(f"/beheer/aanbod/{offer.id}").text
    address = f"/beheer/aanbod/{offer.id}/kopieren"
    sent = boxes(page, address)
    places = [client.post(address, data=sent).headers["Location"] for _ in range(2)]
    assert places[0] == places[1]
    assert client.post(address, data={"request_key": "x"}).status_code == 422
    assert session.scalar(select(func.count(Offer.id))) == 2


def test_pause_resume_archive(
    session: Session, client: FlaskClient, member: Account, offer: Offer
) -> None:
    offer.status, offer.published_at = OfferStatus.PUBLISHED, NOW
    session.commit()
    steps = [
        ("pauzeren", OfferStatus.PAUSED),
        ("pauzeren", OfferStatus.PAUSED),
        ("hervatten", OfferStatus.PUBLISHED),
        ("archiveren", OfferStatus.ARCHIVED),
        ("hervatten", OfferStatus.ARCHIVED),
    ]
    for path, status in steps:
        answer = client.post(f"/beheer/aanbod/{offer.id}/{path}")
        assert answer.status_code == 303
        assert again(session, offer).status is status
    assert "Dit kan niet meer" in client.get(answer.headers["Location"]).text


@pytest.mark.parametrize("status", OfferStatus)
def test_every_state_has_its_pages(
    session: Session, client: FlaskClient, member: Account, offer: Offer, status: OfferStatus
) -> None:
    offer.status, offer.published_at = status, NOW
    session.commit()
    for path in ("", "/sessies", "/talen", "/voorbeeld"):
        assert client.get(f"/beheer/aanbod/{offer.id}{path}").status_code == 200
    part = "?deel=archief" if status is OfferStatus.ARCHIVED else ""
    page = client.get(f"/beheer/organisaties/{offer.organisation_id}/aanbod{part}")
    assert "Praattafel" in page.text


def test_an_empty_list_says_what_to_do(client: FlaskClient, member: Account) -> None:
    page = client.get(f"/beheer/organisaties/{member.roles[0].organisation_id}/aanbod")
    assert "Je hebt nog geen aanbod" in page.text


def test_the_list_asks_as_many_questions_for_many_as_for_one(
    session: Session, client: FlaskClient, member: Account, offer: Offer, count_queries
) -> None:  # type: ignore[no-untyped-def]
    address = f"/beheer/organisaties/{offer.organisation_id}/aanbod"
    with count_queries() as one:
        client.get(address)
    for _ in range(6):
        written.published_offer(session, offer.organisation)
    session.commit()
    with count_queries() as many:
        client.get(address)
    assert len(many) == len(one) <= 9


def test_the_form_asks_few_questions(
    client: FlaskClient, member: Account, offer: Offer, count_queries
) -> None:  # type: ignore[no-untyped-def]
    with count_queries() as asked:
        client.get(f"/beheer/aanbod/{offer.id}")
    assert len(asked) <= 18


def test_a_form_without_its_token_changes_nothing(
    session: Session, client: FlaskClient, member: Account, offer: Offer, csrf: None
) -> None:
    client.application.config["WTF_CSRF_ENABLED"] = True
    before = offer.version
    answer = client.post(f"/beheer/aanbod/{offer.id}", data={"title": "x", "type": "buddy"})
    assert answer.status_code == 400
    assert client.post(f"/beheer/aanbod/{offer.id}/archiveren").status_code == 400
    assert again(session, offer).version == before
