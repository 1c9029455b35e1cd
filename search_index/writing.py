"""Writes an index folder: a new index, changes in its journal, and the journal as a segment."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

import numpy as np

from search_index import journal, segment, storage
from search_index.documents import Document
from search_index.errors import IndexBroken, IndexMissing, IndexNotWritable
from search_index.folding import parts_to_fold
from search_index.journal import Change, documents_after
from search_index.reading import Generation, parts_on_disk
from search_index.view import Part


def build(folder: Path, documents: Iterable[Document]) -> None:
    """Commit an index of these documents in place of what is there; as `SearchIndex.create`."""
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


def append(folder: Path, change: Change) -> None:
    """Add a change to the open journal; as `SearchIndex.update`."""
    storage.read_current(folder)  # a missing index is not called unwritable
    if not change.keys:
        return
    with _writable(folder), storage.locked(folder, storage.WRITER, wait=True):
        manifest = storage.read_manifest(folder, storage.read_current(folder))
        journal.append(folder / manifest.journals[-1], change)


def rewrite(folder: Path, known: Generation | None, *, everything: bool) -> None:
    """Write what waits in the journal, and segments that became too small or all, as a segment.

    As `SearchIndex.fold` and `SearchIndex.compact`; segments that `known` has open are not opened
    again.
    """
    storage.read_current(folder)  # a missing index is not called unwritable
    with _writable(folder), storage.locked(folder, storage.BUILDER, wait=False):
        manifest = _sealed(folder)
        changes = [
            change for name in manifest.journals[:-1] for change in journal.read(folder / name)[0]
        ]
        documents, removed = documents_after(changes)
        keys = removed | {document.key for document in documents}
        parts = [part.without(keys) for part in parts_on_disk(folder, manifest, known)]
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
        if documents or folded or not segments:
            written = _write_segment(folder, _living(folded, documents))
            segments.append(storage.seal(written, frozenset()))
        _commit(
            folder,
            storage.Manifest(manifest.generation + 1, tuple(segments), manifest.journals[-1:]),
        )


def _living(parts: Sequence[Part], documents: Iterable[Document]) -> Iterator[Document]:
    for part in parts:
        yield from part.segment.documents(np.flatnonzero(part.alive).tolist())
    yield from documents


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
