"""Loops as machine code; what a loop does is told where it stands."""

from collections.abc import Callable
from functools import cache, wraps
from threading import Lock
from typing import Any, ParamSpec, TypeVar

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

_unknown: list[Callable[..., Any]] = []
"""Functions that loops may call and numba was not told of yet."""
_telling = Lock()


def for_loops(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """The same function, which the loops of its file may call; those of other files may not, for
    numba keeps the code of a loop until the loop's own file changes."""
    _unknown.append(function)
    return function


def compiled(loop: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """The same loop over arrays, compiled by numba at its first call.

    That takes a second or so, once per machine: the code is kept beside the source, else in the
    user's cache folder (or in NUMBA_CACHE_DIR). Others go on while it runs, for it does not hold
    the interpreter's lock. A loop may call functions of `math` and numpy and those `for_loops`,
    but no other loop. Nothing checks that its indices are within bounds.
    """

    @cache
    def code() -> Callable[Parameters, Result]:
        # Loaded when something is searched, not by each command that may search: it takes 0.4 s.
        from numba import njit
        from numba.extending import register_jitable

        with _telling:
            while _unknown:
                register_jitable(_unknown.pop())
        machine_code: Callable[Parameters, Result]
        try:
            machine_code = njit(cache=True, nogil=True)(loop)
        except RuntimeError:  # no folder that can be written: each process compiles for itself
            machine_code = njit(nogil=True)(loop)
        return machine_code

    @wraps(loop)
    def call(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        return code()(*args, **kwargs)

    return call
