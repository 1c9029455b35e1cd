"""The search index of the product, by its public door only."""

from collections.abc import Iterable
from pathlib import Path
from typing import Self

from bench.answers import COMPLETIONS, Answer, Engine
from search_index import Document, Query, SearchIndex


class Ours(Engine):
    """`SearchIndex`, as the product uses it."""

    name = "ours"
    how = "`search_index` as the product uses it: one object per process"
    largest = 1_000_000

    def __init__(self, index: SearchIndex) -> None:
        self.index = index

    @classmethod
    def build(cls, folder: Path, documents: Iterable[Document]) -> None:
        """One commit."""
        SearchIndex.create(folder, documents)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """All digests checked, as the product does."""
        return cls(SearchIndex.open(folder))

    def time(self, query: Query) -> object:
        """The page as it is."""
        return self.index.search(query)

    def answer(self, query: Query) -> Answer:
        """The page in the shape of the rivals' answers."""
        page = self.index.search(query)
        counts = {name: dict(of_facet) for name, of_facet in page.facets.items()}
        keys = tuple(hit.key for hit in page.hits)
        return Answer(page.total, keys, tuple(hit.metres for hit in page.hits), counts)

    def complete(self, start: str) -> tuple[str, ...]:
        """Words only."""
        return self.index.complete(start, COMPLETIONS)

    def update(self, document: Document) -> None:
        """One durable commit."""
        self.index.update([document], [])

    def holds(self, word: str) -> bool:
        """Asked of the newest generation."""
        return self.index.search(Query(f'"{word}"', correct=False)).total > 0
