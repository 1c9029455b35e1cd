"""Near is what a plain loop with geopy says it is."""

import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from geopy.distance import geodesic
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search_index import Document, Order, Origin, Query, SearchIndex, Spot
from tests.search_index.plain_loop import metres, plain_search

MECHELEN = (51.0259, 4.4776)
NIS = ("11002", "12025", "44021", "71022")
POSTCODES = ("2000", "2800", "9000", "3500")
FACET_CODES = {
    "type": ("buddy", "activity"),
    "goal": ("dutch", "meet", "work"),
    "level": ("1", "2", "3", "4"),
    "day": ("mon", "sat"),
    "daypart": ("morning", "evening"),
}

degrees = st.floats(-1, 1).map(lambda part: round(part, 7))
flanders = st.tuples(degrees.map(lambda d: 51 + d / 2), degrees.map(lambda d: 4.3 + d))
same_few = st.sampled_from([MECHELEN, (51.0, 4.5), (51.0, 4.4), (51.0000001, 4.5), (51.05, 4.5)])
odd = st.sampled_from(
    [(90.0, 0.0), (-90.0, 12.0), (0.0, 180.0), (0.0, -180.0), (-51.0, -175.5), (-51.0, -175.4)]
)
whole_globe = st.tuples(degrees.map(lambda d: d * 90), degrees.map(lambda d: d * 180))
positions = st.one_of(flanders, flanders, same_few, same_few, whole_globe, odd)

codes = st.sampled_from(NIS)
spots = st.builds(
    lambda nis, postcode, position: Spot(nis, postcode, *position),
    codes,
    st.sampled_from(POSTCODES),
    positions,
)
facets = st.fixed_dictionaries(
    {},
    optional={
        name: st.frozensets(st.sampled_from(values), min_size=1, max_size=2)
        for name, values in FACET_CODES.items()
    },
)
documents = st.builds(
    lambda key, places, catchment, chosen, days: Document(
        key, "", "", "", tuple(places), catchment, chosen, date(2026, 1, 1) + timedelta(days)
    ),
    st.integers(-(2**63), 2**63 - 1) | st.integers(0, 30),
    st.lists(spots, max_size=3),
    st.none() | st.frozensets(codes, max_size=2),
    facets,
    st.integers(0, 3),
)
catalogues = st.lists(documents, max_size=25, unique_by=lambda document: document.key)
origins = st.builds(
    lambda points, nis, inside_nis, inside_postcodes: Origin(
        tuple(points), nis, inside_nis, inside_postcodes
    ),
    st.lists(positions, min_size=1, max_size=4),
    st.frozensets(codes, max_size=2),
    st.none() | codes,
    st.frozensets(st.sampled_from(POSTCODES), max_size=2),
)
choices = st.fixed_dictionaries(
    {},
    optional={
        name: st.frozensets(st.sampled_from(values), max_size=2)
        for name, values in (FACET_CODES | {"municipality": NIS}).items()
    },
)
boxes = st.tuples(flanders, flanders).map(
    lambda two: (
        min(two[0][1], two[1][1]),
        min(two[0][0], two[1][0]),
        max(two[0][1], two[1][1]),
        max(two[0][0], two[1][0]),
    )
)


@st.composite
def questions(draw: st.DrawFn) -> tuple[list[Document], Query]:
    """A catalogue and a question whose radius is often a distance in it, give or take 1 mm."""
    catalogue = draw(catalogues)
    origin = draw(st.none() | origins)
    radius = None
    if origin is not None:
        near = [m for m in (metres(origin, one) for one in catalogue) if m is not None]
        edge = st.sampled_from(near) if near else st.just(5_000.0)
        step = st.sampled_from([0.0, 0.001, -0.001])
        radius = draw(
            st.none()
            | st.just(0.0)
            | st.floats(0, 60_000)
            | st.floats(0, 25_000_000)
            | st.builds(lambda m, s: max(m + s, 0.0), edge, step)
        )
    query = Query(
        origin=origin,
        radius_metres=radius,
        choices=draw(choices),
        bbox=draw(st.none() | st.none() | boxes),
        order=draw(st.sampled_from([Order.DISTANCE, Order.DISTANCE, Order.NEWEST])),
        offset=draw(st.sampled_from([0, 0, 1, 3, 10])),
        limit=draw(st.sampled_from([1, 2, 5, 100])),
    )
    return catalogue, query


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(questions())
def test_any_question_is_answered_as_a_plain_loop_answers_it(
    question: tuple[list[Document], Query],
) -> None:
    catalogue, query = question
    expected = plain_search(catalogue, query)
    with tempfile.TemporaryDirectory() as folder:
        page = SearchIndex.create(Path(folder), catalogue).search(query)
    wanted = expected.hits[query.offset : query.offset + query.limit]
    assert [hit.key for hit in page.hits] == [key for key, _ in wanted]
    assert page.total == len(expected.hits)
    assert page.facets == expected.facets
    by_key = {document.key: document for document in catalogue}
    for hit, (_, distance) in zip(page.hits, wanted, strict=True):
        assert (hit.metres is None) == (distance is None)
        if hit.metres is not None and distance is not None and query.origin is not None:
            assert abs(hit.metres - distance) <= 1e-4
            assert hit.spot is not None
            only = replace(by_key[hit.key], spots=(by_key[hit.key].spots[hit.spot],))
            assert abs(hit.metres - (metres(query.origin, only) or 0.0)) <= 1e-4


@pytest.mark.parametrize(
    ("origin", "east", "west"),
    [
        ((51.0436, 3.8), 4.0335193047252496, 3.5664806952747496),
        ((50.76141771563162, 3.79128793960662), 4.20128793960662, 3.38128793960662),
        ((51.5, 4.0), 4.49880600600005, 3.50119399399995),
        ((50.57, 4.1481), 4.3331, 3.9631000000000003),
    ],
)
def test_mirrored_positions_stand_in_the_order_that_geopy_gives_to_the_last_bit(
    origin: tuple[float, float], east: float, west: float
) -> None:
    spots = [Spot("12025", "2800", origin[0], lon) for lon in (east, west)]
    spots.sort(key=lambda spot: geodesic(origin, (spot.lat, spot.lon)).meters, reverse=True)
    catalogue = [
        Document(key, "", "", "", (spot,), None, {}, date(2026, 3, 3))
        for key, spot in enumerate(spots)
    ]
    query = Query(origin=Origin(points=(origin,), nis=frozenset()))
    with tempfile.TemporaryDirectory() as folder:
        index = SearchIndex.create(Path(folder), catalogue)
        assert [hit.key for hit in index.search(query).hits] == [1, 0]
        assert [hit.key for hit in index.search(replace(query, limit=1)).hits] == [1]
