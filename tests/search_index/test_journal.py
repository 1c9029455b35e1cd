"""A journal that is read while another process adds to it."""

from pathlib import Path

import pytest

from search_index import journal
from search_index.journal import Change
from tests.search_index.plain_loop import offer


def test_a_change_that_is_added_while_one_reads_makes_no_journal_too_short(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "journal"
    journal.create(path)
    journal.append(path, Change((offer(1),), frozenset()))
    more = [Change((offer(2),), frozenset())]
    read_bytes = Path.read_bytes

    def while_another_adds(note: Path) -> bytes:
        if more:
            journal.append(path, more.pop())
        return read_bytes(note)

    monkeypatch.setattr(Path, "read_bytes", while_another_adds)
    changes, _ = journal.read(path)
    assert [document.key for change in changes for document in change.changed] == [1, 2]
