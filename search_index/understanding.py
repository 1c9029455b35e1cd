"""What somebody typed as words to look for: as typed, corrected, split, or left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from search_index.query import How, Understood
from search_index.spelling import sound_of
from search_index.words import LINKS, Wanted, stop_words_in, wanted_words

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
        """The question as corrected, if a word was."""
        if all(word.how is not How.CORRECTED for word in self.understood):
            return None
        return " ".join(str(word) for word in self.understood if word.how is not How.IGNORED)


def understood(view: View, typed: str, *, correct: bool) -> Question:
    """The question that somebody typed.

    With `correct` a word that nothing holds gives way: to a word that sounds alike or has one
    error, else to the words it is made of, else, if it stands alone, to one with more errors.
    """
    wanted: dict[Wanted, None] = {}
    excluded: dict[Wanted, None] = {}
    words = wanted_words(typed)
    alone = sum(not word.minus for word in words) == 1
    told = []
    for word in words:
        if word.minus:
            excluded[word] = None
            told.append(Understood(str(word), str(word), How.AS_TYPED))
            continue
        read, how = word, How.AS_TYPED
        if not holds(view, word):
            read, how = _instead(view, word, alone=alone) if correct else (word, How.UNKNOWN)
        wanted[read] = None
        told.append(Understood(str(word), str(read), how))
    told += [Understood(word, word, How.IGNORED) for word in stop_words_in(typed)]
    return Question(tuple(wanted), tuple(excluded), tuple(told))


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
