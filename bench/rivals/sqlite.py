"""SQLite: FTS5 for words, R*Tree for places, a number per facet and set of codes."""

import pickle
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from bench.answers import COMPLETIONS, PAGE, Answer, Counts, Engine, typed_words
from bench.catalogue import COUNTED
from bench.distance import box, ecef, within
from bench.rivals.columns import Collector
from bench.rivals.spelling import best, deletions
from search_index import Document, Query
from search_index.words import words_of

_SETS = ", ".join(f"set_{facet}" for facet in COUNTED)
_SPOT = f"offer, lat, lon, nis, {_SETS}"
# SQLite joins by an index only when both sides have the type.
_TYPED_SETS = _SETS.replace(",", " INTEGER,") + " INTEGER"
_SCHEMA = f"""
PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
CREATE VIRTUAL TABLE words USING fts5(text, tokenize='unicode61 remove_diacritics 0',
                                      detail=none, columnsize=0);
CREATE VIRTUAL TABLE boxes USING rtree(id, south, north, west, east,
                                       {", ".join("+" + name for name in _SPOT.split(", "))});
CREATE TABLE spots (offer INTEGER, lat REAL, lon REAL, nis INTEGER, {_TYPED_SETS});
CREATE TABLE offers (id INTEGER PRIMARY KEY, published INTEGER, {_TYPED_SETS});
CREATE TABLE vocabulary (word TEXT PRIMARY KEY, uses INTEGER) WITHOUT ROWID;
CREATE TABLE deletions (left_over TEXT, word TEXT, PRIMARY KEY (left_over, word)) WITHOUT ROWID;
"""
_INDEXES = f"""
CREATE INDEX spots_by_offer ON spots (offer);
CREATE INDEX spots_by_nis ON spots (nis);
CREATE INDEX offers_by_choice ON offers (set_type, set_goal, {_SETS});
CREATE INDEX offers_by_age ON offers (published DESC, id, set_type, set_goal);
INSERT INTO words (words) VALUES ('optimize');
ANALYZE;
"""
Rows = list[tuple[Any, ...]]


class Sqlite(Engine):
    """One connection, 256 MB of cache, memory-mapped."""

    name = "SQLite"
    how = (
        "FTS5 without positions; R*Tree that carries each spot's facets as auxiliary columns;"
        " covering indexes; numpy for distances and counts; counts of offers without a place kept"
        " until the data change; a table of deletions for misspelt words; WAL, synchronous FULL"
    )

    def __init__(self, folder: Path) -> None:
        self.db = sqlite3.connect(folder / "offers.db", isolation_level=None)
        self.db.executescript(
            "PRAGMA cache_size = -262144; PRAGMA mmap_size = 1073741824;"
            "PRAGMA temp_store = memory; PRAGMA synchronous = FULL;"
        )
        self.sets: list[list[frozenset[str]]] = pickle.loads((folder / "sets").read_bytes())
        self.placeless: tuple[int, NDArray[np.int64]] | None = None

    @classmethod
    def build(cls, folder: Path, documents: Iterable[Document]) -> None:
        """One transaction, indexes after it."""
        db = sqlite3.connect(folder / "offers.db", isolation_level=None)
        db.executescript(_SCHEMA)
        db.execute("BEGIN")
        collector, uses = Collector(), Counter[str]()
        for one in documents:
            numbers = collector.add(one)
            words = words_of(f"{one.title} {one.body} {one.organisation}")
            uses.update(set(words))
            db.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (one.key, " ".join(words)))
            values = (one.key, one.published_on.toordinal(), *numbers)
            db.execute(f"INSERT INTO offers VALUES ({_marks(len(values))})", values)
            for spot in one.spots:
                row = (one.key, spot.lat, spot.lon, int(spot.nis), *numbers)
                db.execute(f"INSERT INTO spots VALUES ({_marks(len(row))})", row)
                bounds = (None, spot.lat, spot.lat, spot.lon, spot.lon, *row)
                db.execute(f"INSERT INTO boxes VALUES ({_marks(len(bounds))})", bounds)
            if not one.spots:
                nowhere = (one.key, None, None, None, *numbers)
                db.execute(f"INSERT INTO spots VALUES ({_marks(len(nowhere))})", nowhere)
        db.executemany("INSERT INTO vocabulary VALUES (?, ?)", sorted(uses.items()))
        shorter = sorted((left, word) for word in uses for left in deletions(word))
        db.executemany("INSERT INTO deletions VALUES (?, ?)", shorter)
        db.execute("COMMIT")
        db.executescript(_INDEXES)
        db.close()
        sets = [list(known) for known in collector.numbers]
        (folder / "sets").write_bytes(pickle.dumps(sets))

    @classmethod
    def open(cls, folder: Path) -> Self:
        """A connection."""
        return cls(folder)

    def answer(self, query: Query) -> Answer:
        """By words and place, by words, or by choices."""
        match = " ".join(f'"{self._known(word)}"' for word in typed_words(query))
        if query.origin is not None:
            return self._near(query, match)
        if match:
            condition = "id IN (SELECT rowid FROM words WHERE words MATCH ?)"
            return self._newest(query, condition, [match])
        return self._newest(query, *self._chosen(query, ""))

    def complete(self, start: str) -> tuple[str, ...]:
        """By a range of the vocabulary."""
        rows = self.db.execute(
            "SELECT word FROM vocabulary WHERE word >= ? AND word < ?"
            f" ORDER BY uses DESC, word LIMIT {COMPLETIONS}",
            (start, start + "\U0010ffff"),
        )
        return tuple(word for (word,) in rows)

    def update(self, document: Document) -> None:
        """The bench changes texts only, so places and facets need no writing."""
        text = " ".join(words_of(f"{document.title} {document.body} {document.organisation}"))
        self.db.execute("UPDATE words SET text = ? WHERE rowid = ?", (text, document.key))

    def holds(self, word: str) -> bool:
        """By FTS5."""
        found = self.db.execute("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (f'"{word}"',))
        return found.fetchone() is not None

    def close(self) -> None:
        """The connection."""
        self.db.close()

    def _known(self, word: str) -> str:
        if self.db.execute("SELECT 1 FROM vocabulary WHERE word = ?", (word,)).fetchone():
            return word
        shorter = list(deletions(word))
        candidates = self.db.execute(
            "SELECT word, uses FROM vocabulary WHERE word IN"
            f" (SELECT word FROM deletions WHERE left_over IN ({_marks(len(shorter))}))",
            shorter,
        )
        return best(word, candidates) or word

    def _near(self, query: Query, match: str) -> Answer:
        assert query.origin is not None
        assert query.radius_metres is not None
        around = box(query.origin.points, query.radius_metres)
        if match:
            rows = self.db.execute(
                f"SELECT {_SPOT} FROM words CROSS JOIN spots ON offer = words.rowid WHERE words"
                " MATCH ? AND (lat BETWEEN ? AND ? AND lon BETWEEN ? AND ? OR lat IS NULL)"
                " ORDER BY words.rowid",
                (match, *around),
            ).fetchall()
            placed = [row for row in rows if row[1] is not None]
            without = [row for row in rows if row[1] is None]
            placeless = _table([(row[0], *row[4:]) for row in without], 1 + len(COUNTED))
        else:
            placed = self.db.execute(
                f"SELECT {_SPOT} FROM boxes WHERE south >= ? AND north <= ? AND west >= ?"
                " AND east <= ?",
                around,
            ).fetchall()
            placeless = self._placeless()
        if query.origin.inside_nis:
            inside = int(query.origin.inside_nis)
            placed += self.db.execute(f"SELECT {_SPOT} FROM spots WHERE nis = ?", (inside,))
        table = _table(placed, 4 + len(COUNTED), np.float64)
        lat, lon = table[:, 1], table[:, 2]
        near, metres = within(query.origin.points, query.radius_metres, lat, lon, ecef(lat, lon))
        if query.origin.inside_nis:
            inside_rows = np.flatnonzero(table[:, 3] == int(query.origin.inside_nis))
            near = np.concatenate([near, inside_rows])
            metres = np.concatenate([metres, np.zeros(len(inside_rows))])
        offers = table[near, 0].astype(np.int64)
        order = np.lexsort((metres, offers))
        first = np.concatenate([[True], np.diff(offers[order]) > 0])[: len(order)]
        chosen = order[first]
        offers, metres = offers[chosen], metres[chosen]
        sets = table[near[chosen], 4:].astype(np.int64)
        shown = np.lexsort((offers, metres))[:PAGE]
        last = placeless[: PAGE - len(shown), 0].tolist()
        return Answer(
            len(offers) + len(placeless),
            (*offers[shown].tolist(), *last),
            (*metres[shown].tolist(), *[None] * len(last)),
            self._counts(np.concatenate([sets, placeless[:, 1:]])),
        )

    def _placeless(self) -> NDArray[np.int64]:
        """Offers without a place: key and sets, ascending; kept until another process writes."""
        (version,) = self.db.execute("PRAGMA data_version").fetchone()
        if self.placeless is None or self.placeless[0] != version:
            rows = self.db.execute(
                f"SELECT offer, {_SETS} FROM spots WHERE lat IS NULL ORDER BY offer"
            ).fetchall()
            self.placeless = (version, _table(rows, 1 + len(COUNTED)))
        return self.placeless[1]

    def _newest(self, query: Query, condition: str, values: Sequence[object]) -> Answer:
        by_age = "SELECT id FROM offers WHERE {} ORDER BY published DESC, id LIMIT {}"
        keys = tuple(k for (k,) in self.db.execute(by_age.format(condition, PAGE), values))
        rows = self.db.execute(f"SELECT {_SETS} FROM offers WHERE {condition}", values).fetchall()
        counts = self._counts(_table(rows, len(COUNTED)))
        for facet in query.choices:
            other, others_values = self._chosen(query, facet)
            grouped = self.db.execute(
                f"SELECT set_{facet}, count(*) FROM offers WHERE {other} GROUP BY 1", others_values
            )
            counts[facet] = {}
            for number, hits in grouped:
                for code in self.sets[COUNTED.index(facet)][number]:
                    counts[facet][code] = counts[facet].get(code, 0) + hits
        return Answer(len(rows), keys, (None,) * len(keys), counts)

    def _chosen(self, query: Query, but: str) -> tuple[str, list[int]]:
        """The condition of every choice, one facet left out, and its values."""
        limits, values = ["1"], []
        for facet, chosen in query.choices.items():
            if facet != but:
                sets = self.sets[COUNTED.index(facet)]
                numbers = [number for number, codes in enumerate(sets) if codes & chosen]
                limits.append(f"set_{facet} IN ({_marks(len(numbers))})")
                values += numbers
        return " AND ".join(limits), values

    def _counts(self, table: NDArray[np.int64]) -> Counts:
        counts: Counts = {}
        for at, (facet, sets) in enumerate(zip(COUNTED, self.sets, strict=True)):
            of_facet: dict[str, int] = {}
            hits = np.bincount(table[:, at], minlength=len(sets))
            for number in np.flatnonzero(hits).tolist():
                for code in sets[number]:
                    of_facet[code] = of_facet.get(code, 0) + int(hits[number])
            counts[facet] = of_facet
        return counts


def _table(rows: Rows, width: int, kind: type[Any] = np.int64) -> NDArray[Any]:
    return np.array(rows, dtype=kind).reshape(-1, width)


def _marks(count: int) -> str:
    return ", ".join("?" * count)
