"""Brings reference data into the tables: the files say what stands; nothing else changes places."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meedoen.core.database import Base
from meedoen.places import models
from meedoen.places.reference.queries import read_reference
from meedoen.places.reference.rules import (
    ReferenceRefused,
    current_of,
    former_of,
    problems,
    server_of,
    standing_since,
)
from meedoen.places.reference.terms import ReferenceData
from meedoen.places.rules import slug_of

Values = Mapping[str, object]
SHARE_TO_KEEP = 0.95
"""A refresh that would lose more than one postal place in twenty is taken for a broken file."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: how much there is now, and how many rows of all tables it touched."""

    municipalities: int
    postal_places: int
    added: int
    changed: int
    removed: int

    def __str__(self) -> str:
        return (
            f"{self.municipalities} municipalities, {self.postal_places} postal places "
            f"({self.added} rows added, {self.changed} changed, {self.removed} removed)"
        )


def refresh_reference(session: Session, folder: Path) -> Loaded:
    """Make the tables of places say what the CSV files of a folder say.

    Doing so again changes nothing. Raises ReferenceRefused, before anything is changed, when a file
    is unfit, or worse than what is there: a municipality that vanished without a successor, or many
    postal places or neighbours gone.
    """
    data = read_reference(folder)
    if line := next(chain(problems(data), losses(session, data)), None):
        raise ReferenceRefused(line)
    return load(session, data)


def losses(session: Session, data: ReferenceData) -> Iterator[str]:
    """What the tables know and the files would lose, as lines."""
    told = {row.nis for row in data.municipalities}
    told |= {row.nis for row in data.former_municipalities}
    for nis in session.scalars(select(models.Municipality.nis).order_by(models.Municipality.nis)):
        if nis not in told:
            yield f"municipalities.csv: {nis} is gone and nothing says what it became"
    for file, code, rows in (
        ("regions.csv", models.Region.code, data.regions),
        ("networks.csv", models.Network.code, data.networks),
        ("agencies.csv", models.Agency.code, data.agencies),
    ):
        for gone in sorted(set(session.scalars(select(code))) - {row.code for row in rows}):
            yield f"{file}: {gone} is gone, while the tables still know it"
    for file, model, count in (
        ("postal_places.csv", models.PostalPlace, len(data.postal_places)),
        ("neighbours.csv", models.Neighbour, len(data.neighbours)),
        ("stations.csv", models.Station, len(data.stations)),
    ):
        before = session.scalar(select(func.count()).select_from(model)) or 0
        if count < before * SHARE_TO_KEEP:
            yield f"{file}: {count} rows, while the tables hold {before}"


def load(session: Session, data: ReferenceData) -> Loaded:
    """Bring data that was found fit into the tables and flush; see `refresh_reference`."""
    tables = Alignment(session)
    tables.align(models.Province, ("nis",), map(asdict, data.provinces))
    regions = {row.code: row.region for row in data.regions}
    tables.align(
        models.Region,
        ("code",),
        ({"code": code, "name": name, "slug": slug_of(name)} for code, name in regions.items()),
    )
    for model, servers in ((models.Network, data.networks), (models.Agency, data.agencies)):
        named = ({"code": server.code, "name": server.name} for server in servers)
        tables.align(model, ("code",), named)
    tables.align(models.Municipality, ("nis",), municipality_rows(session, data))
    tables.align(models.FormerMunicipality, ("nis", "valid_to"), former_rows(data))
    tables.align(models.PostalPlace, ("postcode", "name", "nis"), postal_rows(session, data))
    tables.align(models.EverydayName, ("name", "nis", "place"), map(asdict, data.everyday_names))
    tables.align(models.Neighbour, ("nis_a", "nis_b"), map(asdict, data.neighbours))
    tables.align(models.Station, ("id",), map(asdict, data.stations))
    tables.remove_gone()
    loaded = tables.loaded(data)
    tables.align(models.ReferenceVersion, ("id",), [{"id": 1, "digest": data.digest}])
    session.flush()
    return loaded


class Alignment:
    """Makes tables hold exactly the rows of the files, touching only what differs."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.added = self.changed = 0
        self.gone: list[Base] = []

    def align(self, model: type[Base], key: tuple[str, ...], rows: Iterable[Values]) -> None:
        """Add and change rows, told apart by the columns of `key`: one that stays keeps its id."""
        all_ = self.session.scalars(select(model))
        there = {tuple(getattr(row, column) for column in key): row for row in all_}
        for values in rows:
            row = there.pop(tuple(values[column] for column in key), None)
            if row is None:
                self.session.add(model(**values))
                self.added += 1
            elif any(getattr(row, name) != value for name, value in values.items()):
                for name, value in values.items():
                    setattr(row, name, value)
                self.changed += 1
        self.gone += there.values()
        self.session.flush()

    def remove_gone(self) -> None:
        """Delete the rows that no file names, after all others have let go of them."""
        for row in reversed(self.gone):
            self.session.delete(row)
        self.session.flush()

    def loaded(self, data: ReferenceData) -> Loaded:
        """What was done so far."""
        counts = len(data.municipalities), len(data.postal_places)
        return Loaded(*counts, added=self.added, changed=self.changed, removed=len(self.gone))


def municipality_rows(session: Session, data: ReferenceData) -> Iterator[Values]:
    """The municipalities of today, and those that ended since the last load, with their last day.

    The ended ones stay, because offers and people point to them.
    """
    formers = data.former_municipalities
    region_of = {row.nis: row.code for row in data.regions}
    for row in data.municipalities:
        region = region_of.get(row.nis)
        network = server_of(row, region, data.networks)
        agency = server_of(row, region, data.agencies)
        yield asdict(row) | {
            "slug": slug_of(row.name_nl),
            "province_nis": row.province_nis or None,
            "region_code": region,
            "network_code": network.code if network else None,
            "agency_code": agency.code if agency else None,
            "valid_from": standing_since(row.nis, formers),
            "valid_to": None,
        }
    current = {row.nis for row in data.municipalities}
    for nis in session.scalars(select(models.Municipality.nis)):
        if nis not in current:
            ended = max(former.valid_to for former in formers if former.nis == nis)
            yield {"nis": nis, "valid_to": ended}


def former_rows(data: ReferenceData) -> Iterator[Values]:
    """The former municipalities, each with the municipality of today at the end of its chain."""
    current = {row.nis for row in data.municipalities}
    for row in data.former_municipalities:
        yield {
            "nis": row.nis,
            "name": row.name,
            "name_fr": row.name_fr or row.name,
            "valid_from": standing_since(row.nis, data.former_municipalities, before=row.valid_to),
            "valid_to": row.valid_to,
            "next_nis": row.next_nis,
            "became_nis": current_of(row, data.former_municipalities, current),
            "kind": row.kind,
        }


def postal_rows(session: Session, data: ReferenceData) -> Iterator[Values]:
    """The postal places, each with the former municipality it belonged to; needs those flushed."""
    formers = session.scalars(select(models.FormerMunicipality)).all()
    id_of = {(former.nis, former.valid_to): former.id for former in formers}
    became = {(former.nis, former.valid_to): former.became_nis for former in formers}
    names = {row.nis: row.name_nl for row in data.municipalities}
    for row in data.postal_places:
        mine = (f for f in data.former_municipalities if became[f.nis, f.valid_to] == row.nis)
        former = former_of(row, mine, names[row.nis])
        yield asdict(row) | {
            "other_name": row.other_name or None,
            "former_id": id_of[former.nis, former.valid_to] if former else None,
        }
