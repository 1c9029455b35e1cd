"""Search through the database and through the API equals a plain loop over all offers."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from apiflask import APIFlask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from meedoen.offers.finding.queries import search_offers
from meedoen.offers.finding.terms import Criteria
from meedoen.offers.index_upkeep import upkeep_of
from meedoen.offers.indexing import read_only
from meedoen.offers.models import OfferPlace
from meedoen.offers.terms import CatchmentKind, Day, Daypart, Goal, Level, OfferType
from meedoen.places.queries import find_place
from meedoen.web.clock import today
from tests import examples
from tests.finding.catalogue import Catalogue
from tests.finding.plain_search import plain_search

PLACES = ("Mechelen", "2800", "Bonheiden", "Lier", "Kruibeke", "Borsbeek", "Gent", "1040", "Heffen")
POINTS = ("51.0259,4.4776", "51.2,4.4", "51.0505,4.3601", "51.6,4.78")


def some(terms: Any) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(list(terms)), max_size=2, unique=True)


questions = st.fixed_dictionaries(
    {
        "near": st.sampled_from(PLACES + POINTS),
        "radius_km": st.sampled_from((0, 1, 3.5, 7, 10, 25, 100)),
        "type": some(OfferType),
        "goal": some(Goal),
        "level": st.none() | st.sampled_from(list(Level)),
        "day": some(Day),
        "daypart": some(Daypart),
        "municipality": st.lists(st.sampled_from(("12025", "12005", "11002")), max_size=1),
        "bbox": st.none() | st.just((4.3, 51.0, 4.6, 51.2)),
    }
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(asked=questions)
def test_search_equals_a_plain_loop(catalogue: Catalogue, asked: dict[str, Any]) -> None:
    session = catalogue.session
    with read_only(session):
        near = find_place(session, asked["near"]).place
    criteria = Criteria(
        near=near,
        radius_km=asked["radius_km"],
        types=frozenset(asked["type"]),
        goals=frozenset(asked["goal"]),
        level=asked["level"],
        days=frozenset(asked["day"]),
        dayparts=frozenset(asked["daypart"]),
        municipalities=frozenset(asked["municipality"]),
        bbox=asked["bbox"],
        page_size=100,
    )
    with read_only(session):
        found = search_offers(session, criteria, on=today())
        ids = [row.offer.id for row in found]
    expected = plain_search(catalogue.offers, criteria, catalogue.regions, catalogue.rows)
    assert ids == [offer_id for offer_id, _ in expected]
    assert [row.metres for row in found] == pytest.approx(
        [metres for _, metres in expected], abs=0.01
    )
    assert found.total == len(expected)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(asked=questions)
def test_the_api_equals_a_plain_loop(
    app: APIFlask, catalogue: Catalogue, asked: dict[str, Any]
) -> None:
    session = catalogue.session
    with read_only(session):
        near = find_place(session, asked["near"]).place
    criteria = Criteria(
        near=near,
        radius_km=asked["radius_km"],
        types=frozenset(asked["type"]),
        goals=frozenset(asked["goal"]),
        level=asked["level"],
        days=frozenset(asked["day"]),
        dayparts=frozenset(asked["daypart"]),
        municipalities=frozenset(asked["municipality"]),
        bbox=asked["bbox"],
    )
    expected = plain_search(catalogue.offers, criteria, catalogue.regions, catalogue.rows)
    parameters: list[tuple[str, object]] = [("page_size", 100)]
    for name, value in asked.items():
        values = value if isinstance(value, list) else [value]
        if name == "bbox" and value:
            values = [",".join(str(degrees) for degrees in value)]
        parameters += [(name, getattr(one, "value", one)) for one in values if one is not None]
    answer = app.test_client().get(f"/api/v1/offers?{urlencode(parameters)}").get_json()
    assert [offer["id"] for offer in answer["offers"]] == [offer_id for offer_id, _ in expected]
    assert [offer["distance_m"] for offer in answer["offers"]] == pytest.approx(
        [metres for _, metres in expected], abs=0.01
    )
    assert answer["total"] == len(expected)


def test_who_stands_outside_the_catchment_does_not_find_the_offer(
    session: Session,
) -> None:
    offer = examples.offer(
        session,
        examples.organisation(session),
        "Praattafel",
        places=[OfferPlace(nis="12025", postcode="2800", lat=51.0280, lon=4.4800)],
        catchment=CatchmentKind.MUNICIPALITIES,
        municipalities=["12025"],
    )
    session.commit()
    upkeep_of(session).catch_up(on=today())

    def found_from(point: str) -> list[int]:
        criteria = Criteria(near=find_place(session, point).place, radius_km=100)
        return [row.offer.id for row in search_offers(session, criteria, on=today())]

    assert found_from("51.0259,4.4776") == [offer.id]
    assert found_from("51.2213,4.3997") == []
    assert found_from("51.6,4.78") == [offer.id], "in no municipality, so in none outside it"


def test_without_a_place_nothing_has_a_distance(catalogue: Catalogue) -> None:
    found = search_offers(catalogue.session, Criteria(page_size=100), on=date(2026, 3, 3))
    assert found.total == len(catalogue.offers)
    assert {row.metres for row in found} == {None}


def test_facets_count_what_each_choice_would_give(catalogue: Catalogue) -> None:
    chosen = Criteria(types=frozenset({OfferType.BUDDY}), page_size=100)
    found = search_offers(catalogue.session, chosen, on=today(), counted={"type", "goal"})
    per_type = {
        kind.value: sum(offer.type is kind for offer in catalogue.offers) for kind in OfferType
    }
    assert found.facets["type"] == {code: n for code, n in per_type.items() if n}
    assert set(found.facets) == {"type", "goal"}
    assert found.facets["goal"]["dutch"] == sum(
        Goal.DUTCH in offer.goals for offer in catalogue.offers if offer.type is OfferType.BUDDY
    )


@pytest.mark.parametrize(("number", "size", "count"), [(1, 5, 5), (2, 5, 5), (1000, 5, 0)])
def test_pages_follow_each_other(catalogue: Catalogue, number: int, size: int, count: int) -> None:
    found = search_offers(catalogue.session, Criteria(page=number, page_size=size), on=today())
    whole = search_offers(catalogue.session, Criteria(page_size=100), on=today())
    assert len(found) == count
    begin = (number - 1) * size
    assert [row.offer.id for row in found] == [row.offer.id for row in whole][begin : begin + size]
