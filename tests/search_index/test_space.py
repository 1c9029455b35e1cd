"""Circles over bands: nothing that lies in one is left out, wherever on the globe."""

import numpy as np
import pytest

from search_index import Origin
from search_index.distance import MEAN_RADIUS
from search_index.space import Bands, Circle, Positions, band_order, blur, viewpoint

KINDS = {
    "Flanders": (50.7, 51.5, 2.5, 5.9, 60_000.0),
    "north": (60.0, 84.9, -20.0, 20.0, 900_000.0),
    "south": (-84.9, -60.0, 100.0, 140.0, 900_000.0),
    "equator": (-6.0, 6.0, -6.0, 6.0, 400_000.0),
    "antimeridian": (-20.0, 20.0, 170.0, 180.0, 2_000_000.0),
    "everywhere": (-90.0, 90.0, -180.0, 180.0, 15_000_000.0),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_circle_leaves_nothing_out(kind: str) -> None:
    south, north, west, east, most = KINDS[kind]
    seed = np.random.default_rng(7)
    lat, lon = seed.uniform(south, north, 3_000), seed.uniform(west, east, 3_000)
    order = band_order(lat, lon)
    positions = Positions.of(lat[order], lon[order])
    bands = Bands(positions)
    for number in range(60):
        centre = viewpoint(Origin(((lat[number], lon[number]),), frozenset()))
        metres = float(seed.uniform(0, most))
        chords = np.sqrt(((positions.ecef - centre.points.ecef) ** 2).sum(axis=0))
        inside = np.flatnonzero(
            chords <= 2 * MEAN_RADIUS * np.sin(min(metres / (2 * 6_400_000), 1))
        )
        found, squared = bands.in_circle(Circle.around(centre, metres))
        assert set(inside) <= set(found.tolist())
        off = np.abs(np.sqrt(squared.astype(np.float64)) - chords[found])
        assert (off <= [blur(chord, positions.extent) for chord in chords[found]]).all()
