"""Offers as plain numpy columns, for the floor and for engines without places and counts."""

import pickle
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.answers import Counts
from bench.catalogue import COUNTED, codes_of
from bench.distance import Floats, ecef
from search_index import Document

Ints = NDArray[np.int64]
FILE = "columns.pickle"


@dataclass
class Columns:
    """One row per offer in the order of keys; spots of an offer stand next to each other.

    `sets[f]` are the different sets of codes of facet f, `facets[row, f]` numbers them;
    `row_of_spot` says whose each spot is, `places` are the spots as ECEF metres.
    """

    keys: Ints
    published: NDArray[np.int32]
    facets: NDArray[np.int32]
    sets: list[list[frozenset[str]]]
    row_of_spot: Ints
    lat: Floats
    lon: Floats
    places: Floats
    nis: NDArray[np.int32]
    placeless: Ints

    def counts(self, per_set: list[Ints]) -> Counts:
        """Hits per code, from hits per set of codes."""
        counts: Counts = {}
        for facet, sets, hits in zip(COUNTED, self.sets, per_set, strict=True):
            of_facet: dict[str, int] = {}
            for number in np.flatnonzero(hits).tolist():
                for code in sets[number]:
                    of_facet[code] = of_facet.get(code, 0) + int(hits[number])
            counts[facet] = of_facet
        return counts

    def allowed(self, facet: int, chosen: frozenset[str]) -> NDArray[np.bool_]:
        """For each set of a facet whether it holds any of the chosen codes."""
        return np.array([bool(codes & chosen) for codes in self.sets[facet]], dtype=np.bool_)

    def save(self, folder: Path) -> None:
        """Write them to a file in the folder."""
        (folder / FILE).write_bytes(pickle.dumps(self))

    @classmethod
    def load(cls, folder: Path) -> "Columns":
        """What `save` wrote there."""
        loaded: Columns = pickle.loads((folder / FILE).read_bytes())
        return loaded


@dataclass
class Collector:
    """Collects the columns of offers that stream by."""

    keys: "array[int]" = field(default_factory=lambda: array("q"))
    published: "array[int]" = field(default_factory=lambda: array("i"))
    facets: "array[int]" = field(default_factory=lambda: array("i"))
    numbers: list[dict[frozenset[str], int]] = field(default_factory=lambda: [{} for _ in COUNTED])
    row_of_spot: "array[int]" = field(default_factory=lambda: array("q"))
    lat: "array[float]" = field(default_factory=lambda: array("d"))
    lon: "array[float]" = field(default_factory=lambda: array("d"))
    nis: "array[int]" = field(default_factory=lambda: array("i"))

    def watched(self, documents: Iterable[Document]) -> Iterator[Document]:
        """The same documents, each one collected as it passes."""
        for document in documents:
            self.add(document)
            yield document

    def add(self, document: Document) -> tuple[int, ...]:
        """Collect one offer; gives the numbers of its sets of codes."""
        row = len(self.keys)
        self.keys.append(document.key)
        self.published.append(document.published_on.toordinal())
        numbers = tuple(
            known.setdefault(codes_of(document, facet), len(known))
            for facet, known in zip(COUNTED, self.numbers, strict=True)
        )
        self.facets.extend(numbers)
        for spot in document.spots:
            self.row_of_spot.append(row)
            self.lat.append(spot.lat)
            self.lon.append(spot.lon)
            self.nis.append(int(spot.nis))
        return numbers

    def columns(self) -> Columns:
        """What was collected."""
        lat, lon = np.array(self.lat, dtype=np.float64), np.array(self.lon, dtype=np.float64)
        row_of_spot = np.array(self.row_of_spot, dtype=np.int64)
        placed = np.zeros(len(self.keys), dtype=np.bool_)
        placed[row_of_spot] = True
        return Columns(
            keys=np.array(self.keys, dtype=np.int64),
            published=np.array(self.published, dtype=np.int32),
            facets=np.array(self.facets, dtype=np.int32).reshape(-1, len(COUNTED)),
            sets=[list(known) for known in self.numbers],
            row_of_spot=row_of_spot,
            lat=lat,
            lon=lon,
            places=ecef(lat, lon),
            nis=np.array(self.nis, dtype=np.int32),
            placeless=np.flatnonzero(~placed).astype(np.int64),
        )
