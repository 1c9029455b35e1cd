"""The words of one segment: which of them answer a wanted word; not in which documents they are."""

import json
from bisect import bisect_left
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search_index.spelling import Signs, near_words, signs_of, sound_of
from search_index.words import Wanted, stem

FILE = "words.json"

SAME_WORD = 1.0
SAME_STEM = 0.9
COMPOUND = 0.3
"""What one occurrence is worth when the word itself, an inflection, or a compound is found."""

MIN_PART = 4
"""Letters a word must have to be looked for inside compounds: 'kok' would find 'kokos'."""
MIN_BEFORE = 3
"""Letters that must stand before a part: 'taal' is not in 'totaal', but in 'spreektaal'."""
SHORTEST_SOUND = 4
"""Letters a word must have to be found by its sound."""
MAX_FORMS = 200
"""Forms of one word that are followed, the most frequent first."""

# What looks like a compound and is none: unstressed prefixes, Latin endings.
_PREFIXES = frozenset({"ver", "ont", "her"})
_NO_COMPOUNDS = ("itaal", "itale", "entaal", "entale", "transport", "vergeten")


class Lexicon:
    """An immutable vocabulary: word to number of documents, and stem to its surface forms."""

    def __init__(self, frequencies: Mapping[str, int], stems: Mapping[str, str]) -> None:
        self.words = tuple(sorted(frequencies))
        self.frequencies = dict(frequencies)
        self._stems = dict(stems)
        self._joined = "\n" + "\n".join(self.words) + "\n"
        self._forms: dict[str, list[str]] = {}
        for word in self.words:
            self._forms.setdefault(stems[word], []).append(word)

    @classmethod
    def of(cls, frequencies: Mapping[str, int]) -> "Lexicon":
        """The lexicon of these words; stems each of them, about 50 µs a word."""
        return cls(frequencies, {word: stem(word) for word in frequencies})

    def save(self, folder: Path) -> None:
        """Write it to a file in the folder."""
        rows = [[word, self.frequencies[word], self._stems[word]] for word in self.words]
        (folder / FILE).write_text(json.dumps(rows), encoding="ascii")

    @classmethod
    def load(cls, folder: Path) -> "Lexicon":
        """What `save` wrote there."""
        rows = json.loads((folder / FILE).read_text(encoding="ascii"))
        return cls({row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows})

    def forms(self, wanted: Wanted) -> dict[str, float]:
        """The words that answer a wanted word, with what one occurrence of each is worth.

        Itself; unless quoted also what has the same stem; unless quoted or excluded also
        compounds of it or of its stem.
        """
        found: dict[str, float] = {}
        if not wanted.exact:
            root = stem(wanted.text)
            if not wanted.minus:
                found |= dict.fromkeys(self._compounds(wanted.text), COMPOUND)
                if root != wanted.text:
                    found |= dict.fromkeys(self._compounds(root), COMPOUND)
            # 'fiets' has the stem 'fiet', but 'fietsen' has 'fiets': a word may be a stem too.
            for base in (wanted.text, root):
                found |= dict.fromkeys(self._forms.get(base, ()), SAME_STEM)
        if wanted.text in self.frequencies:
            found[wanted.text] = SAME_WORD
        best = sorted(found, key=lambda word: (-found[word], -self.frequencies[word], word))
        return {word: found[word] for word in best[:MAX_FORMS]}

    def near(self, word: str, errors: int) -> list[tuple[int, str]]:
        """(distance, word) of the words that a misspelt one may stand for."""
        return near_words(word, errors, self.words, *self._for_spelling)

    def sounding(self, sound: str) -> list[str]:
        """The words that sound so (`spelling.sound_of`)."""
        return self._by_sound.get(sound, [])

    def number(self, word: str) -> int:
        """Which word it is in alphabetical order, from 1; 0 for a word that is not here."""
        at = bisect_left(self.words, word)
        return at + 1 if word in self.frequencies else 0

    def starting_with(self, start: str) -> tuple[str, ...]:
        """The words that begin so, in alphabetical order."""
        first = bisect_left(self.words, start)
        after = bisect_left(self.words, start + "\U0010ffff")
        return self.words[first:after]

    @cached_property
    def _by_sound(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in self.words:
            if len(word) >= SHORTEST_SOUND:
                found.setdefault(sound_of(word), []).append(word)
        return found

    @cached_property
    def _for_spelling(self) -> tuple[NDArray[np.uint8], Signs]:
        lengths = np.array([len(word) for word in self.words], dtype=np.uint8)
        return lengths, signs_of(self.words)

    def _compounds(self, part: str) -> list[str]:
        """The longer words that contain the part as a word of its own, by one scan."""
        if len(part) < MIN_PART:
            return []
        found = []
        at = self._joined.find(part)
        while at >= 0:
            begin = self._joined.rindex("\n", 0, at) + 1
            end = self._joined.index("\n", at)
            word = self._joined[begin:end]
            before = self._joined[begin:at]
            if not before or (
                len(before) >= MIN_BEFORE
                and before not in _PREFIXES
                and not any(odd in word for odd in _NO_COMPOUNDS if part in odd)
            ):
                found.append(word)
                at = self._joined.find(part, end)
            else:
                at = self._joined.find(part, at + 1)
        return found
