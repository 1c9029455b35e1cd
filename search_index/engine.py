"""The only file that names Whoosh: postings and stored documents of one segment on disk."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from whoosh import fields, index
from whoosh.matching import Matcher
from whoosh.reading import TermNotFound

Postings = tuple[NDArray[np.int64], NDArray[np.float64]]
"""Row numbers, ascending, and how often the word occurs in each."""

_SCHEMA = fields.Schema(
    # Words come as lists. Lengths are not used, but without them Whoosh looks for a file per word.
    words=fields.KEYWORD(scorable=True),
    document=fields.STORED,
)


def write(folder: Path, rows: Iterable[tuple[Sequence[str], str]]) -> Counter[str]:
    """Write one segment into an empty folder: (words, text to keep) per row, in that order.

    Gives each word with the number of rows it occurs in.
    """
    frequencies: Counter[str] = Counter()
    writer = index.create_in(folder, _SCHEMA).writer(limitmb=128)
    try:
        for words, text in rows:
            writer.add_document(words=list(words), document=text)
            frequencies.update(set(words))
    except BaseException:
        writer.cancel()
        raise
    writer.commit()
    (folder / "MAIN_WRITELOCK").unlink(missing_ok=True)  # of no use: nobody writes here again
    return frequencies


class Texts:
    """Reads one segment that `write` wrote. Threads may share it."""

    def __init__(self, folder: Path) -> None:
        """Open what `write` wrote there; raises OSError when a file is gone."""
        try:
            self._reader = index.open_dir(folder, readonly=True).reader()
        except index.EmptyIndexError as error:
            raise FileNotFoundError(f"no segment in {folder}") from error
        # Matchers of one reader share a file position, so only one may move at a time.
        self._lock = Lock()

    def postings(self, word: str) -> Postings:
        """Where a word occurs; empty when nowhere."""
        with self._lock:
            try:
                matcher = self._reader.postings("words", word)
            except TermNotFound:
                return np.zeros(0, dtype=np.int64), np.zeros(0)
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
    """The fast way, through private names: a block of 128 postings at a time.

    Raises AttributeError when this matcher has no such blocks; a test compares both ways.
    """
    rows: list[int] = []
    weights: list[float] = []
    while matcher.is_active():
        matcher._read_ids()
        matcher._read_weights()
        rows.extend(matcher._ids)
        weights.extend(matcher._weights)
        matcher._next_block()
    return np.array(rows, dtype=np.int64), np.array(weights, dtype=np.float64)


def decoded_one_by_one(matcher: Matcher) -> Postings:
    """The public way: about ten times slower."""
    rows: list[int] = []
    weights: list[float] = []
    while matcher.is_active():
        rows.append(matcher.id())
        weights.append(matcher.weight())
        matcher.next()
    return np.array(rows, dtype=np.int64), np.array(weights, dtype=np.float64)
