"""What follows from the reference rows and what makes them unfit; reads no file and no table."""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from datetime import date
from itertools import chain

from meedoen.core.errors import Reason, RuleBroken
from meedoen.places.reference.terms import (
    FormerRow,
    MunicipalityRow,
    PostalRow,
    ReferenceData,
    ServerRow,
)
from meedoen.places.terms import FormerKind, Gewest

BRUSSELS_MUNICIPALITIES = 19
REGIONS = 15
NETWORKS = 18
LAT, LON = (49.4, 51.6), (2.4, 6.5)
SHAPES = {"nis": r"[0-9]{5}", "postcode": r"[0-9]{4}"}


class ReferenceRefused(RuleBroken):
    """The files are unfit to load; `str()` is one clear line that says why. Nothing was changed."""

    def __init__(self, line: str) -> None:
        super().__init__(Reason("reference_refused", facts={"line": line}))
        self.line = line

    def __str__(self) -> str:
        return self.line


def current_of(former: FormerRow, formers: Iterable[FormerRow], current: set[str]) -> str | None:
    """The code of today at the end of a chain of mergers, None where the chain breaks off."""
    if former.next_nis in current:
        return former.next_nis
    later = [f for f in formers if f.nis == former.next_nis and f.valid_to > former.valid_to]
    return current_of(min(later, key=lambda f: f.valid_to), formers, current) if later else None


def standing_since(
    nis: str, formers: Iterable[FormerRow], *, before: date = date.max
) -> date | None:
    """The day of the last change on record that made this code, None when it is older.

    `before` asks it of the code as it stood until that day.
    """
    days = (f.valid_to for f in formers if f.next_nis == nis and f.valid_to < before)
    return max(days, default=None)


def former_of(place: PostalRow, formers: Iterable[FormerRow], named: str) -> FormerRow | None:
    """The first recorded municipality that a postal place belonged to before a merger.

    `formers` are those that became the municipality of the place, whose name is `named`. A place
    that bears only the new name (Kruisem, Pelt) existed under none of the old ones.
    """
    mine = [f for f in formers if place.postcode in f.postcodes]
    first = min(mine, key=lambda f: f.valid_to, default=None)
    if first is None or (place.name == named and named != first.name):
        return None
    return first


def server_of(
    municipality: MunicipalityRow, region_code: str | None, servers: Iterable[ServerRow]
) -> ServerRow | None:
    """The network or agency that serves a municipality: its city's own, else gewest or region."""
    rows = list(servers)
    city = [row for row in rows if row.city_nis == municipality.nis]
    whole = [row for row in rows if municipality.gewest in row.gewest]
    around = [row for row in rows if region_code and row.region_code == region_code]
    return next(chain(city, whole, around), None)


def problems(data: ReferenceData) -> Iterator[str]:
    """Each thing that makes the files unfit by themselves, as one line."""
    yield from shape_problems(data)
    yield from orphan_problems(data)
    yield from count_problems(data)


def shape_problems(data: ReferenceData) -> Iterator[str]:
    """Codes that are no codes, rows that stand twice, points outside Belgium."""
    for file, rows, keys in (
        ("provinces.csv", data.provinces, [p.nis for p in data.provinces]),
        ("municipalities.csv", data.municipalities, [m.nis for m in data.municipalities]),
        ("postal_places.csv", data.postal_places, [place_key(p) for p in data.postal_places]),
        ("neighbours.csv", data.neighbours, [(n.nis_a, n.nis_b) for n in data.neighbours]),
        ("networks.csv", data.networks, [n.code for n in data.networks]),
        ("agencies.csv", data.agencies, [a.code for a in data.agencies]),
        ("stations.csv", data.stations, [s.id for s in data.stations]),
        (
            "former_municipalities.csv",
            data.former_municipalities,
            [(f.nis, f.valid_to) for f in data.former_municipalities],
        ),
    ):
        yield from (f"{file}: {key} stands twice" for key in twice(keys))
        for row in rows:
            for field, shape in SHAPES.items():
                value = getattr(row, field, None)
                if value is not None and not re.fullmatch(shape, value):
                    yield f"{file}: {value!r} is no {field}"
    points: list[tuple[float, float, str]] = [
        *((m.lat, m.lon, m.nis) for m in data.municipalities),
        *((p.lat, p.lon, p.nis) for p in data.postal_places),
        *((s.lat, s.lon, s.id) for s in data.stations),
    ]
    for lat, lon, name in points:
        if not (LAT[0] <= lat <= LAT[1] and LON[0] <= lon <= LON[1]):
            yield f"{lat}, {lon} ({name}) does not lie in Belgium"
    for pair in data.neighbours:
        if pair.nis_a >= pair.nis_b:
            yield f"neighbours.csv: {pair.nis_a}, {pair.nis_b}: the lower code goes first"
        if not 0 < pair.shared_km < 100:
            yield f"neighbours.csv: {pair.nis_a}, {pair.nis_b}: {pair.shared_km} is no length in km"


def orphan_problems(data: ReferenceData) -> Iterator[str]:
    """Codes that point to nothing."""
    known = {m.nis for m in data.municipalities}
    provinces = {p.nis for p in data.provinces}
    places = {(p.nis, p.name) for p in data.postal_places}
    at = {(p.nis, p.postcode) for p in data.postal_places}
    for file, codes in (
        ("postal_places.csv", (p.nis for p in data.postal_places)),
        ("neighbours.csv", chain.from_iterable((n.nis_a, n.nis_b) for n in data.neighbours)),
        ("regions.csv", (r.nis for r in data.regions)),
        ("everyday_names.csv", (e.nis for e in data.everyday_names)),
    ):
        yield from (f"{file}: no municipality {nis}" for nis in codes if nis not in known)
    for m in data.municipalities:
        if (m.province_nis not in provinces) if m.gewest is not Gewest.BRUSSELS else m.province_nis:
            yield f"municipalities.csv: {m.nis} {m.name_nl} has no such province"
    for e in data.everyday_names:
        if e.place and (e.nis, e.place) not in places:
            yield f"everyday_names.csv: {e.nis} has no place {e.place}"
    for f in data.former_municipalities:
        became = current_of(f, data.former_municipalities, known)
        if became is None:
            yield f"former_municipalities.csv: {f.nis} {f.name} leads to no municipality of today"
        elif f.kind is FormerKind.MERGER and not f.postcodes:
            yield f"former_municipalities.csv: {f.nis} {f.name} has no postcodes"
        else:
            for postcode in sorted(f.postcodes):
                if (became, postcode) not in at:
                    yield f"former_municipalities.csv: {f.nis} {f.name}: no place at {postcode}"


def count_problems(data: ReferenceData) -> Iterator[str]:
    """Numbers that must add up: 19 in Brussels, one region each in Flanders, all are served."""
    brussels = sum(m.gewest is Gewest.BRUSSELS for m in data.municipalities)
    if brussels != BRUSSELS_MUNICIPALITIES:
        yield f"municipalities.csv: {brussels} municipalities in Brussels, not 19"
    flemish = {m.nis for m in data.municipalities if m.gewest is Gewest.FLANDERS}
    regions = Counter(r.nis for r in data.regions)
    for nis in sorted(flemish | set(regions)):
        if regions[nis] != (nis in flemish):
            yield f"regions.csv: {nis} has {regions[nis]} regions, not {int(nis in flemish)}"
    names = {(r.code, r.region) for r in data.regions}
    if {len(names), *(len(set(column)) for column in zip(*names, strict=True))} != {REGIONS}:
        yield f"regions.csv: there are {REGIONS} regions, each with one code and one name"
    if len(data.networks) != NETWORKS:
        yield f"networks.csv: {len(data.networks)} networks, not {NETWORKS}"
    placed = {p.nis for p in data.postal_places}
    region_of = {r.nis: r.code for r in data.regions}
    for m in data.municipalities:
        if m.nis not in placed:
            yield f"postal_places.csv: no place in {m.nis} {m.name_nl}"
        served = m.gewest is not Gewest.WALLONIA
        for file, servers in (("networks.csv", data.networks), ("agencies.csv", data.agencies)):
            if served != bool(server_of(m, region_of.get(m.nis), servers)):
                yield f"{file}: {m.nis} {m.name_nl} is {'not ' if served else ''}served"


def place_key(place: PostalRow) -> tuple[str, str, str]:
    """What tells one postal place from another."""
    return (place.postcode, place.name, place.nis)


def twice(keys: Iterable[Hashable]) -> list[Hashable]:
    """The keys that occur more than once."""
    return [key for key, times in Counter(keys).items() if times > 1]
