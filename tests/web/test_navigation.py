"""The menu of work areas: who sees which, and which one is marked as here."""

from dataclasses import dataclass

import pytest
from apiflask import APIFlask

from meedoen.web.navigation import Link, current_link, work_links


@dataclass(frozen=True)
class Held:
    role: str
    organisation_id: int | None = None
    nis: str | None = None
    network_code: str | None = None
    agency_code: str | None = None


@dataclass(frozen=True)
class Somebody:
    id: int
    roles: tuple[Held, ...]


@pytest.mark.parametrize(
    ("role", "areas"),
    [
        ("newcomer", ["/account"]),
        ("organisation_member", ["/beheer", "/uren-groep", "/account"]),
        (
            "counsellor",
            ["/trajecten/te-doen", "/trajecten", "/uren-groep", "/uitvoer", "/wissen", "/account"],
        ),
        ("municipality_officer", ["/regie", "/account"]),
        ("network_coach", ["/regie", "/account"]),
        (
            "agency_administrator",
            [
                "/regie",
                "/uitvoer",
                "/regie/medewerkers",
                "/regels",
                "/regie/overdrachten",
                "/wissen",
                "/account",
            ],
        ),
        ("system_administrator", ["/wissen", "/account"]),
    ],
)
def test_each_role_sees_its_areas(whole_app: APIFlask, role: str, areas: list[str]) -> None:
    with whole_app.test_request_context():
        links = work_links(Somebody(1, (Held(role),)))
    assert [link.href for link in links] == areas


def test_who_is_not_signed_in_sees_none() -> None:
    assert work_links(None) == []


@pytest.mark.parametrize(
    ("path", "area"),
    [
        ("/regie", "/regie"),
        ("/regie/aanbod/3", "/regie"),
        ("/regie/medewerkers", "/regie/medewerkers"),
        ("/regie/medewerkers/uitnodigen", "/regie/medewerkers"),
        ("/regiezetel", None),
        ("/aanbod", None),
    ],
)
def test_one_area_is_marked_the_nearest(path: str, area: str | None) -> None:
    links = [Link("/regie", "Overzicht"), Link("/regie/medewerkers", "Medewerkers")]
    assert current_link(links, path) == area
