"""The edge of the radius is inside, to the last bit that geopy gives."""

import math
import random

import pytest
from geopy.distance import geodesic

from search_index import Document, Origin, Query, near
from tests.search_index.conftest import Catalogue
from tests.search_index.plain_loop import offer, plain_search

MECHELEN = (51.0259, 4.4776)
HERE = Origin((MECHELEN,), frozenset())


@pytest.mark.parametrize("reach_degrees", [0.00001, 0.01, 0.3, 3.0, 40.0])
def test_a_radius_of_exactly_the_distance_reaches_and_the_next_smaller_number_does_not(
    catalogue: Catalogue, reach_degrees: float
) -> None:
    seed = random.Random(12)
    places = [
        (51 + seed.uniform(-1, 1) * reach_degrees, 4.4 + seed.uniform(-1, 1) * reach_degrees)
        for _ in range(40)
    ]
    index = catalogue(*(offer(key, place) for key, place in enumerate(places)))
    metres = [geodesic(MECHELEN, place).meters for place in places]
    for distance in metres:
        for radius in (
            distance,
            math.nextafter(distance, 0),
            math.nextafter(distance, math.inf),
            distance - 0.001,
            distance + 0.001,
        ):
            page = index.search(Query(origin=HERE, radius_metres=radius, limit=100))
            within = {key for key, one in enumerate(metres) if one <= radius}
            assert {hit.key for hit in page.hits} == within
            assert all((hit.metres or 0.0) <= radius for hit in page.hits)


@pytest.mark.parametrize("away", [0.001, 0.1, 2.0, 60.0])
def test_offers_a_hair_apart_are_in_the_order_that_geopy_gives(
    catalogue: Catalogue, away: float
) -> None:
    # A ring of equal distance, give or take a millimetre, in all directions.
    seed = random.Random(13)
    ring = []
    for _ in range(60):
        angle = seed.uniform(0, 2 * math.pi)
        metres = away * 111_000 + seed.uniform(-0.001, 0.001)
        there = geodesic(meters=metres).destination(MECHELEN, math.degrees(angle))
        ring.append((there.latitude, there.longitude))
    index = catalogue(*(offer(key, place) for key, place in enumerate(ring)))
    expected = sorted(range(60), key=lambda key: (geodesic(MECHELEN, ring[key]).meters, key))
    pages = [index.search(Query(origin=HERE, offset=at, limit=7)) for at in range(0, 60, 7)]
    assert [hit.key for page in pages for hit in page.hits] == expected


@pytest.mark.parametrize("few", [0, near.FEW])
def test_many_rows_with_a_word_are_found_as_few_are(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(near, "FEW", few)
    seed = random.Random(14)

    def made(key: int) -> Document:
        places = [
            (51 + seed.uniform(-0.3, 0.3), 4.4 + seed.uniform(-0.3, 0.3))
            for _ in range(seed.choice((0, 1, 1, 1, 3)))
        ]
        return offer(key, *places, title=seed.choice(("koken", "zwemmen")))

    offers = {key: made(key) for key in range(120)}
    index = catalogue(*offers.values())
    changed = {key: made(key) for key in range(100, 140)}  # some of them new
    index.update(changed.values(), [3, 4, 5])
    offers = {key: one for key, one in (offers | changed).items() if key not in (3, 4, 5)}
    cooking = [one for one in offers.values() if one.title == "koken"]
    for radius in (0.0, 5_000.0, 20_000.0, 60_000.0):
        query = Query("koken", HERE, radius, limit=200)
        page = index.search(query)
        expected = plain_search(cooking, query)
        assert [hit.key for hit in page.hits] == [key for key, _metres in expected.hits]
        assert page.facets["municipality"] == expected.facets["municipality"]
