"""The map: the same question and totals as the list, marks that add up, and a light page."""

import json
import re
from dataclasses import replace
from math import hypot
from random import Random
from typing import Any
from urllib.parse import urlencode

import brotli
import pytest
from apiflask import APIFlask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from meedoen.offers.finding.map.queries import find_marks
from meedoen.offers.finding.map.rules import (
    MOST_MARKS,
    circles_of,
    clusters_of,
    edge_of,
    picture_of,
    spread,
)
from meedoen.offers.finding.map.terms import Circle
from meedoen.offers.finding.queries import search_offers
from meedoen.offers.finding.terms import Criteria, Trait
from meedoen.offers.models import OfferPlace
from meedoen.offers.terms import Goal, OfferType
from meedoen.places.boundaries.documents import kept_text
from meedoen.places.boundaries.rules import LAND, arcs_of
from meedoen.places.boundaries.terms import Boundaries, Box
from meedoen.places.queries import find_place
from meedoen.web.clock import today
from tests import examples
from tests.conftest import PageClient
from tests.finding.catalogue import Catalogue

BUDGET = 150_000
"""Bytes over the wire for the page of the map with all that it loads, as many marks as may be."""

spots = st.tuples(st.floats(0, 1000), st.floats(0, 1000))


def summary(page: str) -> str:
    found = re.search(r'class="summary-line"><strong>(.*?)</strong>', page, re.S)
    assert found
    return found[1]


def wire(content: bytes) -> int:
    """Bytes of it when it is sent, compressed as the product does."""
    return len(brotli.compress(content, quality=4))


@given(st.lists(spots, max_size=120), st.floats(5, 300))
def test_clusters_hold_every_mark_once_and_stand_apart(
    points: list[tuple[float, float]], apart: float
) -> None:
    clusters = clusters_of(points, apart)
    members = [number for cluster in clusters for number in cluster.members]
    assert sorted(members) == list(range(len(points)))
    for number, one in enumerate(clusters):
        assert (one.x, one.y) == points[one.members[0]]
        for other in clusters[:number]:
            assert hypot(one.x - other.x, one.y - other.y) >= apart


@given(st.lists(spots, min_size=1, max_size=30))
def test_a_picture_is_square_and_shows_every_point(points: list[tuple[float, float]]) -> None:
    box = picture_of([], points)
    assert box.width == box.height
    assert all(box.holds(point) for point in points)


def test_a_picture_of_nothing_shows_the_whole_land() -> None:
    box = picture_of([], [])
    assert box.holds((0, 0))
    assert box.holds((LAND.width, LAND.height))


def test_the_edge_of_what_is_in_reach_crosses_no_circle() -> None:
    circles = [Circle(0, 0, 100), Circle(120, 0, 100), Circle(1000, 0, 50)]
    edge = [point for line in edge_of(circles) for point in line]
    assert all(
        hypot(x - circle.x, y - circle.y) > circle.radius - 2 for x, y in edge for circle in circles
    )
    assert len(edge) > 150


def test_names_do_not_cover_marks_or_each_other() -> None:
    box = Box(0, 0, 360, 360)
    names = spread([(100, 100), (110, 100), (200, 200), (359, 10)], [(200, 200)], box)
    assert [number for number, _x, _y in names] == [0, 1, 2]
    places = [(x, y) for _number, x, y in names]
    assert places[0] == (100, 100)
    assert places[1] == (110, 130)
    assert places[2] != (200, 200)


def test_a_place_without_a_radius_has_no_circle(session: Session) -> None:
    near = find_place(session, "Mechelen").place
    assert near
    assert circles_of(near, 0) == []
    assert len(circles_of(near, 10)) == len(near.points)
    assert circles_of(None, 10) == []


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.fixed_dictionaries(
        {
            "near": st.sampled_from((None, "Mechelen", "2800", "Bonheiden", "51.2,4.4")),
            "radius_km": st.sampled_from((0, 3.5, 10, 100)),
            "types": st.frozensets(st.sampled_from(list(OfferType)), max_size=2),
            "goals": st.frozensets(st.sampled_from(list(Goal)), max_size=2),
            "traits": st.frozensets(st.sampled_from(list(Trait)), max_size=1),
            "words": st.sampled_from(("", "koffie", "aanbod")),
        }
    )
)
def test_the_map_holds_what_the_list_finds(catalogue: Catalogue, question: dict[str, Any]) -> None:
    session = catalogue.session
    near = find_place(session, question.pop("near") or "").place
    criteria = Criteria(near=near, page_size=1000, **question)
    listed = search_offers(session, criteria, on=today())
    marked = find_marks(session, criteria, on=today())
    assert marked.total == listed.total
    assert len(marked.marks) + marked.placeless + marked.left_out == marked.total
    first = {
        row.offer.id: row.place or (row.offer.places[0] if row.offer.places else None)
        for row in listed
    }
    told = {key: (place.lat, place.lon) for key, place in first.items() if place}
    assert {mark.id: (mark.lat, mark.lon) for mark in marked.marks} == told
    assert {mark.id: mark.metres for mark in marked.marks} == {
        row.offer.id: row.metres for row in listed if row.offer.places
    }


def test_page_and_data_of_the_map_have_the_totals_of_the_list(
    client: PageClient, catalogue: Catalogue
) -> None:
    for question in ({}, {"waar": "Mechelen"}, {"waar": "Lier", "straal": "25", "gratis": "1"}):
        query = urlencode(question)
        listed = client.get(f"/aanbod?{query}").get_data(as_text=True)
        mapped = client.get(f"/aanbod/kaart?{query}").get_data(as_text=True)
        told = client.get(f"/aanbod/kaart.json?{query}").get_json()
        assert summary(mapped) == summary(listed)
        assert summary(mapped).startswith(str(told["total"]))
        assert len(told["offers"]) + told["placeless"] == told["total"]
        drawn = [int(n) for n in re.findall(r'class="map-many">.*?>(\d+)</text>', mapped, re.S)]
        assert sum(drawn) + len(re.findall('class="map-one"', mapped)) == len(told["offers"])


def test_both_tabs_keep_the_whole_question(client: PageClient, app: APIFlask) -> None:
    question = "waar=Mechelen&straal=25&soort=buddy&kinderen=welcome&wat=koffie"
    for here in ("/aanbod", "/aanbod/kaart"):
        page = client.get(f"{here}?{question}&pagina=1").get_data(as_text=True)
        tabs = re.findall(r'class="tab"\s+href="([^"]*)"', page)
        assert [tab.partition("?")[0] for tab in tabs] == ["/aanbod", "/aanbod/kaart"]
        for tab in tabs:
            kept = tab.partition("?")[2].replace("&amp;", "&")
            assert sorted(kept.split("&")) == sorted(question.split("&"))
        assert f'action="{here}"' in page


def test_a_mark_tells_of_the_offer_alone(client: PageClient, session: Session) -> None:
    host = examples.organisation(session)
    offer = examples.offer(
        session, host, "Praattafel", places=[examples.place()], type=OfferType.BUDDY
    )
    examples.offer(session, host, "Van thuis uit")
    session.commit()
    told = client.get("/aanbod/kaart.json?waar=Mechelen").get_json()
    assert told == {
        "total": 2,
        "placeless": 1,
        "left_out": 0,
        "offers": [
            {
                "id": offer.id,
                "title": "Praattafel",
                "url": f"/aanbod/{offer.id}/praattafel",
                "lat": 51.0259,
                "lon": 4.4776,
                "type": "buddy",
                "line": "Buddy · Mechelen · in jouw gemeente",
            }
        ],
    }


def test_what_is_not_on_the_map_is_said(
    client: PageClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = examples.organisation(session)
    for number in range(3):
        examples.offer(session, host, f"Hier {number}", places=[examples.place()])
    examples.offer(session, host, "Van thuis uit")
    session.commit()
    page = client.get("/aanbod/kaart?waar=Mechelen").get_data(as_text=True)
    assert "1 resultaat heeft geen vaste plaats" in page
    assert "te veel voor één kaart" not in page
    monkeypatch.setattr("meedoen.offers.finding.map.queries.MOST_MARKS", 2)
    page = client.get("/aanbod/kaart?waar=Mechelen").get_data(as_text=True)
    assert "Je ziet de eerste 2 resultaten" in page
    told = client.get("/aanbod/kaart.json?waar=Mechelen").get_json()
    assert (told["total"], told["left_out"], len(told["offers"])) == (4, 2, 2)


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("soort=nonsense", 400),
        ("gemeente=99999", 400),
        ("waar=Nergenshuizen", 422),
        ("wat=" + "a" * 5000, 414),
    ],
)
def test_a_question_that_cannot_be_is_refused_in_words(
    client: PageClient, question: str, status: int
) -> None:
    answer = client.get(f"/aanbod/kaart.json?{question}")
    assert answer.status_code == status
    assert client.get(f"/aanbod/kaart?{question}").status_code == status
    if status != 414:
        assert json.loads(answer.get_data())["detail"]


def test_data_that_names_its_version_is_kept_for_ever(client: PageClient, session: Session) -> None:
    examples.offer(session, examples.organisation(session), "Praattafel", places=[examples.place()])
    session.commit()
    page = client.get("/aanbod/kaart").get_data(as_text=True)
    for name in ("land", "parts"):
        found = re.search(rf'data-{name}="([^"]+)"', page)
        assert found
        answer = client.get(found[1])
        assert answer.cache_control.max_age == 31_536_000
        assert client.get(found[1][:-1]).cache_control.max_age == 300


def test_the_map_says_whose_borders_it_draws(client: PageClient, session: Session) -> None:
    host = examples.organisation(session)
    examples.offer(session, host, "Praattafel", places=[examples.place()])
    session.commit()
    folder = client.application.config["SETTINGS"].data_dir
    assert "Benaderende grenzen" in client.get("/aanbod/kaart").get_data(as_text=True)
    ring = ((8000, 8000), (9000, 8000), (9000, 9000), (8000, 8000))
    own = folder / "boundaries.json"
    own.write_text(kept_text(Boundaries(arcs_of({"12025": [ring]}), "© Statbel (CC BY 4.0)")))
    try:
        page = client.get("/aanbod/kaart").get_data(as_text=True)
    finally:
        own.unlink()
    assert "Grenzen: © Statbel (CC BY 4.0)" in page
    assert "Benaderende" not in page


def test_the_whole_map_is_light(client: PageClient, session: Session) -> None:
    hosts = [examples.organisation(session, f"Buurthuis {name}") for name in "ABCD"]
    words = "koken praten wandelen fietsen lezen naaien tuin markt school bibliotheek koor"
    random = Random(7)
    for number in range(MOST_MARKS):
        where = OfferPlace(
            nis="44021",
            postcode="9000",
            lat=round(random.uniform(50.7, 51.3), 5),
            lon=round(random.uniform(2.7, 5.6), 5),
        )
        title = " ".join(random.sample(words.split(), 4)).capitalize()
        examples.offer(session, hosts[number % 4], title, places=[where])
    session.commit()
    page = client.get("/aanbod/kaart").get_data(as_text=True)
    loaded = re.findall(r'(?:src|data-(?:land|parts|marks))="([^"]+)"', page)
    loaded += re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    sizes = {"page": wire(page.encode())}
    for address in loaded:
        with client.get(address.replace("&amp;", "&")) as answer:
            sizes[address.partition("?")[0]] = wire(answer.get_data())
    assert {f"/aanbod/kaart{name}" for name in (".json", "/land.json", "/delen.json")} < set(sizes)
    assert sum(sizes.values()) <= BUDGET, sizes
    assert wire(client.get("/aanbod/kaart?waar=Mechelen").get_data()) <= 15_000


def test_tiles_of_others_come_only_where_an_operator_asks_for_them(
    client: PageClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = examples.organisation(session)
    examples.offer(session, host, "Praattafel", places=[examples.place()])
    session.commit()
    answer = client.get("/aanbod/kaart")
    assert "img-src 'self' data:;" in answer.headers["Content-Security-Policy"]
    assert "map_tiles.js" not in answer.get_data(as_text=True)
    app = client.application
    tiles = "https://tiles.example.be/{z}/{x}/{y}.png?style=warm"
    changed = replace(app.config["SETTINGS"], map_tiles=tiles, map_attribution="© Iemand")
    monkeypatch.setitem(app.config, "SETTINGS", changed)
    answer = client.get("/aanbod/kaart")
    policy = answer.headers["Content-Security-Policy"]
    assert "img-src 'self' data: https://tiles.example.be;" in policy
    assert policy.count("https:") == 1
    assert "© Iemand" in answer.get_data(as_text=True)
    assert "map_tiles.js" in answer.get_data(as_text=True)
    assert "example.be" not in client.get("/aanbod").headers["Content-Security-Policy"]
