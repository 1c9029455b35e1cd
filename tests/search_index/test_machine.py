"""Loops as machine code: the same with and without a place to keep it, and made before visitors."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import search_index
from search_index import Order, Origin, Query, SearchIndex
from search_index.machine import compiled
from tests.search_index.conftest import Catalogue
from tests.search_index.plain_loop import offer

FOR_EVERYBODY = frozenset[str]()
QUESTIONS = [
    Query(),
    Query("koken"),
    Query("-koken"),
    Query("samen koken buurthuis"),
    Query("koken", order=Order.NEWEST),
    Query("koken", Origin(((51.0, 4.4),), FOR_EVERYBODY), 5_000.0),
    Query(origin=Origin(((51.0, 4.4),), FOR_EVERYBODY), radius_metres=5_000.0),
    Query(origin=Origin(((51.0, 4.4), (51.1, 4.4)), FOR_EVERYBODY, "11002"), radius_metres=5_000.0),
    Query(origin=Origin(((51.0, 4.4),), FOR_EVERYBODY), order=Order.RELEVANCE),
    Query(choices={"type": frozenset({"activity"}), "level": frozenset({"2"})}),
    Query(bbox=(4.0, 50.0, 5.0, 52.0)),
]


def test_a_loop_that_cannot_be_kept_is_compiled_all_the_same() -> None:
    namespace: dict[str, object] = {}
    exec("def twice(number):\n    return number * 2\n", namespace)  # stands in no file
    twice = compiled(namespace["twice"])  # type: ignore[arg-type, var-annotated]
    assert twice(21) == 42


def test_numba_is_named_in_one_file_only() -> None:
    folder = Path(search_index.__file__).parent
    naming = [path.name for path in folder.glob("*.py") if "from numba" in path.read_text()]
    assert naming == ["machine.py"]


def test_an_index_out_of_bounds_is_seen_by_the_tests() -> None:
    with pytest.raises(IndexError):
        _last(np.zeros(3), 3)


@compiled
def _last(numbers: NDArray[np.float64], at: int) -> float:
    return float(numbers[at])


def test_who_is_warm_compiles_nothing_for_visitors(catalogue: Catalogue, tmp_path: Path) -> None:
    catalogue(
        *(
            offer(number, (51.0, 4.4 + number / 1_000), title="samen koken in het buurthuis")
            for number in range(30)
        )
    )
    root = Path(__file__).parents[2]
    anew = {"NUMBA_CACHE_DIR": str(tmp_path / "loops"), "NUMBA_OPT": "0"}
    told = subprocess.run(
        [sys.executable, "-m", "tests.search_index.test_machine", str(tmp_path / "index")],
        cwd=root,
        env=os.environ | anew,
        check=True,
        capture_output=True,
        text=True,
    )
    cold, warm = map(int, told.stdout.split())
    assert (cold > 0, warm) == (True, 0), told.stderr


def compiled_while(index: SearchIndex, *, warm: bool) -> int:
    """How many loops were compiled while all questions were asked, or when warming."""
    from numba.core.event import install_recorder

    with install_recorder("numba:compile") as recorder:
        if warm:
            index.warm()
        else:
            for query in QUESTIONS:
                index.search(query)
    return len(recorder.buffer)


if __name__ == "__main__":
    opened = SearchIndex.open(Path(sys.argv[1]))
    print(compiled_while(opened, warm=True), compiled_while(opened, warm=False))
