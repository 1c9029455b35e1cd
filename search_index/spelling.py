"""How far two words are apart, and which words are near a misspelt one."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Signs = NDArray[np.uint64]
"""Per word two sets of 64 bits: its letters, and its pairs of neighbours; shape (2, n)."""


def allowed_distance(word: str) -> int:
    """How many errors are forgiven: 1 for 4 to 7 letters, 2 above, none below or with a digit."""
    if len(word) < 4 or any(letter.isdigit() for letter in word):
        return 0
    return 1 if len(word) <= 7 else 2


_SOUNDS = (
    ("ck", "k"), ("c", "k"), ("ph", "f"), ("ch", "g"), ("th", "t"), ("ij", "y"), ("ei", "y"),
    ("ou", "au"), ("z", "s"), ("v", "f"), ("q", "k"), ("x", "ks"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")


def sound_of(word: str) -> str:
    """Roughly how a Dutch word sounds: the same for what is often written in another's place.

    After the spellings that differ only on paper in Dutch (c and k, ei and ij, au and ou, final d
    and t) or that newcomers mix up (z and s, v and f, single and doubled letters).
    """
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    word = _DOUBLED.sub(r"\1", word)
    return f"{word[:-1]}t" if word.endswith("d") else word


def optimal_string_alignment(one: str, other: str, limit: int) -> int:
    """Insertions, deletions, substitutions and swaps of neighbours between two words.

    The restricted Damerau-Levenshtein distance: no part is edited twice (Boytsov 2011, section 2).
    Gives up with limit + 1 once it is sure to be above the limit.
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
        if min(row) > limit:
            return limit + 1
        before, last = last, row
    return last[-1]


def signs_of(words: Sequence[str]) -> Signs:
    """What tells words apart quickly; different letters may share a bit, which does no harm."""
    letters = np.zeros((2, len(words)), dtype=np.uint64)
    if not words:
        return letters
    lengths = np.array([len(word) for word in words], dtype=np.intp)
    points = np.frombuffer("".join(words).encode("utf-32-le"), dtype=np.uint32)
    word = np.repeat(np.arange(len(words)), lengths)
    bit = np.uint64(1)
    np.bitwise_or.at(letters[0], word, bit << (points % 64).astype(np.uint64))
    pairs = (points[:-1].astype(np.uint64) * 31 + points[1:]) % np.uint64(64)
    inside = word[:-1] == word[1:]
    np.bitwise_or.at(letters[1], word[:-1][inside], bit << pairs[inside])
    return letters


def near_words(
    word: str, errors: int, words: Sequence[str], lengths: NDArray[np.uint8], signs: Signs
) -> list[tuple[int, str]]:
    """(distance, word) for all words within the allowed distance, and within so many errors.

    Lengths and signs are those of the words.

    A substitution changes at most 2 letter bits and 4 pair bits; a swap 6 pair bits; an insertion
    or deletion 1 and 3. So at most 2 letter bits an error, and 6 bits an error in all, which rules
    nearly all words out at once.
    """
    limit = min(allowed_distance(word), errors)
    if not limit:
        return []
    could_be = np.flatnonzero(np.abs(lengths.astype(np.int16) - len(word)) <= limit)
    own = signs_of([word])
    letters = np.bitwise_count(signs[0].take(could_be) ^ own[0])
    few = letters <= 2 * limit
    could_be, letters = could_be[few], letters[few]
    pairs = np.bitwise_count(signs[1].take(could_be) ^ own[1])
    near = could_be[letters + pairs <= 6 * limit].tolist()
    measured = [(optimal_string_alignment(word, words[i], limit), words[i]) for i in near]
    return [pair for pair in measured if pair[0] <= limit]
