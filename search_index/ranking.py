"""Which documents hold a wanted word and how well (BM25), and words nothing holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from search_index.sets import Rows
from search_index.words import Wanted, wanted_words

if TYPE_CHECKING:
    from search_index.view import View

K1 = 1.2
B = 0.75

Scored = tuple[NDArray[np.int64], NDArray[np.float64]]
"""Living rows, ascending, and the BM25 score of one word in each."""


@dataclass(frozen=True)
class Matched:
    """Rows that match all words, None when no word limits; their scores; corrected words."""

    rows: Rows | None
    scores: NDArray[np.float64]
    suggestion: str | None

    def of(self, rows: Rows) -> NDArray[np.float64]:
        """The scores of some of the rows, all 0 when no word limits."""
        if self.rows is None:
            return np.zeros(len(rows))
        return self.scores[np.searchsorted(self.rows, rows)]


def scored(view: View, wanted: Wanted) -> Scored:
    """The living rows that hold a word and its BM25 score there.

    ln(1 + (N - n + ½) / (n + ½)) · f (k1 + 1) / (f + k1 (1 - b + b l / L)), after Robertson and
    Zaragoza 2009; f counts all forms of the word by their worth and by the text they stand in.
    """
    rows, frequencies = [np.zeros(0, dtype=np.int64)], [np.zeros(0)]
    for part, offset in zip(view.parts, view.offsets[:-1], strict=True):
        in_part, weights = part.segment.matches(wanted)
        living = view.alive[in_part + offset]
        rows.append(in_part[living] + offset)
        frequencies.append(weights[living])
    row, frequency = np.concatenate(rows), np.concatenate(frequencies)
    rarity = np.log(1 + (len(view.live_rows) - len(row) + 0.5) / (len(row) + 0.5))
    length = view.lengths[row] / view.mean_length
    return row, rarity * frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * length))


def matched(view: View, typed: str, *, correct: bool) -> Matched:
    """The living rows that hold all wanted words and none of the excluded ones.

    With `correct` a word that nothing holds gives way to the nearest in use.
    """
    words, suggestion = wanted_words(typed), None
    if correct:
        words, suggestion = _corrected(view, words)
    if not words:
        return Matched(None, np.zeros(0), None)
    wanted = sorted((view.scored(w) for w in words if not w.minus), key=lambda found: len(found[0]))
    rows, scores = wanted[0] if wanted else (view.live_rows, np.zeros(len(view.live_rows)))
    for other_rows, other_scores in wanted[1:]:
        at, there = _looked_up(rows, other_rows)
        rows, scores = rows[there], scores[there] + other_scores[at[there]]
    for excluded in (view.scored(word)[0] for word in words if word.minus):
        absent = ~_looked_up(rows, excluded)[1]
        rows, scores = rows[absent], scores[absent]
    return Matched(rows, scores, suggestion)


def nearest_word(view: View, word: str) -> str | None:
    """The word in use that a misspelt one most likely stands for, None when none is near.

    Fewest errors first, then the most used, then alphabetically.
    """
    errors: dict[str, int] = {}
    uses: dict[str, int] = {}
    for part in view.parts:
        for distance, near in part.segment.lexicon.near(word):
            errors[near] = distance
            uses[near] = uses.get(near, 0) + part.segment.lexicon.frequencies[near]
    best = sorted(errors, key=lambda near: (errors[near], -uses[near], near))
    # A word may live on in dead rows only: it would find nothing.
    return next((near for near in best if len(view.scored(Wanted(near))[0])), None)


def _corrected(view: View, words: tuple[Wanted, ...]) -> tuple[tuple[Wanted, ...], str | None]:
    fixed = []
    for word in words:
        near = None
        if not word.minus and not len(view.scored(word)[0]):
            near = nearest_word(view, word.text)
        fixed.append(replace(word, text=near) if near else word)
    if tuple(fixed) == words:
        return words, None
    return tuple(dict.fromkeys(fixed)), " ".join(str(word) for word in fixed)


def _looked_up(
    rows: NDArray[np.int64], table: NDArray[np.int64]
) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Where each row stands in the ascending table, and whether it does."""
    if not len(table):
        return np.zeros(len(rows), dtype=np.intp), np.zeros(len(rows), dtype=bool)
    at = np.minimum(np.searchsorted(table, rows), len(table) - 1)
    return at, table[at] == rows
