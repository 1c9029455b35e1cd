"""Spots as coordinates in metres, and which of them lie in a circle; nothing is exact here.

Coordinates are kept in 32 bits around one fixed centre, in bands from south to north and within a
band from west to east, so that a circle touches only the bands that can hold it. What comes out is
right but for a known blur; who asks decides what is too close to tell (`near`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import asin, cos, degrees, floor, radians, sin, tan

import numpy as np
from numpy.typing import NDArray

from search_index.distance import Floats, to_ecef
from search_index.query import Origin
from search_index.runs import Rows

CENTRE: Floats = to_ecef(np.array([51.0]), np.array([4.4]))
"""Earth-centred metres, shape (3, 1). Around here (Flanders) coordinates are exact to a
centimetre; at the other side of the globe to a metre."""
BAND = 0.02
"""Degrees of latitude per band: about 2.2 km."""
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


def squared_distances(to: Coordinates, point: Coordinates) -> NDArray[np.float32]:
    """The squared chords in square metres from each of `to` to one point, shape (n,)."""
    x: NDArray[np.float32] = to[0] - point[0]
    y, z = to[1] - point[1], to[2] - point[2]
    x *= x
    y *= y
    z *= z
    x += y
    x += z
    return x


def blur(chord: float, extent: float) -> float:
    """How far off a 32-bit chord may be, in metres; `extent` is the largest coordinate.

    Rounding puts each coordinate off by at most extent · 2⁻²⁴, their difference by twice that,
    over three axes √3 times that; the sum of squares adds a few roundings of the chord itself.
    """
    return 4 * extent * 2.0**-24 + chord * 2.0**-21


class Bands:
    """Positions that are sorted by `band_order`."""

    def __init__(self, positions: Positions) -> None:
        self._coordinates = positions.coordinates
        self._keys = _keys(positions.lat, positions.lon)
        self._places = np.arange(len(self._keys))

    def in_circle(self, circle: "Circle") -> tuple[Rows, NDArray[np.float32]]:
        """All positions in a circle, and some outside: which, and their squared chords."""
        coordinates, places = self._coordinates, self._places
        if circle.bounds is not None:
            first = self._keys.searchsorted(circle.bounds[0]).tolist()
            last = self._keys.searchsorted(circle.bounds[1], side="right").tolist()
            runs = [
                slice(begin, end) for begin, end in zip(first, last, strict=True) if begin < end
            ]
            runs = runs or [slice(0, 0)]
            coordinates = np.concatenate([coordinates[:, run] for run in runs], axis=1)
            places = np.concatenate([places[run] for run in runs])
        return places, squared_distances(coordinates, circle.point)


@dataclass(frozen=True)
class Circle:
    """So many metres around a viewpoint of one point, and the keys at the west and east end of each
    band of it; None where bands do not help."""

    point: Coordinates
    bounds: tuple[Floats, Floats] | None

    @classmethod
    def around(cls, centre: Viewpoint, metres: float) -> "Circle":
        """The circle with at least that radius."""
        ((lat, lon),) = centre.of.points
        return cls(centre.points.coordinates[:, 0], _bounds(lat, lon, metres * 1.001 + 10))


def band_order(lat: Floats, lon: Floats) -> Rows:
    """The order that puts positions in bands, so that what is near stands together."""
    return np.argsort(_keys(lat, lon), kind="stable")


def _keys(lat: Floats, lon: Floats) -> Floats:
    """One number per position: by band, then from west to east."""
    keys: Floats = np.floor(lat / BAND) * 1024 + (lon + 180)
    return keys


def _bounds(lat: float, lon: float, metres: float) -> tuple[Floats, Floats] | None:
    """The keys at the west and east end of each band of a circle; None where bands do not help:
    near the poles, across the antimeridian, or around half the globe."""
    angle = metres / _LEAST_RADIUS + 1e-9
    south, north = lat - degrees(angle), lat + degrees(angle)
    if south < -85 or north > 85 or angle > 1:
        return None
    # The widest a circle on a sphere gets; 1 % more covers the ellipsoid.
    wide = 1.01 * degrees(asin(min(1.0, sin(angle) / cos(radians(lat)))))
    if lon - wide < -180 or lon + wide > 180:
        return None
    bands = np.arange(floor(south / BAND), floor(north / BAND) + 1, dtype=np.float64)
    # In a plane a circle is as wide as √(1 - offset²); the meridians' coming together adds tan · r.
    offset = np.maximum(np.maximum(bands * BAND - lat, lat - (bands + 1) * BAND), 0)
    share = np.sqrt(np.maximum(1 - (offset / degrees(angle)) ** 2, 0))
    widths = wide * np.minimum(share + 0.01 + angle * abs(tan(radians(lat))), 1)
    west = bands * 1024 + (lon + 180)
    return west - widths, west + widths
