"""The rows of the reference files, one class per file; seed_data/README.md tells their sources."""

from dataclasses import dataclass
from datetime import date

from meedoen.places.terms import FormerKind, Gewest, PointSource


@dataclass(frozen=True, slots=True)
class ProvinceRow:
    """provinces.csv"""

    nis: str
    name_nl: str
    name_fr: str


@dataclass(frozen=True, slots=True)
class MunicipalityRow:
    """municipalities.csv: those that stand today; `province_nis` is empty in Brussels."""

    nis: str
    name_nl: str
    name_fr: str
    province_nis: str
    arrondissement_nis: str
    arrondissement: str
    gewest: Gewest
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class FormerRow:
    """former_municipalities.csv: a code that ended; `postcodes` only after a merger."""

    nis: str
    name: str
    name_fr: str
    valid_to: date
    next_nis: str
    kind: FormerKind
    postcodes: frozenset[str]


@dataclass(frozen=True, slots=True)
class PostalRow:
    """postal_places.csv"""

    postcode: str
    name: str
    other_name: str
    nis: str
    lat: float
    lon: float
    point: PointSource


@dataclass(frozen=True, slots=True)
class NeighbourRow:
    """neighbours.csv: approximate, a pair stands once with the lower code first."""

    nis_a: str
    nis_b: str
    shared_km: float


@dataclass(frozen=True, slots=True)
class RegionRow:
    """regions.csv: one row per Flemish municipality."""

    code: str
    region: str
    nis: str
    municipality: str


@dataclass(frozen=True, slots=True)
class ServerRow:
    """networks.csv and agencies.csv: who serves one city, a whole gewest, or the rest of a region.

    Exactly one of `region_code`, `city_nis` and `gewest` is filled; a city goes before the others.
    """

    code: str
    name: str
    region_code: str
    city_nis: str
    gewest: frozenset[str]


@dataclass(frozen=True, slots=True)
class EverydayRow:
    """everyday_names.csv; `place` is empty where the name means the municipality."""

    name: str
    nis: str
    place: str


@dataclass(frozen=True, slots=True)
class StationRow:
    """stations.csv"""

    id: str
    name: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class ReferenceData:
    """All reference files together, with the digest of their bytes."""

    provinces: tuple[ProvinceRow, ...]
    municipalities: tuple[MunicipalityRow, ...]
    former_municipalities: tuple[FormerRow, ...]
    postal_places: tuple[PostalRow, ...]
    neighbours: tuple[NeighbourRow, ...]
    regions: tuple[RegionRow, ...]
    networks: tuple[ServerRow, ...]
    agencies: tuple[ServerRow, ...]
    everyday_names: tuple[EverydayRow, ...]
    stations: tuple[StationRow, ...]
    digest: str
