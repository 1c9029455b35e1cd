"""What an engine is to the bench: what it can be asked, and the shape of its answers."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self

from search_index import Document, Query

Counts = dict[str, dict[str, int]]
PAGE = 20
"""Hits on a page."""
COMPLETIONS = 8


@dataclass(frozen=True)
class Answer:
    """All hits counted, the keys of the first twenty and their metres (None without), counts."""

    total: int
    keys: tuple[int, ...]
    metres: tuple[float | None, ...]
    counts: Counts


class Engine(ABC):
    """One of those that are compared. What `build` wrote, `open` opens in another process."""

    name: ClassVar[str]
    how: ClassVar[str]
    """What it is made of and what was done to make it fast."""
    kinds: ClassVar[frozenset[str]] = frozenset({"a", "a2", "b", "c", "d", "e"})
    largest: ClassVar[int] = 100_000
    """Offers above which it is not asked any more."""
    patience: ClassVar[int | None] = None
    """Offers times questions of one kind that it is asked, when it is slow."""

    @classmethod
    @abstractmethod
    def build(cls, folder: Path, documents: Iterable[Document]) -> None:
        """Build it in an empty folder, durably."""

    @classmethod
    @abstractmethod
    def open(cls, folder: Path) -> Self:
        """Open what was built there."""

    @abstractmethod
    def answer(self, query: Query) -> Answer:
        """The answer in full, for the proof."""

    def time(self, query: Query) -> object:
        """What is timed: the answer, or less when the engine's worth lies in doing less."""
        return self.answer(query)

    def complete(self, start: str) -> tuple[str, ...]:
        """The eight most used words that begin so, then alphabetically."""
        raise NotImplementedError

    def update(self, document: Document) -> None:
        """Replace one offer, durably."""
        raise NotImplementedError

    def holds(self, word: str) -> bool:
        """Whether any offer has the word, by the newest that any process committed."""
        raise NotImplementedError

    def close(self) -> None:  # noqa: B027
        """Let go of what is open."""


def typed_words(query: Query) -> list[str]:
    """The words of a question, which are folded and quoted already."""
    return query.words.replace('"', "").split()
