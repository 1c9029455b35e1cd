"""One immutable part of the index: columns, lexicon and postings of the documents of one commit."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search_index import columns, engine
from search_index.documents import Document, from_json, to_json
from search_index.lexicon import Lexicon
from search_index.memory import ArrayMemory
from search_index.words import Wanted, words_of

TITLE_WEIGHT = 3
ORGANISATION_WEIGHT = 2
BODY_WEIGHT = 1
"""How often a word counts in each text (the pooled frequencies of BM25F, Robertson 2004)."""

_MEMORY = 16 << 20  # bytes of decoded postings per segment

Matches = tuple[NDArray[np.int64], NDArray[np.float64]]
"""Row numbers, ascending, and the weighted number of occurrences in each."""


class Segment:
    """What one commit added. Nothing in it ever changes; threads share it."""

    def __init__(self, folder: Path) -> None:
        """Open what `write` wrote there; raises OSError when a file is gone."""
        self.name = folder.name
        self.columns = columns.load(folder)
        self.lexicon = Lexicon.load(folder)
        self._texts = engine.Texts(folder)
        self.matches = ArrayMemory[Wanted, Matches](self._find, _MEMORY)

    def __len__(self) -> int:
        return len(self.columns.keys)

    def documents(self, rows: Iterable[int]) -> Iterator[Document]:
        """The documents of these rows as they were added."""
        return (from_json(text) for text in self._texts.documents(rows))

    def _find(self, wanted: Wanted) -> Matches:
        found = np.zeros(len(self))
        for word, worth in self.lexicon.forms(wanted).items():
            rows, occurrences = self._texts.postings(word)
            found[rows] += worth * occurrences
        rows = np.flatnonzero(found)
        return rows, found[rows]


def write(folder: Path, documents: Iterable[Document]) -> frozenset[int]:
    """Write a segment of these documents into an empty folder.

    Gives the rows that are dead at once, because a later document has the same key.
    """
    builder = columns.ColumnsBuilder()
    row_of: dict[int, int] = {}
    dead: set[int] = set()

    def rows() -> Iterator[tuple[list[str], str]]:
        for row, document in enumerate(documents):
            words = (
                words_of(document.title) * TITLE_WEIGHT
                + words_of(document.organisation) * ORGANISATION_WEIGHT
                + words_of(document.body) * BODY_WEIGHT
            )
            builder.add(document, len(words))
            if document.key in row_of:
                dead.add(row_of[document.key])
            row_of[document.key] = row
            yield words, to_json(document)

    frequencies = engine.write(folder, rows())
    Lexicon.of(frequencies).save(folder)
    columns.save(builder.columns(), folder)
    return frozenset(dead)
