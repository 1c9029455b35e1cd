"""Reads of what the map is drawn from: the files that come with us, and an operator's own."""

import csv
import json
import logging
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.places.boundaries.rules import COARSE, on_map, simpler_arcs
from meedoen.places.boundaries.terms import FORMAT, Arc, Boundaries, Land, Line, Point, Town
from meedoen.places.models import Municipality, PostalPlace, ReferenceVersion
from meedoen.places.terms import Gewest

SEED_DATA = Path(__file__).resolve().parents[4] / "seed_data" / "map"
STATIONS = SEED_DATA.parent / "reference" / "stations.csv"
KEPT = "boundaries.json"
"""The name of the file, among our seed data and in DATA_DIR."""

log = logging.getLogger(__name__)

_read: dict[Path, tuple[tuple[int, int, int], Land]] = {}


def current_land(data_dir: Path) -> Land:
    """The map with the boundaries that an operator loaded, or with our approximate ones.

    Each file is read once per process; a new one in its place is noticed. One that somebody broke
    is as none: a map with our own borders is better than no page.
    """
    own = data_dir / KEPT
    if own.exists():
        try:
            return land_in(own)
        except (OSError, ValueError) as error:
            log.warning("%s cannot be read, so the map shows our own borders: %s", own, error)
    return land_in(SEED_DATA / KEPT)


def land_in(file: Path) -> Land:
    """The map with the boundaries in a file, read when it is not the one that was read before."""
    state = file.stat()
    seen = (state.st_mtime_ns, state.st_size, state.st_ino)
    known = _read.get(file)
    if known is None or known[0] != seen:
        boundaries = read_boundaries(file)
        coarse = simpler_arcs(boundaries.arcs, COARSE)
        known = _read[file] = (seen, Land(boundaries, coarse, land_around(), stations()))
    return known[1]


def read_boundaries(file: Path) -> Boundaries:
    """The boundaries in a file. Raises OSError, and ValueError when it is no file of ours."""
    try:
        whole: Any = json.loads(file.read_text(encoding="utf-8"))
        if whole["format"] != FORMAT:
            raise ValueError(f"it is of format {whole['format']}")
        arcs = (Arc(line_of(numbers), frozenset(owners)) for owners, numbers in whole["arcs"])
        return Boundaries(tuple(arcs), whole["official"])
    except (LookupError, TypeError) as error:
        raise ValueError(f"it holds something else ({error!r})") from error


def line_of(numbers: Sequence[int]) -> Line:
    """A line from where it begins and its steps, two numbers each."""
    x = y = 0
    line: list[Point] = []
    for right, down in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + right, y + down
        line.append((x, y))
    return tuple(line)


@cache
def land_around() -> tuple[Line, ...]:
    """The rings around the land of the neighbouring countries; what lies outside is sea."""
    rings: Iterable[Sequence[int]] = json.loads((SEED_DATA / "around.json").read_text())
    return tuple(line_of(numbers) for numbers in rings)


@cache
def large_towns() -> tuple[str, ...]:
    """The NIS codes of the towns with the most people, the largest first."""
    return tuple((SEED_DATA / "towns.txt").read_text().split())


@cache
def stations() -> tuple[tuple[str, float, float], ...]:
    """The railway stations by name, and where each is on the map."""
    with STATIONS.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["name"])
        return tuple((row["name"], *on_map(float(row["lat"]), float(row["lon"]))) for row in rows)


def list_towns(session: Session) -> tuple[Town, ...]:
    """The municipalities of today as the map names them, the largest first, the others by name."""
    columns = (Municipality.nis, Municipality.name_nl, Municipality.province_nis)
    rows = session.execute(
        select(*columns, Municipality.lat, Municipality.lon).where(Municipality.valid_to.is_(None))
    )
    towns = [Town(*row[:3], *on_map(row.lat, row.lon)) for row in rows]
    rank = {nis: number for number, nis in enumerate(large_towns())}
    return tuple(sorted(towns, key=lambda town: (rank.get(town.nis, len(rank)), town.name)))


def list_parts(session: Session) -> list[tuple[str, float, float]]:
    """The parts of municipalities that bear another name: name, and where on the map.

    Of Flanders and Brussels alone: there newcomers join, and each name weighs on the wire.
    """
    rows = session.execute(
        select(PostalPlace.name, PostalPlace.lat, PostalPlace.lon)
        .join(PostalPlace.municipality)
        .where(PostalPlace.name != Municipality.name_nl, Municipality.gewest != Gewest.WALLONIA)
        .order_by(PostalPlace.id)
    )
    found = {(row.name, *on_map(row.lat, row.lon)) for row in rows}
    return sorted(found)


def version_of_places(session: Session) -> str:
    """What the names on the map are of: another word after each refresh of the reference data."""
    return (session.scalar(select(ReferenceVersion.digest)) or "none")[:12]
