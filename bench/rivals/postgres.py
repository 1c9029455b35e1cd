"""PostgreSQL with PostGIS: GIN for words, GiST for places, trigrams for spelling."""

import pickle
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Self

import psycopg

from bench.answers import COMPLETIONS, PAGE, Answer, Counts, Engine, typed_words
from bench.catalogue import COUNTED
from bench.rivals.columns import Collector
from bench.rivals.postgres_server import ADDRESS
from bench.rivals.spelling import best
from search_index import Document, Query
from search_index.words import words_of

_SETS = ", ".join(f"set_{facet}" for facet in COUNTED)
_TYPED = ", ".join(f"set_{facet} smallint" for facet in COUNTED)
_SCHEMA = f"""
CREATE EXTENSION postgis; CREATE EXTENSION pg_trgm;
CREATE TABLE offers (id integer PRIMARY KEY, published integer, placed boolean, {_TYPED},
                     words tsvector);
ALTER TABLE offers ALTER words SET STORAGE MAIN;
CREATE TABLE spots (offer integer, nis integer, place geography(Point, 4326));
CREATE TABLE vocabulary (word text COLLATE "C", uses integer);
"""
_INDEXES = f"""
CREATE INDEX ON offers USING gin (words) WITH (fastupdate = off);
CREATE INDEX ON offers (published DESC, id) INCLUDE ({_SETS});
CREATE INDEX ON offers (id) INCLUDE ({_SETS}) WHERE NOT placed;
CREATE INDEX ON spots USING gist (place) INCLUDE (offer);
CREATE INDEX ON spots (nis) INCLUDE (offer);
CREATE INDEX ON spots (offer) INCLUDE (nis);
CREATE UNIQUE INDEX ON vocabulary (word) INCLUDE (uses);
CREATE INDEX ON vocabulary USING gin (word gin_trgm_ops);
"""
_NEAR = """
    SELECT offer, min(metres) AS metres FROM (
        SELECT offer, ST_Distance(place, point) AS metres
        FROM (SELECT p::geography AS point FROM unnest(%(points)s::text[]) AS p) AS points
        JOIN spots ON ST_DWithin(place, point, %(radius)s)
        UNION ALL SELECT offer, 0 FROM spots WHERE nis = %(inside)s
    ) AS measured GROUP BY offer
"""
_GROUPS = ", ".join(f"(set_{facet})" for facet in COUNTED)
_NUMBER = f"coalesce({_SETS})"
_WHICH = f"grouping({_SETS})"
# What was found, then its counts (which facet, number of the set, hits) and the first twenty.
_ANSWER = f"""
WITH found AS MATERIALIZED ({{found}})
SELECT {_WHICH}, {_NUMBER}, {{hits}} FROM found GROUP BY GROUPING SETS ((), {_GROUPS})
UNION ALL
(SELECT -1, id, {{rank}} FROM found WHERE {{shown}} ORDER BY {{rank}}, id LIMIT {PAGE})
"""
_FOUND_NEAR = f"""
    SELECT id, metres, {_SETS} FROM ({_NEAR}) AS near JOIN offers ON id = offer
    UNION ALL SELECT id, 'Infinity', {_SETS} FROM offers WHERE NOT placed
"""
_FOUND_NEAR_BY_WORDS = f"""
    SELECT id, min(metres) AS metres, {_SETS} FROM (
        SELECT offers.*, CASE WHEN NOT placed THEN 'Infinity'
                         WHEN nis = %(inside)s THEN 0 ELSE ST_Distance(place, point) END AS metres
        FROM (SELECT * FROM offers WHERE words @@ %(words)s::tsquery OFFSET 0) AS offers
        LEFT JOIN spots ON offer = id
        CROSS JOIN (SELECT p::geography AS point FROM unnest(%(points)s::text[]) AS p) AS points
        WHERE NOT placed OR nis = %(inside)s OR ST_DWithin(place, point, %(radius)s)
    ) AS measured GROUP BY id, {_SETS}
"""
_NEAR_SQL = _ANSWER.format(found=_FOUND_NEAR, hits="count(*)::float8", rank="metres", shown="true")
_BY_WORDS_SQL = _ANSWER.format(
    found=_FOUND_NEAR_BY_WORDS, hits="count(*)::float8", rank="metres", shown="true"
)
_WORDS_SQL = _ANSWER.format(
    found=f"SELECT id, published, {_SETS} FROM offers WHERE words @@ %(words)s::tsquery",
    hits="count(*)::float8",
    rank="-published::float8",
    shown="true",
)
# One scan for all three counts: own filter off for type and for goal.
_CHOSEN_SQL = _ANSWER.format(
    found=f"SELECT id, published, {_SETS}, set_type = ANY(%(type)s::smallint[]) AS t,"
    " set_goal = ANY(%(goal)s::smallint[]) AS g FROM offers"
    " WHERE set_type = ANY(%(type)s::smallint[]) OR set_goal = ANY(%(goal)s::smallint[])",
    hits="(CASE grouping(set_type) + 2 * grouping(set_goal) WHEN 2 THEN count(*) FILTER (WHERE g)"
    " WHEN 1 THEN count(*) FILTER (WHERE t) ELSE count(*) FILTER (WHERE t AND g) END)::float8",
    rank="-published::float8",
    shown="t AND g",
)


class Postgres(Engine):
    """One connection with prepared statements to a server that the bench starts."""

    name = "PostgreSQL + PostGIS"
    how = (
        "GIN over tsvectors without positions (fastupdate off), GiST over geography, covering"
        " indexes, one prepared statement per kind of question with GROUPING SETS, pg_trgm for"
        " misspelt words; shared_buffers 1 GB, work_mem 64 MB, jit off, random_page_cost 1.1"
    )

    def __init__(self, folder: Path) -> None:
        address = (folder / ADDRESS).read_text(encoding="utf-8")
        self.db = psycopg.connect(address, autocommit=True, prepare_threshold=0)
        self.sets: list[list[frozenset[str]]] = pickle.loads((folder / "sets").read_bytes())
        self.db.execute("SET pg_trgm.similarity_threshold = 0.4")

    @classmethod
    def build(cls, folder: Path, documents: Iterable[Document]) -> None:
        """COPY, then indexes."""
        collector, uses = Collector(), Counter[str]()
        spots: list[tuple[int, int, str]] = []

        def rows() -> Iterator[tuple[Any, ...]]:
            for one in documents:
                numbers = collector.add(one)
                words = set(words_of(f"{one.title} {one.body} {one.organisation}"))
                uses.update(words)
                spots.extend(
                    (one.key, int(spot.nis), f"SRID=4326;POINT({spot.lon!r} {spot.lat!r})")
                    for spot in one.spots
                )
                day = one.published_on.toordinal()
                yield one.key, day, bool(one.spots), *numbers, _tsvector(words)

        address = (folder / ADDRESS).read_text(encoding="utf-8")
        with psycopg.connect(address, autocommit=True) as db:
            db.execute(_SCHEMA)
            tables: tuple[tuple[str, Iterable[tuple[Any, ...]]], ...] = (
                (f"offers (id, published, placed, {_SETS}, words)", rows()),
                ("spots (offer, nis, place)", spots),
                ("vocabulary (word, uses)", uses.items()),
            )
            for table, content in tables:
                with db.cursor().copy(f"COPY {table} FROM STDIN") as copy:
                    for row in content:
                        copy.write_row(row)
            db.execute("SET maintenance_work_mem = '512MB'")
            db.execute(_INDEXES)
            db.execute("CLUSTER spots USING spots_place_offer_idx")
            db.execute("VACUUM ANALYZE")
        sets = [list(known) for known in collector.numbers]
        (folder / "sets").write_bytes(pickle.dumps(sets))

    @classmethod
    def open(cls, folder: Path) -> Self:
        """A connection."""
        return cls(folder)

    def answer(self, query: Query) -> Answer:
        """In one statement; a second before it for words."""
        values: dict[str, Any] = {}
        words = [self._known(word) for word in typed_words(query)]
        if words:
            values["words"] = " & ".join(f"'{word}'" for word in words)
        if query.origin is not None:
            values["points"] = [f"SRID=4326;POINT({p[1]!r} {p[0]!r})" for p in query.origin.points]
            values["radius"] = query.radius_metres
            values["inside"] = int(query.origin.inside_nis or -1)
            return self._read(_BY_WORDS_SQL if words else _NEAR_SQL, values, near=True)
        if words:
            return self._read(_WORDS_SQL, values, near=False)
        for facet, chosen in query.choices.items():
            sets = enumerate(self.sets[COUNTED.index(facet)])
            values[facet] = [number for number, codes in sets if codes & chosen]
        return self._read(_CHOSEN_SQL, values, near=False)

    def complete(self, start: str) -> tuple[str, ...]:
        """By a range of the vocabulary."""
        rows = self.db.execute(
            "SELECT word FROM vocabulary WHERE word >= %s AND word < %s"
            f" ORDER BY uses DESC, word LIMIT {COMPLETIONS}",
            (start, start + "\U0010ffff"),
        )
        return tuple(row[0] for row in rows)

    def update(self, document: Document) -> None:
        """The bench changes texts only, so places and facets need no writing."""
        words = words_of(f"{document.title} {document.body} {document.organisation}")
        self.db.execute(
            "UPDATE offers SET words = %s::tsvector WHERE id = %s",
            (_tsvector(set(words)), document.key),
        )

    def holds(self, word: str) -> bool:
        """By GIN."""
        sql = "SELECT 1 FROM offers WHERE words @@ %s::tsquery LIMIT 1"
        return self.db.execute(sql, (f"'{word}'",)).fetchone() is not None

    def close(self) -> None:
        """The connection."""
        self.db.close()

    def _known(self, word: str) -> str:
        if self.db.execute("SELECT 1 FROM vocabulary WHERE word = %s", (word,)).fetchone():
            return word
        candidates = self.db.execute(
            "SELECT word, uses FROM vocabulary WHERE word %% %s"
            " AND length(word) BETWEEN length(%s) - 1 AND length(%s) + 1",
            (word, word, word),
        )
        return best(word, candidates) or word

    def _read(self, sql: str, values: dict[str, Any], *, near: bool) -> Answer:
        total, counts, shown = 0, Counts(), []
        counts.update((facet, {}) for facet in COUNTED)
        # grouping() sets a bit for each column that is not grouped by, the first one highest.
        every = (1 << len(COUNTED)) - 1
        facet_of = {every - (1 << (len(COUNTED) - 1 - at)): at for at in range(len(COUNTED))}
        for which, number, value in self.db.execute(sql, values):
            if which == -1:
                shown.append((value, number))
            elif which == every:
                total = int(value)
            elif value:
                of_facet = counts[COUNTED[facet_of[which]]]
                for code in self.sets[facet_of[which]][number]:
                    of_facet[code] = of_facet.get(code, 0) + int(value)
        shown.sort()
        metres = (None if not near or rank == float("inf") else rank for rank, _ in shown)
        return Answer(total, tuple(key for _, key in shown), tuple(metres), counts)


def _tsvector(words: set[str]) -> str:
    return " ".join(f"'{word}'" for word in words)
