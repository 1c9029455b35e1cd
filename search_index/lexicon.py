"""The words of one segment: which of them answer a wanted word; not in which documents they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search_index.spelling import Shapes, errors_between, forgiven, sound_of
from search_index.wordlist import Families, WordList
from search_index.words import Wanted, stem

FILE = "words.npz"

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


@dataclass(frozen=True)
class Lexicon:
    """An immutable vocabulary; words go by their number in alphabetical order.

    `frequencies` says how many documents hold each word, `stems` and `sounds` which words are of
    one stem or sound alike.
    """

    words: WordList
    frequencies: NDArray[np.int32]
    stems: Families
    sounds: Families
    shapes: Shapes

    @classmethod
    def of(cls, frequencies: Mapping[str, int]) -> "Lexicon":
        """The lexicon of these words; about 50 µs a word, for its stem."""
        words = sorted(frequencies)
        return cls(
            WordList.of(words),
            np.array([frequencies[word] for word in words], dtype=np.int32),
            Families.of([stem(word) for word in words]),
            Families.of([sound_of(one) if len(one) >= SHORTEST_SOUND else None for one in words]),
            Shapes.of(words),
        )

    def save(self, folder: Path) -> None:
        """Write it to a file in the folder."""
        np.savez(
            folder / FILE,
            allow_pickle=False,
            words=self.words.to_array(),
            frequencies=self.frequencies,
            **self.stems.to_arrays("stems"),
            **self.sounds.to_arrays("sounds"),
        )

    @classmethod
    def load(cls, folder: Path) -> "Lexicon":
        """What `save` wrote there."""
        with np.load(folder / FILE, allow_pickle=False) as stored:
            words = WordList.from_array(stored["words"])
            return cls(
                words,
                stored["frequencies"],
                Families.from_arrays(stored, "stems"),
                Families.from_arrays(stored, "sounds"),
                Shapes.of(words),
            )

    def number(self, word: str) -> int | None:
        """Which word it is, None for a word that is not here."""
        return self.words.number(word)

    def frequency(self, word: str) -> int:
        """In how many documents a word stands."""
        number = self.words.number(word)
        return 0 if number is None else int(self.frequencies[number])

    def forms(self, wanted: Wanted) -> dict[str, float]:
        """The words that answer a wanted word, with what one occurrence of each is worth.

        Itself; unless quoted also what has the same stem; unless quoted or excluded also
        compounds of it or of its stem.
        """
        found: dict[int, float] = {}
        if not wanted.exact:
            root = stem(wanted.text)
            if not wanted.minus:
                for part in {wanted.text, root}:
                    found |= dict.fromkeys(self._compounds(part), COMPOUND)
            # 'fiets' has the stem 'fiet', but 'fietsen' has 'fiets': a word may be a stem too.
            for base in (wanted.text, root):
                found |= dict.fromkeys(self.stems.named(base), SAME_STEM)
        own = self.words.number(wanted.text)
        if own is not None:
            found[own] = SAME_WORD
        best = sorted(found, key=lambda word: (-found[word], -self.frequencies[word], word))
        return {self.words[word]: found[word] for word in best[:MAX_FORMS]}

    def near(self, word: str, errors: int) -> list[tuple[int, str]]:
        """(distance, word) of the words that a misspelt one may stand for; so many errors at most,
        and no more than are forgiven."""
        limit = min(forgiven(word), errors)
        could_be = self.shapes.near(word, limit) if limit else []
        measured = ((errors_between(word, self.words[one], limit), one) for one in could_be)
        return [(distance, self.words[one]) for distance, one in measured if distance <= limit]

    def sounding(self, sound: str) -> list[str]:
        """The words that sound so (`spelling.sound_of`)."""
        return [self.words[one] for one in self.sounds.named(sound)]

    def starting_with(self, start: str, limit: int) -> dict[str, int]:
        """At most so many words that begin so, with in how many documents each stands.

        The most frequent, the first in the alphabet of equals.
        """
        first, after = self.words.starting_with(start)
        uses = self.frequencies[first:after]
        often = np.arange(len(uses))
        if limit < len(uses):
            least = np.partition(uses, -limit)[-limit]
            more = np.flatnonzero(uses > least)
            often = np.concatenate([more, np.flatnonzero(uses == least)[: limit - len(more)]])
        return {self.words[first + one]: int(uses[one]) for one in often.tolist()}

    def _compounds(self, part: str) -> list[int]:
        """The longer words that contain the part as a word of its own, by one scan."""
        if len(part) < MIN_PART:
            return []
        found: dict[int, None] = {}
        for number, letters_before in self.words.holding(part):
            word = self.words[number]
            if not letters_before or (
                letters_before >= MIN_BEFORE
                and word[:letters_before] not in _PREFIXES
                and not any(odd in word for odd in _NO_COMPOUNDS if part in odd)
            ):
                found[number] = None
        return list(found)
