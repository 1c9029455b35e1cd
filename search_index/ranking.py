"""Which documents hold the wanted words, or enough of them, and how well they fit."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from search_index.runs import Rows, common
from search_index.words import Wanted

if TYPE_CHECKING:
    from search_index.loops import Squared
    from search_index.understanding import Question
    from search_index.view import View

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Relevance is BM25 / (1 + metres / far) · (1 + freshness · 2^(-days / fresh)).

    BM25 as in Robertson and Zaragoza 2009: over the words, ln(1 + (N - n + ½) / (n + ½)) ·
    f (k1 + 1) / (f + k1 (1 - b + b l / L)); f counts all forms of a word by their worth and by the
    text they stand in. `far` is in metres: so far away a hit is worth half; what has no place
    counts as `placeless` metres away. `fresh` is in days before the newest document. Without an
    origin nothing is far.

    Hits hold all words where at least `enough` documents do; else those that hold `share` of the
    weight (the logarithm above) of the words, unknown words included.
    """

    k1: float = 1.2
    b: float = 0.75
    far: float = 20_000.0
    placeless: float = 10_000.0
    freshness: float = 0.1
    fresh: float = 90.0
    enough: int = 10
    share: float = 0.3


@dataclass(frozen=True)
class Matched:
    """Living rows, ascending, that answer a question, None when no word limits.

    `words` are those that count for the score; `all_needed` says whether each row holds them all.
    """

    rows: Rows | None
    words: tuple[Wanted, ...] = ()
    all_needed: bool = True


def matched(view: View, question: Question, formula: Ranking) -> Matched:
    """The living rows that hold the wanted words, or enough of them, and no excluded one."""
    if not question.wanted and not question.excluded:
        return Matched(None)
    found = sorted((view.postings(word)[0] for word in question.wanted), key=len)
    rows = found[0] if found else view.live_rows
    for other in found[1:]:
        rows = common(rows, other)
    loose = [word for word in question.wanted if not word.exact]
    all_needed = len(rows) >= formula.enough or len(loose) < 2
    if not all_needed:
        rows = _holding_enough(view, question, loose, formula)
    for word in question.excluded:
        rows = rows[~_marked(view, view.postings(word)[0]).take(rows)]
    return Matched(rows, question.wanted, all_needed)


def _holding_enough(view: View, question: Question, loose: list[Wanted], formula: Ranking) -> Rows:
    """The rows that hold every quoted word, and their share of the weight of the others."""
    weight = np.zeros(len(view.alive))
    for word in loose:
        weight[view.postings(word)[0]] += rarity(view, word)
    least = formula.share * sum(rarity(view, word) for word in loose)
    rows = np.flatnonzero(weight >= least)
    for word in question.wanted:
        if word.exact:
            rows = rows[_marked(view, view.postings(word)[0]).take(rows)]
    return rows


def rarity(view: View, word: Wanted) -> float:
    """The weight of a word: the fewer documents hold it, the more."""
    holding = len(view.postings(word)[0])
    return log(1 + (len(view.live_rows) - holding + 0.5) / (holding + 0.5))


def _marked(view: View, rows: Rows) -> NDArray[np.bool_]:
    """For each row of the view whether it is among these."""
    marked = np.zeros(len(view.alive), dtype=bool)
    marked[rows] = True
    return marked


def bm25(view: View, words: tuple[Wanted, ...], rows: Rows, formula: Ranking) -> Scores:
    """How well rows fit words; a word that a row does not hold adds nothing."""
    scores = np.zeros(len(rows))
    length = 1 - formula.b + formula.b * view.columns.lengths.take(rows) / view.mean_length
    for word in words:
        holding, weights = view.postings(word)
        if not len(holding):
            continue
        at = np.searchsorted(holding, rows)
        frequency = weights.take(at, mode="clip") * (holding.take(at, mode="clip") == rows)
        scores += (
            rarity(view, word) * frequency * (formula.k1 + 1) / (frequency + formula.k1 * length)
        )
    return scores


def relevance(
    view: View, words: tuple[Wanted, ...], rows: Rows, squared: Squared | None, formula: Ranking
) -> Scores:
    """The scores of rows by the formula."""
    scores = bm25(view, words, rows, formula)
    if squared is not None:
        metres = np.sqrt(np.maximum(squared, 0).astype(np.float64))
        metres[np.isinf(metres)] = formula.placeless
        scores /= 1 + metres / formula.far
    scores *= 1 + formula.freshness * np.exp2(-view.age.take(rows) / formula.fresh)
    return scores
