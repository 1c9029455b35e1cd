"""tantivy for words, spelling and completion; numpy columns for places, counts and orders."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Self

import numpy as np
import tantivy
from numpy.typing import NDArray

from bench.answers import COMPLETIONS, PAGE, Answer, Engine, typed_words
from bench.catalogue import COUNTED
from bench.distance import within
from bench.rivals.columns import Collector, Columns, Ints
from bench.rivals.spelling import best
from search_index import Document, Query
from search_index.words import words_of

_HEAP = 256 << 20


class Tantivy(Engine):
    """Two indexes: the offers, and their vocabulary for its automaton of misspellings."""

    name = "tantivy + numpy"
    how = (
        "tantivy without positions or frequencies, merged into one segment; fuzzy search over an"
        " index of the vocabulary; places, counts and orders by numpy over whole columns"
    )

    def __init__(self, folder: Path) -> None:
        self.columns = Columns.load(folder)
        self.offers = _index(folder / "offers", "text", "row")
        self.vocabulary = _index(folder / "vocabulary", "word", "uses")
        self.searcher, self.spelling = self.offers.searcher(), self.vocabulary.searcher()
        self.nothing = np.zeros(0, dtype=np.int64)
        self.first = np.searchsorted(self.columns.row_of_spot, np.arange(len(self.columns.keys)))

    @classmethod
    def build(cls, folder: Path, documents: Iterable[Document]) -> None:
        """One commit, one thread, so that one segment holds rows in their order."""
        collector, uses = Collector(), Counter[str]()
        writer = _index(folder / "offers", "text", "row").writer(_HEAP, 1)
        for row, one in enumerate(documents):
            collector.add(one)
            words = words_of(f"{one.title} {one.body} {one.organisation}")
            uses.update(set(words))
            writer.add_document(tantivy.Document(text=" ".join(words), row=row))
        writer.commit()
        writer.wait_merging_threads()
        collector.columns().save(folder)
        writer = _index(folder / "vocabulary", "word", "uses").writer(_HEAP, 1)
        for word, count in uses.items():
            writer.add_document(tantivy.Document(word=word, uses=count))
        writer.commit()
        writer.wait_merging_threads()

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Both indexes and the columns."""
        return cls(folder)

    def answer(self, query: Query) -> Answer:
        """Rows by tantivy, the rest by numpy."""
        c = self.columns
        matching = self._matching(typed_words(query))
        if query.origin is not None:
            rows, metres = self._near(query, matching)
            shown = _first(rows, metres)
            metres_shown = [None if np.isinf(m) else float(m) for m in metres[shown]]
            return Answer(
                len(rows),
                tuple(c.keys[rows[shown]].tolist()),
                tuple(metres_shown),
                c.counts(self._hits(rows)),
            )
        every = np.arange(len(c.keys)) if matching is None else matching
        passes = {
            COUNTED.index(facet): c.allowed(COUNTED.index(facet), chosen)[
                c.facets[every, COUNTED.index(facet)]
            ]
            for facet, chosen in query.choices.items()
        }
        all_pass = np.ones(len(every), dtype=np.bool_)
        for one in passes.values():
            all_pass &= one
        rows = every[all_pass]
        hits = self._hits(rows)
        for facet in passes:
            others = np.ones(len(every), dtype=np.bool_)
            for other, one in passes.items():
                if other != facet:
                    others &= one
            numbers = c.facets[every[others], facet]
            hits[facet] = np.bincount(numbers, minlength=len(c.sets[facet]))
        shown = _first(rows, -c.published[rows].astype(np.float64))
        keys = tuple(c.keys[rows[shown]].tolist())
        return Answer(len(rows), keys, (None,) * len(keys), c.counts(hits))

    def complete(self, start: str) -> tuple[str, ...]:
        """By its dictionary of terms."""
        found = self.searcher.terms_with_prefix("text", start, limit=COMPLETIONS)
        return tuple(word for word, _ in found)

    def update(self, document: Document) -> None:
        """The bench changes texts only, so the columns need no writing."""
        row = int(np.searchsorted(self.columns.keys, document.key))
        text = " ".join(words_of(f"{document.title} {document.body} {document.organisation}"))
        writer = self.offers.writer(15 << 20, 1)
        writer.delete_documents("row", row)
        writer.add_document(tantivy.Document(text=text, row=row))
        writer.commit()
        writer.wait_merging_threads()

    def holds(self, word: str) -> bool:
        """After looking whether there is a new commit."""
        self.offers.reload()
        return bool(self.offers.searcher().doc_freq("text", word))

    def _matching(self, words: list[str]) -> Ints | None:
        """Rows of the offers with all words, ascending; None when none is asked for."""
        if not words:
            return None
        terms = []
        for word in words:
            known = word if self.searcher.doc_freq("text", word) else self._corrected(word)
            terms.append(tantivy.Query.term_query(self.offers.schema, "text", known, "basic"))
        query = terms[0]
        if len(terms) > 1:
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, term) for term in terms])
        query = tantivy.Query.const_score_query(query, 1.0)
        found = self.searcher.search(query, limit=len(self.columns.keys), count=False).hits
        rows = self.searcher.fast_field_values("row", [address for _, address in found])
        return np.sort(np.array(rows, dtype=np.int64))

    def _corrected(self, word: str) -> str:
        query = tantivy.Query.fuzzy_term_query(self.vocabulary.schema, "word", word, 1)
        hits = self.spelling.search(query, limit=50, count=False).hits
        values = self.spelling.fast_field_values("uses", [address for _, address in hits])
        uses = [int(value or 0) for value in values]
        words = [self.spelling.doc(address)["word"][0] for _, address in hits]
        return best(word, zip(words, uses, strict=True)) or word

    def _near(self, query: Query, matching: Ints | None) -> tuple[Ints, NDArray[np.float64]]:
        """Rows within the radius or without a place, and their metres."""
        assert query.origin is not None
        assert query.radius_metres is not None
        c = self.columns
        spots: slice | Ints = slice(None)
        placeless = c.placeless
        if matching is not None:
            ends = np.append(self.first[1:], len(c.row_of_spot))[matching]
            begins = self.first[matching]
            counts = ends - begins
            offsets = np.repeat(begins - np.cumsum(counts) + counts, counts)
            spots = np.arange(counts.sum()) + offsets
            placeless = matching[counts == 0]
        near, metres = within(
            query.origin.points,
            query.radius_metres,
            c.lat[spots],
            c.lon[spots],
            c.places[:, spots],
        )
        row_of_spot = c.row_of_spot[spots]
        if query.origin.inside_nis:
            inside = np.flatnonzero(c.nis[spots] == int(query.origin.inside_nis))
            near = np.concatenate([near, inside])
            metres = np.concatenate([metres, np.zeros(len(inside))])
        shortest = np.full(len(c.keys), np.inf)
        np.minimum.at(shortest, row_of_spot[near], metres)
        rows = np.flatnonzero(shortest < np.inf)
        both = np.concatenate([rows, placeless])
        return both, np.concatenate([shortest[rows], np.full(len(placeless), np.inf)])

    def _hits(self, rows: Ints) -> list[Ints]:
        c = self.columns
        return [
            np.bincount(c.facets[rows, facet], minlength=len(sets))
            for facet, sets in enumerate(c.sets)
        ]


def _first(rows: Ints, ranks: NDArray[np.float64]) -> NDArray[np.intp]:
    """Where the first twenty stand, by rank and then by row."""
    could_be = np.arange(len(rows))
    if len(rows) > PAGE:
        could_be = np.flatnonzero(ranks <= np.partition(ranks, PAGE)[PAGE])
    return could_be[np.lexsort((rows[could_be], ranks[could_be]))][:PAGE]


def _index(folder: Path, text: str, number: str) -> tantivy.Index:
    folder.mkdir(exist_ok=True)
    builder = tantivy.SchemaBuilder()
    raw = "whitespace" if text == "text" else "raw"
    builder.add_text_field(text, stored=text == "word", tokenizer_name=raw, index_option="basic")
    builder.add_integer_field(number, indexed=True, fast=True)
    return tantivy.Index(builder.build(), path=str(folder), reuse=True)
