"""Circles over bands: nothing that lies in one is left out, wherever on the globe."""

import math

import numpy as np
import pytest

from search_index import Origin
from search_index.distance import MEAN_RADIUS
from search_index.loops import within_square
from search_index.space import Bands, Positions, blur, viewpoint

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
    positions = Positions.of(lat, lon)
    bands = Bands(positions, np.arange(len(lat)))
    for number in range(60):
        centre = viewpoint(Origin(((lat[number], lon[number]),), frozenset()))
        metres = float(seed.uniform(0, most))
        chords = np.sqrt(((positions.ecef - centre.points.ecef) ** 2).sum(axis=0))
        inside = np.flatnonzero(
            chords <= 2 * MEAN_RADIUS * np.sin(min(metres / (2 * 6_400_000), 1))
        )
        first, last = bands.runs(centre, metres)
        found = [bands.row_of_spot[a:b] for a, b in zip(first, last, strict=True) if a < b]
        assert set(inside) <= set(np.concatenate([*found, inside[:0]]).tolist())


@pytest.mark.parametrize("kind", KINDS)
def test_a_chord_in_32_bits_is_off_by_no_more_than_its_blur(kind: str) -> None:
    south, north, west, east, _most = KINDS[kind]
    seed = np.random.default_rng(8)
    count = 2_000
    positions = Positions.of(seed.uniform(south, north, count), seed.uniform(west, east, count))
    rows, starts = np.arange(count), np.arange(count + 1)
    nothing = np.zeros(count, dtype=np.int32), np.zeros(1, dtype=bool)
    for number in range(20):
        found, squared = within_square(
            rows,
            starts,
            positions.coordinates,
            positions.coordinates[:, number : number + 1],
            (nothing[0], nothing[0]),
            (nothing[1], nothing[1]),
            math.inf,
        )
        assert (found == rows).all()
        to = positions.ecef[:, number : number + 1]
        chords = np.sqrt(((positions.ecef - to) ** 2).sum(axis=0))
        off = np.abs(np.sqrt(squared.astype(np.float64)) - chords)
        assert (off <= [blur(chord, positions.extent) for chord in chords]).all()
