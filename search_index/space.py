"""Spots as coordinates in metres, and which of them lie in a circle; nothing is exact here.

Coordinates are kept in 32 bits around one fixed centre, in bands from south to north and within a
band from west to east, so that a circle touches only the bands that can hold it. What comes out is
right but for a known blur; who asks decides what is too close to tell (`near`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from search_index.distance import Floats, to_ecef
from search_index.loops import BAND, KEYS, Coordinates, Squared, in_circle
from search_index.query import Origin
from search_index.runs import Rows, Starts

CENTRE: Floats = to_ecef(np.array([51.0]), np.array([4.4]))
"""Earth-centred metres, shape (3, 1). Around here (Flanders) coordinates are exact to a
centimetre; at the other side of the globe to a metre."""


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
    """Rows in bands from south to north, within a band from west to east.

    Those with one spot come first, spot i being that of row i; of those with several the spots
    stand in bands of their own. Rows without spots come last, and are in no circle.
    """

    def __init__(self, positions: Positions, starts: Starts) -> None:
        """The spots of row i stand at starts[i] up to starts[i + 1]."""
        counts = np.diff(starts)
        self.singles = int(np.count_nonzero(counts == 1))
        self.placed = int(np.count_nonzero(counts))
        self._coordinates, keys = positions.coordinates, band_keys(positions.lat, positions.lon)
        order = self.singles + np.argsort(keys[self.singles :], kind="stable")
        self._keys = keys[: self.singles], keys.take(order)
        self._spots = order.astype(np.int32)
        self._row_of_spot = np.repeat(np.arange(len(counts), dtype=np.int32), counts).take(order)

    def in_circle(
        self, centre: Viewpoint, metres: float, high: float, wanted: NDArray[np.bool_]
    ) -> tuple[Rows, Squared]:
        """The wanted rows with a squared chord of at most `high` to a viewpoint of one point; all
        of them lie no more than so many metres away from it."""
        return in_circle(
            self._keys,
            self._coordinates,
            self._spots,
            self._row_of_spot,
            (self.singles, self.placed),
            centre.of.points[0],
            centre.points.coordinates,
            metres * 1.001 + 10,
            high,
            wanted,
        )


def band_order(lat: Floats, lon: Floats) -> Rows:
    """The order that puts positions in bands, so that what is near stands together."""
    return np.argsort(band_keys(lat, lon), kind="stable")


def band_keys(lat: Floats, lon: Floats) -> Floats:
    """One number per position: by band, then from west to east."""
    keys: Floats = np.floor(lat / BAND) * KEYS + (lon + 180)
    return keys
