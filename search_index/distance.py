"""Distances on WGS84: chords for whole columns, geodesics for what is shown or near an edge."""

import math
from functools import lru_cache

import numpy as np
from geopy.distance import geodesic as geopy_geodesic
from numpy.typing import NDArray

from search_index.machine import compiled

Floats = NDArray[np.float64]

# WGS84 (NIMA TR8350.2): semi-major axis in metres and first eccentricity squared.
SEMI_MAJOR = 6_378_137.0
ECCENTRICITY_SQUARED = 6.694379990141317e-3
MEAN_RADIUS = 6_371_008.8
# Up to here (metres) `geodesics` stays within 1 µm of geopy; the tests measure it.
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


def slack(chord: Floats | float) -> Floats | float:
    """How far the geodesic over a chord may differ from that of another chord of that length.

    The arc over a chord c is about c + c³/24R². R depends on place and direction and differs at
    most 0.6 % from the mean radius, so c³/24R² at most 1.2 %, more where the arc grows faster.
    0.04 is at least 1.7 times what the tests measure; 1 µm is for rounding. Infinite above
    CHORD_LIMIT.
    """
    if isinstance(chord, float):
        return math.inf if chord > CHORD_LIMIT else _SLACK * max(chord, 0.0) ** 3 + 1e-6
    return np.where(chord > CHORD_LIMIT, np.inf, _SLACK * np.maximum(chord, 0) ** 3 + 1e-6)


@lru_cache(maxsize=1024)
def chord_limits(metres: float) -> tuple[float, float]:
    """Chords (sure, possible): up to `sure` all geodesics are at most `metres`, above `possible`
    none is; in between only the geodesic tells."""
    if metres > CHORD_LIMIT:
        return CHORD_LIMIT * 0.8, math.inf
    chord = 2 * MEAN_RADIUS * math.sin(metres / (2 * MEAN_RADIUS))
    margin = float(slack(chord * 1.01)) + 1e-6
    return chord - margin, chord + margin


@lru_cache(maxsize=1 << 16)
def exact(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """The distance in metres as geopy gives it (Karney 2013, doi:10.1007/s00190-012-0578-z)."""
    return float(geopy_geodesic((lat1, lon1), (lat2, lon2)).meters)


def geodesics(
    origin_lat: Floats,
    origin_lon: Floats,
    lat: Floats,
    lon: Floats,
    chord: Floats,
    *,
    precise: bool = False,
) -> Floats:
    """Distances in metres between pairs of positions in degrees, all of shape (n,).

    `chord` is the length in metres of the chord between the two of each pair. Short ones by
    `_arcs`; long ones, and all when `precise`, by geopy.
    """
    metres = _arcs(origin_lat, origin_lon, lat, lon, chord)
    doubtful = np.arange(len(metres)) if precise else np.flatnonzero(np.isnan(metres))
    for i in doubtful:
        metres[i] = exact(float(origin_lat[i]), float(origin_lon[i]), float(lat[i]), float(lon[i]))
    return metres


@compiled
def _arcs(
    origin_lat: Floats, origin_lon: Floats, lat: Floats, lon: Floats, chord: Floats
) -> Floats:
    """The arc of the Euler circle (radius of curvature in the direction of the line, 1/R =
    cos²α/M + sin²α/N) over the chord, not a number where that may be off by more than 1 µm.
    """
    metres = np.empty(len(chord))
    for i in range(len(chord)):
        phi = math.radians((origin_lat[i] + lat[i]) / 2)
        bend = 1 - ECCENTRICITY_SQUARED * math.sin(phi) ** 2
        prime_vertical = SEMI_MAJOR / math.sqrt(bend)
        meridional = prime_vertical * (1 - ECCENTRICITY_SQUARED) / bend
        north = (lat[i] - origin_lat[i]) * meridional
        east = (lon[i] - origin_lon[i]) * prime_vertical * math.cos(phi)
        share = north**2 / (north**2 + east**2 + _TINY)
        diameter = 2 / (share / meridional + (1 - share) / prime_vertical)
        metres[i] = diameter * math.asin(min(chord[i] / diameter, 1.0))
        # The pole is not straight ahead near it, nor is west where longitudes begin anew; who
        # starts 1 degree or 6 from there does not come so far.
        odd = abs(origin_lat[i]) > 79 or abs(origin_lon[i]) > 174
        if odd or chord[i] > SERIES_LIMIT:
            metres[i] = math.nan
    return metres
