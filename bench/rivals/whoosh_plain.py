"""Whoosh as it comes: its numeric ranges, its facets, its spelling, and geopy for each hit."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

from geopy.distance import geodesic
from whoosh import fields, index, query, sorting

from bench.answers import COMPLETIONS, PAGE, Answer, Counts, Engine, typed_words
from bench.catalogue import COUNTED, codes_of
from bench.distance import box
from bench.rivals.spelling import best
from search_index import Document, Query
from search_index.words import words_of

_MICRODEGREES = 1_000_000
_SCHEMA = fields.Schema(
    key=fields.ID(unique=True, stored=True),
    words=fields.KEYWORD,
    spots=fields.STORED,
    places=fields.ID,
    lat=fields.NUMERIC(int, bits=32, signed=True),
    lon=fields.NUMERIC(int, bits=32, signed=True),
    published=fields.NUMERIC(int, bits=32, sortable=True),
    number=fields.NUMERIC(int, bits=64, sortable=True),
    **dict.fromkeys(COUNTED, fields.KEYWORD),
)


class WhooshPlain(Engine):
    """One searcher, its caches warm."""

    name = "Whoosh as it comes"
    how = (
        "whoosh-reloaded with numeric ranges around the circle, geopy's distance for each hit, its"
        " own facets, sorting and spelling"
    )
    patience = 100_000

    def __init__(self, folder: Path) -> None:
        self.index = index.open_dir(folder)
        self.searcher = self.index.searcher()

    @classmethod
    def build(cls, folder: Path, documents: Iterable[Document]) -> None:
        """One commit."""
        writer = index.create_in(folder, _SCHEMA).writer(limitmb=256)
        for one in documents:
            writer.add_document(**_fields(one))
        writer.commit()

    @classmethod
    def open(cls, folder: Path) -> Self:
        """A searcher."""
        return cls(folder)

    def answer(self, query: Query) -> Answer:
        """By Whoosh's queries and, near a place, a second look at each hit."""
        matching = self._matching(query)
        if query.origin is not None:
            return self._near(query, matching)
        chosen = {facet: _any(facet, codes) for facet, codes in query.choices.items()}
        sort = [sorting.FieldFacet("published", reverse=True), sorting.FieldFacet("number")]
        total, keys, counts = self._search(matching, list(chosen.values()), COUNTED, sort)
        for facet in chosen:
            others = [limit for other, limit in chosen.items() if other != facet]
            counts |= self._search(matching, others, (facet,), None)[2]
        return Answer(total, keys, (None,) * len(keys), counts)

    def complete(self, start: str) -> tuple[str, ...]:
        """By its vocabulary."""
        reader = self.searcher.reader()
        found = [word.decode() for word in reader.expand_prefix("words", start)]
        found.sort(key=lambda word: (-reader.doc_frequency("words", word), word))
        return tuple(found[:COMPLETIONS])

    def update(self, document: Document) -> None:
        """One commit."""
        writer = self.index.writer()
        writer.update_document(**_fields(document))
        writer.commit()

    def holds(self, word: str) -> bool:
        """By a new searcher, since refreshing one brings back what was deleted."""
        with self.index.searcher() as searcher:
            return bool(searcher.doc_frequency("words", word))

    def close(self) -> None:
        """The searcher's files."""
        self.searcher.close()

    def _matching(self, asked: Query) -> Any:
        reader = self.searcher.reader()
        terms = []
        for word in typed_words(asked):
            known = word
            if ("words", word) not in reader:
                near = list(reader.terms_within("words", word, maxdist=1))
                uses = [reader.doc_frequency("words", w) for w in near]
                known = best(word, zip(near, uses, strict=True)) or word
            terms.append(query.Term("words", known))
        return query.And(terms) if terms else query.Every()

    def _near(self, asked: Query, matching: Any) -> Answer:
        assert asked.origin is not None
        assert asked.radius_metres is not None
        points, inside = asked.origin.points, asked.origin.inside_nis
        south, north, west, east = (int(_MICRODEGREES * edge) for edge in _around(asked))
        boxed = [
            query.NumericRange("lat", south, north),
            query.NumericRange("lon", west, east),
        ]
        possible = query.Or([
            query.And(boxed), query.Term("places", "none"), query.Term("places", "several"),
            query.Term("municipality", inside or ""),
        ])  # fmt: skip
        found: list[tuple[float, int]] = []
        numbers = set()
        for number in self.searcher.docs_for_query(query.And([matching, possible])):
            stored = self.searcher.stored_fields(number)
            metres = min(
                (
                    0.0 if nis == inside else geodesic(point, (lat, lon)).meters
                    for nis, lat, lon in stored["spots"]
                    for point in points
                ),
                default=float("inf"),
            )
            if metres <= asked.radius_metres or not stored["spots"]:
                found.append((metres, int(stored["key"])))
                numbers.add(number)
        shown = sorted(found)[:PAGE]
        counts = self._search(query.Every(), [], COUNTED, None, numbers)[2]
        return Answer(
            len(found),
            tuple(key for _, key in shown),
            tuple(None if metres == float("inf") else metres for metres, _ in shown),
            counts,
        )

    def _search(
        self,
        matching: Any,
        limits: list[Any],
        facets: Iterable[str],
        sort: list[Any] | None,
        numbers: set[int] | None = None,
    ) -> tuple[int, tuple[int, ...], Counts]:
        if numbers is not None and not numbers:  # Whoosh takes an empty filter for none
            return 0, (), {facet: {} for facet in facets}
        grouped = sorting.Facets()
        for facet in facets:
            grouped.add_field(facet, allow_overlap=True, maptype=sorting.Count)
        results = self.searcher.search(
            query.And([matching, *limits]),
            limit=PAGE,
            sortedby=sort,
            groupedby=grouped,
            filter=numbers,
        )
        counts = {
            facet: {code: hits for code, hits in results.groups(facet).items() if code}
            for facet in facets
        }
        return len(results), tuple(int(hit["key"]) for hit in results), counts


def _around(asked: Query) -> tuple[float, float, float, float]:
    assert asked.origin is not None
    assert asked.radius_metres is not None
    return box(asked.origin.points, asked.radius_metres + 1)


def _any(facet: str, codes: Iterable[str]) -> Any:
    return query.Or([query.Term(facet, code) for code in sorted(codes)])


def _fields(one: Document) -> dict[str, Any]:
    words = words_of(f"{one.title} {one.body} {one.organisation}")
    made: dict[str, Any] = {
        "key": str(one.key),
        "words": " ".join(words),
        "spots": [(spot.nis, spot.lat, spot.lon) for spot in one.spots],
        "places": ("none", "one", "several")[min(len(one.spots), 2)],
        "published": one.published_on.toordinal(),
        "number": one.key,
    }
    if len(one.spots) == 1:
        made["lat"] = int(_MICRODEGREES * one.spots[0].lat)
        made["lon"] = int(_MICRODEGREES * one.spots[0].lon)
    return made | {facet: " ".join(codes_of(one, facet)) for facet in COUNTED}
