"""`flask places import-boundaries`: checked before it is kept, all or nothing, also when killed."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask

from meedoen.places.boundaries.queries import KEPT, read_boundaries
from tests import examples
from tests.commands.conftest import Flask
from tests.safety.product import Product, end, wait_for

WEST, MIDDLE, EAST = 4.4, 4.5, 4.6


@pytest.fixture
def kept(app: APIFlask) -> Iterator[Path]:
    """Where the boundaries of this installation are kept; none before and after."""
    file: Path = app.config["SETTINGS"].data_dir / KEPT
    yield file
    file.unlink(missing_ok=True)


def field(nis: str, west: float, east: float, **other: Any) -> dict[str, Any]:
    """A feature: a municipality that is a rectangle."""
    ring = [[west, 51.0], [east, 51.0], [east, 51.1], [west, 51.1], [west, 51.0]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"nis": nis}, "geometry": geometry} | other


def collection(*features: object) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})


GOOD = collection(field(examples.MECHELEN, WEST, MIDDLE), field(examples.BONHEIDEN, MIDDLE, EAST))


def written(folder: Path, text: str) -> str:
    (folder / "grenzen.geojson").write_text(text)
    return str(folder / "grenzen.geojson")


def test_boundaries_are_kept_and_it_says_what_is_missing(
    flask: Flask, tmp_path: Path, kept: Path
) -> None:
    file = written(tmp_path, GOOD)
    result = flask("places", "import-boundaries", file, "--attribution", "© Statbel (CC BY 4.0)")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "boundaries of 2 of 565." in result.stdout
    assert "Missing, so drawn without a border: 's Gravenbrakel, " in result.stdout
    assert "and 553 more." in result.stdout
    assert kept.stat().st_mode & 0o777 == 0o600
    found = read_boundaries(kept)
    assert found.official == "© Statbel (CC BY 4.0)"
    assert {arc.owners for arc in found.arcs} == {
        frozenset({examples.MECHELEN}),
        frozenset({examples.BONHEIDEN}),
        frozenset({examples.MECHELEN, examples.BONHEIDEN}),
    }
    before = kept.read_bytes()
    assert flask("places", "import-boundaries", file).exit_code == 0
    assert read_boundaries(kept).official == "officieel"
    again = flask("places", "import-boundaries", file, "--attribution", "© Statbel (CC BY 4.0)")
    assert again.exit_code == 0
    assert kept.read_bytes() == before


def test_sectors_of_one_municipality_become_one_area(
    flask: Flask, tmp_path: Path, kept: Path
) -> None:
    code = {"properties": {"CD_MUNTY_REFNIS": int(examples.MECHELEN)}}
    text = collection(field("", WEST, MIDDLE, **code), field("", MIDDLE, EAST, **code))
    assert flask("places", "import-boundaries", written(tmp_path, text)).exit_code == 0
    (arc,) = read_boundaries(kept).arcs
    assert arc.line[0] == arc.line[-1]
    assert len(arc.line) == 5


def with_ring(ring: object) -> str:
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return collection(field(examples.MECHELEN, WEST, MIDDLE, geometry=geometry))


UNFIT = {
    "": "no JSON",
    "{": "no JSON",
    "[" * 100_000: "no JSON",
    "[]": "no FeatureCollection",
    '{"type": "FeatureCollection"}': "no FeatureCollection",
    collection(): "no features",
    collection("Mechelen"): "Feature 1: it has no properties",
    collection(field("", 4.4, 4.5, properties={"name": "Mechelen"})): "it has no NIS code",
    collection(field("99999", 4.4, 4.5)): "no municipality of today has NIS code 99999",
    collection(field(examples.MECHELEN, 4.4, 4.5), field("12030", 4.4, 4.5)): "Feature 2: no munic",
    collection(field(examples.MECHELEN, 157000, 158000)): "WGS84) in Belgium",
    collection(field(examples.MECHELEN, 4.8, 8.0)): "8, 51 is no longitude and latitude",
    collection(field(examples.MECHELEN, 4.4, 4.5, geometry=None)): "no polygon but None",
    collection(field(examples.MECHELEN, 4.4, 4.5, geometry={"type": "Point"})): "but Point",
    with_ring([[4.4, 51.0], [4.5, 51.0], [4.4, 51.0]]): "fewer than four",
    with_ring([[4.4, 51.0], [4.5, 51.0], [4.5, 51.1], [4.4, 51.1]]): "not closed",
    with_ring([[4.4, "51"]] * 4): "a coordinate is no number",
    with_ring([[4.4, float("nan")]] * 4): "a coordinate is no number",
    with_ring([4.4, 51.0]): "no rings of points",
    with_ring("ring"): "no rings of points",
}


@pytest.mark.parametrize(("text", "said"), UNFIT.items(), ids=UNFIT.values())
def test_an_unfit_file_is_one_line_and_changes_nothing(
    flask: Flask, tmp_path: Path, kept: Path, text: str, said: str
) -> None:
    flask("places", "import-boundaries", written(tmp_path, GOOD))
    before = kept.read_bytes()
    result = flask("places", "import-boundaries", written(tmp_path, text))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert said in result.stderr
    assert kept.read_bytes() == before
    assert [file.name for file in kept.parent.glob(f"*{KEPT}*")] == [KEPT]


def test_a_file_that_is_too_large_is_refused(
    flask: Flask, tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meedoen.places.boundaries.official.actions.LARGEST_FILE", 2**20)
    result = flask("places", "import-boundaries", written(tmp_path, GOOD + " " * 2**20))
    assert result.exit_code == 2
    assert "larger than 1 MB" in result.stderr
    assert not kept.exists()


@pytest.mark.parametrize("words", ["", "  ", "x" * 121, "Stat\nbel"])
def test_an_attribution_that_cannot_be_read_is_refused(
    flask: Flask, tmp_path: Path, kept: Path, words: str
) -> None:
    result = flask("places", "import-boundaries", written(tmp_path, GOOD), "--attribution", words)
    assert result.exit_code == 2
    assert "attribution" in result.stderr
    assert not kept.exists()


def test_a_full_disk_leaves_what_stood(
    flask: Flask, tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flask("places", "import-boundaries", written(tmp_path, GOOD))
    before = kept.read_bytes()

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("meedoen.places.boundaries.official.actions.os.fsync", full)
    one = collection(field(examples.MECHELEN, WEST, MIDDLE))
    result = flask("places", "import-boundaries", written(tmp_path, one))
    assert result.exit_code == 1
    assert "No space left" in result.stderr
    assert kept.read_bytes() == before
    assert [file.name for file in kept.parent.glob(f"*{KEPT}*")] == [KEPT]


def test_an_import_that_is_killed_leaves_the_old_boundaries_or_the_new(
    make_product: Callable[..., Product], tmp_path: Path
) -> None:
    product = make_product("boundaries")
    file, kept = written(tmp_path, GOOD), product.folder / KEPT
    first = product.run("places", "import-boundaries", file, "--attribution", "eerst")
    assert (first.returncode, first.stderr) == (0, "")
    for _again in range(2):
        running = product.begin("places", "import-boundaries", file, "--attribution", "daarna")
        wait_for(running, "Checked")
        end(running)
        assert read_boundaries(kept).official in {"eerst", "daarna"}
    assert product.run("places", "import-boundaries", file).returncode == 0
    assert read_boundaries(kept).official == "officieel"
