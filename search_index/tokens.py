"""The words of documents in the order in which they stand: for counting them and for phrases."""

from array import array
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search_index.documents import Document
from search_index.postings import NOWHERE, Postings
from search_index.runs import Rows, Starts, entries, starts_of
from search_index.words import words_of

WEIGHTS = (3, 1, 1)
"""How often a word counts in the title, the organisation's name and the body (the pooled
frequencies of BM25F, Robertson 2004)."""

BREAK = 0
"""Stands between texts, so that no phrase runs over from one to the next."""
FIRST = 1
"""The number of the first word in alphabetical order."""

_FILES = ("tokens.npy", "token_starts.npy")


class Tokens:
    """Per row the numbers of its words in order; the words are numbered from FIRST."""

    def __init__(self, numbers: NDArray[np.uint32], starts: Starts) -> None:
        self.numbers = numbers
        self.starts = starts

    def with_phrase(self, phrase: list[int], rows: Rows) -> Postings:
        """Those of the rows in which these words follow each other, and how often they do: an
        occurrence counts as much as the text that it stands in."""
        positions, starts = entries(self.starts, rows)
        numbers = np.asarray(self.numbers[positions])
        last = max(len(numbers) - len(phrase) + 1, 0)
        here = np.ones(last, dtype=bool)
        for offset, number in enumerate(phrase):
            here &= numbers[offset : offset + last] == number
        # A text ends with a BREAK, so what follows each other stands in one text.
        found = np.flatnonzero(here)
        row = np.searchsorted(starts, found, side="right") - 1
        text = np.cumsum(numbers == BREAK).take(found) % len(WEIGHTS)
        weights = np.bincount(row, np.take(WEIGHTS, text), minlength=len(rows))
        held = np.flatnonzero(weights)
        return rows[held], weights[held].astype(np.float32)

    def save(self, folder: Path) -> None:
        """Write them to files in the folder."""
        numbers, starts = _FILES
        np.save(folder / numbers, self.numbers, allow_pickle=False)
        np.save(folder / starts, self.starts, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> "Tokens":
        """What `save` wrote there, left on disk until it is looked at."""
        numbers, starts = (
            np.load(folder / name, mmap_mode="r", allow_pickle=False) for name in _FILES
        )
        return cls(numbers, starts)


@dataclass(frozen=True)
class Inverted:
    """For each word, in alphabetical order, the rows that hold it and how well."""

    words: tuple[str, ...]
    starts: Starts
    rows: NDArray[np.int64]
    weights: NDArray[np.float32]

    @property
    def frequencies(self) -> dict[str, int]:
        """In how many rows each word stands."""
        return dict(zip(self.words, np.diff(self.starts).tolist(), strict=True))

    def postings(self, word: str) -> Postings:
        """Where a word stands; empty when nowhere."""
        number = self._numbers.get(word)
        if number is None:
            return NOWHERE
        here = slice(self.starts[number], self.starts[number + 1])
        return self.rows[here], self.weights[here]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {word: number for number, word in enumerate(self.words)}


class TokensBuilder:
    """Collects the words of documents, four bytes a word."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._tokens = array("I")
        self._weights = array("B")
        self._counts = array("q")

    def add(self, document: Document) -> int:
        """Take in the words of one document; gives how many there are, by their weight."""
        before, length = len(self._tokens), 0
        texts = (document.title, document.organisation, document.body)
        for text, weight in zip(texts, WEIGHTS, strict=True):
            words = words_of(text)
            numbers = self._numbers
            self._tokens.extend([numbers.setdefault(word, len(numbers) + FIRST) for word in words])
            self._tokens.append(BREAK)
            self._weights.frombytes(bytes([weight]) * len(words) + b"\0")
            length += weight * len(words)
        self._counts.append(len(self._tokens) - before)
        return length

    def finish(self) -> tuple[Tokens, Inverted]:
        """What was collected; words are numbered in alphabetical order from here on."""
        words = sorted(self._numbers)
        renumbered = np.zeros(len(words) + FIRST, dtype=np.uint32)
        for number, word in enumerate(words, FIRST):
            renumbered[self._numbers[word]] = number
        numbers = renumbered[np.frombuffer(self._tokens, dtype=np.uint32)]
        starts = starts_of(np.frombuffer(self._counts, dtype=np.int64))
        tokens = Tokens(numbers, starts)
        return tokens, self._inverted(tuple(words), tokens)

    def _inverted(self, words: tuple[str, ...], tokens: Tokens) -> Inverted:
        count = max(len(tokens.starts) - 1, 1)
        row = np.repeat(np.arange(len(tokens.starts) - 1), np.diff(tokens.starts))
        cell = tokens.numbers.astype(np.int64) * count + row
        order = np.argsort(cell, kind="stable")
        order = order[np.searchsorted(cell[order], count) :]  # without the breaks
        cell = cell[order]
        first = np.flatnonzero(np.diff(cell, prepend=-1))
        weights = np.frombuffer(self._weights, dtype=np.uint8)[order].astype(np.float32)
        summed = np.add.reduceat(weights, first) if len(first) else weights
        word, row = np.divmod(cell[first], count)
        per_word = np.bincount(word - FIRST, minlength=len(words))
        return Inverted(words, starts_of(per_word), row, summed)
