"""The door: opens, searches and changes an index folder; the work is done behind it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from threading import Lock

import numpy as np

from search_index import completion, searching, segment, storage
from search_index.documents import Document
from search_index.errors import IndexBroken, IndexMissing, IndexNotWritable
from search_index.folding import parts_to_fold
from search_index.query import Page, Query
from search_index.segment import Segment
from search_index.view import Part, View


class SearchIndex:
    """An index folder. Threads may share one; processes open one each and see each other's work."""

    def __init__(self, folder: Path) -> None:
        """Not for callers: use `open` or `create`."""
        self._folder = folder
        self._newest: tuple[bytes, storage.Manifest, View] | None = None
        self._loading = Lock()
        self._writing = Lock()

    @classmethod
    def open(cls, folder: Path) -> "SearchIndex":
        """The index in this folder, every file checked against its digest.

        Raises IndexMissing when there is none, IndexBroken when it is damaged.
        """
        opened = cls(folder)
        opened._view()
        return opened

    @classmethod
    def create(cls, folder: Path, documents: Iterable[Document]) -> "SearchIndex":
        """Build an index of these documents beside the old one, if any, and swap it in.

        Who searches the old one goes on until the swap; a crash leaves the old one whole; a
        damaged old one is replaced. Of documents with equal keys the last counts. Raises
        IndexLocked when another process is writing, IndexNotWritable when the folder cannot be
        written.
        """
        with _writable(folder):
            folder.mkdir(parents=True, exist_ok=True)
            with storage.writer_lock(folder):
                try:
                    current = storage.read_current(folder)
                    before = storage.read_manifest(folder, current).generation
                except (IndexMissing, IndexBroken):
                    before = 0
                added = _write_segment(folder, documents)
                storage.commit(folder, storage.Manifest(before + 1, (added,)))
        return cls.open(folder)

    def search(self, query: Query) -> Page:
        """The page that answers the query, from the newest committed generation.

        Also when another process committed it. Raises IndexMissing or IndexBroken when that
        generation cannot be read.
        """
        return searching.search(self._view(), query)

    def update(self, changed: Iterable[Document], removed: Iterable[int]) -> None:
        """Add or replace the changed documents and remove these keys, in one durable commit.

        Doing it twice is the same as once; unknown keys are no error; a key in both is removed.
        Raises IndexLocked when another process is writing, IndexNotWritable when the folder cannot
        be written, IndexMissing or IndexBroken as `search` does; then nothing has changed.
        """
        gone = set(removed)
        new = {document.key: document for document in changed if document.key not in gone}
        with self._sole_writer() as (manifest, view):
            parts = [_without(part, new.keys() | gone) for part in view.parts]
            if new or parts != list(view.parts):
                self._commit(manifest, parts, parts_to_fold(parts, len(new)), list(new.values()))

    def compact(self) -> None:
        """Write everything anew, so that no trace of removed documents is left in the files.

        Raises as `update` does.
        """
        with self._sole_writer() as (manifest, view):
            self._commit(manifest, view.parts, view.parts, [])

    def keys(self) -> frozenset[int]:
        """The keys of all documents in the newest generation; raises as `search` does."""
        view = self._view()
        return frozenset(view.keys[view.live_rows].tolist())

    def complete(self, start: str, limit: int = 8) -> tuple[str, ...]:
        """What somebody may be typing: the last word completed, the most used words first.

        Raises as `search` does.
        """
        return completion.complete(self._view(), start, limit)

    def _view(self) -> View:
        newest = self._newest
        if newest is not None and newest[0] == storage.read_current(self._folder):
            return newest[2]
        with self._loading:
            return self._load()[2]

    def _load(self) -> tuple[bytes, storage.Manifest, View]:
        """The newest generation; segments that were open already are taken over as they are."""
        while True:
            current = storage.read_current(self._folder)
            if self._newest is not None and self._newest[0] == current:
                return self._newest
            known = self._newest[2].parts if self._newest is not None else ()
            open_already = {part.segment.name: part.segment for part in known}
            try:
                manifest = storage.read_manifest(self._folder, current)
                view = View([self._part(one, open_already) for one in manifest.segments])
            except (IndexBroken, OSError) as error:
                if storage.read_current(self._folder) != current:
                    continue  # A newer generation swept the files away while they were read.
                raise IndexBroken(f"{self._folder} cannot be read: {error}") from error
            self._newest = (current, manifest, view)
            return self._newest

    def _part(self, committed: storage.Committed, open_already: dict[str, Segment]) -> Part:
        known = open_already.get(committed.name)
        if known is None:
            storage.verify(self._folder, committed)
            known = Segment(self._folder / committed.name)
        return Part(known, committed.dead)

    @contextmanager
    def _sole_writer(self) -> Iterator[tuple[storage.Manifest, View]]:
        """Hold the writer's lock over the newest generation, and show what came of it."""
        storage.read_current(self._folder)  # so that a missing index is not called unwritable
        with _writable(self._folder), self._writing, storage.writer_lock(self._folder):
            with self._loading:
                _, manifest, view = self._load()
            yield manifest, view

    def _commit(
        self,
        manifest: storage.Manifest,
        parts: Sequence[Part],
        folded: Sequence[Part],
        new: Sequence[Document],
    ) -> None:
        """Commit the parts, with the folded ones and the new documents in one new segment."""
        committed = {one.name: one for one in manifest.segments}
        segments = [
            storage.Committed(part.segment.name, committed[part.segment.name].digests, part.dead)
            for part in parts
            if part not in folded
        ]

        def documents() -> Iterator[Document]:
            for part in folded:
                yield from part.segment.documents(
                    row for row in range(len(part.segment)) if row not in part.dead
                )
            yield from new

        if new or folded or not segments:
            segments.append(_write_segment(self._folder, documents()))
        storage.commit(self._folder, storage.Manifest(manifest.generation + 1, tuple(segments)))


def _without(part: Part, keys: Collection[int]) -> Part:
    """The part with the rows of these keys dead."""
    touched = np.isin(part.segment.columns.keys, np.array(list(keys), dtype=np.int64))
    return Part(part.segment, part.dead | frozenset(np.flatnonzero(touched).tolist()))


def _write_segment(folder: Path, documents: Iterable[Document]) -> storage.Committed:
    path = storage.new_segment(folder)
    try:
        dead = segment.write(path, documents)
        return storage.seal(path, dead)
    except BaseException:
        rmtree(path, ignore_errors=True)
        raise


@contextmanager
def _writable(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise IndexNotWritable(f"{folder} cannot be written: {error}") from error
