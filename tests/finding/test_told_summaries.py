"""What is read of a summary in one's own language: on an offer's page, on cards, in the API."""

import re
from collections.abc import Callable
from typing import Any

import brotli
import pytest
from sqlalchemy.orm import Session

from meedoen.offers.models import Offer
from meedoen.offers.summaries.models import OfferSummary
from meedoen.offers.summaries.rules import MOST_SIGNS, digest_of
from meedoen.organisations.models import Organisation
from tests import examples
from tests.conftest import PageClient

ARABIC = "تحدّث ساعة بالهولندية مع أشخاص من الحي."
UKRAINIAN = "Поговоріть годину нідерландською з людьми з району."
DUTCH = "Praat een uur Nederlands met mensen uit de buurt."
PAGE = 15_000
"""Bytes of the HTML of a page of results, compressed."""


@pytest.fixture
def host(session: Session) -> Organisation:
    return examples.organisation(session)


@pytest.fixture
def offer(session: Session, host: Organisation) -> Offer:
    """An offer that is told in Arabic and Ukrainian."""
    made = examples.offer(session, host, "Praattafel", places=[examples.place()])
    tell(session, made, ar=ARABIC, uk=UKRAINIAN)
    return made


def tell(session: Session, offer: Offer, **texts: str) -> None:
    for code, text in texts.items():
        session.add(
            OfferSummary(offer_id=offer.id, language=code, text=text, tells=digest_of(offer))
        )
    session.commit()


def read(client: PageClient, address: str) -> str:
    answer = client.get(address, follow_redirects=True)
    assert answer.status_code == 200
    return answer.text


def page_of(client: PageClient, offer: Offer, code: str = "") -> str:
    return read(client, f"{code and '/'}{code}/aanbod/{offer.id}")


def words_of(page: str, of: str) -> list[tuple[str, str]]:
    """The attributes and the words of each paragraph of a class."""
    found = re.findall(rf'<p class="{of}"([^>]*)>([^<]*)</p>', page)
    return [(" ".join(attributes.split()), words) for attributes, words in found]


def described(page: str) -> str:
    """How the page describes itself to others."""
    (found,) = re.findall(r'<meta name="description"\s+content="([^"]*)"', page)
    return str(found)


@pytest.mark.parametrize(("code", "text", "way"), [("ar", ARABIC, "rtl"), ("uk", UKRAINIAN, "ltr")])
def test_the_page_begins_with_the_summary_in_its_language_and_then_the_dutch(
    client: PageClient, offer: Offer, code: str, text: str, way: str
) -> None:
    page = page_of(client, offer, code)
    assert words_of(page, "intro") == [
        (f'lang="{code}" dir="{way}"', text),
        ('lang="nl" dir="ltr"', DUTCH),
    ]
    assert described(page) == text
    assert page.count("told-summary-note") == 1


@pytest.mark.parametrize("code", ["", "fr"])
def test_in_dutch_and_where_nothing_is_told_the_page_is_as_it_was(
    client: PageClient, offer: Offer, code: str
) -> None:
    page = page_of(client, offer, code)
    assert words_of(page, "intro") == [('lang="nl" dir="ltr"', DUTCH)]
    assert "told-summary" not in page
    assert ARABIC not in page


def test_an_outdated_summary_is_shown_and_says_that_the_dutch_changed(
    client: PageClient, session: Session, offer: Offer
) -> None:
    offer.title = "Wandelen"
    session.commit()
    page = page_of(client, offer, "ar")
    assert words_of(page, "intro")[0] == ('lang="ar" dir="rtl"', ARABIC)
    assert page.count("told-summary-note") == 2
    assert described(page) == DUTCH


def test_a_card_tells_it_in_the_language_of_the_page_and_in_dutch_where_it_is_behind(
    client: PageClient, session: Session, offer: Offer
) -> None:
    for address in (
        "/ar/aanbod?waar=Mechelen",
        "/ar/",
        f"/ar/organisaties/{offer.organisation_id}",
    ):
        assert words_of(read(client, address), "offer-card-text") == [("", ARABIC)], address
    assert words_of(read(client, "/aanbod"), "offer-card-text") == [('lang="nl" dir="ltr"', DUTCH)]
    offer.summary = "Praat een uur."
    session.commit()
    shown = words_of(read(client, "/ar/aanbod"), "offer-card-text")
    assert shown == [('lang="nl" dir="ltr"', "Praat een uur.")]


def test_signs_of_html_in_a_summary_are_shown_as_they_are(
    client: PageClient, session: Session, host: Organisation
) -> None:
    offer = examples.offer(session, host, "Praattafel")
    tell(session, offer, en='<script>alert("x")</script> & "so"')
    for address in (f"/en/aanbod/{offer.id}", "/en/aanbod"):
        page = read(client, address)
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


@pytest.mark.parametrize("address", ["/ti/aanbod?waar=Mechelen", "/ti/"])
def test_a_page_asks_as_much_and_stays_light_however_many_offers_tell_something(
    client: PageClient,
    session: Session,
    host: Organisation,
    count_queries: Callable[[], Any],
    address: str,
) -> None:
    letters = "ሀለሐመሠረሰሸቀበተቸኀነኘአከኸወዐዘዠየደጀገጠጨጰጸፀፈፐ "

    def put(first: int, last: int) -> None:
        for number in range(first, last):
            offer = examples.offer(session, host, f"Aanbod {number}", places=[examples.place()])
            text = "".join(
                letters[(number * 7 + at * at + at // 3) % len(letters)] for at in range(MOST_SIGNS)
            ).strip()
            tell(session, offer, ti=text)

    put(0, 2)
    read(client, address)
    with count_queries() as few:
        read(client, address)
    put(2, 30)
    read(client, address)
    with count_queries() as lots:
        page = read(client, address)
    assert len(lots) <= len(few) <= 20
    size = len(brotli.compress(page.encode(), quality=4))
    assert size <= PAGE, size


def test_a_page_in_dutch_asks_nothing_for_summaries(
    client: PageClient, offer: Offer, count_queries: Callable[[], Any]
) -> None:
    for address in ("/aanbod", f"/aanbod/{offer.id}/praattafel"):
        with count_queries() as asked:
            read(client, address)
        assert not [one for one in asked if "offer_summaries" in one]


def test_the_api_tells_every_language_with_how_it_stands(
    client: PageClient, session: Session, offer: Offer
) -> None:
    def told() -> list[dict[str, Any]]:
        one = client.get(f"/api/v1/offers/{offer.id}").get_json()
        listed = client.get("/api/v1/offers").get_json()["offers"][0]
        feature = client.get("/api/v1/offers.geojson").get_json(force=True)["features"][0]
        return [shown["summaries"] for shown in (one, listed, feature["properties"])]

    right = {
        "ar": {"text": ARABIC, "state": "up_to_date"},
        "uk": {"text": UKRAINIAN, "state": "up_to_date"},
    }
    assert told() == [right] * 3
    offer.title = "Wandelen"
    session.commit()
    assert told() == [{code: one | {"state": "outdated"} for code, one in right.items()}] * 3


def test_the_specification_tells_of_summaries(client: PageClient) -> None:
    schemas = client.get("/api/v1/openapi.json").get_json()["components"]["schemas"]
    for name in ("OfferPageAnswer", "OffersAnswer.OfferAnswer"):
        assert "summaries" in schemas[name]["required"], name
    told = next(schema for name, schema in schemas.items() if name.endswith("SummaryAnswer"))
    assert told["properties"]["state"]["enum"] == ["up_to_date", "outdated"]
