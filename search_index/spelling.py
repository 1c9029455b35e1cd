"""How far two words are apart, and which words are near a misspelt one."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_CLASSES = 32  # letters fall into classes by their code point; a clash only widens the first cut


def allowed_distance(word: str) -> int:
    """How many errors are forgiven: 1 for 4 to 7 letters, 2 above, none below or with a digit."""
    if len(word) < 4 or any(letter.isdigit() for letter in word):
        return 0
    return 1 if len(word) <= 7 else 2


def optimal_string_alignment(one: str, other: str) -> int:
    """Insertions, deletions, substitutions and swaps of neighbours between two words.

    The restricted Damerau-Levenshtein distance: no part is edited twice (Boytsov 2011, section 2).
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, facing in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != facing))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == facing:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def letter_counts(words: Sequence[str]) -> NDArray[np.uint8]:
    """How often each class of letters occurs in each word, shape (words, 32)."""
    lengths = np.array([len(word) for word in words], dtype=np.intp)
    letters = np.frombuffer("".join(words).encode("utf-32-le"), dtype=np.uint32) % _CLASSES
    cells = np.repeat(np.arange(len(words)), lengths) * _CLASSES + letters
    counts = np.bincount(cells, minlength=len(words) * _CLASSES)
    return counts.astype(np.uint8).reshape(-1, _CLASSES)


def near_words(word: str, words: Sequence[str], counts: NDArray[np.uint8]) -> list[tuple[int, str]]:
    """(distance, word) for all words within the allowed distance; `counts` is theirs.

    One edit changes at most two letter counts by one, which rules nearly all words out at once.
    """
    limit = allowed_distance(word)
    if not limit:
        return []
    difference = counts.astype(np.int16) - letter_counts([word]).astype(np.int16)
    near = np.flatnonzero(np.abs(difference).sum(axis=1) <= 2 * limit)
    measured = [(optimal_string_alignment(word, words[i]), words[i]) for i in near.tolist()]
    return [pair for pair in measured if pair[0] <= limit]
