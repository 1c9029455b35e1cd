"""Finds the places of which a text is the name, a part of the name, or nearly the name."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator

from meedoen.places.gazetteer.terms import Entry
from meedoen.places.rules import (
    edits_allowed,
    key_of,
    letters_of,
    may_be_near,
    plain,
    readings,
    spelling_distance,
)


class Names:
    """All names with the places that bear them. It never changes, so threads may share it."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """`entries` come in their order: what most people mean first."""
        self._by_key: dict[str, list[Entry]] = defaultdict(list)
        tails: list[tuple[str, int, Entry]] = []
        for entry in entries:
            for key in dict.fromkeys(map(key_of, entry.names)):
                self._by_key[key].append(entry)
            for words in dict.fromkeys(map(plain, entry.names)):
                tails += ((tail, at, entry) for at, tail in enumerate(tails_of(words)))
        self._tails = sorted(tails, key=lambda tail: tail[0])
        self._keys = [(key, letters_of(key)) for key in self._by_key]

    def __contains__(self, key: str) -> bool:
        """Whether this is the key of a name."""
        return key in self._by_key

    def exact(self, name: str) -> list[Entry]:
        """The entries of a name in any of its readings."""
        return in_order(entry for key in keys_of(name) for entry in self._by_key.get(key, ()))

    def holding(self, name: str) -> list[Entry]:
        """The entries with the text as whole words in a longer name: 'Heist', 'Woluwe'."""
        return in_order(
            entry
            for words in readings(name)
            for tail, _, entry in self.starting(words)
            if f"{tail} ".startswith(f"{words} ")
        )

    def near(self, name: str) -> list[Entry]:
        """The entries whose names are the fewest typing errors away, if few enough.

        Unless one of these goes on as was typed, those that do are as near: who typed 'Malin' may
        have meant Mélin, or have been on the way to Malines.
        """
        keys = {key for key in keys_of(name) if edits_allowed(key)}
        near = self._misspelt(keys)
        if not any(other.startswith(tuple(keys)) for other in near):
            near += [other for other, _ in self._keys if other.startswith(tuple(keys))]
        return in_order(entry for key in near for entry in self._by_key[key])

    def _misspelt(self, keys: Iterable[str]) -> list[str]:
        """The keys of names that are the fewest edits away from one of these."""
        away: dict[str, int] = {}
        for key in keys:
            edits, letters = edits_allowed(key), letters_of(key)
            for other, other_letters in self._keys:
                if abs(len(other) - len(key)) <= edits and may_be_near(
                    letters, other_letters, edits
                ):
                    distance = spelling_distance(key, other)
                    if distance <= min(edits, away.get(other, edits)):
                        away[other] = distance
        fewest = min(away.values(), default=0)
        return [other for other, distance in away.items() if distance == fewest]

    def starting(self, words: str) -> Iterator[tuple[str, int, Entry]]:
        """The names that start with these words, and the ends of names that do.

        Each as its words from there on, the number of words before, and whose name it is.
        """
        at = bisect_left(self._tails, words, key=lambda tail: tail[0])
        while words and at < len(self._tails) and self._tails[at][0].startswith(words):
            yield self._tails[at]
            at += 1


def keys_of(name: str) -> set[str]:
    """The keys of a text in all its readings."""
    return {key_of(reading) for reading in readings(name)}


def tails_of(words: str) -> list[str]:
    """A name from its first word on, from its second word on, and so forth."""
    parts = words.split()
    return [" ".join(parts[at:]) for at in range(len(parts))]


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Each entry once, what most people mean first."""
    return sorted({id(entry): entry for entry in entries}.values(), key=lambda entry: entry.order)
