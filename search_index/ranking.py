"""Which documents hold the wanted words and how well they fit; and words that nothing holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from search_index.runs import Rows
from search_index.words import Wanted, wanted_words

if TYPE_CHECKING:
    from search_index.near import Squared
    from search_index.view import View

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Relevance is BM25 · (1 + nearness · 2^(-metres / near) + freshness · 2^(-days / fresh)).

    BM25 as in Robertson and Zaragoza 2009: over the words, ln(1 + (N - n + ½) / (n + ½)) ·
    f (k1 + 1) / (f + k1 (1 - b + b l / L)); f counts all forms of a word by their worth and by the
    text they stand in. `near` is in metres: so far away the push of nearness is halved; `fresh` in
    days before the newest document. Without an origin or without spots nothing is near.
    """

    k1: float = 1.2
    b: float = 0.75
    nearness: float = 0.5
    near: float = 5_000.0
    freshness: float = 0.1
    fresh: float = 90.0


@dataclass(frozen=True)
class Matched:
    """Living rows, ascending, that match all words, None when no word limits.

    `words` are those that must occur; `suggestion` is the question as corrected, if it was.
    """

    rows: Rows | None
    words: tuple[Wanted, ...]
    suggestion: str | None


def matched(view: View, typed: str, *, correct: bool) -> Matched:
    """The living rows that hold all wanted words and none of the excluded ones.

    With `correct` a word that nothing holds gives way to the nearest in use.
    """
    words, suggestion = wanted_words(typed), None
    if correct:
        words, suggestion = _corrected(view, words)
    if not words:
        return Matched(None, (), None)
    wanted = tuple(word for word in words if not word.minus)
    found = sorted((view.postings(word)[0] for word in wanted), key=len)
    rows = found[0] if found else view.live_rows
    for other in found[1:]:
        rows = rows[_marked(view, other).take(rows)]
    for word in words:
        if word.minus:
            rows = rows[~_marked(view, view.postings(word)[0]).take(rows)]
    return Matched(rows, wanted, suggestion)


def _marked(view: View, rows: Rows) -> NDArray[np.bool_]:
    """For each row of the view whether it is among these."""
    marked = np.zeros(len(view.alive), dtype=bool)
    marked[rows] = True
    return marked


def bm25(view: View, words: tuple[Wanted, ...], rows: Rows, formula: Ranking) -> Scores:
    """How well rows that hold all the words fit them; 0 without words."""
    scores = np.zeros(len(rows))
    length = 1 - formula.b + formula.b * view.columns.lengths.take(rows) / view.mean_length
    for word in words:
        holding, weights = view.postings(word)
        frequency = weights.take(np.searchsorted(holding, rows)).astype(np.float64)
        rarity = np.log(1 + (len(view.live_rows) - len(holding) + 0.5) / (len(holding) + 0.5))
        scores += rarity * frequency * (formula.k1 + 1) / (frequency + formula.k1 * length)
    return scores


def relevance(
    view: View, words: tuple[Wanted, ...], rows: Rows, squared: Squared | None, formula: Ranking
) -> Scores:
    """The scores of rows that hold all the words, by the formula; 0 without words."""
    if not words:
        return np.zeros(len(rows))
    push = np.ones(len(rows))
    if squared is not None:
        metres = np.sqrt(np.maximum(squared, 0).astype(np.float64))
        push += formula.nearness * np.exp2(-metres / formula.near)
    push += formula.freshness * np.exp2(-view.age.take(rows) / formula.fresh)
    return bm25(view, words, rows, formula) * push


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
    return next((near for near in best if len(view.postings(Wanted(near))[0])), None)


def _corrected(view: View, words: tuple[Wanted, ...]) -> tuple[tuple[Wanted, ...], str | None]:
    fixed = []
    for word in words:
        near = None
        if not word.minus and not len(view.postings(word)[0]):
            near = _respelt(view, word)
        fixed.append(replace(word, text=near) if near else word)
    if tuple(fixed) == words:
        return words, None
    return tuple(dict.fromkeys(fixed)), " ".join(str(word) for word in fixed)


def _respelt(view: View, word: Wanted) -> str | None:
    """The word, or each word of a phrase that nothing holds, as the nearest in use."""
    if not word.phrase:
        return view.nearest_word(word.text)
    parts = [
        one if len(view.postings(Wanted(one, exact=True))[0]) else view.nearest_word(one) or one
        for one in word.phrase
    ]
    text = " ".join(parts)
    return text if text != word.text else None
