"""What things are called in several languages, and by which words documents speak of them."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search_index.spelling import forgiven
from search_index.words import HOME, all_words, stem, words_of

LONGEST = 4
"""Words of a name that are looked at together."""
MOST = 3
"""Things that one name may stand for; what means more says too little."""


@dataclass(frozen=True)
class Concept:
    """One thing. `words` are what documents say for it: the first is shown to people, all of them
    are looked for. `names` maps a language to what people call it."""

    words: tuple[str, ...]
    names: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Meaning:
    """What a name stands for: what is shown for it (several if it is ambiguous), and all words of
    the home language that say it, folded, each stem once, those that are shown first."""

    shown: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Thesaurus:
    """Concepts, to be asked by name. Nothing in it changes; threads share it."""

    concepts: tuple[Concept, ...] = ()
    _numbers: dict[str, dict[str, list[int]]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for number, concept in enumerate(self.concepts):
            for language, names in {**concept.names, HOME: concept.words}.items():
                for key in dict.fromkeys(map(key_of, names)):
                    self._numbers.setdefault(language, {}).setdefault(key, []).append(number)

    @classmethod
    def read(cls, folder: Path) -> "Thesaurus":
        """The concepts of all TOML files in a folder: a table each, a list of names per language.

        Tables without words of the home language are passed over. Raises OSError or ValueError.
        """
        tables = [
            table
            for path in sorted(folder.glob("*.toml"))
            for table in tomllib.loads(path.read_text(encoding="utf-8")).values()
        ]
        return cls(
            tuple(
                Concept(
                    tuple(table[HOME]),
                    {code: tuple(names) for code, names in table.items() if code != HOME},
                )
                for table in tables
                if isinstance(table, dict) and HOME in table
            )
        )

    def alike(self, word: str) -> tuple[str, ...]:
        """What else documents say for a folded word of their own language; nothing if it is
        ambiguous."""
        meaning = self._meaning(self._numbers.get(HOME, {}).get(word, []))
        if meaning is None or len(meaning.shown) > 1:
            return ()
        return tuple(one for one in meaning.words if stem(one) != stem(word))

    def meant(self, name: str, language: str) -> Meaning | None:
        """The meaning of a name in a language; its words are folded, with one space between."""
        return self._meaning(self._numbers.get(language, {}).get(key_of(name), []))

    def meant_anywhere(self, name: str) -> Meaning | None:
        """The meaning of a name in whichever languages but the home language."""
        key = key_of(name)
        return self._meaning(
            number
            for language, numbers in self._numbers.items()
            if language != HOME
            for number in numbers.get(key, ())
        )

    def nearly_meant(self, word: str, language: str) -> Meaning | None:
        """The meaning of a misspelt or inflected word.

        Asked in the home language, only letters that it does not have tell a word of another.
        """
        key = key_of(word)
        limit = forgiven(key)
        if not limit or (language == HOME and key.isascii()):
            return None
        known = self._single.get(language, {}) if language != HOME else self._foreign
        near = process.extract(
            key, list(known), scorer=OSA.distance, score_cutoff=limit, limit=MOST
        )
        best = [name for name, errors, _ in near if errors == near[0][1]]
        return self._meaning(number for name in best for number in known[name])

    def _meaning(self, numbers: Iterable[int]) -> Meaning | None:
        found = [self.concepts[number].words for number in dict.fromkeys(numbers)][:MOST]
        if not found:
            return None
        words: dict[str, str] = {}
        for one in [*(of[0] for of in found), *(word for of in found for word in of[1:])]:
            folded = " ".join(words_of(one) or all_words(one))
            words.setdefault(folded if " " in folded else stem(folded), folded)
        return Meaning(tuple(of[0] for of in found), tuple(words.values()))

    @cached_property
    def _single(self) -> dict[str, dict[str, list[int]]]:
        """Per language the names of one word."""
        return {
            language: {name: numbers for name, numbers in known.items() if " " not in name}
            for language, known in self._numbers.items()
        }

    @cached_property
    def _foreign(self) -> dict[str, list[int]]:
        """The names of one word of all languages but the home language."""
        found: dict[str, list[int]] = {}
        for language, known in self._single.items():
            if language != HOME:
                for name, numbers in known.items():
                    found.setdefault(name, []).extend(numbers)
        return found


NOTHING = Thesaurus()


def key_of(name: str) -> str:
    """A name as it is looked up: folded, without the article that Arabic writes onto a word."""
    words = [
        word[2:] if word.startswith("ال") and len(word) > 4 else word for word in all_words(name)
    ]
    return " ".join(words)
