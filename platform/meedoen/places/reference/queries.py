"""Reads a folder of reference files into typed rows; what they must satisfy stands in the rules."""

import csv
import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TypeVar, get_type_hints

from meedoen.places.reference import terms
from meedoen.places.reference.rules import ReferenceRefused
from meedoen.places.terms import FormerKind, Gewest, PointSource

Row = TypeVar("Row")
LONGEST_CELL = 80
"""As wide as the columns of the tables, so that the database never refuses what was read."""

READ: dict[object, Callable[[str], object]] = {
    str: str.strip,
    float: float,
    date: date.fromisoformat,
    Gewest: Gewest,
    FormerKind: FormerKind,
    PointSource: PointSource,
    frozenset[str]: lambda text: frozenset(text.split()),
}
"""How a cell becomes a value of its column's type; a ValueError says that it cannot."""


def read_reference(folder: Path) -> terms.ReferenceData:
    """All reference files of a folder; ReferenceRefused names the file and line that is wrong."""
    return terms.ReferenceData(
        provinces=read_rows(folder / "provinces.csv", terms.ProvinceRow),
        municipalities=read_rows(folder / "municipalities.csv", terms.MunicipalityRow),
        former_municipalities=read_rows(folder / "former_municipalities.csv", terms.FormerRow),
        postal_places=read_rows(folder / "postal_places.csv", terms.PostalRow),
        neighbours=read_rows(folder / "neighbours.csv", terms.NeighbourRow),
        regions=read_rows(folder / "regions.csv", terms.RegionRow),
        networks=read_rows(folder / "networks.csv", terms.ServerRow),
        agencies=read_rows(folder / "agencies.csv", terms.ServerRow),
        everyday_names=read_rows(folder / "everyday_names.csv", terms.EverydayRow),
        stations=read_rows(folder / "stations.csv", terms.StationRow),
        digest=digest_of(folder),
    )


def digest_of(folder: Path) -> str:
    """The sha256 of all reference files together: equal digests mean equal tables."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.csv")):
        digest.update(f"{path.name} {path.stat().st_size}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def read_rows(path: Path, kind: type[Row]) -> tuple[Row, ...]:
    """The rows of one CSV file in UTF-8; its header holds the field names of `kind`."""
    columns = get_type_hints(kind)
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if missing := columns.keys() - set(reader.fieldnames or ()):
                raise ReferenceRefused(f"{path.name}: no column {', '.join(sorted(missing))}")
            return tuple(
                kind(**read_cells(cells, columns, where=f"{path.name}, line {reader.line_num}"))
                for cells in reader
            )
    except OSError as error:
        raise ReferenceRefused(f"{path.name}: cannot be read ({error.strerror})") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise ReferenceRefused(f"{path.name}: is no CSV in UTF-8 ({error})") from error


def read_cells(
    cells: Mapping[str, str | None], columns: Mapping[str, object], where: str
) -> dict[str, object]:
    """The cells of one line as values of their columns' types; `where` is for the refusal."""
    values = {}
    for column, kind in columns.items():
        text = cells[column]
        if text is None or len(text) > LONGEST_CELL:
            raise ReferenceRefused(f"{where}: {column} is missing or too long")
        try:
            values[column] = READ[kind](text)
        except ValueError:
            raise ReferenceRefused(f"{where}: {column} cannot be {text!r}") from None
    return values
