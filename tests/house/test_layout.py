"""The house keeps its shape: one package in the source root, known rooms, short files."""

import platform
import re
import sysconfig
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "platform" / "meedoen"
OURS = sorted(
    file
    for folder in ("platform/meedoen", "search_index", "tests", "bench")
    for file in (ROOT / folder).rglob("*.py")
)
TOP_LEVEL = {
    "app.py",
    "platform",
    "search_index",
    "templates",
    "static",
    "seed_data",
    "requirements.txt",
    "tests",
}
DOMAINS = {
    "places",
    "accounts",
    "organisations",
    "messages",
    "offers",
    "participation",
    "trajectories",
    "dashboards",
    "open_data",
}
ROOMS = {
    "__init__",
    "terms",
    "rules",
    "wording",
    "models",
    "indexing",
    "queries",
    "actions",
    "documents",
    "forms",
    "views",
}
EXTRA_ROOMS: dict[str, set[str]] = {
    "accounts": {"passwords", "links"},
    "messages": {"transport", "delivery"},
    "offers": {"change_notes", "index_upkeep"},
    "trajectories": {"links"},
    "trajectories/planning": {"solver"},
    "trajectories/proving": {"content", "keeping", "tagging"},
    "trajectories/proving/signing": {"keys"},
    "trajectories/sheets": {"keeping", "pictures", "receiving"},
}
"""Rooms that one domain needs and the plan does not name; each with its reason in docs/house.md."""


def test_the_standard_library_keeps_its_own_platform() -> None:
    assert not (ROOT / "platform/__init__.py").exists()
    assert Path(platform.__file__).parent == Path(sysconfig.get_paths()["stdlib"])


def test_the_source_root_holds_one_package_the_migrations_and_the_words() -> None:
    found = {path.name for path in (ROOT / "platform").iterdir() if path.name != "__pycache__"}
    assert found == {"meedoen", "migrations", "translations"}


def test_the_design_card_is_kept() -> None:
    assert {name for name in TOP_LEVEL if (ROOT / name).exists()} == TOP_LEVEL


FOLDERS = sorted(
    init.parent.relative_to(SOURCE).as_posix()
    for domain in DOMAINS
    for init in (SOURCE / domain).rglob("__init__.py")
)
"""Every domain and sub-domain."""


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_domain_has_no_other_rooms(folder: str) -> None:
    found = {file.stem for file in (SOURCE / folder).glob("*.py")}
    assert found <= ROOMS | EXTRA_ROOMS.get(folder, set())


def test_the_contract_of_rooms_knows_every_domain() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    rooms = next(one for one in contracts["contracts"] if one["name"].startswith("Rooms"))
    assert sorted(rooms["containers"]) == sorted(
        "meedoen." + folder.replace("/", ".") for folder in FOLDERS
    )


@pytest.mark.parametrize("file", OURS, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_file_is_short_and_says_what_lives_in_it(file: Path) -> None:
    text = file.read_text()
    limit = 500 if "tests" in file.parts else 400
    assert text.count("\n") <= limit
    assert not text or text.startswith('"""')


def test_no_template_is_longer_than_a_page() -> None:
    long = [
        str(file.relative_to(ROOT))
        for file in (ROOT / "templates").rglob("*.html")
        if file.read_text().count("\n") > 120
    ]
    assert not long


def test_the_product_names_no_machine_and_no_registry() -> None:
    machine = r"/(home|root|work)/"
    registry = r"\b(files|registry|deb|index)\.[a-z]+\.(org|com|io)\b"
    suspect = re.compile(f"{machine}|{registry}")
    guilty = [
        str(file.relative_to(ROOT))
        for folder in ("platform", "search_index", "templates", "static", "scripts", "docs")
        for file in (ROOT / folder).rglob("*")
        if file.suffix in {".py", ".html", ".css", ".js", ".sh", ".md"}
        and suspect.search(file.read_text())
    ]
    assert not guilty
