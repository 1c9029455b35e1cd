"""Loops over spots: which rows are near, and how near; who calls them decides what is near enough.

Throughout, the spots of row i stand at starts[i] up to starts[i + 1]. A spot is `inside`, at
distance 0, when `inside[code]` holds of one of its codes, those of municipalities and postcodes.
"""

import math

import numpy as np
from numpy.typing import NDArray

from search_index.machine import compiled, for_loops
from search_index.runs import Rows, Starts

INSIDE = -1.0
"""Instead of a chord or its square: at distance 0, by its code."""

BAND = 0.02
"""Degrees of latitude per band: about 2.2 km."""
KEYS = 1024.0
"""From a key to that of the same longitude in the next band; more than 360."""
_LEAST_RADIUS = 6_335_000.0
"""Metres; no meridian of the ellipsoid bends more (its radius of curvature at the equator)."""

BLOCK = 64
"""Rows that stand together, most of them near each other."""

Coordinates = NDArray[np.float32]
"""Metres from `space.CENTRE` along the three axes, shape (3, n)."""
Squared = NDArray[np.float32]
"""Squared chords in square metres, blurred (`space.blur`); of a row that of its nearest spot,
INSIDE where one is at distance 0 by its code, infinite without spots."""
Numbers = NDArray[np.int32]
Keys = NDArray[np.float64]
"""Where positions stand in bands (`space.band_keys`), ascending."""
Flags = NDArray[np.bool_]


@for_loops
def _runs(keys: Keys, lat: float, lon: float, metres: float) -> tuple[Rows, Rows]:
    """Where the positions in each band of a circle begin and end, by their sorted keys; one run of
    all where bands do not help: near the poles, across the antimeridian, or around half the globe.
    """
    angle = metres / _LEAST_RADIUS + 1e-9
    reach = math.degrees(angle)
    south, north = lat - reach, lat + reach
    everything = np.zeros(1, np.int64), np.full(1, len(keys))
    if south < -85 or north > 85 or angle > 1:
        return everything
    # The widest a circle on a sphere gets; 1 % more covers the ellipsoid.
    wide = 1.01 * math.degrees(math.asin(min(1.0, math.sin(angle) / math.cos(math.radians(lat)))))
    if lon - wide < -180 or lon + wide > 180:
        return everything
    lowest = math.floor(south / BAND)
    count = math.floor(north / BAND) + 1 - lowest
    first, last = np.empty(count, np.int64), np.empty(count, np.int64)
    for number in range(count):
        band = lowest + number
        # In a plane a circle is as wide as √(1 - offset²); the meridians' coming together adds
        # tan · r.
        offset = max(band * BAND - lat, lat - (band + 1) * BAND, 0.0) / reach
        share = math.sqrt(max(1 - offset**2, 0.0))
        width = wide * min(share + 0.01 + angle * abs(math.tan(math.radians(lat))), 1.0)
        middle = band * KEYS + (lon + 180)
        first[number] = np.searchsorted(keys, middle - width)
        last[number] = np.searchsorted(keys, middle + width, side="right")
    return first, last


@for_loops
def _squared_chord(
    coordinates: Coordinates, spot: int, points: Coordinates, point: int
) -> np.float32:
    east, north, up = (
        coordinates[0, spot] - points[0, point],
        coordinates[1, spot] - points[1, point],
        coordinates[2, spot] - points[2, point],
    )
    squared: np.float32 = east * east + north * north + up * up
    return squared


@compiled
def in_circle(
    keys: tuple[Keys, Keys],
    coordinates: Coordinates,
    spots: Numbers,
    row_of_spot: Numbers,
    several: tuple[int, int],
    centre: tuple[float, float],
    point: Coordinates,
    metres: float,
    high: float,
    wanted: Flags,
) -> tuple[Rows, Squared]:
    """As `space.Bands.in_circle`. `spots`, in bands, are those of the rows from several[0] up to
    several[1]."""
    first, last = _runs(keys[0], centre[0], centre[1], metres)
    first_of_several, last_of_several = _runs(keys[1], centre[0], centre[1], metres)
    most = np.maximum(last - first, 0).sum()
    most += np.maximum(last_of_several - first_of_several, 0).sum()
    rows, squared = np.empty(most, np.int64), np.empty(most, np.float32)
    limit, count = np.float32(high), 0
    for band in range(len(first)):
        for row in range(first[band], last[band]):
            chord = _squared_chord(coordinates, row, point, 0)
            if chord <= limit and wanted[row]:
                rows[count], squared[count] = row, chord
                count += 1
    found_at = np.full(several[1] - several[0], -1, np.int32)
    for band in range(len(first_of_several)):
        for place in range(first_of_several[band], last_of_several[band]):
            chord, row = _squared_chord(coordinates, spots[place], point, 0), row_of_spot[place]
            if chord > limit or not wanted[row]:
                continue
            at = found_at[row - several[0]]
            if at < 0:
                found_at[row - several[0]] = count
                rows[count], squared[count] = row, chord
                count += 1
            else:
                squared[at] = min(squared[at], chord)
    return rows[:count], squared[:count]


@compiled
def within_square(
    rows: Rows,
    starts: Starts,
    coordinates: Coordinates,
    points: Coordinates,
    codes: tuple[Numbers, Numbers],
    inside: tuple[Flags, Flags],
    high: float,
) -> tuple[Rows, Squared]:
    """Those of the rows with a squared chord of at most `high` to any of the points, shape (3, n).
    All are kept, in their order, where `high` is infinite."""
    kept, squared = np.empty(len(rows), np.int64), np.empty(len(rows), np.float32)
    limit, count = np.float32(high), 0
    for row in rows:
        nearest = np.float32(np.inf)
        for spot in range(starts[row], starts[row + 1]):
            if inside[0][codes[0][spot]] or inside[1][codes[1][spot]]:
                nearest = np.float32(INSIDE)
                break
            for point in range(points.shape[1]):
                nearest = min(nearest, _squared_chord(coordinates, spot, points, point))
        if nearest <= limit:
            kept[count], squared[count] = row, nearest
            count += 1
    return kept[:count], squared[:count]


@compiled
def known_within_square(
    known: Squared, least_of_blocks: Squared, wanted: Flags, high: float
) -> tuple[Rows, Squared]:
    """As `within_square`, of the wanted rows, whose squared chords are known: those of a block,
    of which the least is known as well, stand together."""
    rows, squared = np.empty(len(known), np.int64), np.empty(len(known), np.float32)
    limit, count = np.float32(high), 0
    for block in range(len(least_of_blocks)):
        if least_of_blocks[block] > limit:
            continue
        for row in range(block * BLOCK, min((block + 1) * BLOCK, len(known))):
            if known[row] <= limit and wanted[row]:
                rows[count], squared[count] = row, known[row]
                count += 1
    return rows[:count], squared[:count]


@compiled
def least(numbers: Squared, count: int) -> float:
    """The largest of the `count` least of the numbers, of which there must be so many."""
    kept = np.full(count, np.inf, np.float32)
    for number in numbers:
        if number < kept[-1]:
            at = count - 1
            while at > 0 and kept[at - 1] > number:
                kept[at] = kept[at - 1]
                at -= 1
            kept[at] = number
    return float(kept[-1])
