"""Loops over spots: which rows are near, and how near; who calls them decides what is near enough.

Throughout, the spots of row i stand at starts[i] up to starts[i + 1]. A spot is `inside`, at
distance 0, when `inside[code]` holds of one of its codes, those of municipalities and postcodes.
"""

import math

import numpy as np
from numpy.typing import NDArray

from search_index.distance import Floats
from search_index.machine import compiled
from search_index.runs import Rows, Starts

INSIDE = -1.0
"""Instead of a chord or its square: at distance 0, by its code."""

Squared = NDArray[np.float32]
"""Squared chords in square metres, blurred (`space.blur`); INSIDE; infinite without spots."""

Flags = NDArray[np.bool_]
Numbers = NDArray[np.int32]


@compiled
def in_circle(
    coordinates: NDArray[np.float32],
    row_of_spot: Numbers,
    runs: tuple[Rows, Rows],
    point: NDArray[np.float32],
    high: float,
    wanted: Flags,
    several: tuple[int, int],
    others: tuple[Rows, Squared],
) -> tuple[Rows, Squared]:
    """The wanted rows with a squared chord of at most `high` to the point, then the others.

    `coordinates`, shape (3, spots), and `row_of_spot` are in bands; the circle lies in the spots
    from runs[0][i] up to runs[1][i]. Only the rows from several[0] up to several[1] may have more
    than one spot, and only they are looked up.
    """
    first, last = runs
    most = len(others[0])
    for band in range(len(first)):
        most += max(last[band] - first[band], 0)
    rows, squared = np.empty(most, np.int64), np.empty(most, np.float32)
    found_at = np.full(several[1] - several[0], -1, np.int64)
    x, y, z, limit = point[0], point[1], point[2], np.float32(high)
    count = 0
    for band in range(len(first)):
        for spot in range(first[band], last[band]):
            east, north, up = (
                coordinates[0, spot] - x,
                coordinates[1, spot] - y,
                coordinates[2, spot] - z,
            )
            chord = east * east + north * north + up * up
            row = row_of_spot[spot]
            if chord > limit or not wanted[row]:
                continue
            if several[0] <= row < several[1]:
                at = found_at[row - several[0]]
                if at >= 0:
                    squared[at] = min(squared[at], chord)
                    continue
                found_at[row - several[0]] = count
            rows[count], squared[count] = row, chord
            count += 1
    for at in range(len(others[0])):
        rows[count], squared[count] = others[0][at], others[1][at]
        count += 1
    return rows[:count], squared[:count]


@compiled
def within_square(
    rows: Rows,
    starts: Starts,
    coordinates: NDArray[np.float32],
    points: NDArray[np.float32],
    codes: tuple[Numbers, Numbers],
    inside: tuple[Flags, Flags],
    high: float,
) -> tuple[Rows, Squared]:
    """Those of the rows with a squared chord of at most `high` to any of the points, shape (3, n),
    or without spots. All are kept, in their order, where `high` is infinite."""
    kept, squared = np.empty(len(rows), np.int64), np.empty(len(rows), np.float32)
    limit, count = np.float32(high), 0
    for row in rows:
        nearest = np.float32(np.inf)
        for spot in range(starts[row], starts[row + 1]):
            if inside[0][codes[0][spot]] or inside[1][codes[1][spot]]:
                nearest = np.float32(INSIDE)
                break
            for point in range(points.shape[1]):
                east, north, up = (
                    coordinates[0, spot] - points[0, point],
                    coordinates[1, spot] - points[1, point],
                    coordinates[2, spot] - points[2, point],
                )
                nearest = min(nearest, east * east + north * north + up * up)
        if nearest <= limit or starts[row] == starts[row + 1]:
            kept[count], squared[count] = row, nearest
            count += 1
    return kept[:count], squared[:count]


@compiled
def known_within_square(
    rows: Rows, has_spots: Flags, known: Squared, high: float
) -> tuple[Rows, Squared]:
    """As `within_square`, of rows whose squared chords are known: that of row i is known[i]."""
    kept, squared = np.empty(len(rows), np.int64), np.empty(len(rows), np.float32)
    limit, count = np.float32(high), 0
    for row in rows:
        if known[row] <= limit or not has_spots[row]:
            kept[count], squared[count] = row, known[row]
            count += 1
    return kept[:count], squared[:count]


@compiled
def shortest(rows: Rows, starts: Starts, ecef: Floats, points: Floats) -> Floats:
    """The shortest chord in metres from any spot of each row to any of the points, infinite where
    there is none; spots and points as earth-centred metres, shape (3, n)."""
    found = np.full(len(rows), np.inf)
    for at in range(len(rows)):
        least = np.inf
        for spot in range(starts[rows[at]], starts[rows[at] + 1]):
            for point in range(points.shape[1]):
                east, north, up = (
                    ecef[0, spot] - points[0, point],
                    ecef[1, spot] - points[1, point],
                    ecef[2, spot] - points[2, point],
                )
                least = min(least, east * east + north * north + up * up)
        found[at] = math.sqrt(least)
    return found


@compiled
def pairs(
    rows: Rows,
    starts: Starts,
    spots: tuple[Floats, Floats, Floats],
    points: tuple[Floats, Floats, Floats],
    codes: tuple[Numbers, Numbers],
    inside: tuple[Flags, Flags],
    limits: Floats,
) -> tuple[Rows, Rows, Floats]:
    """The pairs of a spot and a point whose chord is at most the limit of the spot's row: position
    in `rows`, spot, and how they lie, shape (5, pairs): latitude and longitude of the point and of
    the spot in degrees, and the chord in metres. A spot that is inside is paired with itself.

    Spots and points are latitudes, longitudes and earth-centred metres of shape (3, n).
    """
    lat, lon, ecef = spots
    most = 0
    for row in rows:
        most += (starts[row + 1] - starts[row]) * max(len(points[0]), 1)
    of_row, of_spot = np.empty(most, np.int64), np.empty(most, np.int64)
    lie = np.empty((5, most))
    count = 0
    for at in range(len(rows)):
        for spot in range(starts[rows[at]], starts[rows[at] + 1]):
            if inside[0][codes[0][spot]] or inside[1][codes[1][spot]]:
                of_row[count], of_spot[count] = at, spot
                lie[0, count], lie[1, count] = lat[spot], lon[spot]
                lie[2, count], lie[3, count], lie[4, count] = lat[spot], lon[spot], 0.0
                count += 1
                continue
            for point in range(len(points[0])):
                east, north, up = (
                    ecef[0, spot] - points[2][0, point],
                    ecef[1, spot] - points[2][1, point],
                    ecef[2, spot] - points[2][2, point],
                )
                chord = math.sqrt(east * east + north * north + up * up)
                if chord <= limits[at]:
                    of_row[count], of_spot[count] = at, spot
                    lie[0, count], lie[1, count] = points[0][point], points[1][point]
                    lie[2, count], lie[3, count], lie[4, count] = lat[spot], lon[spot], chord
                    count += 1
    return of_row[:count], of_spot[:count], lie[:, :count]


@compiled
def nearest_of_pairs(
    rows: Rows, starts: Starts, of_row: Rows, of_spot: Rows, metres: Floats
) -> tuple[Floats, Rows]:
    """The least metres of each row's pairs, infinite where it has none, and which of its spots, the
    first of equals; pairs stand in the order of their rows and spots."""
    least, spots = np.full(len(rows), np.inf), np.zeros(len(rows), np.int64)
    for pair in range(len(metres)):
        at = of_row[pair]
        if metres[pair] < least[at]:
            least[at], spots[at] = metres[pair], of_spot[pair] - starts[rows[at]]
    return least, spots


@compiled
def too_close_to_tell(metres: Floats, lat: Floats, lon: Floats, edge: float, doubt: float) -> Rows:
    """Positions of what is less than `doubt` from the edge, or from another position at nearly the
    same distance, by one or several such steps. At distance 0 or at one position all are equal."""
    order = np.argsort(metres)
    doubtful = np.abs(metres - edge) < doubt
    first = 0
    for at in range(1, len(order) + 1):
        if at < len(order) and metres[order[at]] - metres[order[at - 1]] < doubt:
            continue
        for one in range(first + 1, at):
            here, before = order[one], order[one - 1]
            if metres[here] > 0 and (lat[here] != lat[before] or lon[here] != lon[before]):
                doubtful[order[first:at]] = True
                break
        first = at
    return np.flatnonzero(doubtful)
