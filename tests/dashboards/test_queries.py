"""Counts of the board: what is here, what is across the border, who may join, and small numbers."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.dashboards.board.queries import (
    Board,
    count_municipalities,
    get_board,
    list_municipality_rows,
)
from meedoen.dashboards.queries import get_system_state, list_offers_in_need
from meedoen.offers.terms import CatchmentKind, Day, Daypart, OfferStatus, OfferType
from meedoen.organisations.queries import Scope
from meedoen.organisations.terms import OrganisationStatus
from meedoen.places.models import Municipality
from meedoen.trajectories.terms import TrajectoryStatus
from tests import examples
from tests.examples import BONHEIDEN, GENT, MECHELEN, NOW
from tests.trajectories.examples import trajectory

ON = date(2026, 3, 3)
IN_MECHELEN = Scope(nis=frozenset({MECHELEN}))


def board(session: Session, scope: Scope = IN_MECHELEN) -> Board:
    return get_board(session, scope, on=ON)


def counted(session: Session) -> tuple[int, int]:
    seen = board(session)
    return seen.here, seen.nearby


@pytest.mark.parametrize(
    ("host", "place", "facts", "here", "nearby"),
    [
        (MECHELEN, MECHELEN, {}, 1, 0),
        (GENT, MECHELEN, {}, 1, 0),
        (MECHELEN, None, {}, 1, 0),
        (GENT, None, {}, 0, 0),
        (MECHELEN, BONHEIDEN, {}, 0, 1),
        (BONHEIDEN, BONHEIDEN, {}, 0, 1),
        (GENT, GENT, {}, 0, 0),
        (MECHELEN, MECHELEN, {"status": OfferStatus.SUBMITTED}, 0, 0),
        (MECHELEN, MECHELEN, {"ends_on": date(2026, 3, 2)}, 0, 0),
        (
            BONHEIDEN,
            BONHEIDEN,
            {"catchment": CatchmentKind.MUNICIPALITIES, "municipalities": [BONHEIDEN]},
            0,
            0,
        ),
        (
            BONHEIDEN,
            BONHEIDEN,
            {"catchment": CatchmentKind.MUNICIPALITIES, "municipalities": [MECHELEN]},
            0,
            1,
        ),
    ],
)
def test_an_offer_counts_where_it_happens_and_for_whom_it_is_open(
    session: Session, host: str, place: str | None, facts: dict[str, Any], here: int, nearby: int
) -> None:
    organisation = examples.organisation(session, nis=host)
    places = [examples.place(nis=place)] if place else []
    examples.offer(session, organisation, "Praattafel", places=places, **facts)
    assert counted(session) == (here, nearby)


def test_an_offer_on_both_sides_of_the_border_counts_once(session: Session) -> None:
    organisation = examples.organisation(session)
    places = [examples.place(nis=MECHELEN), examples.place(nis=BONHEIDEN)]
    examples.offer(session, organisation, "Wandelen", places=places)
    assert counted(session) == (1, 0)


def test_offers_for_a_region_count_for_who_lives_in_it(session: Session) -> None:
    region = session.get_one(Municipality, MECHELEN).region_code
    other = session.get_one(Municipality, GENT).region_code
    organisation = examples.organisation(session, nis=BONHEIDEN)
    for code in (region, other):
        examples.offer(
            session,
            organisation,
            f"Voor {code}",
            places=[examples.place(nis=BONHEIDEN)],
            catchment=CatchmentKind.REGIONS,
            regions=[code],
        )
    assert counted(session) == (0, 1)


def test_the_offers_of_a_paused_organisation_do_not_count(session: Session) -> None:
    paused = examples.organisation(session, status=OrganisationStatus.PAUSED)
    examples.offer(session, paused, "Stil", places=[examples.place()])
    assert counted(session) == (0, 0)


def test_the_board_names_the_types_that_are_missing_here(session: Session) -> None:
    organisation = examples.organisation(session)
    examples.offer(session, organisation, "Buddy", type=OfferType.BUDDY, places=[examples.place()])
    assert board(session).missing == [kind for kind in OfferType if kind is not OfferType.BUDDY]


def test_the_board_shows_what_waits_in_its_scope_alone(session: Session) -> None:
    for nis in (MECHELEN, GENT):
        examples.organisation(session, f"Nieuw {nis}", nis=nis, status=OrganisationStatus.NEW)
        host = examples.organisation(session, f"Host {nis}", nis=nis)
        examples.offer(
            session,
            host,
            f"Wacht {nis}",
            status=OfferStatus.SUBMITTED,
            submitted_at=NOW,
            submitted_by_id=examples.person(session).id,
        )
    seen = board(session)
    assert (seen.waiting_organisations, seen.waiting_offers) == (1, 1)
    assert [one.name for one in seen.first_organisations] == [f"Nieuw {MECHELEN}"]
    assert [one.title for one in seen.first_offers] == [f"Wacht {MECHELEN}"]
    assert seen.areas == ["Mechelen"]


def test_nobodys_scope_covers_nothing(session: Session) -> None:
    examples.organisation(session, status=OrganisationStatus.NEW)
    seen = board(session, Scope())
    assert (seen.waiting_organisations, seen.areas) == (0, [])
    assert count_municipalities(session, Scope()) == 0


def test_a_network_sees_its_municipalities_and_never_fewer_than_five_people(
    session: Session,
) -> None:
    network = session.get_one(Municipality, MECHELEN).network_code
    assert network
    scope = Scope(networks=frozenset({network}))
    for nis, people in ((MECHELEN, 5), (BONHEIDEN, 4)):
        for _ in range(people):
            trajectory(session, nis=nis)
    trajectory(
        session,
        nis=MECHELEN,
        status=TrajectoryStatus.STOPPED,
        ended_at=NOW,
        ended_by_id=examples.counsellor(session).id,
        ended_reason="Verhuisd",
    )
    examples.offer(session, examples.organisation(session), "Tafel", places=[examples.place()])
    rows = list_municipality_rows(session, scope, on=ON, offset=0, limit=100)
    found = {row.municipality.nis: (row.offers, row.organisations, row.people) for row in rows}
    assert found[MECHELEN] == (1, 1, 5)
    assert found[BONHEIDEN] == (0, 0, None)
    assert len(rows) == count_municipalities(session, scope) == 12
    names = session.scalars(
        select(Municipality.name_nl)
        .where(Municipality.network_code == network, Municipality.valid_to.is_(None))
        .order_by(Municipality.name_nl)
    ).all()
    assert [row.municipality.name_nl for row in rows] == names


def test_offers_that_need_a_hand_come_in_order_of_urgency(session: Session) -> None:
    organisation = examples.organisation(session)
    other = examples.organisation(session, "Ander")
    moments = {"moments": [(Day.MON, Daypart.MORNING)], "last_checked_on": ON}
    examples.offer(session, organisation, "Concept", status=OfferStatus.DRAFT)
    examples.offer(session, organisation, "Goed", **moments)
    examples.offer(session, organisation, "Zonder dag", last_checked_on=ON)
    examples.offer(session, organisation, "Terug", status=OfferStatus.RETURNED)
    examples.offer(session, other, "Van een ander", status=OfferStatus.RETURNED)
    found = list_offers_in_need(session, [organisation.id], on=ON)
    assert [one.offer.title for one in found] == ["Terug", "Zonder dag", "Concept"]


def test_the_system_is_told_in_numbers(session: Session) -> None:
    examples.officer(session)
    closed = examples.newcomer(session)
    closed.closed_at = NOW
    session.flush()
    state = get_system_state(session)
    assert (state.accounts, state.without_password) == (1, 1)
    assert sum(state.roles.values()) == 1
    assert (state.mails_waiting, state.mails_failing) == (0, 0)
