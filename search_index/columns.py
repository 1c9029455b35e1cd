"""The documents of one segment as arrays, and their file; texts and words are the engine's."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search_index.documents import Document
from search_index.sets import SetColumn

FACETS = ("type", "goal", "level", "day", "daypart", "municipality")
EVERYONE = "*"
"""Stands in a catchment for 'no limit'; no municipality has this code."""
NUMBERS = (
    "keys",
    "published",
    "lengths",
    "starts",
    "lat",
    "lon",
    "period_starts",
    "begins",
    "ends",
)
FILE = "columns.npz"


@dataclass(frozen=True)
class Columns:
    """One entry per document in key, published (days, as date.toordinal), lengths (weighted words).

    The spots of document i are at starts[i] up to starts[i + 1] in lat, lon (degrees), nis and
    postcode; its periods likewise at period_starts in begins and ends (days, both inside).
    """

    keys: NDArray[np.int64]
    published: NDArray[np.int32]
    lengths: NDArray[np.float64]
    starts: NDArray[np.int64]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    nis: tuple[str, ...]
    postcode: tuple[str, ...]
    period_starts: NDArray[np.int64]
    begins: NDArray[np.int32]
    ends: NDArray[np.int32]
    catchment: SetColumn
    facets: Mapping[str, SetColumn]


@dataclass
class ColumnsBuilder:
    """Collects documents one by one, so that a large catalogue is never held whole."""

    keys: list[int] = field(default_factory=list)
    published: list[int] = field(default_factory=list)
    lengths: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    lat: list[float] = field(default_factory=list)
    lon: list[float] = field(default_factory=list)
    nis: list[str] = field(default_factory=list)
    postcode: list[str] = field(default_factory=list)
    period_starts: list[int] = field(default_factory=lambda: [0])
    begins: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    catchments: list[frozenset[str]] = field(default_factory=list)
    facets: list[Mapping[str, frozenset[str]]] = field(default_factory=list)

    def add(self, document: Document, length: float) -> None:
        """Append one document of that many (weighted) words."""
        self.keys.append(document.key)
        self.published.append(document.published_on.toordinal())
        self.lengths.append(length)
        for spot in document.spots:
            self.lat.append(spot.lat)
            self.lon.append(spot.lon)
            self.nis.append(spot.nis)
            self.postcode.append(spot.postcode)
        self.starts.append(len(self.lat))
        for first, last in document.periods or ((date.min, date.max),):
            self.begins.append(first.toordinal())
            self.ends.append(last.toordinal())
        self.period_starts.append(len(self.begins))
        everyone = frozenset({EVERYONE})
        self.catchments.append(everyone if document.catchment is None else document.catchment)
        municipalities = frozenset(spot.nis for spot in document.spots)
        self.facets.append({**document.facets, "municipality": municipalities})

    def columns(self) -> Columns:
        """What was collected, as arrays."""
        names = dict.fromkeys(FACETS) | dict.fromkeys(name for row in self.facets for name in row)
        nothing: frozenset[str] = frozenset()
        return Columns(
            keys=np.array(self.keys, dtype=np.int64),
            published=np.array(self.published, dtype=np.int32),
            lengths=np.array(self.lengths, dtype=np.float64),
            starts=np.array(self.starts, dtype=np.int64),
            lat=np.array(self.lat, dtype=np.float64),
            lon=np.array(self.lon, dtype=np.float64),
            nis=tuple(self.nis),
            postcode=tuple(self.postcode),
            period_starts=np.array(self.period_starts, dtype=np.int64),
            begins=np.array(self.begins, dtype=np.int32),
            ends=np.array(self.ends, dtype=np.int32),
            catchment=SetColumn.of(self.catchments),
            facets={n: SetColumn.of(row.get(n, nothing) for row in self.facets) for n in names},
        )


def save(columns: Columns, folder: Path) -> None:
    """Write the columns to a file in the folder; the strings travel as JSON inside it."""
    sets = {"catchment": columns.catchment} | {f"facet {n}": c for n, c in columns.facets.items()}
    codes = {name: [sorted(one) for one in column.sets] for name, column in sets.items()}
    strings = json.dumps({"nis": columns.nis, "postcode": columns.postcode, "sets": codes})
    numbers = {name: getattr(columns, name) for name in NUMBERS}
    ids = {name: column.ids for name, column in sets.items()}
    coded = np.frombuffer(strings.encode("ascii"), dtype=np.uint8)
    np.savez(folder / FILE, allow_pickle=False, strings=coded, **numbers, **ids)


def load(folder: Path) -> Columns:
    """The columns that `save` wrote there."""
    with np.load(folder / FILE, allow_pickle=False) as stored:
        strings = json.loads(stored["strings"].tobytes())
        sets = {
            name: SetColumn(stored[name], [frozenset(codes) for codes in codes_of_sets])
            for name, codes_of_sets in strings["sets"].items()
        }
        return Columns(
            **{name: stored[name] for name in NUMBERS},
            nis=tuple(strings["nis"]),
            postcode=tuple(strings["postcode"]),
            catchment=sets.pop("catchment"),
            facets={name.removeprefix("facet "): column for name, column in sets.items()},
        )
