"""Reads an index folder: its newest generation as a view, which takes over what was read before."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from search_index import journal, storage
from search_index.errors import IndexBroken
from search_index.journal import Change, documents_after
from search_index.segment import Segment
from search_index.view import Part, View


@dataclass(frozen=True)
class Generation:
    """What was read of the folder: a commit, and its open journal up to a byte."""

    stamp: storage.Stamp
    current: str
    manifest: storage.Manifest
    open_journal: str
    end: int
    view: View

    @property
    def is_newest(self) -> bool:
        """Whether nothing was written since; two looks at a file, 4 µs."""
        try:
            return (
                storage.stamp(self.current) == self.stamp
                and journal.length(self.open_journal) == self.end
            )
        except OSError:
            return False


def read_newest(folder: Path, known: Generation | None) -> Generation:
    """The newest generation; segments that were open already are taken over as they are.

    Raises IndexMissing or IndexBroken.
    """
    current = str(folder / storage.CURRENT)
    while True:
        stamp = storage.stamp(current)
        if known is not None and known.stamp == stamp:
            manifest, start, parts = known.manifest, known.end, known.view.parts
            journals = manifest.journals[-1:]
        else:
            manifest = storage.read_manifest(folder, storage.read_current(folder))
            start, parts, journals = 0, (), manifest.journals
        try:
            if not start and not parts:
                parts = parts_on_disk(folder, manifest, known)
            end = start
            for name in journals:
                changes, end = journal.read(folder / name, start)
                parts = with_changes(parts, changes)
        except (IndexBroken, OSError) as error:
            if storage.stamp(current) != stamp:
                continue  # A newer generation swept the files away while they were read.
            raise IndexBroken(f"{folder} cannot be read: {error}") from error
        if known is None:
            view = View(parts)
        else:
            view = known.view if parts is known.view.parts else View(parts, known.view.base)
        return Generation(stamp, current, manifest, str(folder / journals[-1]), end, view)


def parts_on_disk(
    folder: Path, manifest: storage.Manifest, known: Generation | None
) -> tuple[Part, ...]:
    """The segments of a manifest, those that were open already as they are; raises IndexBroken."""
    before = known.view.parts if known is not None else ()
    open_already = {part.segment.name: part.segment for part in before}
    parts = []
    for committed in manifest.segments:
        found = open_already.get(committed.name)
        if found is None:
            storage.verify(folder, committed)
            found = Segment.on_disk(folder / committed.name)
        alive = found.alive.copy()
        alive[list(committed.dead)] = False
        parts.append(Part(found, alive))
    return tuple(parts)


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
