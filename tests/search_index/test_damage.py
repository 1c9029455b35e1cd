"""A damaged index is noticed before it answers wrongly; a killed writer leaves a whole one."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from search_index import IndexBroken, IndexMissing, Query, SearchIndex
from tests.search_index.other_process import NEW_KEYS
from tests.search_index.plain_loop import offer

SCRIPT = Path(__file__).with_name("other_process.py")
LAST_STEP = 60
"""More steps of durability than any commit takes here."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two segments with a dead row, and a journal; tests damage copies of it."""
    folder = tmp_path_factory.mktemp("whole") / "index"
    offers = [offer(key, (51.0, 4.4), title="koken", level="1") for key in (1, 2, 3, 5)]
    index = SearchIndex.create(folder, offers)
    index.update([offer(4, title="lezen")], [2])
    index.fold()
    index.update([], [5])
    return folder


def committed_files(folder: Path) -> list[Path]:
    """All files that answers depend on; how long a journal was only helps to notice."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in files if path.suffix not in (".lock", ".length"))


def flip(path: Path, byte: int, bit: int) -> None:
    content = bytearray(path.read_bytes())
    content[byte] ^= 1 << bit
    path.write_bytes(content)


def replace_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGES: dict[str, Callable[[Path], object]] = {
    "deleted": Path.unlink,
    "emptied": lambda path: path.write_bytes(b""),
    "one byte short": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "one byte long": lambda path: path.write_bytes(path.read_bytes() + b"\0"),
    "first bit flipped": lambda path: flip(path, 0, 0),
    "middle bit flipped": lambda path: flip(path, path.stat().st_size // 2, 5),
    "last bit flipped": lambda path: flip(path, path.stat().st_size - 1, 7),
    "foreign": lambda path: path.write_bytes(b"\x80\x04N." * 40),
    "a folder instead": replace_by_folder,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_any_damage_to_any_file_is_noticed_when_opening(
    whole: Path, tmp_path: Path, damage: str
) -> None:
    files = committed_files(whole)
    assert len(files) >= 8
    for number, path in enumerate(files):
        if damage == "one byte long" and path.name.startswith("journal-"):
            continue  # what a writer leaves that died as it wrote: no damage, and tested below
        copy = tmp_path / str(number)
        shutil.copytree(whole, copy)
        DAMAGES[damage](copy / path.relative_to(whole))
        with pytest.raises((IndexBroken, IndexMissing)) as caught:
            SearchIndex.open(copy)
        lost = damage == "deleted" and path.name == "CURRENT"
        assert caught.type is (IndexMissing if lost else IndexBroken)


def test_every_bit_of_the_file_that_names_the_manifest_matters(whole: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(whole, copy)
    current = copy / "CURRENT"
    for byte in range(current.stat().st_size):
        for bit in range(8):
            flip(current, byte, bit)
            with pytest.raises(IndexBroken):
                SearchIndex.open(copy)
            flip(current, byte, bit)
    assert SearchIndex.open(copy).keys() == {1, 3, 4}


def test_a_file_too_many_in_a_segment_is_noticed(whole: Path, tmp_path: Path) -> None:
    shutil.copytree(whole, tmp_path / "copy")
    segment = next((tmp_path / "copy").glob("segment-*"))
    (segment / "_MAIN_2.toc").write_bytes(b"foreign")
    with pytest.raises(IndexBroken):
        SearchIndex.open(tmp_path / "copy")


def test_every_committed_file_is_on_disk_before_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    sync, rename = os.fsync, os.replace

    def noted_sync(handle: int) -> None:
        synced.append(Path(f"/proc/self/fd/{handle}").readlink().name)
        sync(handle)

    def noted_rename(old: Path, new: Path) -> None:
        synced.append("RENAMED")
        rename(old, new)

    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(os, "replace", noted_rename)
    index = SearchIndex.create(tmp_path / "index", [offer(1)])
    index.update([offer(2)], [])
    (created, updated) = (synced[: synced.index("RENAMED")], synced[synced.index("RENAMED") + 1 :])
    (segment,) = (name for name in created if name.startswith("segment-"))
    (journal,) = (name for name in created if name.startswith("journal-"))
    files = {path.name for path in (tmp_path / "index" / segment).iterdir()}
    assert files | {"CURRENT.new", "manifest-1.json", "index"} <= set(created)
    assert updated[0] == "index"  # the folder, so that the rename itself lasts
    assert updated[1:3] == [journal, "RENAMED"]  # the change first, then how long the journal is
    synced.clear()
    index.fold()
    last = len(synced) - 1 - synced[::-1].index("RENAMED")
    (new,) = (name for name in synced if name.startswith("segment-"))
    folded = {path.name for path in (tmp_path / "index" / new).iterdir()}
    assert folded | {"CURRENT.new", "manifest-3.json", "index"} <= set(synced[:last])
    assert synced[last + 1] == "index"


def test_a_change_that_was_cut_off_as_it_was_written_is_none(whole: Path, tmp_path: Path) -> None:
    shutil.copytree(whole, tmp_path / "copy")
    (journal,) = (p for p in (tmp_path / "copy").glob("journal-*") if not p.suffix)
    begun = journal.read_bytes()
    index = SearchIndex.open(tmp_path / "copy")
    index.update([offer(6, title="koken")], [])
    line = journal.read_bytes()[len(begun) :]
    for length in (1, 20, len(line) - 1):
        journal.write_bytes(begun + line[:length])
        journal.with_name(f"{journal.name}.length").write_text(str(len(begun)))
        assert SearchIndex.open(tmp_path / "copy").keys() == {1, 3, 4}
        index.update([offer(7, title="koken")], [])
        assert SearchIndex.open(tmp_path / "copy").keys() == {1, 3, 4, 7}
        assert index.keys() == {1, 3, 4, 7}
        assert journal.read_bytes().count(b"\n") == begun.count(b"\n") + 1


@pytest.mark.parametrize("content", [None, "", "3"])
def test_an_index_that_lost_the_length_of_its_journal_answers_all_the_same(
    whole: Path, tmp_path: Path, content: str | None
) -> None:
    shutil.copytree(whole, tmp_path / "copy")
    (length,) = (tmp_path / "copy").glob("journal-*.length")
    length.unlink() if content is None else length.write_text(content)
    assert SearchIndex.open(tmp_path / "copy").keys() == {1, 3, 4}


def test_a_missing_or_empty_folder_has_no_index(tmp_path: Path) -> None:
    for folder in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(IndexMissing):
            SearchIndex.open(folder)


def test_an_index_that_vanishes_while_open_is_missed_at_the_next_search(
    whole: Path, tmp_path: Path
) -> None:
    shutil.copytree(whole, tmp_path / "copy")
    index = SearchIndex.open(tmp_path / "copy")
    shutil.rmtree(tmp_path / "copy")
    with pytest.raises(IndexMissing):
        index.search(Query())
    with pytest.raises(IndexMissing):
        index.update([offer(9)], [])


def test_a_broken_index_is_healed_by_creating_anew(whole: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(whole, copy)
    for path in committed_files(copy):
        path.write_bytes(b"broken")
    healed = SearchIndex.create(copy, [offer(7, title="koken")])
    assert healed.keys() == {7}
    assert len(committed_files(copy)) < len(committed_files(whole))


@pytest.mark.parametrize("action", ["die-in-update", "die-in-fold", "die-in-create"])
def test_a_writer_killed_at_any_step_leaves_the_old_or_the_new_index_whole(
    whole: Path, tmp_path: Path, action: str
) -> None:
    before = {1, 3, 4}
    after = {
        "die-in-update": {3, 4, *NEW_KEYS},
        "die-in-fold": before,
        "die-in-create": set(NEW_KEYS),
    }[action]

    steps = range(1, LAST_STEP + 1)
    for step in steps:
        shutil.copytree(whole, tmp_path / str(step))
    command = [sys.executable, str(SCRIPT), str(tmp_path), action, *map(str, steps)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    ended = [int(word) for word in run.stdout.split()[:-1]]
    killed = ended.count(-signal.SIGKILL)
    assert ended == [-signal.SIGKILL] * killed + [0] * (LAST_STEP - killed)
    assert (1 if action == "die-in-update" else 8) < killed < LAST_STEP

    seen = []
    for step in steps:
        folder = tmp_path / str(step)
        index = SearchIndex.open(folder)
        left = index.keys()
        seen.append(set(left))
        koken = left - {4}
        assert index.search(Query("koken")).total == len(koken)
        index.update([offer(500, title="koken")], [])  # the dead one's lock does not remain
        assert index.keys() == left | {500}
        index.fold()
        assert index.keys() == left | {500}
        assert len(list(folder.glob("manifest-*"))) == 1  # nor does its litter
        assert len([path for path in folder.glob("journal-*") if not path.suffix]) == 1
        assert index.keys() == SearchIndex.open(folder).keys()
    renamed = seen.index(after)
    if action == "die-in-create":
        assert 0 < renamed < killed  # some died before the rename, some after it
    assert seen == [before] * renamed + [after] * (LAST_STEP - renamed)
