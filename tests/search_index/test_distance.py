"""Chords and the series agree with geopy as far as their docstrings promise."""

import math

import numpy as np
import pytest
from geopy.distance import geodesic

from search_index import Origin, Spot
from search_index.distance import (
    CHORD_LIMIT,
    MEAN_RADIUS,
    SERIES_LIMIT,
    Floats,
    arc,
    chord_limits,
    slack,
    to_ecef,
)

SEED = np.random.default_rng(2026)


def pairs(count: int, reach_metres: float) -> tuple[Floats, Floats, Floats, Floats]:
    """Random positions all over the globe with another one at most so far away."""
    lat = np.degrees(np.arcsin(SEED.uniform(-0.98, 0.98, count)))
    lon = SEED.uniform(-180, 180, count)
    angle, away = SEED.uniform(0, 2 * np.pi, count), reach_metres * SEED.uniform(0, 1, count)
    other_lat = np.clip(lat + away * np.cos(angle) / 111_700, -90, 90)
    other_lon = lon + away * np.sin(angle) / 111_700 / np.cos(np.radians(lat))
    return lat, lon, other_lat, (other_lon + 180) % 360 - 180


def arcs(lat: Floats, lon: Floats, other_lat: Floats, other_lon: Floats) -> Floats:
    pairs = zip(lat, lon, other_lat, other_lon, strict=True)
    lengths = chords(lat, lon, other_lat, other_lon)
    return np.array([arc(*pair, chord) for pair, chord in zip(pairs, lengths, strict=True)])


def by_geopy(lat: Floats, lon: Floats, other_lat: Floats, other_lon: Floats) -> Floats:
    rows = zip(lat, lon, other_lat, other_lon, strict=True)
    return np.array([geodesic((a, b), (c, d)).meters for a, b, c, d in rows])


def chords(lat: Floats, lon: Floats, other_lat: Floats, other_lon: Floats) -> Floats:
    square: Floats = ((to_ecef(lat, lon) - to_ecef(other_lat, other_lon)) ** 2).sum(axis=0)
    return np.sqrt(square)


@pytest.mark.parametrize("reach_metres", [0.01, 10, 1_000, 25_000, SERIES_LIMIT])
def test_the_arc_is_within_a_micrometre_of_geopy_or_says_that_it_cannot_tell(
    reach_metres: float,
) -> None:
    some = pairs(1_000, reach_metres)
    found = arcs(*some)
    told = ~np.isnan(found)
    assert np.abs(found - by_geopy(*some))[told].max() < 1e-6
    assert told[(np.abs(some[0]) < 79) & (np.abs(some[1]) < 174)].all()


@pytest.mark.parametrize(
    "odd",
    [
        ((90.0, 0.0), (90.0, 170.0)),
        ((-90.0, 0.0), (-89.9999, 33.0)),
        ((10.0, 179.9999), (10.0, -179.9999)),
        ((0.0, 180.0), (0.0, -180.0)),
        ((51.0, 4.4), (-51.0, -175.6)),
        ((0.0, 0.0), (0.5, 179.7)),
        ((51.0, 4.4), (52.0, 3.4)),
    ],
)
def test_the_arc_cannot_tell_what_is_far_or_near_a_pole_or_the_antimeridian(
    odd: tuple[tuple[float, float], tuple[float, float]],
) -> None:
    (lat, lon), (other_lat, other_lon) = odd
    some = np.array([lat]), np.array([lon]), np.array([other_lat]), np.array([other_lon])
    assert np.isnan(arcs(*some)).all()


def test_one_position_is_at_no_distance_of_itself() -> None:
    assert arc(51.0, 4.4, 51.0, 4.4, 0.0) == 0.0


@pytest.mark.parametrize("reach_metres", [5_000, 50_000, 500_000, 5_000_000, 19_000_000])
def test_chords_are_never_trusted_further_than_they_can_be(reach_metres: float) -> None:
    some = pairs(1_000, reach_metres)
    chord, metres = chords(*some), by_geopy(*some)
    arc = 2 * MEAN_RADIUS * np.arcsin(np.minimum(chord / (2 * MEAN_RADIUS), 1))
    tellable = chord <= CHORD_LIMIT
    assert (np.abs(arc - metres)[tellable] * 1.7 <= [slack(one) for one in chord[tellable]]).all()


@pytest.mark.parametrize("radius", [0.0, 1.0, 5_000.0, 60_000.0, 3e6, 1.05e7, 1.2e7, 3e7])
def test_chord_limits_decide_only_what_is_certain(radius: float) -> None:
    for reach in (1.0, radius * 1.2 + 1, 1.99e7):
        some = pairs(300, min(reach, 1.99e7))
        chord, metres = chords(*some), by_geopy(*some)
        sure, possible = chord_limits(radius)
        assert (metres[chord <= sure] <= radius).all()
        assert (metres[chord > possible] > radius).all()


def test_chords_near_the_edge_are_few() -> None:
    sure, possible = chord_limits(25_000)
    assert possible - sure < 0.01
    assert math.isclose((sure + possible) / 2, 25_000, rel_tol=1e-6)


@pytest.mark.parametrize(
    ("lat", "lon"), [(90.1, 0.0), (0.0, -181.0), (math.nan, 4.0), (51.0, math.inf)]
)
def test_a_position_off_the_globe_is_refused(lat: float, lon: float) -> None:
    with pytest.raises(ValueError, match="not a position"):
        Spot("11002", "2000", lat, lon)
    with pytest.raises(ValueError, match="not a position"):
        Origin(((lat, lon),), frozenset())
