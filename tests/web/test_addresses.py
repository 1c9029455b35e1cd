"""Addresses of languages: every page of a newcomer has thirteen, a work area has one."""

import re

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from meedoen.offers.index_upkeep import upkeep_of
from meedoen.web.addresses import in_language, parts_of
from meedoen.web.audience import PAGES
from meedoen.web.clock import today
from meedoen.web.languages import LANGUAGES
from tests import examples
from tests.conftest import PageClient

OTHERS = [code for code in LANGUAGES if code != "nl"]
ALTERNATE = re.compile(r'hreflang="([\w-]+)"\s+href="([^"]*)"')


@pytest.fixture
def paths(session: Session) -> list[str]:
    """An address of each public page that search engines may find."""
    host = examples.organisation(session)
    offer = examples.offer(session, host, "Praattafel", places=[examples.place()])
    session.commit()
    upkeep_of(session).catch_up(on=today())
    return [
        "/",
        "/aanbod",
        "/aanbod?waar=Mechelen&straal=25",
        f"/aanbod/{offer.id}/praattafel",
        f"/organisaties/{host.id}/buurthuis-de-brug",
        "/gemeenten/12025/mechelen",
        "/over",
        "/privacy",
        "/toegankelijkheid",
        "/aanmelden",
        "/wachtwoord/vergeten",
        "/bewijs",
    ]


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_public_page_is_there_in_every_language(
    client: PageClient, paths: list[str], code: str
) -> None:
    for path in paths:
        answer = client.get(in_language(path, code))
        page = answer.text
        assert answer.status_code == 200, path
        assert answer.headers["Content-Language"] == code
        direction = LANGUAGES[code].direction
        assert re.search(rf'<html lang="{code}"\s+dir="{direction}"', page), path
        told = dict(ALTERNATE.findall(page.split("</head>")[0].replace("&amp;", "&")))
        assert told == {one: f"http://localhost{in_language(path, one)}" for one in LANGUAGES} | {
            "x-default": f"http://localhost{path}"
        }
        canonical = re.search(r'rel="canonical"\s+href="([^"]*)"', page)
        assert canonical
        assert canonical[1].replace("&amp;", "&") == told[code]


@pytest.mark.parametrize("code", ["ar", "ti"])
def test_links_and_forms_keep_the_language(client: PageClient, paths: list[str], code: str) -> None:
    for path in paths:
        page = client.get(in_language(path, code)).text
        body = page.split("<body")[1]
        dutch_page = f'<a href="{path.replace("&", "&amp;")}" hreflang="nl">'
        assert dutch_page in body
        for address in re.findall(r'(?:href|action)="(/[^"]*)"', body.replace(dutch_page, "")):
            assert parts_of(address)[0] == code or address.startswith("/api/"), (path, address)


def test_redirects_keep_the_language(client: PageClient, paths: list[str]) -> None:
    offer = paths[3].rsplit("/", 1)[0]
    assert client.get(f"/uk{offer}").headers["Location"] == f"/uk{paths[3]}"
    asked = client.get("/uk/mijn?a=1")
    assert asked.headers["Location"] == "/uk/aanmelden?volgende=%2Fuk%2Fmijn%3Fa%3D1"
    sent = client.post("/fr/wachtwoord/vergeten", data={"email": "niemand@voorbeeld.be"})
    assert sent.headers["Location"] == "/fr/wachtwoord/vergeten/verstuurd"


@pytest.mark.parametrize("path", ["/xx/", "/nl/aanbod", "/AR/", "/arx", "/ar/nergens", "/ar/ar/"])
def test_an_unknown_code_or_page_is_not_there(client: PageClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/api/v1/offers", "/static/favicon.svg", "/assets/app.css", "/healthz", "/robots.txt"],
)
def test_what_machines_ask_for_has_no_language(client: PageClient, path: str) -> None:
    with client.get(path) as answer:
        assert answer.status_code == 200
    assert client.get(f"/ar{path}").status_code == 404


def test_what_a_page_loads_has_no_language(client: PageClient) -> None:
    head = client.get("/ar/").text.split("</head>")[0]
    loaded = re.findall(r'(?:href|src)="(/[^"]*)"', head)
    assert loaded
    assert all(address.startswith(("/static/", "/assets/")) for address in loaded)


def test_a_work_area_is_in_dutch_whatever_the_address(client: PageClient) -> None:
    for path in ("/beheer", "/regie", "/trajecten?zoek=a", "/organisaties/registreren"):
        answer = client.get(f"/ar{path}")
        assert (answer.status_code, answer.headers["Location"]) == (308, path)
    page = client.get("/organisaties/registreren").text
    assert "site-language" not in page
    assert "hreflang" not in page


@pytest.mark.parametrize(
    "path", ["//evil.test", "/%5Cevil.test", "/%5C/evil.test", "/%09/evil.test"]
)
def test_the_link_to_the_dutch_page_never_leads_elsewhere(client: PageClient, path: str) -> None:
    page = client.get(f"/ar{path}").text
    found = re.search(r'<a href="([^"]*)" hreflang="nl">', page)
    assert found
    assert re.match(r"/[\w%]", found[1])


def test_a_query_that_is_no_text_is_refused_in_every_language(client: PageClient) -> None:
    assert client.get("/ar/aanbod?wat=%E9").status_code == 400
    assert (
        client.get("/ar/aanbod", environ_overrides={"QUERY_STRING": "wat=\xe9"}).status_code == 400
    )


def test_an_error_page_speaks_the_language_of_its_address(client: PageClient) -> None:
    answer = client.get("/fa/nergens")
    assert answer.headers["Content-Language"] == "fa"
    assert 'href="/fa/aanbod"' in answer.text


def test_a_language_costs_a_page_of_offers_one_query_for_their_summaries_and_others_none(
    client: PageClient,
    paths: list[str],
    count_queries,  # type: ignore[no-untyped-def]
) -> None:
    of_offers = paths[: paths.index("/over")]
    for path in paths:
        for each in (path, in_language(path, "ar")):
            client.get(each)
        with count_queries() as dutch:
            client.get(path)
        with count_queries() as arabic:
            client.get(in_language(path, "ar"))
        assert len(arabic) == len(dutch) + (path in of_offers), path


def test_every_page_of_the_list_is_reached_by_a_route(whole_app: Flask) -> None:
    routes = {rule.endpoint for rule in whole_app.url_map.iter_rules()}
    assert routes >= PAGES


def test_offers_are_marked_as_dutch_on_a_page_in_another_language(
    client: PageClient, paths: list[str]
) -> None:
    page = client.get(f"/ar{paths[3]}").text
    assert '<h1 lang="nl"><bdi dir="ltr">Praattafel</bdi></h1>' in page
    page = " ".join(page.split())
    assert '<p lang="nl" dir="ltr">We drinken koffie en praten over de week.</p>' in page
    card = client.get("/ar/aanbod").text
    assert re.search(r'<h2 class="offer-card-title" lang="nl">.*Praattafel', card)


def test_a_page_in_french_names_municipalities_in_french(
    client: PageClient, paths: list[str]
) -> None:
    assert "Malines" in client.get("/fr/gemeenten/12025/mechelen").text
    assert "Bruxelles" in client.get("/fr/gemeenten/21004/brussel").text
    assert "Bonheiden" in client.get("/fr/gemeenten/12005/bonheiden").text
    results = client.get("/fr/aanbod?waar=Mechelen").text
    assert "Malines" in results
    assert "Malines" not in client.get("/en/aanbod?waar=Mechelen").text
