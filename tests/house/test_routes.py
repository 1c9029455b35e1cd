"""Every route has a door, and says honestly whether it writes."""

from pathlib import Path

import pytest
from apiflask import APIFlask

from meedoen.permissions import Permission
from meedoen.trajectories.looking.terms import LookKind

SOURCE = Path(__file__).resolve().parents[2]

FROM_LIBRARIES = {"static", "openapi.spec"}
"""Routes that extensions add: static files and the description of the API; both public."""


def routes(app: APIFlask) -> list[tuple[str, str, set[str], object]]:
    return [
        (rule.rule, rule.endpoint, rule.methods or set(), app.view_functions[rule.endpoint])
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in FROM_LIBRARIES
    ]


def test_every_route_is_guarded_or_public(whole_app: APIFlask) -> None:
    open_doors = [
        address
        for address, _, _, view in routes(whole_app)
        if getattr(view, "access", None) not in {"public", "signed_in", *Permission}
    ]
    assert not open_doors


def test_every_post_commits_and_no_get_does(whole_app: APIFlask) -> None:
    wrong = [
        address
        for address, _, methods, view in routes(whole_app)
        if getattr(view, "commits", False) != ("POST" in methods)
    ]
    assert not wrong


WITHOUT_CASE: dict[str, str] = {}
"""Pages at an id of a trajectory that show nothing of it, each with its reason."""


def test_every_page_of_a_case_says_what_it_shows(whole_app: APIFlask) -> None:
    """So that who looked can be told; `trajectories/looking` writes it."""
    silent = {
        endpoint
        for address, endpoint, methods, view in routes(whole_app)
        if "GET" in methods
        and "trajectory_id" in address
        and not isinstance(getattr(view, "shows_case", None), LookKind)
    }
    assert silent == set(WITHOUT_CASE)


def test_what_links_codes_and_files_show_of_a_case_is_declared_too(whole_app: APIFlask) -> None:
    declared = {
        endpoint for _, endpoint, _, view in routes(whole_app) if hasattr(view, "shows_case")
    }
    assert declared >= {
        "trajectories.companions.answering.answer",
        "trajectories.confirming.answer",
        "trajectories.exporting.hours_file",
        "trajectories.exporting.trajectories_file",
        "trajectories.exporting.workbook",
        "trajectories.proving.check",
        "trajectories.sharing.summary",
    }


def test_only_the_writer_of_looks_commits_behind_a_page() -> None:
    """No GET commits, but that who reads a case is written down; so it is done in one place."""
    views = [
        *(SOURCE / "platform" / "meedoen").rglob("views.py"),
        *(SOURCE / "platform" / "meedoen" / "web").glob("*.py"),
    ]
    writers = {
        file.relative_to(SOURCE / "platform" / "meedoen").as_posix()
        for file in views
        if ".commit()" in file.read_text()
    }
    assert writers == {"trajectories/looking/views.py", "web/session.py"}


def test_reading_and_writing_are_two_routes(whole_app: APIFlask) -> None:
    both = [address for address, _, methods, _ in routes(whole_app) if {"GET", "POST"} <= methods]
    assert not both


def test_no_route_takes_other_methods(whole_app: APIFlask) -> None:
    used = set().union(*(methods for _, _, methods, _ in routes(whole_app)))
    assert used <= {"GET", "HEAD", "OPTIONS", "POST"}


@pytest.mark.parametrize(
    "address", ["/mijn", "/trajecten", "/regie", "/beheer", "/trajecten/1", "/account"]
)
def test_who_is_not_signed_in_is_asked_to(client, address: str) -> None:  # type: ignore[no-untyped-def]
    answer = client.get(address)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/aanmelden?volgende=")
