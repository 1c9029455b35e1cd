"""Circles over bands: nothing that lies in one is left out, wherever on the globe."""

import math

import numpy as np
import pytest

from search_index import Origin
from search_index.distance import MEAN_RADIUS
from search_index.loops import within_square
from search_index.runs import starts_of
from search_index.space import Bands, Positions, band_order, blur, viewpoint

KINDS = {
    "Flanders": (50.7, 51.5, 2.5, 5.9, 60_000.0),
    "north": (60.0, 84.9, -20.0, 20.0, 900_000.0),
    "south": (-84.9, -60.0, 100.0, 140.0, 900_000.0),
    "equator": (-6.0, 6.0, -6.0, 6.0, 400_000.0),
    "antimeridian": (-20.0, 20.0, 170.0, 180.0, 2_000_000.0),
    "everywhere": (-90.0, 90.0, -180.0, 180.0, 15_000_000.0),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_circle_leaves_nothing_out_and_gives_no_row_twice(kind: str) -> None:
    south, north, west, east, most = KINDS[kind]
    seed = np.random.default_rng(7)
    lat, lon = seed.uniform(south, north, 3_000), seed.uniform(west, east, 3_000)
    lat[-600::3], lon[-600::3] = lat[-599::3], lon[-599::3]  # two spots of a row at one position
    order = band_order(lat[:1_500], lon[:1_500])
    lat[:1_500], lon[:1_500] = lat[order], lon[order]
    starts = starts_of(np.repeat([1, 3, 0], [1_500, 500, 10]))
    positions = Positions.of(lat, lon)
    bands = Bands(positions, starts)
    wanted = seed.random(2_010) < 0.9
    for number in range(0, 3_000, 50):
        centre = viewpoint(Origin(((lat[number], lon[number]),), frozenset()))
        metres = float(seed.uniform(0, most))
        chords = np.sqrt(((positions.ecef - centre.points.ecef) ** 2).sum(axis=0))
        nearest = np.minimum.reduceat(chords, starts[:2_000])
        limit = 2 * MEAN_RADIUS * np.sin(min(metres / (2 * 6_400_000), 1))
        off = blur(limit, max(positions.extent, centre.points.extent))
        rows, squared = bands.in_circle(centre, metres, (limit + off) ** 2, wanted)
        assert len(set(rows.tolist())) == len(rows)
        assert wanted[rows].all()
        assert set(np.flatnonzero((nearest <= limit) & wanted[:2_000])) <= set(rows.tolist())
        assert (np.abs(np.sqrt(squared.astype(np.float64)) - nearest[rows]) <= off).all()


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
