"""Many words in little memory: sorted, in one text; what they mean is others' business."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search_index.runs import Starts, starts_of

Arrays = Mapping[str, NDArray[np.generic]]


class WordList(Sequence[str]):
    """Different words in alphabetical order, numbered from 0: a tuple of them takes eight times
    the memory."""

    def __init__(self, text: str) -> None:
        """`text` holds the words, each with a line end behind it."""
        self.text = text
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        ends = np.flatnonzero(points == ord("\n")).astype(np.int32)
        self._starts = np.concatenate([np.zeros(1, dtype=np.int32), ends + 1])

    @classmethod
    def of(cls, words: Iterable[str]) -> "WordList":
        """The list of these words, in any order; none may hold a line end."""
        return cls("".join(f"{word}\n" for word in sorted(words)))

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> str:  # type: ignore[override]  # no slices
        return self.text[self._starts[number] : self._starts[number + 1] - 1]

    def __iter__(self) -> Iterator[str]:
        return iter(self.text.split("\n")[:-1])

    def number(self, word: str) -> int | None:
        """The number of a word, None when it is not here."""
        at = bisect_left(self, word)
        return at if at < len(self) and self[at] == word else None

    def starting_with(self, start: str) -> tuple[int, int]:
        """The numbers of the words that begin so: from the first up to, not including, the last."""
        first = bisect_left(self, start)
        return first, bisect_left(self, start + "\U0010ffff", lo=first)

    def holding(self, part: str) -> Iterator[tuple[int, int]]:
        """Everywhere a part stands in a word: the word's number, and the letters before."""
        places, at = [], self.text.find(part)
        while at >= 0:
            places.append(at)
            at = self.text.find(part, at + 1)
        numbers = np.searchsorted(self._starts, places, side="right") - 1
        before = np.array(places, dtype=np.int64) - self._starts[numbers]
        return zip(numbers.tolist(), before.tolist(), strict=True)

    def to_array(self) -> NDArray[np.uint8]:
        """The words as an array that `from_array` reads."""
        return np.frombuffer(self.text.encode("utf-8", "surrogatepass"), dtype=np.uint8)

    @classmethod
    def from_array(cls, array: NDArray[np.uint8]) -> "WordList":
        """What `to_array` gave."""
        return cls(array.tobytes().decode("utf-8", "surrogatepass"))


@dataclass(frozen=True)
class Families:
    """Words that have something in common: the numbers of family i stand in `members` at
    starts[i] up to starts[i + 1]."""

    names: WordList
    starts: Starts
    members: NDArray[np.int32]

    @classmethod
    def of(cls, name_of: Sequence[str | None]) -> "Families":
        """The families of words by the name of each word's family; None has none."""
        names = WordList.of({name for name in name_of if name is not None})
        numbers = {name: number for number, name in enumerate(names)}
        family = np.array([numbers.get(name or "\n", -1) for name in name_of], dtype=np.int32)
        order = np.argsort(family, kind="stable").astype(np.int32)
        members = order[np.count_nonzero(family < 0) :]
        counts = np.bincount(family[members], minlength=len(names))
        return cls(names, starts_of(counts), members)

    def named(self, name: str) -> list[int]:
        """The numbers of the words of a family, ascending; empty when there is none."""
        number = self.names.number(name)
        if number is None:
            return []
        found: list[int] = self.members[self.starts[number] : self.starts[number + 1]].tolist()
        return found

    def to_arrays(self, prefix: str) -> Arrays:
        """The families as arrays that `from_arrays` reads, under names that begin so."""
        return {
            f"{prefix} names": self.names.to_array(),
            f"{prefix} starts": self.starts,
            f"{prefix} members": self.members,
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]], prefix: str) -> "Families":
        """What `to_arrays` gave."""
        names = arrays[f"{prefix} names"].astype(np.uint8, copy=False)
        return cls(
            WordList.from_array(names),
            arrays[f"{prefix} starts"].astype(np.int64, copy=False),
            arrays[f"{prefix} members"].astype(np.int32, copy=False),
        )
