"""The door: opens, searches and changes an index folder; the work is done behind it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from shutil import rmtree
from threading import Lock

import numpy as np

from search_index import completion, journal, searching, segment, storage
from search_index.documents import Document
from search_index.errors import IndexBroken, IndexMissing, IndexNotWritable
from search_index.folding import MANY, parts_to_fold
from search_index.journal import Change, documents_after
from search_index.query import Origin, Page, Query
from search_index.ranking import Ranking
from search_index.segment import Segment
from search_index.thesaurus import NOTHING, Thesaurus
from search_index.view import Part, View

EVERYWHERE = 25_000_000.0
"""Metres."""


@dataclass(frozen=True)
class _Generation:
    """What was read of the folder: a commit, and its open journal up to a byte."""

    stamp: storage.Stamp
    manifest: storage.Manifest
    open_journal: str
    end: int
    view: View


class SearchIndex:
    """An index folder. Threads may share one; processes open one each and see each other's work."""

    def __init__(
        self, folder: Path, ranking: Ranking | None = None, thesaurus: Thesaurus = NOTHING
    ) -> None:
        """Not for callers: use `open` or `create`."""
        self._folder = folder
        self._current = str(folder / storage.CURRENT)
        self._ranking = ranking or Ranking()
        self._thesaurus = thesaurus
        self._newest: _Generation | None = None
        self._loading = Lock()

    @classmethod
    def open(
        cls, folder: Path, ranking: Ranking | None = None, thesaurus: Thesaurus = NOTHING
    ) -> "SearchIndex":
        """The index in this folder, every file checked against its digest.

        Raises IndexMissing when there is none, IndexBroken when it is damaged.
        """
        opened = cls(folder, ranking, thesaurus)
        opened._generation()
        return opened

    @classmethod
    def create(
        cls,
        folder: Path,
        documents: Iterable[Document],
        ranking: Ranking | None = None,
        thesaurus: Thesaurus = NOTHING,
    ) -> "SearchIndex":
        """Build an index of these documents beside the old one, if any, and swap it in.

        Who searches or changes the old one goes on; what was changed meanwhile stands in the new
        one too. A crash leaves the old one whole; a damaged old one is replaced. Of documents with
        equal keys the last counts. Raises IndexLocked when somebody else is building,
        IndexNotWritable when the folder cannot be written.
        """
        with _writable(folder):
            folder.mkdir(parents=True, exist_ok=True)
            with storage.locked(folder, storage.BUILDER, wait=False):
                try:
                    manifest = _sealed(folder)
                    generation, journals = manifest.generation, manifest.journals[-1:]
                except (IndexMissing, IndexBroken):
                    generation, journals = 0, (storage.new_journal(folder),)
                built = storage.seal(_write_segment(folder, documents), frozenset())
                _commit(folder, storage.Manifest(generation + 1, (built,), journals))
        return cls.open(folder, ranking, thesaurus)

    def search(self, query: Query) -> Page:
        """The page that answers the query, all changes included, whichever process made them.

        Raises IndexMissing or IndexBroken when the folder cannot be read.
        """
        return searching.search(self._generation().view, query, self._ranking, self._thesaurus)

    def warm(self) -> None:
        """Ask a question of each kind, so that nobody waits until loops are compiled.

        Takes half a second in each process, and some seconds the first time on a machine. Raises
        as `search` does.
        """
        view = self._generation().view
        placed = zip(view.columns.lat[:1].tolist(), view.columns.lon[:1].tolist(), strict=True)
        here = next(placed, (51.0, 4.4))
        point, places = Origin((here,), frozenset()), Origin((here, here), frozenset(), "")
        known = list(
            islice((word for part in view.parts for word in part.segment.lexicon.words), 3)
        )
        for origin in (None, point, places):
            for words in ("", *known[:1], " ".join(known)):
                for choices in ({}, {"type": frozenset({""})}):
                    self.search(Query(words, origin, EVERYWHERE, choices, limit=1))

    def update(self, changed: Iterable[Document], removed: Iterable[int]) -> None:
        """Add or replace the changed documents and remove these keys, in one durable change.

        Doing it twice is the same as once; unknown keys are no error; a key in both is removed.
        Waits for others who add changes (moments), not for who builds. Raises IndexNotWritable
        when the folder cannot be written, IndexMissing or IndexBroken as `search` does; then
        nothing has changed.
        """
        gone = frozenset(removed)
        new = {document.key: document for document in changed if document.key not in gone}
        change = Change(tuple(new.values()), gone)
        storage.read_current(self._folder)  # a missing index is not called unwritable
        if not change.keys:
            return
        with _writable(self._folder), storage.locked(self._folder, storage.WRITER, wait=True):
            current = storage.read_current(self._folder)
            manifest = storage.read_manifest(self._folder, current)
            journal.append(self._folder / manifest.journals[-1], change)

    @property
    def wants_folding(self) -> bool:
        """Whether so many changes wait in the journal that `fold` is worth its time."""
        view = self._generation().view
        waiting = sum(len(part.segment) for part in view.parts if not part.segment.is_on_disk)
        return waiting >= MANY

    def fold(self) -> None:
        """Write the changes of the journal into a segment, with segments that became too small.

        Takes about 0.3 ms a document; searches and changes go on meanwhile. Raises IndexLocked
        when somebody else is building, else as `update` does.
        """
        self._rewrite(everything=False)

    def compact(self) -> None:
        """Write everything anew, so that no trace of removed documents is left in the files.

        Raises as `fold` does.
        """
        self._rewrite(everything=True)

    def keys(self) -> frozenset[int]:
        """The keys of all documents; raises as `search` does."""
        view = self._generation().view
        return frozenset(view.columns.keys[view.live_rows].tolist())

    def complete(self, start: str, limit: int = 8) -> tuple[str, ...]:
        """What somebody may be typing: the last word completed, the most used words first.

        Raises as `search` does.
        """
        return completion.complete(self._generation().view, start, limit)

    def _generation(self) -> _Generation:
        newest = self._newest
        if newest is not None and self._is_newest(newest):
            return newest
        with self._loading:
            newest = self._newest
            if newest is None or not self._is_newest(newest):
                newest = self._newest = self._load(newest)
            return newest

    def _is_newest(self, known: _Generation) -> bool:
        try:
            return (
                storage.stamp(self._current) == known.stamp
                and journal.length(known.open_journal) == known.end
            )
        except OSError:
            return False

    def _load(self, known: _Generation | None) -> _Generation:
        """The newest generation; segments that were open already are taken over as they are."""
        while True:
            stamp = storage.stamp(self._current)
            if known is not None and known.stamp == stamp:
                manifest, start, parts = known.manifest, known.end, known.view.parts
                journals = manifest.journals[-1:]
            else:
                current = storage.read_current(self._folder)
                manifest, start, parts = storage.read_manifest(self._folder, current), 0, ()
                journals = manifest.journals
            try:
                if not start and not parts:
                    parts = self._on_disk(manifest, known)
                end = start
                for name in journals:
                    changes, end = journal.read(self._folder / name, start)
                    parts = with_changes(parts, changes)
            except (IndexBroken, OSError) as error:
                if storage.stamp(self._current) != stamp:
                    continue  # A newer generation swept the files away while they were read.
                raise IndexBroken(f"{self._folder} cannot be read: {error}") from error
            if known is None:
                view = View(parts)
            else:
                view = known.view if parts is known.view.parts else View(parts, known.view.base)
            return _Generation(stamp, manifest, str(self._folder / journals[-1]), end, view)

    def _on_disk(self, manifest: storage.Manifest, known: _Generation | None) -> tuple[Part, ...]:
        before = known.view.parts if known is not None else ()
        open_already = {part.segment.name: part.segment for part in before}
        parts = []
        for committed in manifest.segments:
            found = open_already.get(committed.name)
            if found is None:
                storage.verify(self._folder, committed)
                found = Segment.on_disk(self._folder / committed.name)
            alive = found.alive.copy()
            alive[list(committed.dead)] = False
            parts.append(Part(found, alive))
        return tuple(parts)

    def _rewrite(self, *, everything: bool) -> None:
        storage.read_current(self._folder)  # a missing index is not called unwritable
        folder = self._folder
        with _writable(folder), storage.locked(folder, storage.BUILDER, wait=False):
            manifest = _sealed(folder)
            changes = [
                change
                for name in manifest.journals[:-1]
                for change in journal.read(folder / name)[0]
            ]
            documents, removed = documents_after(changes)
            keys = removed | {document.key for document in documents}
            parts = [part.without(keys) for part in self._on_disk(manifest, self._newest)]
            folded = parts if everything else parts_to_fold(parts, len(documents))
            digests = {one.name: one.digests for one in manifest.segments}
            segments = [
                storage.Committed(
                    part.segment.name,
                    digests[part.segment.name],
                    frozenset(np.flatnonzero(~part.alive).tolist()),
                )
                for part in parts
                if part not in folded
            ]

            def living() -> Iterator[Document]:
                for part in folded:
                    yield from part.segment.documents(np.flatnonzero(part.alive).tolist())
                yield from documents

            if documents or folded or not segments:
                segments.append(storage.seal(_write_segment(folder, living()), frozenset()))
            _commit(
                folder,
                storage.Manifest(manifest.generation + 1, tuple(segments), manifest.journals[-1:]),
            )


def answer(
    documents: Iterable[Document],
    query: Query,
    ranking: Ranking | None = None,
    thesaurus: Thesaurus = NOTHING,
) -> Page:
    """The page that an index of these documents gives, without a folder: slow, for want of one."""
    view = View(with_changes((), [Change(tuple(documents), frozenset())]))
    return searching.search(view, query, ranking or Ranking(), thesaurus)


def with_changes(parts: tuple[Part, ...], changes: Iterable[Change]) -> tuple[Part, ...]:
    """The parts after some changes; what was added stands in memory, in few parts."""
    documents, removed = documents_after(changes)
    if not documents and not removed:
        return parts
    keys = removed | {document.key for document in documents}
    found = [part.without(keys) for part in parts]
    while documents and found and not found[-1].segment.is_on_disk:
        last = found[-1]
        if last.living > 2 * len(documents):
            break
        rows = np.flatnonzero(found.pop().alive).tolist()
        documents = [*last.segment.documents(rows), *documents]
    if documents:
        new = Segment.in_memory(documents)
        found.append(Part(new, new.alive))
    return tuple(found)


def _sealed(folder: Path) -> storage.Manifest:
    """The newest manifest, once its open journal is empty; what waits stands in those before.

    Whoever calls holds the builder's lock. Raises IndexMissing or IndexBroken.
    """
    with storage.locked(folder, storage.WRITER, wait=True):
        manifest = storage.read_manifest(folder, storage.read_current(folder))
        if journal.read(folder / manifest.journals[-1])[1]:
            manifest = storage.Manifest(
                manifest.generation + 1,
                manifest.segments,
                (*manifest.journals, storage.new_journal(folder)),
            )
            storage.commit(folder, manifest)
        return manifest


def _commit(folder: Path, manifest: storage.Manifest) -> None:
    with storage.locked(folder, storage.WRITER, wait=True):
        storage.commit(folder, manifest)


def _write_segment(folder: Path, documents: Iterable[Document]) -> Path:
    """The folder of a new segment; nothing is left of it when it fails."""
    path = storage.new_segment(folder)
    try:
        segment.write(path, documents)
        return path
    except BaseException:
        rmtree(path, ignore_errors=True)
        raise


@contextmanager
def _writable(folder: Path) -> Iterator[None]:
    """Name what keeps a folder from being written."""
    try:
        yield
    except OSError as error:
        raise IndexNotWritable(f"{folder} cannot be written: {error}") from error
