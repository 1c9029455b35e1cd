"""What the library asks of Whoosh, and that nothing else asks it anything."""

import doctest
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

import search_index
from search_index import engine
from search_index.tokens import Postings, TokensBuilder
from tests.search_index.plain_loop import offer

ROOT = Path(search_index.__file__).parent


def write(folder: Path, bodies: Sequence[str]) -> None:
    """A segment of texts with these bodies."""
    words, writer = TokensBuilder(), engine.Writer(folder)
    for row, body in enumerate(bodies):
        words.add(offer(row, body=body))
        writer.add(f"text {row}")
    writer.finish(words.finish()[1])


def test_both_ways_of_reading_postings_agree(tmp_path: Path) -> None:
    write(tmp_path, ["taal " * (row % 5 + 1) + "mens " * (row == 7) for row in range(3_000)])
    texts = engine.Texts(tmp_path)
    for word in ("taal", "mens"):
        by_block = engine.decoded_by_block(texts._reader.postings("words", word))
        one_by_one = engine.decoded_one_by_one(texts._reader.postings("words", word))
        assert [part.tolist() for part in by_block] == [part.tolist() for part in one_by_one]
    assert np.array_equal(by_block[0], [7])


def test_postings_are_read_even_when_whoosh_has_no_such_blocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(matcher: object) -> Postings:
        raise AttributeError("_read_ids")

    write(tmp_path, ["taal taal", "mens", "taal"])
    texts = engine.Texts(tmp_path)
    monkeypatch.setattr(engine, "decoded_by_block", gone)
    rows, weights = texts.postings("taal")
    assert (rows.tolist(), weights.tolist()) == ([0, 2], [2.0, 1.0])
    assert texts.postings("geen")[0].tolist() == []
    assert list(texts.documents([2, 0])) == ["text 2", "text 0"]


def test_threads_that_read_one_segment_at_once_read_what_is_there(tmp_path: Path) -> None:
    names = [f"w{number}" for number in range(40)]
    rows = [[name for i, name in enumerate(names) if row % (i + 2) == 0] for row in range(800)]
    write(tmp_path, [" ".join(words) for words in rows])
    texts = engine.Texts(tmp_path)
    expected = {name: [r for r, words in enumerate(rows) if name in words] for name in names}
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # so that threads meet in the middle of a read

    def read(number: int) -> bool:
        return all(
            texts.postings(name)[0].tolist() == expected[name]
            for name in names[number:] + names[:number]
        )

    try:
        with ThreadPoolExecutor(8) as threads:
            assert all(threads.map(read, range(40)))
    finally:
        sys.setswitchinterval(usual)


def test_whoosh_is_named_in_one_file_only() -> None:
    naming = [path.name for path in ROOT.glob("*.py") if "import whoosh" in path.read_text()]
    naming += [path.name for path in ROOT.glob("*.py") if "from whoosh" in path.read_text()]
    assert naming == ["engine.py"]


def test_the_written_examples_run_and_say_what_they_say() -> None:
    readme = doctest.testfile(str(ROOT / "README.md"), module_relative=False, encoding="utf-8")
    for result in (readme, doctest.testmod(search_index)):
        assert result.attempted > 5
        assert result.failed == 0
