"""The index folder: which files are committed, their digests, the locks, durable writes.

    CURRENT              name and digest of the manifest that counts; replaced by one rename
    manifest-<n>.json    generation n: its segments, their dead rows, a digest of each file
    segment-<id>/        the files of one segment; written once, never changed
    journal-<id>         the changes since; the last journal of a manifest grows (`journal`)
    writer.lock          held for moments by who adds a change or renames CURRENT
    builder.lock         held for long by who writes segments

A commit writes new files beside the old ones, brings them to disk, and renames CURRENT. Until that
rename the old generation is whole, after it the new one; what neither names is swept up later.
"""

import fcntl
import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from search_index import journal
from search_index.errors import IndexBroken, IndexLocked, IndexMissing

CURRENT = "CURRENT"
WRITER = "writer.lock"
BUILDER = "builder.lock"
FORMAT = 3
"""Of the files; an index in another format counts as broken, so that it is made anew."""

Stamp = tuple[int, int, int]
"""What tells one CURRENT from another without reading it."""


@dataclass(frozen=True, slots=True)
class Committed:
    """A segment in a manifest: its folder's name, digest per file name, rows dead by now."""

    name: str
    digests: Mapping[str, str]
    dead: frozenset[int]


@dataclass(frozen=True, slots=True)
class Manifest:
    """One generation of the index: segments, then journals, the newest last."""

    generation: int
    segments: tuple[Committed, ...]
    journals: tuple[str, ...]


def read_current(folder: Path) -> bytes:
    """What names the newest generation, equal as long as it is the newest; a few microseconds.

    Raises IndexMissing when there is none.
    """
    try:
        with open(folder / CURRENT, "rb", buffering=0) as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise IndexMissing(f"no search index in {folder}") from error
    except OSError as error:
        raise IndexBroken(f"{folder / CURRENT} cannot be read: {error}") from error


def stamp(current: str) -> Stamp:
    """Another one for each commit; takes the path of CURRENT, and two microseconds.

    Raises as `read_current`.
    """
    try:
        found = os.stat(current)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise IndexMissing(f"no search index at {current}") from error
    except OSError as error:
        raise IndexBroken(f"{current} cannot be read: {error}") from error
    return found.st_ino, found.st_mtime_ns, found.st_size


def read_manifest(folder: Path, current: bytes) -> Manifest:
    """The manifest that `current` names; raises IndexBroken when it is not what was committed."""
    try:
        name, digest = current.decode("ascii").split(" ")
        raw = (folder / Path(name).name).read_bytes()
        if hashlib.blake2b(raw, digest_size=16).hexdigest() != digest:
            raise IndexBroken(f"{folder / name} is not what was committed")
        parsed = json.loads(raw)
        if parsed["format"] != FORMAT:
            raise IndexBroken(f"{folder / name} is in another format")
        segments = tuple(
            Committed(row["name"], row["digests"], frozenset(row["dead"]))
            for row in parsed["segments"]
        )
        return Manifest(parsed["generation"], segments, tuple(parsed["journals"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexBroken(f"the manifest of {folder} cannot be read: {error}") from error


def verify(folder: Path, committed: Committed) -> None:
    """Raise IndexBroken unless a segment holds what was committed, all of it and nothing else."""
    segment = folder / committed.name
    try:
        if {path.name for path in segment.iterdir()} != committed.digests.keys():
            raise IndexBroken(f"{segment} does not hold the files that were committed")
    except OSError as error:
        raise IndexBroken(f"{segment} cannot be read: {error}") from error
    for name, digest in committed.digests.items():
        path = segment / name
        try:
            found = _digest(path)
        except OSError as error:
            raise IndexBroken(f"{path} cannot be read: {error}") from error
        if found != digest:
            raise IndexBroken(f"{path} is not what was committed")


def new_journal(folder: Path) -> str:
    """The name of a new empty journal."""
    name = f"journal-{uuid.uuid4().hex}"
    journal.create(folder / name)
    return name


def new_segment(folder: Path) -> Path:
    """An empty folder for a segment."""
    path = folder / f"segment-{uuid.uuid4().hex}"
    path.mkdir()
    return path


def seal(segment: Path, dead: frozenset[int]) -> Committed:
    """Bring the files of a finished segment to disk and take their digests."""
    digests = {}
    for path in sorted(segment.iterdir()):
        _sync(path)
        digests[path.name] = _digest(path)
    _sync(segment)
    return Committed(segment.name, digests, dead)


def commit(folder: Path, manifest: Manifest) -> None:
    """Make a manifest the newest generation, durably, then sweep up what it does not name.

    Whoever calls holds both locks.
    """
    raw = json.dumps(
        {
            "format": FORMAT,
            "generation": manifest.generation,
            "journals": manifest.journals,
            "segments": [
                {"name": one.name, "digests": one.digests, "dead": sorted(one.dead)}
                for one in manifest.segments
            ],
        }
    ).encode("ascii")
    path = folder / f"manifest-{manifest.generation}.json"
    _write(path, raw)
    digest = hashlib.blake2b(raw, digest_size=16).hexdigest()
    beside = folder / f"{CURRENT}.new"
    _write(beside, f"{path.name} {digest}".encode("ascii"))
    _sync(folder)
    os.replace(beside, folder / CURRENT)
    _sync(folder)
    sweep(folder, manifest)


def sweep(folder: Path, manifest: Manifest) -> None:
    """Remove segments and manifests that the newest generation does not name.

    Processes that search an older one keep its files open, or find out and read the newest.
    """
    named = {one.name for one in manifest.segments} | {f"manifest-{manifest.generation}.json"}
    for path in folder.iterdir():
        if path.name in named or path.name.startswith(manifest.journals):
            continue
        if path.name.startswith("segment-"):
            shutil.rmtree(path, ignore_errors=True)
        elif path.name.startswith("journal-") or path.name.startswith("manifest-"):
            path.unlink(missing_ok=True)


@contextmanager
def locked(folder: Path, name: str, *, wait: bool) -> Iterator[None]:
    """Hold a lock of the folder; raises IndexLocked when somebody else does and `wait` is false.

    The lock belongs to the open file, so the kernel lets go of it when the process dies.
    """
    handle = os.open(folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise IndexLocked(f"another process is writing {folder}") from error
        yield
    finally:
        os.close(handle)


def _digest(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def _write(path: Path, content: bytes) -> None:
    with open(path, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
