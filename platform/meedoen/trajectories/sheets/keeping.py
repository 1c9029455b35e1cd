"""The files of photos on disk: written whole or not at all, read, removed, and swept."""

import hashlib
import os
import re
import secrets
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

NAME = re.compile(r"[0-9a-f]{32}\.jpg")
STRAY_AFTER_SECONDS = 24 * 60 * 60
"""A file that no row names is of an act that was killed, once it is a day old."""


def place_of(folder: Path, name: str) -> Path:
    """Where the file of this name lies; names are ours, so nothing else can be reached.

    Raises ValueError for any other name.
    """
    if not NAME.fullmatch(name):
        raise ValueError(f"no name of a photo: {name!r}")
    return folder / name[:2] / name


def write(folder: Path, content: bytes) -> str:
    """Keep a file, safe on disk under a name that nobody can guess; gives that name.

    It bears its name only when it is whole, so that whoever is killed leaves nothing half.
    """
    name = f"{secrets.token_hex(16)}.jpg"
    place = place_of(folder, name)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = place.with_name(f".{name}")
    try:
        with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        half.rename(place)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    sync(place.parent)
    return name


def sync(folder: Path) -> None:
    """Have the names in a folder safe on disk too."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def read(folder: Path, name: str) -> bytes | None:
    """The content of a file; None when it is not there."""
    try:
        return place_of(folder, name).read_bytes()
    except FileNotFoundError:
        return None


def digest(folder: Path, name: str) -> str | None:
    """The SHA-256 of a file as it lies there; None when it does not."""
    content = read(folder, name)
    return None if content is None else hashlib.sha256(content).hexdigest()


def remove(folder: Path, names: Collection[str]) -> None:
    """Remove files; those that are gone already are passed over."""
    for name in names:
        place_of(folder, name).unlink(missing_ok=True)


def strays(folder: Path, *, before: float) -> Iterator[Path]:
    """Files that were last written before a moment (seconds since 1970), half ones too."""
    for path in folder.glob("*/*"):
        with suppress(FileNotFoundError):
            if path.is_file() and path.stat().st_mtime < before:
                yield path
