"""The rows of a segment or of a whole view as arrays, and their file; words are kept elsewhere."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search_index.documents import Document
from search_index.runs import Rows, Starts, entries, joined_starts
from search_index.sets import NONE, CodeSets, SetColumn

FACETS = ("type", "goal", "level", "day", "daypart", "municipality")
"""Counted also where no document has any; others are counted when one has."""
EVERYONE = "*"
"""Stands in a catchment for 'no limit'; no municipality has this code."""
ALWAYS = ((date.min, date.max),)
FILE = "columns.npz"

_PER_ROW = ("keys", "published", "lengths")
_PER_SPOT = ("lat", "lon")
_PER_PERIOD = ("begins", "ends")
_STARTS = ("starts", "period_starts")


@dataclass(frozen=True)
class Columns:
    """One entry per row in keys, published (days, as date.toordinal), lengths (weighted words).

    The spots of a row are its entries at `starts` in lat, lon (degrees), nis and postcode; its
    periods those at `period_starts` in begins and ends (days, both inside).
    """

    keys: NDArray[np.int64]
    published: NDArray[np.int32]
    lengths: NDArray[np.float32]
    starts: Starts
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    nis: SetColumn
    postcode: SetColumn
    period_starts: Starts
    begins: NDArray[np.int32]
    ends: NDArray[np.int32]
    catchment: SetColumn
    facets: Mapping[str, SetColumn]

    def __len__(self) -> int:
        return len(self.keys)

    @classmethod
    def joined(cls, parts: Sequence["Columns"]) -> "Columns":
        """The rows of all parts, one part after the other."""
        parts = [part for part in parts if len(part)] or list(parts[:1]) or [nothing()]
        if len(parts) == 1:
            return parts[0]
        names = dict.fromkeys(name for part in parts for name in part.facets)
        numbers: dict[str, Any] = {
            name: np.concatenate([getattr(part, name) for part in parts])
            for name in (*_PER_ROW, *_PER_SPOT, *_PER_PERIOD)
        }
        starts: dict[str, Any] = {
            name: joined_starts([getattr(part, name) for part in parts]) for name in _STARTS
        }
        return cls(
            **numbers,
            **starts,
            nis=SetColumn.joined([part.nis for part in parts]),
            postcode=SetColumn.joined([part.postcode for part in parts]),
            catchment=SetColumn.joined([part.catchment for part in parts]),
            facets={name: SetColumn.joined([part.facet(name) for part in parts]) for name in names},
        )

    def taken(self, rows: Rows) -> "Columns":
        """These rows, in this order."""
        spots, starts = entries(self.starts, rows)
        periods, period_starts = entries(self.period_starts, rows)
        return Columns(
            **{name: getattr(self, name).take(rows) for name in _PER_ROW},
            **{name: getattr(self, name).take(spots) for name in _PER_SPOT},
            **{name: getattr(self, name).take(periods) for name in _PER_PERIOD},
            starts=starts,
            period_starts=period_starts,
            nis=self.nis.taken(spots),
            postcode=self.postcode.taken(spots),
            catchment=self.catchment.taken(rows),
            facets={name: column.taken(rows) for name, column in self.facets.items()},
        )

    def facet(self, name: str) -> SetColumn:
        """The codes of a facet per row, none where nothing was said of it."""
        return self.facets.get(name) or SetColumn.empty_sets(len(self))


@dataclass
class ColumnsBuilder:
    """Collects documents one by one, so that a large catalogue is never held whole."""

    keys: list[int] = field(default_factory=list)
    published: list[int] = field(default_factory=list)
    lengths: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    lat: list[float] = field(default_factory=list)
    lon: list[float] = field(default_factory=list)
    nis: list[frozenset[str]] = field(default_factory=list)
    postcode: list[frozenset[str]] = field(default_factory=list)
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
            self.nis.append(frozenset({spot.nis}))
            self.postcode.append(frozenset({spot.postcode}))
        self.starts.append(len(self.lat))
        for first, last in document.periods or ALWAYS:
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
        return Columns(
            keys=np.array(self.keys, dtype=np.int64),
            published=np.array(self.published, dtype=np.int32),
            lengths=np.array(self.lengths, dtype=np.float32),
            starts=np.array(self.starts, dtype=np.int64),
            lat=np.array(self.lat, dtype=np.float64),
            lon=np.array(self.lon, dtype=np.float64),
            nis=SetColumn.from_sets(self.nis),
            postcode=SetColumn.from_sets(self.postcode),
            period_starts=np.array(self.period_starts, dtype=np.int64),
            begins=np.array(self.begins, dtype=np.int32),
            ends=np.array(self.ends, dtype=np.int32),
            catchment=SetColumn.from_sets(self.catchments),
            facets={n: SetColumn.from_sets(row.get(n, NONE) for row in self.facets) for n in names},
        )


def nothing() -> Columns:
    """Columns without rows."""
    return ColumnsBuilder().columns()


def save(columns: Columns, folder: Path) -> None:
    """Write the columns to a file in the folder; the codes travel as JSON inside it."""
    sets = {"nis": columns.nis, "postcode": columns.postcode, "catchment": columns.catchment}
    sets |= {f"facet {name}": column for name, column in columns.facets.items()}
    codes = json.dumps({name: [sorted(one) for one in sets[name].of.sets] for name in sets})
    names = (*_PER_ROW, *_PER_SPOT, *_PER_PERIOD, *_STARTS)
    np.savez(
        folder / FILE,
        allow_pickle=False,
        codes=np.frombuffer(codes.encode("ascii"), dtype=np.uint8),
        **{name: getattr(columns, name) for name in names},
        **{f"ids {name}": column.ids for name, column in sets.items()},
    )


def load(folder: Path) -> Columns:
    """The columns that `save` wrote there."""
    with np.load(folder / FILE, allow_pickle=False) as stored:
        codes = json.loads(stored["codes"].tobytes())
        sets = {
            name: SetColumn(stored[f"ids {name}"], CodeSets(frozenset(one) for one in of_sets))
            for name, of_sets in codes.items()
        }
        names = (*_PER_ROW, *_PER_SPOT, *_PER_PERIOD, *_STARTS)
        arrays: dict[str, Any] = {name: stored[name] for name in names}
        return Columns(
            **arrays,
            nis=sets.pop("nis"),
            postcode=sets.pop("postcode"),
            catchment=sets.pop("catchment"),
            facets={name.removeprefix("facet "): column for name, column in sets.items()},
        )
