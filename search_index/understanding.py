"""What somebody typed as words to look for: as typed, corrected, split, or left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from search_index.query import How, Understood
from search_index.spelling import sound_of
from search_index.thesaurus import LONGEST, NOTHING, Meaning, Thesaurus
from search_index.words import HOME, LINKS, MAX_WORDS, Wanted, is_stop_word, typed_words

if TYPE_CHECKING:
    from search_index.view import View

SHORTEST_PART = 3
"""Letters of each part of a split word."""
SHORTEST_ALONE = 4
"""Letters of a part that stands for the whole, when the other is no word in use."""


@dataclass(frozen=True)
class Question:
    """The words that must occur, those that must not, and how each typed word was understood."""

    wanted: tuple[Wanted, ...]
    excluded: tuple[Wanted, ...]
    understood: tuple[Understood, ...]

    @property
    def suggestion(self) -> str | None:
        """The question as corrected or translated, if a word was; without what is left out."""
        hows = {word.how for word in self.understood}
        if not hows & {How.CORRECTED, How.TRANSLATED}:
            return None
        left_out = {How.IGNORED, How.UNKNOWN} if How.TRANSLATED in hows else {How.IGNORED}
        return " ".join(str(word) for word in self.understood if word.how not in left_out)


@dataclass(frozen=True)
class _Reading:
    """Some typed words, what is looked for instead, how that was found, and how it is told."""

    typed: str
    wanted: Wanted
    how: How
    shown: str


def understood(
    view: View, typed: str, *, correct: bool, thesaurus: Thesaurus = NOTHING, language: str = HOME
) -> Question:
    """The question that somebody typed.

    With `correct` names of other languages stand for what the thesaurus says, and a word that
    nothing holds gives way: to a word that sounds alike or has one error, else to the words it is
    made of, else, if it stands alone, to one with more errors. Where a name was translated, other
    words that nothing holds are left out: they are the words around it in that language.
    """
    words = typed_words(typed)
    named = _named(view, words, thesaurus, language) if correct else {}
    found = dict.fromkeys(_readings(view, words, named, thesaurus if correct else NOTHING))
    if correct and not named:
        alone = sum(not one.wanted.minus for one in found) == 1
        found = {_corrected(view, one, alone=alone): None for one in found}
    readings = list(found)[:MAX_WORDS]
    needed = [one for one in readings if one.how is not How.UNKNOWN or not named]
    told = [Understood(one.typed, one.shown, one.how, one in needed) for one in readings]
    in_names = {word for one in readings for word in one.typed.split()}
    ignored = dict.fromkeys(one.text for one in words if is_stop_word(one))
    told += [Understood(one, one, How.IGNORED) for one in ignored if one not in in_names]
    wanted = dict.fromkeys(one.wanted for one in needed)
    return Question(
        tuple(one for one in wanted if not one.minus),
        tuple(one for one in wanted if one.minus),
        tuple(told[: 2 * MAX_WORDS]),
    )


def _readings(
    view: View, words: list[Wanted], named: Mapping[int, Named], thesaurus: Thesaurus
) -> Iterator[_Reading]:
    """The words and names in their order; what no document holds is unknown."""
    at = 0
    while at < len(words):
        word, name = words[at], named.get(at)
        if name is not None:
            first, *others = name.meaning.words
            wanted = Wanted(first, exact=" " in first, also=tuple(others))
            typed = " ".join(map(str, words[at : at + name.length]))
            yield _Reading(typed, wanted, How.TRANSLATED, "+".join(name.meaning.shown))
        elif word.minus or word.exact:
            known = word.minus or holds(view, word)
            yield _Reading(str(word), word, How.AS_TYPED if known else How.UNKNOWN, str(word))
        elif not is_stop_word(word):
            wide = replace(word, also=thesaurus.alike(word.text))
            known = holds(view, wide)
            yield _Reading(str(word), wide, How.AS_TYPED if known else How.UNKNOWN, str(word))
        at += 1 if name is None else name.length


def _corrected(view: View, reading: _Reading, *, alone: bool) -> _Reading:
    """What a word that nothing holds gives way to; others stay."""
    if reading.how is not How.UNKNOWN:
        return reading
    wanted, how = _instead(view, replace(reading.wanted, also=()), alone=alone)
    return _Reading(reading.typed, wanted, how, str(wanted))


class Named(NamedTuple):
    """A name of so many words, and what it means."""

    length: int
    meaning: Meaning


def _named(
    view: View, words: list[Wanted], thesaurus: Thesaurus, language: str
) -> dict[int, Named]:
    """Where names of other languages begin among the words; the longest count."""
    found: dict[int, Named] = {}
    at = 0
    while at < len(words):
        for length in range(min(LONGEST, len(words) - at), 0, -1):
            group = words[at : at + length]
            if any(word.exact or word.minus for word in group):
                continue
            if meaning := _meaning(view, group, thesaurus, language):
                found[at] = Named(length, meaning)
                break
        at += found[at].length if at in found else 1
    return found


def _meaning(
    view: View, group: list[Wanted], thesaurus: Thesaurus, language: str
) -> Meaning | None:
    """What some words are a name of: in the language of who asks, else, where no document holds
    them, in another, else nearly so."""
    name = " ".join(word.text for word in group)
    if language != HOME and (meaning := thesaurus.meant(name, language)):
        return meaning
    if all(is_stop_word(word) or holds(view, word) for word in group):
        return None
    if thesaurus.meant(name, HOME):
        return None
    if meaning := thesaurus.meant_anywhere(name):
        return meaning
    return thesaurus.nearly_meant(name, language) if len(group) == 1 else None


def holds(view: View, word: Wanted) -> bool:
    """Whether any living document holds a word."""
    return len(view.postings(word)[0]) > 0


def _instead(view: View, word: Wanted, *, alone: bool) -> tuple[Wanted, How]:
    """What a word that nothing holds stands for, and how that was found."""
    if word.phrase:
        parts = [
            one if holds(view, Wanted(one, exact=True)) else view.nearest_word(one, 2) or one
            for one in word.phrase
        ]
        read = replace(word, text=" ".join(parts))
        return read, How.CORRECTED if read != word else How.UNKNOWN
    if near := view.nearest_word(word.text, 1):
        return replace(word, text=near), How.CORRECTED
    if not word.exact and (parts := split(view, word.text)):
        return replace(word, text="+".join(parts)), How.SPLIT
    if alone and (near := view.nearest_word(word.text, 2)):
        return replace(word, text=near), How.CORRECTED
    return word, How.UNKNOWN


def split(view: View, word: str) -> list[str]:
    """The words in use that a compound is made of; empty when it is none.

    Where it can be split in several ways, both parts in use count before one, and the longest
    shorter part before others. A link (-s-, -e-, -en-) may stand between.
    """
    best: tuple[int, int, list[str]] = (0, 0, [])
    for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        tail = word[at:]
        for link in LINKS:
            head = word[:at].removesuffix(link)
            if not word[:at].endswith(link) or len(head) < SHORTEST_PART:
                continue
            parts = [part for part in (head, tail) if holds(view, Wanted(part))]
            if len(parts) == 1 and len(parts[0]) < SHORTEST_ALONE:
                continue
            rank = (len(parts), min(map(len, parts), default=0), parts)
            best = max(best, rank, key=lambda one: one[:2])
    return best[2]


def nearest_word(view: View, word: str, errors: int) -> str | None:
    """The word in use that a misspelt one most likely stands for, None when none is near.

    Of those that sound alike the most used; else the fewest errors first, then the most used, then
    alphabetically. `errors` is how many are forgiven at most.
    """
    distances: dict[str, int] = {}
    uses: dict[str, int] = {}
    for part in view.parts:
        lexicon = part.segment.lexicon
        alike = ((0, near) for near in lexicon.sounding(sound_of(word)))
        for distance, near in (*lexicon.near(word, errors), *alike):
            distances[near] = min(distance, distances.get(near, distance))
            uses[near] = uses.get(near, 0) + lexicon.frequency(near)
    best = sorted(distances, key=lambda near: (distances[near], -uses[near], near))
    # A word may live on in dead rows only: it would find nothing.
    return next((near for near in best if holds(view, Wanted(near, exact=True))), None)
