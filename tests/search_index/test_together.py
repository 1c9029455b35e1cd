"""Several processes and threads on one index."""

import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from search_index import Order, Origin, Query, SearchIndex
from tests.search_index.conftest import Catalogue
from tests.search_index.plain_loop import offer

SCRIPT = Path(__file__).with_name("other_process.py")
HERE = Origin(((51.0, 4.4),), frozenset())


@contextmanager
def other_process(*arguments: object) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, str(SCRIPT), *map(str, arguments)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process


def says(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def keys(index: SearchIndex) -> set[int]:
    return {hit.key for hit in index.search(Query("koken", limit=100)).hits}


def test_what_one_process_commits_another_finds_at_its_next_search(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    index = catalogue(offer(1, title="koken"))
    assert keys(index) == {1}
    with other_process(tmp_path / "index", "update", 2, 3) as writer:
        assert says(writer) == "done"
        assert keys(index) == {1, 2, 3}
    index.update([], [2])
    assert keys(index) == keys(SearchIndex.open(tmp_path / "index")) == {1, 3}


def test_while_one_process_builds_others_search_and_change_the_old(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    index = catalogue(offer(1, title="koken"))
    with other_process(tmp_path / "index", "create-slowly", 2) as builder:
        assert says(builder) == "building"
        assert keys(index) == keys(SearchIndex.open(tmp_path / "index")) == {1}
        index.update([offer(3, title="koken")], [])
        assert keys(index) == {1, 3}
        assert builder.stdin is not None
        builder.stdin.write("go on\n")
        builder.stdin.flush()
        assert says(builder) == "done"
    assert keys(index) == {2, 3}


def test_eight_threads_search_while_another_updates_and_none_sees_half_a_change(
    catalogue: Catalogue,
) -> None:
    # Each update moves the ten offers one key on, so every search must find ten in a row.
    index = catalogue(*(offer(key, (51.0, 4.4), title="koken") for key in range(10)))
    stop = threading.Event()

    def search(order: Order) -> int:
        searches = 0
        while not stop.is_set() or not searches:
            page = index.search(Query("koken", HERE, 1_000.0, order=order, limit=50))
            found = sorted(hit.key for hit in page.hits)
            assert found == list(range(found[0], found[0] + 10))
            assert page.total == page.facets["municipality"]["00000"] == 10
            searches += 1
        return searches

    with ThreadPoolExecutor(8) as threads:
        running = [
            threads.submit(search, order) for order in list(Order) * 2 + [Order.DISTANCE] * 2
        ]
        try:
            for key in range(10, 25):
                index.update([offer(key, (51.0, 4.4), title="koken")], [key - 10])
        finally:
            stop.set()
        assert all(thread.result() > 0 for thread in running)
    assert index.keys() == frozenset(range(15, 25))


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads take turns a thousand times as often as usual."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(5e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("restless")
def test_eight_threads_that_meet_new_words_at_once_each_find_their_own(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    seed = random.Random(8)
    words = [f"woord{letter}{other}" for letter in "abcdefghij" for other in "klmnopqrst"]
    texts = {key: seed.sample(words, 15) for key in range(600)}
    catalogue(*(offer(key, title=" ".join(text)) for key, text in texts.items()))
    where = {word: {key for key, text in texts.items() if word in text} for word in words}
    for _ in range(3):
        index = SearchIndex.open(tmp_path / "index")  # nothing decoded yet
        together = threading.Barrier(8)

        def search(
            number: int, index: SearchIndex = index, start: threading.Barrier = together
        ) -> int:
            mine = random.Random(number).sample(words, len(words))
            start.wait()
            for word in mine:
                page = index.search(Query(f'"{word}"', limit=1_000))
                assert {hit.key for hit in page.hits} == where[word]
            return len(mine)

        with ThreadPoolExecutor(8) as threads:
            assert sum(threads.map(search, range(8))) == 8 * len(words)


def test_two_indexes_that_update_in_turns_lose_nothing(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    one = catalogue()
    two = SearchIndex.open(tmp_path / "index")
    for key in range(20):
        (one, two)[key % 2].update([offer(key, title="koken")], [])
    assert keys(one) == keys(two) == set(range(20))


def test_threads_that_update_one_index_wait_for_each_other(catalogue: Catalogue) -> None:
    index = catalogue()
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda key: index.update([offer(key, title="koken")], []), range(40)))
    assert keys(index) == set(range(40))
