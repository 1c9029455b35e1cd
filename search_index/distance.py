"""Distances on WGS84: chords for whole columns, geodesics for what is shown or near an edge."""

import math
from functools import lru_cache

import numpy as np
from geopy.distance import geodesic as geopy_geodesic
from numpy.typing import NDArray

from search_index.machine import compiled, for_loops
from search_index.runs import Rows, Starts

Floats = NDArray[np.float64]

# WGS84 (NIMA TR8350.2): semi-major axis in metres and first eccentricity squared.
SEMI_MAJOR = 6_378_137.0
ECCENTRICITY_SQUARED = 6.694379990141317e-3
MEAN_RADIUS = 6_371_008.8
# Up to here (metres) `arc` stays within 1 µm of geopy; the tests measure it.
SERIES_LIMIT = 100_000.0
# Keeps a division by a length of 0 at 0.
_TINY = 1e-300
# Two distances closer than this (metres) are told apart by geopy.
DOUBT = 1e-5
_SLACK = 0.04 / (24 * MEAN_RADIUS**2)
# Up to here (metres) a chord tells how long its geodesic is; towards the antipodes it does not.
CHORD_LIMIT = 11_000_000.0


def check_position(lat: float, lon: float) -> None:
    """Raise ValueError unless (lat, lon) in degrees is a position on the globe."""
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError(f"not a position on the globe: latitude {lat!r}, longitude {lon!r}")


def to_ecef(lat: Floats, lon: Floats) -> Floats:
    """Degrees to earth-centred metres on the ellipsoid, shape (3, n)."""
    phi, lam = np.radians(lat), np.radians(lon)
    normal = SEMI_MAJOR / np.sqrt(1 - ECCENTRICITY_SQUARED * np.sin(phi) ** 2)
    flat = normal * np.cos(phi)
    height = normal * (1 - ECCENTRICITY_SQUARED) * np.sin(phi)
    return np.stack([flat * np.cos(lam), flat * np.sin(lam), height])


@for_loops
def slack(chord: float) -> float:
    """How far the geodesic over a chord may differ from that of another chord of that length.

    The arc over a chord c is about c + c³/24R². R depends on place and direction and differs at
    most 0.6 % from the mean radius, so c³/24R² at most 1.2 %, more where the arc grows faster.
    0.04 is at least 1.7 times what the tests measure; 1 µm is for rounding. Infinite above
    CHORD_LIMIT.
    """
    return math.inf if chord > CHORD_LIMIT else _SLACK * max(chord, 0.0) ** 3 + 1e-6


@lru_cache(maxsize=1024)
def chord_limits(metres: float) -> tuple[float, float]:
    """Chords (sure, possible): up to `sure` all geodesics are at most `metres`, above `possible`
    none is; in between only the geodesic tells."""
    if metres > CHORD_LIMIT:
        return CHORD_LIMIT * 0.8, math.inf
    chord = 2 * MEAN_RADIUS * math.sin(metres / (2 * MEAN_RADIUS))
    margin = slack(chord * 1.01) + 1e-6
    return chord - margin, chord + margin


@lru_cache(maxsize=1 << 16)
def exact(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """The distance in metres as geopy gives it (Karney 2013, doi:10.1007/s00190-012-0578-z)."""
    return float(geopy_geodesic((lat1, lon1), (lat2, lon2)).meters)


@for_loops
def arc(origin_lat: float, origin_lon: float, lat: float, lon: float, chord: float) -> float:
    """The arc in metres of the Euler circle (radius of curvature in the direction of the line,
    1/R = cos²α/M + sin²α/N) over a chord between two positions in degrees; not a number where it
    may be more than 1 µm off.
    """
    # The pole is not straight ahead near it, nor is west where longitudes begin anew; who starts
    # 1 degree or 6 from there does not come so far.
    if chord > SERIES_LIMIT or abs(origin_lat) > 79 or abs(origin_lon) > 174:
        return math.nan
    phi = math.radians((origin_lat + lat) / 2)
    bend = 1 - ECCENTRICITY_SQUARED * math.sin(phi) ** 2
    prime_vertical = SEMI_MAJOR / math.sqrt(bend)
    meridional = prime_vertical * (1 - ECCENTRICITY_SQUARED) / bend
    north = (lat - origin_lat) * meridional
    east = (lon - origin_lon) * prime_vertical * math.cos(phi)
    share = north**2 / (north**2 + east**2 + _TINY)
    diameter = 2 / (share / meridional + (1 - share) / prime_vertical)
    return diameter * math.asin(min(chord / diameter, 1.0))


@compiled
def nearest_spots(
    rows: Rows,
    starts: Starts,
    spots: tuple[Floats, Floats, Floats],
    points: tuple[Floats, Floats, Floats],
    codes: tuple[NDArray[np.int32], NDArray[np.int32]],
    inside: tuple[NDArray[np.bool_], NDArray[np.bool_]],
    edge: float,
) -> tuple[Floats, Rows, Rows]:
    """Metres from each row's nearest spot to the nearest of the points, infinite where there are
    none; which of its spots that is, the first of equals; and the positions of the rows of which
    only geopy can tell whether they reach the edge or where they come in order.

    The spots of row i stand at starts[i] up to starts[i + 1], and it must have one. Spots and
    points are latitudes, longitudes and earth-centred metres of shape (3, n). A spot of which
    inside[code] holds is at distance 0.
    """
    lat, lon, ecef = spots
    least, nearest = np.full(len(rows), np.inf), np.zeros(len(rows), np.int64)
    for at in range(len(rows)):
        first, last = starts[rows[at]], starts[rows[at] + 1]
        chords = np.full((last - first, max(len(points[0]), 1)), np.inf)
        for spot in range(first, last):
            if inside[0][codes[0][spot]] or inside[1][codes[1][spot]]:
                chords[spot - first] = 0.0
                continue
            for point in range(len(points[0])):
                east, north, up = (
                    ecef[0, spot] - points[2][0, point],
                    ecef[1, spot] - points[2][1, point],
                    ecef[2, spot] - points[2][2, point],
                )
                chords[spot - first, point] = math.sqrt(east * east + north * north + up * up)
        shortest = chords.min()
        limit = min(shortest + 2 * slack(shortest), 2 * SEMI_MAJOR)
        for spot in range(first, last):
            for point in range(chords.shape[1]):
                chord = chords[spot - first, point]
                if chord > limit:
                    continue
                metres = 0.0
                if chord > 0:
                    metres = arc(points[0][point], points[1][point], lat[spot], lon[spot], chord)
                if metres < least[at] or math.isnan(metres):
                    least[at], nearest[at] = metres, spot - first
    if np.isnan(least).any():
        return least, nearest, np.arange(len(rows))
    return least, nearest, _too_close_to_tell(least, starts[rows] + nearest, lat, lon, edge)


@for_loops
def _too_close_to_tell(metres: Floats, places: Rows, lat: Floats, lon: Floats, edge: float) -> Rows:
    """Positions of what is less than DOUBT from the edge, or from another position at nearly the
    same distance, by one or several such steps; what is so many metres away lies at
    (lat[place], lon[place]). At distance 0 or at one position all are equal."""
    order = np.argsort(metres)
    doubtful = np.abs(metres - edge) < DOUBT
    first = 0
    for at in range(1, len(order) + 1):
        if at < len(order) and metres[order[at]] - metres[order[at - 1]] < DOUBT:
            continue
        for one in range(first + 1, at):
            here, before = places[order[one]], places[order[one - 1]]
            if metres[order[one]] > 0 and (lat[here] != lat[before] or lon[here] != lon[before]):
                doubtful[order[first:at]] = True
                break
        first = at
    return np.flatnonzero(doubtful)
