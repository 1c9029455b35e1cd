"""Where the made-up offers are: the municipalities of Flanders and Brussels, and halls in them."""

import csv
import math
import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from search_index import Origin, Spot

REFERENCE = Path(__file__).parents[1] / "seed_data" / "reference"
HALLS = 30_000
"""Addresses where offers take place; several offers share one, as they do in life."""

# Thousands of inhabitants, rounded; everybody else is drawn between 5 and 45.
_LARGE = {
    "Antwerpen": 540, "Gent": 270, "Brussel": 195, "Brugge": 120, "Schaarbeek": 130,
    "Anderlecht": 125, "Sint-Jans-Molenbeek": 98, "Leuven": 103, "Mechelen": 88, "Aalst": 90,
    "Kortrijk": 80, "Hasselt": 82, "Oostende": 72, "Sint-Niklaas": 82, "Genk": 67,
    "Roeselare": 65, "Elsene": 88, "Ukkel": 86, "Vilvoorde": 47, "Turnhout": 47, "Dendermonde": 47,
}  # fmt: skip


@dataclass(frozen=True)
class Municipality:
    """Its NIS code, its name, the (lat, lon) of its villages and quarters, people in thousands."""

    nis: str
    name: str
    points: tuple[tuple[float, float], ...]
    postcodes: tuple[str, ...]
    people: float

    @property
    def origin(self) -> Origin:
        """What somebody who types its name searches from: all its places, 0 inside."""
        return Origin(tuple(dict.fromkeys(self.points)), frozenset(), inside_nis=self.nis)


@cache
def municipalities() -> tuple[Municipality, ...]:
    """Those of Flanders and Brussels, from the product's reference data."""
    seed = random.Random("people")
    villages: dict[str, list[dict[str, str]]] = {}
    for row in _rows("postal_places.csv"):
        villages.setdefault(row["nis"], []).append(row)
    made = []
    for row in _rows("municipalities.csv"):
        if row["gewest"] == "wallonia" or row["nis"] not in villages:
            continue
        here = villages[row["nis"]]
        people = _LARGE.get(row["name_nl"]) or min(45, max(5, seed.lognormvariate(2.75, 0.5)))
        points = tuple((float(one["lat"]), float(one["lon"])) for one in here)
        codes = tuple(one["postcode"] for one in here)
        made.append(Municipality(row["nis"], row["name_nl"], points, codes, people))
    return tuple(made)


@cache
def halls() -> tuple[Spot, ...]:
    """Addresses spread as people are: about 900 m north and south of a village's point, 850 m
    east and west."""
    seed = random.Random("halls")
    made = []
    for home in drawn(seed, HALLS):
        village = seed.randrange(len(home.points))
        lat, lon = home.points[village]
        lat, lon = lat + seed.gauss(0, 0.008), lon + seed.gauss(0, 0.012)
        made.append(Spot(home.nis, home.postcodes[village], round(lat, 6), round(lon, 6)))
    return tuple(made)


def drawn(seed: random.Random, count: int) -> list[Municipality]:
    """Municipalities, a large one as often as it has people."""
    known = municipalities()
    return seed.choices(known, [one.people for one in known], k=count)


def address(seed: random.Random) -> tuple[float, float]:
    """Where somebody lives, (lat, lon) in degrees."""
    home = drawn(seed, 1)[0]
    lat, lon = seed.choice(home.points)
    distance, direction = abs(seed.gauss(0, 0.01)), seed.uniform(0, 2 * math.pi)
    return lat + distance * math.sin(direction), lon + 1.6 * distance * math.cos(direction)


def _rows(file: str) -> list[dict[str, str]]:
    with open(REFERENCE / file, encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
