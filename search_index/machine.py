"""Loops as machine code; what a loop does is told where it stands."""

from collections.abc import Callable
from functools import cache, wraps
from typing import ParamSpec, TypeVar

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def compiled(loop: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """The same loop over arrays, compiled by numba at its first call.

    That takes a second or so, once per machine: the code is kept beside the source, else in the
    user's cache folder (or in NUMBA_CACHE_DIR). Others go on while it runs, for it does not hold
    the interpreter's lock. A loop may call functions of `math` and numpy, but no other loop, and
    nothing checks that its indices are within bounds.
    """

    @cache
    def code() -> Callable[Parameters, Result]:
        # Loaded when something is searched, not by each command that may search: it takes 0.4 s.
        from numba import njit

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
