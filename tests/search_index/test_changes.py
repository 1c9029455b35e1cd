"""Adding, replacing and removing offers; what was removed leaves nothing behind."""

import gc
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from search_index import Document, IndexLocked, IndexNotWritable, Query, SearchIndex
from search_index.folding import MANY
from search_index.segment import Segment
from search_index.storage import BUILDER, locked
from tests.search_index.conftest import Catalogue
from tests.search_index.plain_loop import offer


def all_keys(index: SearchIndex, words: str = "") -> list[int]:
    return sorted(hit.key for hit in index.search(Query(words, limit=10_000)).hits)


def test_offers_are_added_replaced_and_removed_in_one_update(catalogue: Catalogue) -> None:
    index = catalogue(offer(1, title="koken"), offer(2, title="koken"), offer(3, title="koken"))
    index.update([offer(2, title="zwemmen"), offer(4, title="koken")], [3, 99])
    assert all_keys(index) == [1, 2, 4]
    assert all_keys(index, "koken") == [1, 4]
    assert all_keys(index, "zwemmen") == [2]
    assert index.keys() == frozenset({1, 2, 4})


def test_the_same_update_twice_is_the_same_as_once(catalogue: Catalogue) -> None:
    index = catalogue(offer(1, title="koken"))
    for _ in range(2):
        index.update([offer(2, title="koken")], [1])
        assert all_keys(index) == [2]


def test_an_update_of_nothing_writes_nothing(catalogue: Catalogue, tmp_path: Path) -> None:
    index = catalogue(offer(1))
    (journal,) = (tmp_path / "index").glob("journal-*")
    index.update([], [])
    assert journal.read_bytes() == b""


def test_a_key_that_is_changed_and_removed_is_removed(catalogue: Catalogue) -> None:
    index = catalogue(offer(1))
    index.update([offer(1), offer(2)], [1])
    assert all_keys(index) == [2]


def test_the_last_of_equal_keys_counts(catalogue: Catalogue) -> None:
    index = catalogue(offer(1, title="koken"), offer(1, title="zwemmen"))
    assert (all_keys(index, "koken"), all_keys(index, "zwemmen")) == ([], [1])
    index.update([offer(1, title="koken"), offer(1, title="lezen")], [])
    assert (all_keys(index, "zwemmen"), all_keys(index, "lezen")) == ([], [1])


def test_many_random_updates_end_where_a_dictionary_ends(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    seed = random.Random(5)
    words = ["koken", "zwemmen", "lezen", "fietsen"]
    truth: dict[int, str] = dict.fromkeys(range(50), "koken")
    index = catalogue(*(offer(key, title=word) for key, word in truth.items()))
    for _ in range(60):
        changed = {seed.randrange(80): seed.choice(words) for _ in range(seed.randint(0, 6))}
        removed = set(seed.sample(range(80), seed.randint(0, 4))) - changed.keys()
        index.update([offer(key, title=word) for key, word in changed.items()], removed)
        if seed.random() < 0.3:
            index.fold()
        truth |= changed
        truth = {key: word for key, word in truth.items() if key not in removed}
        assert index.keys() == truth.keys()
    reopened = SearchIndex.open(tmp_path / "index")
    for word in words:
        expected = sorted(key for key, title in truth.items() if title == word)
        assert all_keys(index, word) == all_keys(reopened, word) == expected
    assert len(list((tmp_path / "index").glob("segment-*"))) <= 10


def test_scores_do_not_depend_on_how_offers_came_in(catalogue: Catalogue, tmp_path: Path) -> None:
    seed = random.Random(3)
    texts = [" ".join(seed.choices(["koken", "kookles", "soep", "eten"], k=6)) for _ in range(40)]
    offers = [offer(key, title=text) for key, text in enumerate(texts)]
    slow = catalogue(*offers[:10], offer(77, title="koken koken"))
    for start in range(10, 40, 6):
        slow.update(offers[start : start + 6], [77])
        if start % 4:
            slow.fold()
    whole = SearchIndex.create(tmp_path / "whole", offers)
    query = Query("koken", limit=100)
    assert slow.search(query).hits == whole.search(query).hits


def test_a_document_survives_any_number_of_foldings_unchanged(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    odd = offer(1, (51.123456789012345, 4.1), (0.1, -179.9), title="koken \ud800\x00 é", level="2")
    index = catalogue(odd)
    for key in range(2, 12):
        index.update([offer(key)], [])
        index.fold()
    index.update([odd], [])
    index.compact()
    (segment,) = (tmp_path / "index").glob("segment-*")
    found = Segment.on_disk(segment)
    assert odd in list(found.documents(range(len(found))))


def test_compacting_leaves_no_trace_of_what_was_removed(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    index = catalogue(
        *(offer(key, title="koken") for key in range(9)), offer(9, body="kanarievogel")
    )
    index.update([], [9])
    index.compact()
    assert index.keys() == frozenset(range(9))
    files = [path for path in (tmp_path / "index").rglob("*") if path.is_file()]
    assert not any(b"kanarievogel" in path.read_bytes() for path in files)


def test_open_files_do_not_pile_up_over_many_updates(catalogue: Catalogue) -> None:
    index = catalogue(offer(0))
    gc.collect()
    before = len(os.listdir("/proc/self/fd"))
    for key in range(40):
        index.update([offer(key, title="koken")], [])
        index.search(Query("koken"))
        index.fold()
    gc.collect()
    assert len(os.listdir("/proc/self/fd")) <= before + 20


def test_while_somebody_builds_others_are_told_so_but_changes_go_on(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    index = catalogue(offer(1))
    with locked(tmp_path / "index", BUILDER, wait=False):
        for build in (
            index.fold,
            index.compact,
            lambda: SearchIndex.create(tmp_path / "index", []),
        ):
            with pytest.raises(IndexLocked):
                build()
        index.update([offer(2)], [])
        assert all_keys(index) == [1, 2]


def test_changes_made_while_an_index_is_made_anew_stand_in_the_new_one(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    index = catalogue(offer(1, title="koken"), offer(2, title="koken"))
    index.update([offer(8, title="koken")], [])  # is not among the documents of the new one

    def read_slowly() -> Iterator[Document]:
        yield offer(1, title="koken")
        index.update([offer(1, title="zwemmen"), offer(3, title="koken")], [2])
        assert all_keys(index) == [1, 3, 8]
        yield offer(2, title="koken")

    SearchIndex.create(tmp_path / "index", read_slowly())
    for one in (index, SearchIndex.open(tmp_path / "index")):
        assert (all_keys(one), all_keys(one, "koken")) == ([1, 3], [3])


def test_many_changes_ask_to_be_folded_and_folding_changes_no_answer(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    index = catalogue(*(offer(key, title="koken") for key in range(20)))
    index.update([offer(key, title="lezen") for key in range(10, MANY + 9)], [])
    assert not index.wants_folding
    index.update([offer(MANY + 9, title="lezen")], [3])
    assert index.wants_folding
    before = (all_keys(index, "koken"), all_keys(index, "lezen"))
    index.fold()
    assert not index.wants_folding
    assert (all_keys(index, "koken"), all_keys(index, "lezen")) == before
    assert len(list((tmp_path / "index").glob("journal-*"))) == 1


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(IndexNotWritable, match="file"):
        SearchIndex.create(tmp_path / "file", [offer(1)])
    with pytest.raises(IndexNotWritable, match="below"):
        SearchIndex.create(tmp_path / "file" / "below", [offer(1)])


def test_a_failing_source_of_documents_leaves_the_old_index_whole(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    index = catalogue(offer(1, title="koken"))

    def failing() -> "list[Document]":
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        SearchIndex.create(tmp_path / "index", (one for one in [offer(2), *failing()]))
    assert all_keys(index) == all_keys(SearchIndex.open(tmp_path / "index")) == [1]


def test_creating_over_an_index_replaces_it_for_those_who_have_it_open(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    index = catalogue(offer(1, title="koken"))
    SearchIndex.create(tmp_path / "index", [offer(2, title="koken")])
    assert all_keys(index, "koken") == [2]
