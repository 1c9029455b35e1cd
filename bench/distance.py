"""Distances on WGS84 for the rivals that have none of their own: chords, then the arc over them.

Written apart from the search index, so that the one proves the other.
"""

import math

import numpy as np
from geopy.distance import geodesic
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SEMI_MAJOR, ECCENTRICITY_SQUARED = 6_378_137.0, 6.694379990141317e-3
METRES_PER_DEGREE = 110_500.0
"""At most this long is a degree of latitude nowhere: the shortest one, rounded down."""
DOUBT = 1e-5
"""Metres from the radius below which geopy decides."""


def ecef(lat: Floats, lon: Floats) -> Floats:
    """Degrees to earth-centred metres, shape (3, n)."""
    phi, lam = np.radians(lat), np.radians(lon)
    normal = SEMI_MAJOR / np.sqrt(1 - ECCENTRICITY_SQUARED * np.sin(phi) ** 2)
    flat = normal * np.cos(phi)
    height = normal * (1 - ECCENTRICITY_SQUARED) * np.sin(phi)
    return np.stack([flat * np.cos(lam), flat * np.sin(lam), height])


def arcs(point: tuple[float, float], lat: Floats, lon: Floats, chord: Floats) -> Floats:
    """Geodesic metres from one point to positions in degrees, over chords of known length.

    The arc with the radius of curvature halfway in the direction of the line (Euler); within
    1 µm of geopy up to 100 km in Belgium.
    """
    phi = np.radians((point[0] + lat) / 2)
    bend = 1 - ECCENTRICITY_SQUARED * np.sin(phi) ** 2
    across = SEMI_MAJOR / np.sqrt(bend)
    along = across * (1 - ECCENTRICITY_SQUARED) / bend
    north = ((lat - point[0]) * along) ** 2
    east = ((lon - point[1]) * across * np.cos(phi)) ** 2
    total = north + east
    share = np.divide(north, total, out=np.zeros_like(total), where=total > 0)
    diameter = 2 / (share / along + (1 - share) / across)
    metres: Floats = diameter * np.arcsin(np.minimum(chord / diameter, 1))
    return metres


def within(
    points: tuple[tuple[float, float], ...], radius: float, lat: Floats, lon: Floats, places: Floats
) -> tuple[NDArray[np.intp], Floats]:
    """Which positions lie within so many metres of the nearest point, and their metres.

    `places` are the same positions as `ecef`. What lies at the edge is decided by geopy.
    """
    found, metres = [], []
    limit = radius**2  # a chord is shorter than its arc
    for point in points:
        x, y, z = ecef(np.array([point[0]]), np.array([point[1]]))[:, 0]
        squared = (places[0] - x) ** 2
        squared += (places[1] - y) ** 2
        squared += (places[2] - z) ** 2
        near = np.flatnonzero(squared <= limit)
        reach = arcs(point, lat[near], lon[near], np.sqrt(squared[near]))
        for i in np.flatnonzero(np.abs(reach - radius) < DOUBT):
            reach[i] = geodesic(point, (lat[near[i]], lon[near[i]])).meters
        inside = reach <= radius
        found.append(near[inside])
        metres.append(reach[inside])
    if len(points) == 1:
        return found[0], metres[0]
    both, shortest = np.concatenate(found), np.concatenate(metres)
    order = np.lexsort((shortest, both))
    both, shortest = both[order], shortest[order]
    first = np.concatenate([[True], np.diff(both) > 0])[: len(both)]
    return both[first], shortest[first]


def box(
    points: tuple[tuple[float, float], ...], radius: float
) -> tuple[float, float, float, float]:
    """(south, north, west, east) in degrees around all that lies within the radius."""
    high = radius / METRES_PER_DEGREE
    south = min(lat for lat, _ in points) - high
    north = max(lat for lat, _ in points) + high
    wide = high * 1.01 / math.cos(math.radians(north))
    return south, north, min(lon for _, lon in points) - wide, max(lon for _, lon in points) + wide
