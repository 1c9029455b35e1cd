"""Counts, choices, orders, pages and boxes, spelt out; random ones are in test_near."""

import random
from dataclasses import replace
from datetime import date

import pytest

from search_index import Order, Origin, Query, Spot
from tests.search_index.conftest import Catalogue
from tests.search_index.plain_loop import offer, plain_search

MECHELEN = Origin(((51.0259, 4.4776),), frozenset({"12025"}))
IN_MECHELEN = Spot("12025", "2800", 51.03, 4.48)


def test_a_level_shows_this_level_and_lower_and_counts_each_exactly(catalogue: Catalogue) -> None:
    index = catalogue(*(offer(level, level=str(level)) for level in (1, 2, 3, 4)), offer(5))
    page = index.search(Query(choices={"level": frozenset({"2"})}))
    assert [hit.key for hit in page.hits] == [1, 2]
    assert page.facets["level"] == {"1": 1, "2": 1, "3": 1, "4": 1}
    highest_counts = Query(choices={"level": frozenset({"1", "3"})})
    assert index.search(highest_counts).total == 3


def test_each_facet_is_counted_as_if_its_own_choice_were_off(catalogue: Catalogue) -> None:
    index = catalogue(
        offer(1, type="buddy", day="mon"),
        offer(2, type="activity", day="mon sat"),
        offer(3, type="activity", day="sat"),
    )
    chosen = {"type": frozenset({"activity"}), "day": frozenset({"mon"})}
    page = index.search(Query(choices=chosen))
    assert [hit.key for hit in page.hits] == [2]
    assert page.facets["type"] == {"buddy": 1, "activity": 1}
    assert page.facets["day"] == {"mon": 1, "sat": 2}
    assert page.facets["goal"] == {}


@pytest.mark.parametrize("facet", ["type", "level", "colour"])
def test_a_choice_that_nothing_has_finds_nothing(catalogue: Catalogue, facet: str) -> None:
    index = catalogue(offer(1, type="buddy", level="1"))
    assert index.search(Query(choices={facet: frozenset({"x"})})).total == 0


def test_an_empty_choice_does_not_limit(catalogue: Catalogue) -> None:
    index = catalogue(offer(1, type="buddy"))
    assert index.search(Query(choices={"type": frozenset(), "colour": frozenset()})).total == 1


def test_counts_over_a_thousand_offers_are_those_of_a_plain_loop(catalogue: Catalogue) -> None:
    seed = random.Random(11)
    offers = [
        offer(
            key,
            *(
                Spot(
                    f"{seed.randrange(30):05}", "1000", seed.uniform(50.7, 51.4), seed.uniform(3, 5)
                )
                for _ in range(seed.choice([0, 1, 1, 1, 2, 3]))
            ),
            type=seed.choice(["buddy", "activity", "internship"]),
            goal=" ".join(seed.sample(["dutch", "meet", "work"], 2)),
            level=str(seed.randint(1, 4)),
            day=" ".join(seed.sample(["mon", "tue", "sat"], seed.randint(0, 3))),
        )
        for key in range(1_000)
    ]
    index = catalogue(*offers)
    for _ in range(25):
        query = Query(
            origin=Origin(((seed.uniform(50.7, 51.4), seed.uniform(3, 5)),), frozenset()),
            radius_metres=seed.choice([None, 5_000, 30_000]),
            choices={
                "type": frozenset(seed.sample(["buddy", "activity"], seed.randint(0, 2))),
                "level": frozenset(seed.sample("1234", seed.randint(0, 1))),
                "day": frozenset(seed.sample(["mon", "sat"], seed.randint(0, 2))),
            },
            offset=seed.randrange(60),
        )
        expected, page = plain_search(offers, query), index.search(query)
        assert page.facets == expected.facets
        assert page.total == len(expected.hits)
        on_page = expected.hits[query.offset : query.offset + 20]
        assert [hit.key for hit in page.hits] == [key for key, _ in on_page]


def test_the_newest_come_first_and_ties_fall_to_the_key(catalogue: Catalogue) -> None:
    index = catalogue(
        offer(3, published_on=date(2026, 5, 1)),
        offer(1, published_on=date(2026, 5, 1)),
        offer(2, published_on=date(2026, 6, 1)),
    )
    for order in Order:
        assert [hit.key for hit in index.search(Query(order=order)).hits] == [2, 1, 3]


def test_words_without_a_place_are_sorted_by_relevance(catalogue: Catalogue) -> None:
    index = catalogue(
        offer(1, title="koken met veel andere woorden", published_on=date(2026, 9, 9)),
        offer(2, title="koken", published_on=date(2020, 1, 1)),
    )
    assert [hit.key for hit in index.search(Query("koken")).hits] == [2, 1]
    assert [hit.key for hit in index.search(Query("koken", order=Order.NEWEST)).hits] == [1, 2]


def test_pages_joined_are_the_whole_answer(catalogue: Catalogue) -> None:
    index = catalogue(*(offer(key, (51 + key % 7 / 100, 4.4)) for key in range(50)))
    whole = index.search(Query(origin=MECHELEN, limit=100))
    for size in (1, 7, 20):
        pages = [
            index.search(Query(origin=MECHELEN, offset=start, limit=size))
            for start in range(0, 50, size)
        ]
        assert tuple(hit for page in pages for hit in page.hits) == whole.hits
        assert {page.total for page in pages} == {50}


@pytest.mark.parametrize(("offset", "limit"), [(50, 20), (10**12, 10**12), (0, 0), (0, -5)])
def test_a_page_beyond_the_end_is_empty_but_counts(
    catalogue: Catalogue, offset: int, limit: int
) -> None:
    index = catalogue(offer(1, (51.0, 4.4)), offer(2))
    for order in Order:
        page = index.search(Query(origin=MECHELEN, order=order, offset=offset, limit=limit))
        assert (page.hits, page.total) == ((), 2)
    assert index.search(Query(offset=-3, limit=5)).total == 2


def test_only_what_takes_place_on_a_suitable_day_is_found(catalogue: Catalogue) -> None:
    def day(number: int) -> date:
        return date(2026, 12, number)

    index = catalogue(
        offer(1),
        offer(2, periods=((day(1), day(1)), (day(20), day(20)))),
        offer(3, periods=((day(5), date.max),)),
        offer(4, periods=((date.min, day(4)),)),
    )
    for first, last, keys in ((2, 4, [1, 4]), (4, 5, [1, 3, 4]), (20, 20, [1, 2, 3]), (9, 8, [])):
        page = index.search(Query(dates=(day(first), day(last))))
        assert [hit.key for hit in page.hits] == keys


def test_only_the_facets_that_are_asked_for_are_counted(catalogue: Catalogue) -> None:
    index = catalogue(offer(1, type="buddy", level="1"))
    page = index.search(Query(counted=frozenset({"type", "colour"})))
    assert page.facets == {"type": {"buddy": 1}}


def test_a_box_holds_its_edges_and_any_spot_counts(catalogue: Catalogue) -> None:
    index = catalogue(
        offer(1, (51.0, 4.0)),
        offer(2, (50.0, 4.0), (51.5, 4.5)),
        offer(3, (51.50001, 4.5)),
        offer(4),
    )
    page = index.search(Query(bbox=(4.0, 51.0, 4.5, 51.5)))
    assert [(hit.key, hit.spot) for hit in page.hits] == [(1, 0), (2, 1)]


def test_a_box_may_cross_the_antimeridian(catalogue: Catalogue) -> None:
    index = catalogue(offer(1, (0.0, 179.5)), offer(2, (0.0, -179.5)), offer(3, (0.0, 0.0)))
    assert index.search(Query(bbox=(179.0, -1.0, -179.0, 1.0))).total == 2


def test_the_nearest_spot_counts_and_is_named(catalogue: Catalogue) -> None:
    index = catalogue(offer(1, (50.0, 4.0), (51.0259, 4.4776), (51.1, 4.5)))
    (hit,) = index.search(Query(origin=MECHELEN)).hits
    assert (hit.spot, hit.metres) == (1, 0.0)


def test_without_an_origin_nothing_has_a_distance(catalogue: Catalogue) -> None:
    index = catalogue(offer(1, IN_MECHELEN), offer(2))
    assert [(hit.metres, hit.spot) for hit in index.search(Query()).hits] == [
        (None, 0),
        (None, None),
    ]
    limited = index.search(Query(radius_metres=1.0))
    assert limited.total == 2  # a radius around nothing limits nothing


def test_an_origin_without_points_knows_only_what_is_inside(catalogue: Catalogue) -> None:
    index = catalogue(offer(1, (51.0, 4.4)), offer(2, IN_MECHELEN), offer(3))
    nowhere = Origin((), frozenset(), inside_nis="12025")
    hits = index.search(Query(origin=nowhere)).hits
    assert [(hit.key, hit.metres) for hit in hits] == [(2, 0.0), (1, None), (3, None)]
    assert [hit.key for hit in index.search(Query(origin=nowhere, radius_metres=9e9)).hits] == [
        2,
        3,
    ]


def test_radius_0_keeps_what_lies_inside_and_what_comes_to_you(catalogue: Catalogue) -> None:
    index = catalogue(
        offer(1, IN_MECHELEN),
        offer(2, Spot("11002", "2000", 51.2, 4.4)),
        offer(3),
        offer(4, catchment=frozenset({"11002"})),
    )
    here = replace(MECHELEN, inside_nis="12025")
    hits = index.search(Query(origin=here, radius_metres=0)).hits
    assert [(hit.key, hit.metres) for hit in hits] == [(1, 0.0), (3, None)]


@pytest.mark.parametrize("radius", [-1.0, float("nan"), float("-inf")])
def test_an_impossible_radius_keeps_only_what_has_no_place(
    catalogue: Catalogue, radius: float
) -> None:
    index = catalogue(offer(1, IN_MECHELEN), offer(2))
    here = replace(MECHELEN, inside_nis="12025")
    assert [hit.key for hit in index.search(Query(origin=here, radius_metres=radius)).hits] == [2]


def test_an_empty_index_answers_everything_with_nothing(catalogue: Catalogue) -> None:
    index = catalogue()
    for order in Order:
        page = index.search(
            Query("koken -x", MECHELEN, 10.0, {"type": frozenset({"a"})}, (0, 0, 1, 1), order)
        )
        assert (page.hits, page.total, page.suggestion) == ((), 0, None)
    assert index.complete("ko") == ()
    assert index.keys() == frozenset()
