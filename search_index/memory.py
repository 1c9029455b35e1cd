"""A bounded memory of arrays that are dear to make; what is made is the caller's business."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Key = TypeVar("Key", bound=Hashable)
Arrays = TypeVar("Arrays", bound=tuple[NDArray[np.generic], ...])


class ArrayMemory(Generic[Key, Arrays]):
    """Makes and remembers tuples of arrays, forgets the oldest beyond a number of bytes.

    Reading what is remembered takes no lock; two threads may make the same thing at once, which
    costs time and harms nothing.
    """

    def __init__(self, make: Callable[[Key], Arrays], limit_bytes: int) -> None:
        self._make = make
        self._limit = limit_bytes
        self._size = 0
        self._kept: dict[Key, Arrays] = {}
        self._lock = Lock()

    def __call__(self, key: Key) -> Arrays:
        """The arrays of this key."""
        kept = self._kept.get(key)
        if kept is None:
            kept = self._make(key)
            for array in kept:
                array.flags.writeable = False  # shared by all threads from here on
            self._keep(key, kept)
        return kept

    def __contains__(self, key: Key) -> bool:
        return key in self._kept

    def _keep(self, key: Key, arrays: Arrays) -> None:
        with self._lock:
            if key not in self._kept:
                self._kept[key] = arrays
                self._size += _bytes(arrays)
            while self._size > self._limit and len(self._kept) > 1:
                oldest = next(iter(self._kept))
                self._size -= _bytes(self._kept.pop(oldest))


def _bytes(arrays: tuple[NDArray[np.generic], ...]) -> int:
    return 500 + sum(array.nbytes for array in arrays)  # 500: key, tuple and array headers
