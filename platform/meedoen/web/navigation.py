"""The work areas that somebody may enter, as links on every page; the pages are in the domains."""

from typing import Any, NamedTuple

from flask import Flask, request
from flask_babel import gettext as _

from meedoen.permissions import Permission, Person, has_role, may
from meedoen.web.access import current_account


class Link(NamedTuple):
    """One work area."""

    href: str
    label: str


def work_links(person: Person | None) -> list[Link]:
    """The work areas of this person, in the order of the menu; none for who is not signed in."""
    if person is None:
        return []
    areas = (
        (has_role(person, "organisation_member"), Link("/beheer", _("Mijn organisatie"))),
        (may(person, Permission.CASELOAD_VIEW), Link("/trajecten/te-doen", _("Te doen"))),
        (may(person, Permission.CASELOAD_VIEW), Link("/trajecten", _("Trajecten"))),
        (
            may(person, Permission.HOURS_OF_GROUP),
            Link("/uren-groep", _("Uren van een groep")),
        ),
        (may(person, Permission.BOARD_VIEW), Link("/regie", _("Overzicht"))),
        (may(person, Permission.EXPORT_MAKE), Link("/uitvoer", _("Uitvoer"))),
        (
            may(person, Permission.COLLEAGUE_INVITE),
            Link("/regie/medewerkers", _("Medewerkers")),
        ),
        (may(person, Permission.RULES_EDIT), Link("/regels", _("Regels"))),
        (
            may(person, Permission.HANDOVERS_VIEW),
            Link("/regie/overdrachten", _("Overdrachten")),
        ),
        (may(person, Permission.ERASURES_VIEW), Link("/wissen", _("Wissen"))),
        (True, Link(request.script_root + "/account", _("Mijn account"))),
    )
    return [link for open_to, link in areas if open_to]


def current_link(links: list[Link], path: str) -> str | None:
    """The address of the area that `path` lies in: the longest one that it begins with."""
    found = [link.href for link in links if f"{path}/".startswith(f"{link.href}/")]
    return max(found, key=len, default=None)


def init_navigation(app: Flask) -> None:
    """Give the links to every template."""

    @app.context_processor
    def navigation() -> dict[str, Any]:
        links = work_links(current_account())
        return {
            "work_links": links,
            "work_area": current_link(links, request.script_root + request.path),
        }
