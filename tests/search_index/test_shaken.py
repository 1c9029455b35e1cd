"""The index stays right while it is searched, changed, and its writer killed."""

from pathlib import Path

from bench.shaken import shake


def test_processes_that_search_see_whole_changes_while_the_writer_is_killed(
    tmp_path: Path,
) -> None:
    shaken = shake(tmp_path / "shaken", offers=60, in_group=10, searchers=2, kills=3)
    assert shaken.wrong == []
    assert shaken.lost == []
    assert shaken.searches > 0
    assert shaken.changed >= 60
