"""Reads boundaries from a file of an operator, and keeps them in DATA_DIR; all or nothing."""

import json
import os
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from meedoen.places.boundaries.documents import kept_text
from meedoen.places.boundaries.official.rules import (
    LONGEST_ATTRIBUTION,
    BoundariesRefused,
    areas_of,
)
from meedoen.places.boundaries.queries import KEPT
from meedoen.places.boundaries.rules import FINE, arcs_of, simpler_arcs
from meedoen.places.boundaries.terms import Boundaries

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes; the boundaries of all municipalities at 1:10,000 take less."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file holds: how many municipalities, and the NIS codes of those not there."""

    municipalities: int
    missing: frozenset[str]


def read_official(
    file: Path, *, known: Collection[str], attribution: str
) -> tuple[Boundaries, Imported]:
    """The boundaries in a GeoJSON file, checked; `attribution` says whose they are.

    `known` are the NIS codes of today. Raises BoundariesRefused for a file that is unfit, OSError
    when it cannot be read.
    """
    words = attribution.strip()
    if not words or not words.isprintable() or len(words) > LONGEST_ATTRIBUTION:
        raise BoundariesRefused(
            f"The attribution must be 1 to {LONGEST_ATTRIBUTION} readable characters."
        )
    if file.stat().st_size > LARGEST_FILE:
        raise BoundariesRefused(f"It is larger than {LARGEST_FILE // 2**20} MB; simplify it first.")
    try:
        document = json.loads(file.read_bytes())
    except (ValueError, RecursionError) as error:
        raise BoundariesRefused(f"It is no JSON: {' '.join(str(error).split())}.") from error
    areas = areas_of(document, known)
    arcs = simpler_arcs(arcs_of(areas), FINE)
    return Boundaries(arcs, words), Imported(len(areas), frozenset(known) - areas.keys())


def keep_boundaries(boundaries: Boundaries, data_dir: Path) -> None:
    """Put boundaries in place of those that stand; when it fails (OSError) those stand still."""
    write_whole(data_dir / KEPT, kept_text(boundaries))


def write_whole(file: Path, text: str) -> None:
    """Write a file that bears its name only when it is whole and safe on disk."""
    handle, scratch = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(scratch, file)
    except BaseException:
        Path(scratch).unlink(missing_ok=True)
        raise
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
