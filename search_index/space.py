"""Spots as coordinates in metres, and which of them lie in a circle; nothing is exact here.

Coordinates are kept in 32 bits around one fixed centre, in bands from south to north and within a
band from west to east, so that a circle touches only the bands that can hold it. What comes out is
right but for a known blur; who asks decides what is too close to tell (`near`).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from search_index.distance import Floats, to_ecef
from search_index.machine import compiled
from search_index.query import Origin
from search_index.runs import Rows

CENTRE: Floats = to_ecef(np.array([51.0]), np.array([4.4]))
"""Earth-centred metres, shape (3, 1). Around here (Flanders) coordinates are exact to a
centimetre; at the other side of the globe to a metre."""
BAND = 0.02
"""Degrees of latitude per band: about 2.2 km."""
_KEYS = 1024.0
"""From a key to that of the same longitude in the next band; more than 360."""
_LEAST_RADIUS = 6_335_000.0
"""Metres; no meridian of the ellipsoid bends more (its radius of curvature at the equator)."""

Coordinates = NDArray[np.float32]
"""Metres from CENTRE along the three axes, shape (3, n)."""


@dataclass(frozen=True)
class Positions:
    """Where some spots are: degrees, earth-centred metres (3, n), and those in 32 bits."""

    lat: Floats
    lon: Floats
    ecef: Floats
    coordinates: Coordinates

    @classmethod
    def of(cls, lat: Floats, lon: Floats) -> "Positions":
        """The positions of degrees."""
        ecef = to_ecef(lat, lon)
        return cls(lat, lon, ecef, (ecef - CENTRE).astype(np.float32))

    @classmethod
    def joined(cls, parts: Sequence["Positions"]) -> "Positions":
        """The positions one part after the other."""
        return cls(
            np.concatenate([part.lat for part in parts]),
            np.concatenate([part.lon for part in parts]),
            np.concatenate([part.ecef for part in parts], axis=1),
            np.concatenate([part.coordinates for part in parts], axis=1),
        )

    def taken(self, which: Rows) -> "Positions":
        """Some of them, in this order."""
        return Positions(
            self.lat.take(which),
            self.lon.take(which),
            self.ecef.take(which, axis=1),
            self.coordinates.take(which, axis=1),
        )

    @cached_property
    def extent(self) -> float:
        """The largest coordinate, in metres from the centre."""
        return float(np.abs(self.coordinates).max(initial=0.0))


@dataclass(frozen=True, eq=False)
class Viewpoint:
    """An origin made ready to measure from. One is equal to itself only, which costs no time."""

    of: Origin
    points: Positions

    @property
    def is_bare(self) -> bool:
        """Whether nothing is inside it by its code."""
        return self.of.inside_nis is None and not self.of.inside_postcodes


@lru_cache(maxsize=4096)
def viewpoint(origin: Origin) -> Viewpoint:
    """The viewpoint of an origin, the same each time while it is remembered."""
    points = np.array(origin.points, dtype=np.float64).reshape(-1, 2)
    return Viewpoint(origin, Positions.of(points[:, 0], points[:, 1]))


def blur(chord: float, extent: float) -> float:
    """How far off a 32-bit chord may be, in metres; `extent` is the largest coordinate.

    Rounding puts each coordinate off by at most extent · 2⁻²⁴, their difference by twice that,
    over three axes √3 times that; the sum of squares adds a few roundings of the chord itself.
    """
    return 4 * extent * 2.0**-24 + chord * 2.0**-21


class Bands:
    """Spots in bands from south to north, within a band from west to east."""

    def __init__(self, positions: Positions, row_of_spot: Rows) -> None:
        order = band_order(positions.lat, positions.lon)
        self.coordinates = positions.coordinates.take(order, axis=1)
        self.row_of_spot = row_of_spot.take(order).astype(np.int32)
        self._keys = _keys(positions.lat, positions.lon).take(order)

    def runs(self, centre: Viewpoint, metres: float) -> tuple[Rows, Rows]:
        """Where those stand that may lie so near a viewpoint of one point: from each of the first
        up to the last beside it."""
        ((lat, lon),) = centre.of.points
        return _runs(self._keys, lat, lon, metres * 1.001 + 10)


def band_order(lat: Floats, lon: Floats) -> Rows:
    """The order that puts positions in bands, so that what is near stands together."""
    return np.argsort(_keys(lat, lon), kind="stable")


def _keys(lat: Floats, lon: Floats) -> Floats:
    """One number per position: by band, then from west to east."""
    keys: Floats = np.floor(lat / BAND) * _KEYS + (lon + 180)
    return keys


@compiled
def _runs(keys: Floats, lat: float, lon: float, metres: float) -> tuple[Rows, Rows]:
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
        middle = band * _KEYS + (lon + 180)
        first[number] = np.searchsorted(keys, middle - width)
        last[number] = np.searchsorted(keys, middle + width, side="right")
    return first, last
