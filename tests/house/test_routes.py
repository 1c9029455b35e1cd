"""Every route has a door, and says honestly whether it writes."""

import pytest
from apiflask import APIFlask

from meedoen.permissions import Permission

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
