"""Sums on the map: borders from areas, fewer points, rings, cut-outs, and the file they lie in."""

from itertools import pairwise
from math import hypot
from pathlib import Path

import pytest
from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st

from meedoen.places.boundaries.documents import kept_text, path
from meedoen.places.boundaries.queries import (
    SEED_DATA,
    current_land,
    land_around,
    large_towns,
    read_boundaries,
    stations,
)
from meedoen.places.boundaries.rules import (
    LAND,
    arcs_of,
    area_of,
    cut,
    distance,
    on_map,
    outline,
    simpler,
    simpler_arcs,
    units_of,
    whole,
)
from meedoen.places.boundaries.terms import Arc, Boundaries, Box, Line

numbers = st.integers(-500, 500)
points = st.tuples(numbers, numbers)
lines = st.lists(points, min_size=2, max_size=40).map(tuple)
cells = st.dictionaries(
    st.tuples(st.integers(0, 5), st.integers(0, 5)), st.sampled_from("ABC"), min_size=1
)
"""A country of squares: who owns which field of a board."""


def square(column: int, row: int) -> Line:
    x, y = column * 10, row * 10
    return ((x, y), (x + 10, y), (x + 10, y + 10), (x, y + 10), (x, y))


def country(fields: dict[tuple[int, int], str]) -> dict[str, list[Line]]:
    areas: dict[str, list[Line]] = {}
    for (column, row), owner in fields.items():
        areas.setdefault(owner, []).append(square(column, row))
    return areas


def inside(x: float, y: float, rings: list[Line]) -> bool:
    """Whether a point lies in an odd number of rings."""
    crossed = 0
    for ring in rings:
        for (ax, ay), (bx, by) in pairwise(ring):
            if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
                crossed += 1
    return crossed % 2 == 1


def surface(ring: Line) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))) / 2


@given(st.floats(49.5, 51.5), st.floats(2.5, 6.4), st.floats(100, 50_000))
def test_a_distance_on_the_map_is_the_true_one(lat: float, lon: float, metres: float) -> None:
    east = geodesic(meters=metres).destination((lat, lon), bearing=90)
    (ax, ay), (bx, by) = on_map(lat, lon), on_map(east.latitude, east.longitude)
    assert hypot(bx - ax, by - ay) == pytest.approx(units_of(metres, lat), rel=0.004)


def test_belgium_lies_on_the_map() -> None:
    for lat, lon in ((51.5, 4.7), (49.5, 5.8), (50.8, 2.55), (50.3, 6.4)):
        assert LAND.holds(on_map(lat, lon))


@given(lines, st.floats(0.5, 60))
def test_a_simpler_line_keeps_its_ends_and_stays_near(line: Line, tolerance: float) -> None:
    fewer = simpler(line, tolerance)
    assert (fewer[0], fewer[-1]) == (line[0], line[-1])
    assert set(fewer) <= set(line)
    for point in line:
        assert min(distance(point, a, b) for a, b in pairwise(fewer)) <= tolerance + 1e-9


@given(lines)
def test_a_line_that_is_simple_already_stays(line: Line) -> None:
    once = simpler(line, 5)
    assert simpler(once, 5) == once


@given(cells)
def test_each_field_lies_in_the_area_of_its_owner_alone(fields: dict[tuple[int, int], str]) -> None:
    arcs = arcs_of(country(fields))
    land = outline(arcs)
    rings = {owner: area_of(owner, arcs) for owner in "ABC"}
    for column in range(6):
        for row in range(6):
            x, y = column * 10 + 5.1, row * 10 + 5.2
            owner = fields.get((column, row))
            assert inside(x, y, land) == (owner is not None)
            assert [one for one in "ABC" if inside(x, y, rings[one])] == [*filter(None, [owner])]


@given(cells)
def test_a_border_stands_once_and_names_both_sides(fields: dict[tuple[int, int], str]) -> None:
    arcs = arcs_of(country(fields))
    steps = [frozenset(pair) for arc in arcs for pair in pairwise(arc.line)]
    assert len(steps) == len(set(steps))
    assert all(1 <= len(arc.owners) <= 2 for arc in arcs)


@given(cells, st.floats(0, 12))
def test_simpler_borders_still_close(fields: dict[tuple[int, int], str], tolerance: float) -> None:
    fewer = simpler_arcs(arcs_of(country(fields)), tolerance)
    for owner in "ABC":
        assert all(ring[0] == ring[-1] for ring in area_of(owner, fewer))


@given(cells, st.none() | st.text(max_size=20))
def test_what_is_kept_is_read_again_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, fields: dict[tuple[int, int], str], whose: str | None
) -> None:
    boundaries = Boundaries(arcs_of(country(fields)), whose)
    file = tmp_path_factory.mktemp("kept") / "boundaries.json"
    file.write_text(kept_text(boundaries), encoding="utf-8")
    assert read_boundaries(file) == boundaries


@given(st.integers(-5, 60), st.integers(-5, 60), st.integers(1, 40), st.integers(1, 40))
def test_a_cut_out_is_what_lies_in_the_box(x: int, y: int, width: int, height: int) -> None:
    ring = ((0, 0), (50, 0), (50, 50), (0, 50), (0, 0))
    wide = max(0, min(50, x + width) - max(0, x))
    high = max(0, min(50, y + height) - max(0, y))
    part = cut(ring, Box(x, y, width, height))
    assert (surface(part) if part else 0) == wide * high


def test_quantised_points_lie_within_a_unit_and_no_point_stands_twice_in_a_row() -> None:
    line = whole([(4.4776, 51.0259), (4.47761, 51.0259), (4.5, 51.1, 12.0)])
    assert len(line) == 2
    x, y = on_map(51.0259, 4.4776)
    assert abs(line[0][0] - x) <= 0.5
    assert abs(line[0][1] - y) <= 0.5


def test_paths_are_drawn_from_steps_and_closed_where_they_are_rings() -> None:
    assert path([((1, 2), (4, 0), (3, 5))]) == "M1 2l3-2-1 5"
    assert path([((0, 0), (5, 0), (5, 5), (0, 0))]) == "M0 0l5 0 0 5z"


def test_the_files_that_come_with_us_are_whole(tmp_path: Path) -> None:
    land = current_land(tmp_path)
    assert land.boundaries.official is None
    owners = frozenset().union(*(arc.owners for arc in land.boundaries.arcs))
    assert len(owners) == 565
    assert set(large_towns()) <= owners
    assert all(ring[0] == ring[-1] and len(ring) > 4 for ring in land_around())
    assert len(stations()) > 500
    assert inside(*on_map(51.0259, 4.4776), area_of("12025", land.boundaries.arcs))
    assert not inside(*on_map(51.0543, 3.7174), area_of("12025", land.boundaries.arcs))
    assert (SEED_DATA / "boundaries.json").stat().st_size < 200_000


def test_another_file_in_its_place_is_noticed(tmp_path: Path) -> None:
    before = current_land(tmp_path)
    assert current_land(tmp_path) is before
    arcs = (Arc(square(0, 0), frozenset({"12025"})),)
    (tmp_path / "boundaries.json").write_text(kept_text(Boundaries(arcs, "ons")))
    assert current_land(tmp_path).boundaries == Boundaries(arcs, "ons")
    (tmp_path / "boundaries.json").unlink()
    assert current_land(tmp_path) is before


@pytest.mark.parametrize(
    "text", ["", "[]", '{"format": 9}', '{"format": 1}', '{"format": 1, "arcs": 7}']
)
def test_a_file_that_somebody_broke_is_as_none(tmp_path: Path, text: str) -> None:
    ours = current_land(tmp_path)
    (tmp_path / "boundaries.json").write_text(text)
    assert current_land(tmp_path) is ours
