"""The only file that names Whoosh: postings, vocabulary and stored documents of one segment."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from shutil import rmtree
from threading import Lock
from weakref import finalize

import numpy as np
from whoosh import fields, index
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.matching import Matcher
from whoosh.reading import TermNotFound

from search_index.postings import NOWHERE, Postings
from search_index.tokens import Inverted

NAME = "MAIN"
BLOCK = 1024
"""Postings that Whoosh packs together; its default of 128 takes three times as long to read."""

_SCHEMA = fields.Schema(words=fields.KEYWORD(scorable=True), document=fields.STORED)


class Writer:
    """Writes one segment into an empty folder: all documents first, then their words.

    Through Whoosh's codec: its index writer sorts postings that are sorted already, which takes
    most of its time.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._storage = FileStorage(str(folder))
        self._codec = W3Codec(blocklimit=BLOCK, compression=0)
        self._segment = self._codec.new_segment(self._storage, NAME)
        self._documents = self._codec.per_document_writer(self._storage, self._segment)
        self._count = 0

    def add(self, text: str) -> None:
        """Keep the text of the next row."""
        self._documents.start_doc(self._count)
        self._documents.add_field("document", _SCHEMA["document"], text, 0)
        self._documents.finish_doc()
        self._count += 1

    def give_up(self) -> None:
        """Close without postings; what is left in the folder is no segment."""
        self._documents.close()

    def finish(self, words: Inverted) -> None:
        """Write the postings and close."""
        terms = self._codec.field_writer(self._storage, self._segment)
        terms.start_field("words", _SCHEMA["words"])
        for number, word in enumerate(words.words):
            here = slice(words.starts[number], words.starts[number + 1])
            terms.start_term(word.encode())
            rows, weights = words.rows[here].tolist(), words.weights[here].tolist()
            for row, weight in zip(rows, weights, strict=True):
                terms.add(row, weight, b"", None)
            terms.finish_term()
        terms.finish_field()
        terms.close()
        self._documents.close()
        self._segment.set_doc_count(self._count)
        index.TOC(_SCHEMA, [self._segment], 1).write(self._storage, NAME)
        rmtree(self._folder / f"{NAME}.tmp", ignore_errors=True)  # Whoosh leaves it behind


class Texts:
    """Reads one segment that a `Writer` wrote. Threads may share it."""

    def __init__(self, folder: Path) -> None:
        """Open what was written there; raises OSError when a file is gone."""
        try:
            self._reader = index.open_dir(folder, readonly=True).reader()
        except index.EmptyIndexError as error:
            raise FileNotFoundError(f"no segment in {folder}") from error
        finalize(self, self._reader.close)
        # Matchers of one reader share a file position, so only one may move at a time.
        self._lock = Lock()

    def postings(self, word: str) -> Postings:
        """Where a word stands; empty when nowhere."""
        with self._lock:
            try:
                matcher = self._reader.postings("words", word)
            except TermNotFound:
                return NOWHERE
            return _decoded(matcher)

    def documents(self, rows: Iterable[int]) -> Iterator[str]:
        """The kept texts of these rows."""
        for row in rows:
            with self._lock:
                text: str = self._reader.stored_fields(row)["document"]
            yield text


def _decoded(matcher: Matcher) -> Postings:
    """All of a matcher's postings, by whole blocks where this Whoosh lets us, else one by one."""
    try:
        return decoded_by_block(matcher)
    except AttributeError:
        matcher.reset()
        return decoded_one_by_one(matcher)


def decoded_by_block(matcher: Matcher) -> Postings:
    """The fast way, through private names: a block of postings at a time.

    Raises AttributeError when this matcher has no such blocks; a test compares both ways.
    """
    rows, weights = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.float32)]
    while matcher.is_active():
        matcher._read_data()
        steps, heaviness, _values = matcher._data
        rows.append(np.cumsum(np.array(steps, dtype=np.int64)))
        if heaviness is None or isinstance(heaviness, float):  # all are alike, None is 1
            heaviness = np.full(len(steps), heaviness or 1.0)
        weights.append(np.asarray(heaviness, dtype=np.float32))
        matcher._next_block()
    return np.concatenate(rows), np.concatenate(weights)


def decoded_one_by_one(matcher: Matcher) -> Postings:
    """The public way: about ten times slower."""
    rows: list[int] = []
    weights: list[float] = []
    while matcher.is_active():
        rows.append(matcher.id())
        weights.append(matcher.weight())
        matcher.next()
    return np.array(rows, dtype=np.int64), np.array(weights, dtype=np.float32)
