"""How far two words are apart, and which words are near a misspelt one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from search_index.runs import Starts, starts_of


def forgiven(word: str) -> int:
    """How many errors are forgiven: 1 for 4 to 7 letters, 2 above, none below or with a digit."""
    if len(word) < 4 or any(letter.isdigit() for letter in word):
        return 0
    return 1 if len(word) <= 7 else 2


_SOUNDS = (
    ("ck", "k"), ("c", "k"), ("ph", "f"), ("ch", "g"), ("th", "t"), ("ij", "y"), ("ei", "y"),
    ("ou", "au"), ("z", "s"), ("v", "f"), ("q", "k"), ("x", "ks"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=1 << 16)
def sound_of(word: str) -> str:
    """Roughly how a Dutch word sounds: the same for what is often written in another's place.

    After the spellings that differ only on paper in Dutch (c and k, ei and ij, au and ou, final d
    and t) or that newcomers mix up (z and s, v and f, single and doubled letters).
    """
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    word = _DOUBLED.sub(r"\1", word)
    return f"{word[:-1]}t" if word.endswith("d") else word


def errors_between(one: str, other: str, limit: int) -> int:
    """Insertions, deletions, substitutions and swaps of neighbours; limit + 1 when there are more.

    Optimal string alignment (restricted Damerau-Levenshtein): no part is edited twice (Boytsov
    2011, section 2).
    """
    return OSA.distance(one, other, score_cutoff=limit)


@dataclass(frozen=True)
class Shapes:
    """What tells words apart quickly, the shortest words first.

    `order` holds the number of each word, `starts` where the words of each length begin; `letters`
    and `pairs` are sets of 32 and 64 bits of its letters and of its pairs of neighbours. Different
    ones may share a bit, which does no harm.
    """

    order: NDArray[np.int32]
    starts: Starts
    letters: NDArray[np.uint32]
    pairs: NDArray[np.uint64]

    @classmethod
    def of(cls, words: Iterable[str]) -> "Shapes":
        """The shapes of words; about 0.3 µs each."""
        points = np.frombuffer("\n".join([*words, ""]).encode("utf-32-le"), dtype=np.uint32)
        ends = np.flatnonzero(points == ord("\n"))
        lengths = np.diff(ends, prepend=-1) - 1
        order = np.argsort(lengths, kind="stable")
        word = np.repeat(np.arange(len(ends)), lengths + 1)
        letters = np.zeros(len(ends), dtype=np.uint32)
        pairs = np.zeros(len(ends), dtype=np.uint64)
        inside = points != ord("\n")
        bits = np.left_shift(np.uint32(1), points % 32, dtype=np.uint32)
        np.bitwise_or.at(letters, word[inside], bits[inside])
        both = inside[:-1] & inside[1:]
        neighbours = (points[:-1].astype(np.uint64) * 31 + points[1:]) % 64
        np.bitwise_or.at(pairs, word[:-1][both], np.uint64(1) << neighbours[both])
        return cls(
            order.astype(np.int32),
            starts_of(np.bincount(lengths)),
            letters.take(order),
            pairs.take(order),
        )

    def near(self, word: str, errors: int) -> list[int]:
        """The numbers of all words that are within so many errors, and of some that are not.

        A substitution changes at most 2 letter bits and 4 pair bits; a swap 6 pair bits; an
        insertion or deletion 1 and 3. So at most 2 letter bits an error, and 6 bits an error in
        all, which rules nearly all words out at once.
        """
        last = len(self.starts) - 1
        first, after = min(max(len(word) - errors, 0), last), min(len(word) + errors + 1, last)
        among = slice(self.starts[first], self.starts[after])
        own = Shapes.of([word])
        letters = np.bitwise_count(self.letters[among] ^ own.letters)
        few = np.flatnonzero(letters <= 2 * errors)
        pairs = np.bitwise_count(self.pairs[among].take(few) ^ own.pairs)
        near = few[letters.take(few) + pairs <= 6 * errors]
        found: list[int] = self.order[among].take(near).tolist()
        return found
