"""One immutable part of an index: columns, lexicon, tokens and postings of some documents.

A segment on disk has its postings and texts in Whoosh; one in memory, made of the changes in the
journal, has them in arrays. Who searches sees no difference.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from search_index import columns, engine
from search_index.columns import Columns, ColumnsBuilder
from search_index.documents import Document, from_json, to_json
from search_index.lexicon import SAME_WORD, Lexicon
from search_index.memory import ArrayMemory
from search_index.postings import NOWHERE, Postings, added_up
from search_index.runs import Rows
from search_index.tokens import FIRST, Inverted, Tokens, TokensBuilder
from search_index.words import Wanted

PART = 0.7
"""What one occurrence of a part of a split compound is worth."""
ALIKE = 0.7
"""What one occurrence of another word of the same meaning is worth."""

_MEMORY = 4 << 20  # bytes of decoded postings per segment


class Texts(Protocol):
    """Where words stand, and the documents themselves."""

    def postings(self, word: str) -> Postings:
        """Where a word stands; empty when nowhere."""

    def documents(self, rows: Iterable[int]) -> Iterator[Document]:
        """The documents of these rows as they were added."""


class Segment:
    """Some documents, one per row. Nothing in it ever changes; threads share it."""

    def __init__(
        self, name: str, columns: Columns, lexicon: Lexicon, tokens: Tokens, texts: Texts
    ) -> None:
        """Not for callers: use `on_disk` or `in_memory`."""
        self.name = name
        self.columns = columns
        self.lexicon = lexicon
        self._tokens = tokens
        self._texts = texts
        self.matches = ArrayMemory[Wanted, Postings](self._find, _MEMORY)

    @classmethod
    def on_disk(cls, folder: Path) -> "Segment":
        """Open what `write` wrote there; raises OSError when a file is gone."""
        return cls(
            folder.name,
            columns.load(folder),
            Lexicon.load(folder),
            Tokens.load(folder),
            _OnDisk(folder),
        )

    @classmethod
    def in_memory(cls, documents: Sequence[Document]) -> "Segment":
        """A segment of documents with different keys; about 0.3 ms each."""
        builder, words = ColumnsBuilder(), TokensBuilder()
        for document in documents:
            builder.add(document, words.add(document))
        tokens, inverted = words.finish()
        lexicon = Lexicon.of(inverted.frequencies)
        return cls("", builder.columns(), lexicon, tokens, _InMemory(inverted, documents))

    def __len__(self) -> int:
        return len(self.columns)

    @property
    def is_on_disk(self) -> bool:
        """Whether it has a folder of its own."""
        return bool(self.name)

    def documents(self, rows: Iterable[int]) -> Iterator[Document]:
        """The documents of these rows as they were added."""
        return self._texts.documents(rows)

    def rows_of(self, keys: Iterable[int]) -> Rows:
        """The rows of those of the keys that are here; of equal keys the last row."""
        order, ordered = self._by_key
        wanted = np.fromiter(keys, dtype=np.int64)
        at = np.searchsorted(ordered, wanted, side="right") - 1
        here = (at >= 0) & (ordered.take(at) == wanted) if len(ordered) else at >= 0
        return order.take(at[here])

    @cached_property
    def alive(self) -> NDArray[np.bool_]:
        """For each row whether no later one has the same key."""
        order, ordered = self._by_key
        last = np.ones(len(self), dtype=bool)
        last[order[:-1][ordered[:-1] == ordered[1:]]] = False
        return last

    @cached_property
    def _by_key(self) -> tuple[Rows, NDArray[np.int64]]:
        order = np.argsort(self.columns.keys, kind="stable")
        return order, self.columns.keys[order]

    def _find(self, wanted: Wanted) -> Postings:
        if wanted.also:
            alone = [Wanted(one, exact=" " in one, minus=wanted.minus) for one in wanted.also]
            found = [(SAME_WORD, self.matches(replace(wanted, also=())))]
            found += [(ALIKE, self.matches(one)) for one in alone]
        elif wanted.phrase:
            return self._find_phrase(wanted)
        elif wanted.parts:
            found = [(PART, self.matches(Wanted(part))) for part in wanted.parts]
        else:
            forms = self.lexicon.forms(wanted)
            found = [(worth, self._texts.postings(word)) for word, worth in forms.items()]
        return added_up(found)

    def _find_phrase(self, wanted: Wanted) -> Postings:
        numbers = [self.lexicon.number(word) for word in wanted.phrase]
        known = [number + FIRST for number in numbers if number is not None]
        rarest = min(wanted.phrase, key=self.lexicon.frequency)
        if len(known) < len(numbers):
            return NOWHERE
        return self._tokens.with_phrase(known, self._texts.postings(rarest)[0])


class _OnDisk:
    """Texts that Whoosh keeps."""

    def __init__(self, folder: Path) -> None:
        self._kept = engine.Texts(folder)
        self.postings = self._kept.postings

    def documents(self, rows: Iterable[int]) -> Iterator[Document]:
        return map(from_json, self._kept.documents(rows))


class _InMemory:
    """Texts that are not on disk."""

    def __init__(self, inverted: Inverted, documents: Sequence[Document]) -> None:
        self.postings = inverted.postings
        self._documents = tuple(documents)

    def documents(self, rows: Iterable[int]) -> Iterator[Document]:
        return (self._documents[row] for row in rows)


def write(folder: Path, documents: Iterable[Document]) -> int:
    """Write a segment of these documents into an empty folder; gives how many there were.

    They are read one by one and never held together.
    """
    builder, words, texts = ColumnsBuilder(), TokensBuilder(), engine.Writer(folder)
    try:
        for document in documents:
            builder.add(document, words.add(document))
            texts.add(to_json(document))
    except BaseException:
        texts.give_up()
        raise
    tokens, inverted = words.finish()
    texts.finish(inverted)
    tokens.save(folder)
    Lexicon.of(inverted.frequencies).save(folder)
    columns.save(builder.columns(), folder)
    return len(builder.keys)
