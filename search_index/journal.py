"""The journal: changes on disk since the newest segment, one line each; not what they change.

Each line is a digest, a space, and JSON. A change is durable once its line is synced. A line that
was cut off when a process died is no change: readers stop before it, the next writer cuts it away.
How long the journal was after each change is noted beside it, so that a lost end is noticed.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from search_index.documents import Document, from_raw, to_json
from search_index.errors import IndexBroken


@dataclass(frozen=True, slots=True)
class Change:
    """Documents that were added or replaced, and keys that were removed."""

    changed: tuple[Document, ...]
    removed: frozenset[int]

    @property
    def keys(self) -> frozenset[int]:
        """All keys that it concerns."""
        return self.removed | {document.key for document in self.changed}


def create(path: Path) -> None:
    """An empty journal, durably."""
    with open(path, "xb") as file:
        os.fsync(file.fileno())


def length(path: str) -> int:
    """Bytes in the journal, a line that is being written included; raises OSError without one."""
    return os.stat(path).st_size


def append(path: Path, change: Change) -> None:
    """Add a change durably. Only one may do so at a time."""
    documents = ", ".join(map(to_json, change.changed))
    text = f'{{"changed": [{documents}], "removed": {sorted(change.removed)}}}'.encode("ascii")
    with open(path, "r+b") as file:
        _cut_off_torn(file)
        file.write(_digest(text) + b" " + text + b"\n")
        file.flush()
        os.fsync(file.fileno())
        _note_length(path, file.tell())


def read(path: Path, start: int = 0) -> tuple[list[Change], int]:
    """The changes from a position on, and the position after the last whole one.

    Raises IndexBroken when what stands there is not what was written, or less than was written.
    """
    try:
        # The note first: a change that is added meanwhile must not make the lines look too few.
        noted = int(_beside(path).read_bytes() or b"0") if _beside(path).exists() else 0
        with open(path, "rb") as file:
            file.seek(start)
            lines = file.read().split(b"\n")[:-1]
    except (OSError, ValueError) as error:
        raise IndexBroken(f"{path} cannot be read: {error}") from error
    end = start + sum(len(line) + 1 for line in lines)
    if end < noted:
        raise IndexBroken(f"{path} is shorter than it was")
    return [_parsed(path, line) for line in lines], end


def documents_after(changes: Iterable[Change]) -> tuple[list[Document], frozenset[int]]:
    """What is left of several changes: the newest document per key, and the keys removed."""
    documents: dict[int, Document] = {}
    removed: set[int] = set()
    for change in changes:
        for key in change.removed:
            documents.pop(key, None)
            removed.add(key)
        for document in change.changed:
            documents.pop(document.key, None)
            documents[document.key] = document
            removed.discard(document.key)
    return list(documents.values()), frozenset(removed)


def _parsed(path: Path, line: bytes) -> Change:
    digest, _, text = line.partition(b" ")
    if digest != _digest(text):
        raise IndexBroken(f"{path} is not what was written")
    raw = json.loads(text)
    return Change(tuple(map(from_raw, raw["changed"])), frozenset(raw["removed"]))


def _cut_off_torn(file: BinaryIO) -> None:
    """Cut away the line of a writer that died, and stand at the end."""
    if file.seek(0, os.SEEK_END):
        file.seek(-1, os.SEEK_END)
        if file.read(1) != b"\n":
            file.seek(0)
            file.truncate(file.read().rfind(b"\n") + 1)
            file.seek(0, os.SEEK_END)


def _digest(text: bytes) -> bytes:
    return hashlib.blake2b(text, digest_size=16).hexdigest().encode("ascii")


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.length")


def _note_length(path: Path, size: int) -> None:
    """Note the length; without a sync, since an older note only notices less."""
    new = path.with_name(f"{path.name}.new")
    new.write_bytes(str(size).encode("ascii"))
    os.replace(new, _beside(path))
