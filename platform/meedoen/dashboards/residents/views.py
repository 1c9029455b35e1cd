"""The page of a municipality about its residents: names or numbers, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _

from meedoen.core.errors import Reason
from meedoen.dashboards.protocols.queries import list_protocols_with
from meedoen.dashboards.protocols.rules import reasons_no_names
from meedoen.dashboards.residents import queries
from meedoen.dashboards.rules import shown_cells, shown_people
from meedoen.organisations.queries import watched_by
from meedoen.permissions import Permission
from meedoen.places.models import Municipality
from meedoen.trajectories.looking.rules import Seen
from meedoen.trajectories.looking.terms import LookedAs, LookKind
from meedoen.trajectories.looking.views import seen_by
from meedoen.web.access import current_account, requires
from meedoen.web.clock import today
from meedoen.web.pages import asked_page
from meedoen.web.session import db
from meedoen.web.spoken import hours_and_minutes

residents = Blueprint("residents", __name__)

ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality of the officer: why it sees no names, and its numbers as they are shown."""

    place: Municipality
    why: Sequence[Reason]
    people: Sequence[tuple[str, str]]
    quarters: Sequence[tuple[str, str, str]]


@residents.get("/regie/inwoners")
@requires(Permission.RESIDENTS_VIEW)
def show() -> str:
    """Names where a protocol holds today, numbers in any case."""
    on = today()
    codes = sorted(watched_by(current_account()).nis)
    total = queries.count_residents(db.session, codes, on=on)
    paging = asked_page(size=ON_A_PAGE, total=total)
    named = queries.list_residents(db.session, codes, on=on, offset=paging.offset, limit=ON_A_PAGE)
    me = current_account()
    seen_by(
        *(
            Seen(
                newcomer_id=one.newcomer_id,
                trajectory_id=one.trajectory_id,
                kind=LookKind.RESIDENTS,
                looked_as=LookedAs.OFFICER,
                by_id=me.id,
                by_name=me.name,
                body=one.municipality,
            )
            for one in named
        )
    )
    return render_template(
        "dashboards/residents.html",
        towns=towns_of(codes, on),
        residents=named,
        paging=paging,
        address_of_page=lambda number: url_for("dashboards.residents.show", pagina=number),
    )


def towns_of(codes: Sequence[str], on: date) -> list[Town]:
    """Each municipality with its numbers; small ones are hidden by the rule of all boards."""
    protocols = list_protocols_with(db.session, codes)
    standings = queries.count_standings(db.session, codes, on=on)
    since = date(on.year - 1, on.month - (on.month - 1) % 3, 1)
    quarters = queries.sum_quarters(db.session, codes, since=since)
    return [
        Town(
            place=place,
            why=reasons_no_names([one for one in protocols if one.nis == place.nis], on=on),
            people=people_rows(standings[place.nis]),
            quarters=[quarter_row(one) for one in quarters[place.nis]],
        )
        for place in queries.list_places(db.session, codes)
    ]


def people_rows(standing: queries.Standing) -> list[tuple[str, str]]:
    """How many are busy, how many have a proof, and together where that gives nothing away."""
    (running, proven), total = shown_cells((standing.running, standing.proven))
    return [
        (_("Lopende trajecten"), in_words(running)),
        (_("Met een bewijs van het laatste jaar"), in_words(proven)),
        (_("Samen"), _("niet getoond") if total is None else str(total)),
    ]


def quarter_row(one: queries.Quarter) -> tuple[str, str, str]:
    """The hours of three months, unless too few people did them."""
    people = shown_people(one.people)
    label = _("%(year)s, kwartaal %(quarter)s", year=one.year, quarter=one.quarter)
    minutes = _("niet getoond") if people is None else hours_and_minutes(one.minutes)
    return label, minutes, in_words(people)


def in_words(number: int | None) -> str:
    """A number of people as it is shown."""
    return _("minder dan 5") if number is None else str(number)
