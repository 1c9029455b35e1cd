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
    chord_limits,
    geodesics,
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


def by_geopy(lat: Floats, lon: Floats, other_lat: Floats, other_lon: Floats) -> Floats:
    rows = zip(lat, lon, other_lat, other_lon, strict=True)
    return np.array([geodesic((a, b), (c, d)).meters for a, b, c, d in rows])


def chords(lat: Floats, lon: Floats, other_lat: Floats, other_lon: Floats) -> Floats:
    square: Floats = ((to_ecef(lat, lon) - to_ecef(other_lat, other_lon)) ** 2).sum(axis=0)
    return np.sqrt(square)


@pytest.mark.parametrize("reach_metres", [0.01, 10, 1_000, 25_000, SERIES_LIMIT])
def test_the_series_is_within_a_micrometre_of_geopy(reach_metres: float) -> None:
    some = pairs(1_000, reach_metres)
    assert np.abs(geodesics(*some, chords(*some)) - by_geopy(*some)).max() < 1e-6


@pytest.mark.parametrize("reach_metres", [1e6, 1.9e7])
def test_far_distances_are_exactly_geopys(reach_metres: float) -> None:
    some = pairs(300, reach_metres)
    chord = chords(*some)
    far = chord > SERIES_LIMIT
    assert (geodesics(*some, chord)[far] == by_geopy(*some)[far]).all()


def test_precise_distances_are_exactly_geopys() -> None:
    some = pairs(200, 20_000)
    assert (geodesics(*some, chords(*some), precise=True) == by_geopy(*some)).all()


@pytest.mark.parametrize(
    "odd",
    [
        ((51.0, 4.4), (51.0, 4.4)),
        ((90.0, 0.0), (90.0, 170.0)),
        ((-90.0, 0.0), (-89.9999, 33.0)),
        ((10.0, 179.9999), (10.0, -179.9999)),
        ((0.0, 180.0), (0.0, -180.0)),
        ((51.0, 4.4), (-51.0, -175.6)),
        ((0.0, 0.0), (0.5, 179.7)),
    ],
)
def test_odd_pairs_are_measured_as_geopy_measures_them(
    odd: tuple[tuple[float, float], tuple[float, float]],
) -> None:
    (lat, lon), (other_lat, other_lon) = odd
    some = np.array([lat]), np.array([lon]), np.array([other_lat]), np.array([other_lon])
    assert abs(geodesics(*some, chords(*some))[0] - geodesic(*odd).meters) < 1e-6


@pytest.mark.parametrize("reach_metres", [5_000, 50_000, 500_000, 5_000_000, 19_000_000])
def test_chords_are_never_trusted_further_than_they_can_be(reach_metres: float) -> None:
    some = pairs(1_000, reach_metres)
    chord, metres = chords(*some), by_geopy(*some)
    arc = 2 * MEAN_RADIUS * np.arcsin(np.minimum(chord / (2 * MEAN_RADIUS), 1))
    tellable = chord <= CHORD_LIMIT
    assert (np.abs(arc - metres)[tellable] * 1.7 <= slack(chord[tellable])).all()


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
