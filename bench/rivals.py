"""What the index is compared with: a bare numpy scan (the floor) and SQLite FTS5 with R*Tree.

Each answers as the index does: total, the nearest (or newest) twenty, and all facet counts.
"""

import json
import math
import sqlite3
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.catalogue import FACETS
from search_index import Document, Query
from search_index.distance import MEAN_RADIUS, geodesics, to_ecef
from search_index.words import words_of

Answer = tuple[int, tuple[int, ...], dict[str, dict[str, int]]]
COUNTED = (*FACETS, "municipality")


def codes_of(document: Document, facet: str) -> frozenset[str]:
    """The codes of a facet, municipalities taken from the spots."""
    if facet == "municipality":
        return frozenset(spot.nis for spot in document.spots)
    return document.facets[facet]


class Floor:
    """The least that can be done: scan arrays, compare, count, take twenty. Not exact, no words."""

    def __init__(self, documents: Sequence[Document]) -> None:
        rows = [i for i, document in enumerate(documents) for _ in document.spots]
        spots = [spot for document in documents for spot in document.spots]
        self.row_of_spot = np.array(rows)
        self.ecef = to_ecef(np.array([s.lat for s in spots]), np.array([s.lon for s in spots]))
        self.newest = np.array([document.published_on.toordinal() for document in documents])
        self.columns = {}
        for facet in COUNTED:
            sets: dict[frozenset[str], int] = {}
            ids = [sets.setdefault(codes_of(one, facet), len(sets)) for one in documents]
            self.columns[facet] = (np.array(ids), list(sets))

    def answer(self, query: Query) -> int:
        """Total, after the scans that any answer needs."""
        if query.origin is not None and query.radius_metres is not None:
            squared = np.full(self.ecef.shape[1], np.inf)
            for lat, lon in query.origin.points:
                point = to_ecef(np.array([lat]), np.array([lon]))
                np.minimum(squared, ((self.ecef - point) ** 2).sum(axis=0), out=squared)
            rows = np.unique(self.row_of_spot[squared <= query.radius_metres**2])
            ranks = squared[: len(rows)]
        else:
            passes = np.ones(len(self.newest), dtype=bool)
            for facet, chosen in query.choices.items():
                ids, sets = self.columns[facet]
                passes &= np.array([bool(codes & chosen) for codes in sets])[ids]
            rows = np.flatnonzero(passes)
            ranks = -self.newest[rows]
        for ids, sets in self.columns.values():
            np.bincount(ids[rows], minlength=len(sets))
        np.argpartition(ranks, min(20, len(ranks) - 1))
        return len(rows)


class Sqlite:
    """FTS5 for words, R*Tree for places, a column per facet; distances as the index has them.

    A facet's column holds the number of the document's set of codes, which was the fastest of what
    was tried: a table of codes with GROUP BY was ten times slower.
    """

    def __init__(self, file: Path, documents: Sequence[Document]) -> None:
        self.db = sqlite3.connect(file, isolation_level=None)
        self.db.executescript(
            f"""
            PRAGMA journal_mode = WAL; PRAGMA cache_size = -200000; PRAGMA temp_store = memory;
            CREATE VIRTUAL TABLE words USING fts5(text, content='', tokenize='unicode61');
            CREATE VIRTUAL TABLE boxes USING rtree(id, south, north, west, east);
            CREATE TABLE spots (id INTEGER PRIMARY KEY, offer INTEGER, nis TEXT,
                                lat REAL, lon REAL);
            CREATE TABLE offers (id INTEGER PRIMARY KEY, published INTEGER, placed INTEGER,
                                 {", ".join(f"{facet} INTEGER" for facet in COUNTED)});
            """
        )
        self.sets: dict[str, dict[frozenset[str], int]] = {facet: {} for facet in COUNTED}
        self.db.execute("BEGIN")
        for one in documents:
            text = " ".join(words_of(f"{one.title} {one.body} {one.organisation}"))
            self.db.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (one.key, text))
            numbers = [
                sets.setdefault(codes_of(one, facet), len(sets))
                for facet, sets in self.sets.items()
            ]
            values = (one.key, one.published_on.toordinal(), bool(one.spots), *numbers)
            marks = ", ".join("?" * len(values))
            self.db.execute(f"INSERT INTO offers VALUES ({marks})", values)
            for spot in one.spots:
                added = self.db.execute(
                    "INSERT INTO spots (offer, nis, lat, lon) VALUES (?, ?, ?, ?)",
                    (one.key, spot.nis, spot.lat, spot.lon),
                )
                box = (added.lastrowid, spot.lat, spot.lat, spot.lon, spot.lon)
                self.db.execute("INSERT INTO boxes VALUES (?, ?, ?, ?, ?)", box)
        self.db.execute("COMMIT")
        self.db.executescript(
            """
            CREATE INDEX spots_by_nis ON spots (nis);
            CREATE INDEX offers_by_place ON offers (placed);
            CREATE INDEX offers_by_type ON offers (type);
            CREATE INDEX offers_by_age ON offers (published DESC, id);
            ANALYZE;
            """
        )

    def answer(self, query: Query) -> Answer:
        """Total, keys of the first twenty, counts."""
        if query.origin is not None:
            distances = self._distances(query)
            found = sorted(distances, key=lambda key: (distances[key], key))
            limit = "id IN (SELECT value FROM json_each(?))"
            counts = self._counts(limit, [json.dumps(found)], COUNTED)
            return len(found), tuple(found[:20]), counts
        limit, values = self._chosen(query, "")
        newest = f"SELECT id FROM offers WHERE {limit} ORDER BY published DESC, id LIMIT 20"
        keys = tuple(key for (key,) in self.db.execute(newest, values))
        counts = self._counts(limit, values, COUNTED)
        for facet in query.choices:
            counts |= self._counts(*self._chosen(query, facet), (facet,))
        total = self.db.execute(f"SELECT count(*) FROM offers WHERE {limit}", values)
        return total.fetchone()[0], keys, counts

    def _distances(self, query: Query) -> dict[int, float]:
        """Metres of all offers within the radius, infinite without a place."""
        assert query.origin is not None
        assert query.radius_metres is not None
        words = query.words
        match = " AND offer IN (SELECT rowid FROM words WHERE words MATCH ?)" if words else ""
        typed = (words,) if words else ()
        best: dict[int, float] = {}
        points = np.array(query.origin.points)
        high = math.degrees(query.radius_metres / MEAN_RADIUS) * 1.01
        south, north = points[:, 0].min() - high, points[:, 0].max() + high
        wide = high / math.cos(math.radians(north))
        west, east = points[:, 1].min() - wide, points[:, 1].max() + wide
        found = self.db.execute(
            "SELECT offer, lat, lon FROM boxes JOIN spots ON spots.id = boxes.id"
            " WHERE south >= ? AND north <= ? AND west >= ? AND east <= ?" + match,
            (south, north, west, east, *typed),
        ).fetchall()
        if found:
            offers, lat, lon = (np.array(column) for column in zip(*found, strict=True))
            between = to_ecef(lat, lon)[:, :, None] - to_ecef(*points.T)[:, None, :]
            chords = np.sqrt((between**2).sum(axis=0))
            nearest = points[chords.argmin(axis=1)]
            metres = geodesics(nearest[:, 0], nearest[:, 1], lat, lon, chords.min(axis=1))
            near = metres <= query.radius_metres
            for offer, distance in zip(offers[near].tolist(), metres[near].tolist(), strict=True):
                best[offer] = min(best.get(offer, math.inf), distance)
        if query.origin.inside_nis is not None:
            inside = "SELECT offer FROM spots WHERE nis = ?" + match
            for (offer,) in self.db.execute(inside, (query.origin.inside_nis, *typed)):
                best[offer] = 0.0
        placeless = "SELECT id FROM offers WHERE placed = 0" + match.replace("offer", "id")
        for (offer,) in self.db.execute(placeless, typed):
            best[offer] = math.inf
        return best

    def _chosen(self, query: Query, but: str) -> tuple[str, list[object]]:
        """The condition of every choice, one facet left out, and its values."""
        limits, values = ["1"], []
        for facet, chosen in query.choices.items():
            if facet != but:
                numbers = [number for codes, number in self.sets[facet].items() if codes & chosen]
                limits.append(f"{facet} IN ({', '.join('?' * len(numbers))})")
                values += numbers
        return " AND ".join(limits), list(values)

    def _counts(
        self, limit: str, values: Sequence[object], facets: Sequence[str]
    ) -> dict[str, dict[str, int]]:
        counts: dict[str, dict[str, int]] = {facet: {} for facet in facets}
        rows = self.db.execute(f"SELECT {', '.join(facets)} FROM offers WHERE {limit}", values)
        for facet, numbers in zip(facets, zip(*rows, strict=True), strict=False):
            sets = list(self.sets[facet])
            for number, hits in Counter(numbers).items():
                for code in sets[number]:
                    counts[facet][code] = counts[facet].get(code, 0) + hits
        return counts
