"""Every filter equals a plain loop, in the product, the API and the page; so does every count."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meedoen.offers.finding.queries import search_offers
from meedoen.offers.finding.rules import FACETS, TRAITS
from meedoen.offers.finding.terms import Children, Criteria, Trait
from meedoen.offers.indexing import read_only
from meedoen.offers.terms import Day, Daypart, Goal, Language, Level, OfferType
from meedoen.web.clock import today
from tests.conftest import PageClient
from tests.finding.catalogue import SPOKEN, Catalogue
from tests.finding.plain_search import plain_search

MOST = 100
MECHELEN, ANTWERPEN = "12025", "11002"


def ahead(days: int) -> date:
    return today() + timedelta(days=days)


def host_of(catalogue: Catalogue) -> int:
    """One of the organisations."""
    return min(offer.organisation_id for offer in catalogue.offers)


def region_of(catalogue: Catalogue) -> str:
    """The reference region of Mechelen."""
    return next(code for code, found in catalogue.regions.items() if MECHELEN in found)


def one(name: str, *values: Any) -> dict[str, Any]:
    return {name: frozenset(values)}


CASES: dict[str, tuple[dict[str, Any], str, str]] = {
    "free places": (one("traits", Trait.FREE_PLACES), "free_places=true", "plaatsen=1"),
    "free of cost": (one("traits", Trait.FREE_OF_COST), "free_of_cost=true", "gratis=1"),
    "women only": (one("traits", Trait.WOMEN_ONLY), "women_only=true", "vrouwen=1"),
    "accessible": (one("traits", Trait.ACCESSIBLE), "accessible=true", "rolstoel=1"),
    "online": (one("traits", Trait.ONLINE), "online=true", "online=1"),
    "two at once": (
        one("traits", Trait.ACCESSIBLE, Trait.FREE_PLACES),
        "accessible=true&free_places=true&online=false",
        "rolstoel=1&plaatsen=1&online=",
    ),
    "children welcome": (
        one("children", Children.WELCOME),
        "children=welcome",
        "kinderen=welcome",
    ),
    "childcare": (one("children", Children.CHILDCARE), "children=childcare", "kinderen=childcare"),
    "either for children": (
        one("children", *Children),
        "children=welcome&children=childcare",
        "kinderen=childcare&kinderen=welcome",
    ),
    "a language": (one("languages", Language.ARABIC), "language=ar", "taal=ar"),
    "two languages": (
        one("languages", Language.ARABIC, Language.DARI),
        "language=ar&language=prs",
        "taal=ar&taal=prs",
    ),
    "a language of nobody": (one("languages", Language.TIBETAN), "language=bo", "taal=bo"),
    "a municipality": (one("municipalities", MECHELEN), "municipality=12025", "gemeente=12025"),
    "two municipalities": (
        one("municipalities", MECHELEN, ANTWERPEN),
        "municipality=12025&municipality=11002",
        "gemeente=11002&gemeente=12025",
    ),
    "a region": (one("regions", "{region}"), "region={region}", "regio={region}"),
    "an organisation": (one("organisations", 0), "organisation={host}", "organisatie={host}"),
    "from a day on": ({"first_day": ahead(40)}, f"date_from={ahead(40)}", f"van={ahead(40)}"),
    "until a day": ({"last_day": ahead(-60)}, f"date_to={ahead(-60)}", f"tot={ahead(-60)}"),
    "one day": (
        {"first_day": ahead(12), "last_day": ahead(12)},
        f"date_from={ahead(12)}&date_to={ahead(12)}",
        f"van={ahead(12)}&tot={ahead(12)}",
    ),
    "a week": (
        {"first_day": ahead(12), "last_day": ahead(18)},
        f"date_from={ahead(12)}&date_to={ahead(18)}",
        f"van={ahead(12)}&tot={ahead(18)}",
    ),
}


def expected_of(catalogue: Catalogue, facts: dict[str, Any]) -> tuple[Criteria, list[int]]:
    """The criteria, with what the catalogue alone knows filled in; what the loop finds."""
    if "organisations" in facts:
        facts = one("organisations", host_of(catalogue))
    if "regions" in facts:
        facts = one("regions", region_of(catalogue))
    criteria = Criteria(**facts, page_size=MOST)
    return criteria, [
        key
        for key, _ in plain_search(catalogue.offers, criteria, catalogue.regions, catalogue.rows)
    ]


@pytest.mark.parametrize(("facts", "asked", "typed"), CASES.values(), ids=CASES.keys())
def test_each_filter_equals_a_plain_loop(
    client: PageClient, catalogue: Catalogue, facts: dict[str, Any], asked: str, typed: str
) -> None:
    criteria, expected = expected_of(catalogue, facts)
    found = search_offers(catalogue.session, criteria, on=today())
    assert sorted(row.offer.id for row in found) == expected
    assert found.total == len(expected)
    catalogue.session.rollback()

    known = {"host": host_of(catalogue), "region": region_of(catalogue)}
    answer = client.get(f"/api/v1/offers?page_size={MOST}&{asked.format(**known)}").get_json()
    assert sorted(offer["id"] for offer in answer["offers"]) == expected

    page = client.get(f"/aanbod?{typed.format(**known)}").get_data(as_text=True)
    total = re.search(r"(\d+) resultaten|(1) resultaat|Niets gevonden", page)
    assert total
    assert int(total[1] or total[2] or 0) == len(expected)


def test_the_cases_tell_offers_apart(catalogue: Catalogue) -> None:
    everything = len(catalogue.offers)
    told = {name: len(expected_of(catalogue, facts)[1]) for name, (facts, _, _) in CASES.items()}
    assert {name for name, count in told.items() if not 0 < count < everything} == {
        "a language of nobody"
    }


TERMS: dict[str, tuple[str, Any]] = {
    "type": ("types", OfferType),
    "goal": ("goals", Goal),
    "day": ("days", Day),
    "daypart": ("dayparts", Daypart),
    "children": ("children", Children),
    "language": ("languages", Language),
    "municipality": ("municipalities", str),
    "region": ("regions", str),
    "organisation": ("organisations", int),
}
"""Per facet: the part of the criteria, and what a code is there."""

BASES = {
    "nothing chosen": {},
    "much chosen": {
        "goals": frozenset(list(Goal)[:4]),
        "children": frozenset({Children.WELCOME}),
        "languages": frozenset(SPOKEN),
        "traits": frozenset({Trait.FREE_PLACES}),
        "level": Level.SOME,
        "first_day": ahead(1),
    },
}


def with_only(criteria: Criteria, facet: str, code: str) -> Criteria:
    """The criteria with this one code for a facet, whatever was chosen for it."""
    for trait, (its_facet, _code) in TRAITS.items():
        if its_facet == facet:
            return replace(criteria, traits=criteria.traits | {trait})
    name, kind = TERMS[facet]
    return replace(criteria, **one(name, kind(code)))


@pytest.mark.parametrize("base", BASES.values(), ids=BASES.keys())
def test_each_choice_counts_what_it_would_give(catalogue: Catalogue, base: dict[str, Any]) -> None:
    criteria = Criteria(**base, page_size=MOST)
    found = search_offers(catalogue.session, criteria, on=today(), counted=FACETS)
    assert set(found.facets) == set(FACETS)
    assert sum(map(len, found.facets.values())) > 25
    for facet in set(FACETS) - {"level"}:
        for code, count in found.facets[facet].items():
            alone = with_only(criteria, facet, code)
            assert count == len(
                plain_search(catalogue.offers, alone, catalogue.regions, catalogue.rows)
            ), facet


def some(terms: Any) -> st.SearchStrategy[frozenset[Any]]:
    return st.frozensets(st.sampled_from(list(terms)), max_size=2)


days = st.none() | st.integers(-40, 90).map(ahead)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    asked=st.fixed_dictionaries(
        {
            "traits": some(Trait),
            "children": some(Children),
            "languages": some(SPOKEN),
            "municipalities": some((MECHELEN, ANTWERPEN, "12005")),
            "types": some(OfferType),
            "days": some(Day),
            "first_day": days,
            "last_day": days,
        }
    )
)
def test_filters_together_equal_a_plain_loop(catalogue: Catalogue, asked: dict[str, Any]) -> None:
    criteria = Criteria(**asked, page_size=MOST)
    with read_only(catalogue.session):
        found = search_offers(catalogue.session, criteria, on=today())
        ids = sorted(row.offer.id for row in found)
    expected = plain_search(catalogue.offers, criteria, catalogue.regions, catalogue.rows)
    assert ids == [key for key, _ in expected]
