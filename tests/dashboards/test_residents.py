"""What a municipality sees of its residents: names under a protocol, else numbers, none small."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account, AccountRole
from meedoen.accounts.terms import Role
from meedoen.dashboards.board.queries import list_municipality_rows
from meedoen.dashboards.protocols.models import DataProtocol
from meedoen.dashboards.residents.queries import (
    Quarter,
    Standing,
    count_residents,
    count_standings,
    list_residents,
    sum_quarters,
)
from meedoen.dashboards.rules import SMALLEST_SHOWN, shown_cells
from meedoen.organisations.queries import Scope
from meedoen.places.models import Municipality
from meedoen.trajectories.looking.models import Look
from meedoen.trajectories.looking.terms import LookedAs
from meedoen.trajectories.models import Proof, Trajectory
from meedoen.trajectories.moving.actions import record_move
from meedoen.trajectories.terms import HoursState, TrajectoryStatus
from meedoen.web.clock import today
from tests import examples
from tests.conftest import PageClient
from tests.examples import GENT, MECHELEN, NOW
from tests.trajectories.conftest import SignIn
from tests.trajectories.examples import activity, hours, trajectory

ON = date(2026, 3, 3)
AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PAGE = "/regie/inwoners"


def protocol(session: Session, nis: str = MECHELEN, **changes: object) -> DataProtocol:
    by = examples.person_with(session, Role.AGENCY_ADMINISTRATOR, agency_code="agii")
    facts: dict[str, object] = {
        "nis": nis,
        "reference": "Protocol PNT",
        "document_number": f"2026/{by.id}",
        "between": "AgII en de stad",
        "purpose": "Opvolging.",
        "valid_from": date(2026, 1, 1),
        "valid_until": date(2099, 1, 1),
        "recorded_at": NOW,
        "recorded_by_id": by.id,
        "request_key": f"{by.id:032x}",
    }
    row = DataProtocol(**(facts | changes))
    session.add(row)
    session.flush()
    return row


def resident(session: Session, name: str = "Amina Haddad", **changes: object) -> Trajectory:
    return trajectory(session, newcomer_id=examples.newcomer(session, name).id, **changes)


def complete(session: Session, course: Trajectory, at: datetime = AT) -> None:
    course.status = TrajectoryStatus.COMPLETED
    course.ended_at, course.ended_by_id = at, course.counsellor_id
    proof = Proof(
        trajectory_id=course.id,
        code=f"code{course.id}",
        issued_at=at,
        issued_by_id=course.counsellor_id,
        minutes=2400,
        content={},
    )
    session.add(proof)
    session.flush()


def names(session: Session, *codes: str, on: date = ON) -> list[str]:
    found = list_residents(session, codes or (MECHELEN,), on=on, offset=0, limit=50)
    assert count_residents(session, codes or (MECHELEN,), on=on) == len(found)
    return [one.name for one in found]


def test_without_a_protocol_the_question_itself_gives_no_name(session: Session) -> None:
    resident(session)
    assert names(session) == []
    protocol(session, GENT)
    assert names(session) == []


def test_with_a_protocol_names_come_by_name_with_two_facts_alone(session: Session) -> None:
    protocol(session)
    complete(session, resident(session, "Yusuf Demir"))
    resident(session, "amina Haddad", starts_on=ON + DAY)
    resident(session, "In Gent", nis=GENT)
    found = list_residents(session, [MECHELEN, GENT], on=ON, offset=0, limit=50)
    assert [(one.name, one.agreement, one.proof) for one in found] == [
        ("amina Haddad", False, False),
        ("Yusuf Demir", True, True),
    ]
    numbers = {"newcomer_id", "trajectory_id"}
    assert set(found[0].__slots__) == numbers | {"name", "municipality", "agreement", "proof"}


@pytest.mark.parametrize(
    ("changes", "seen"),
    [
        ({"valid_until": ON}, True),
        ({"valid_until": ON - DAY}, False),
        ({"valid_from": ON}, True),
        ({"valid_from": ON + DAY}, False),
        ({"withdrawn_on": ON}, False),
        ({"withdrawn_on": ON + DAY}, True),
    ],
)
def test_each_day_decides_anew(session: Session, changes: dict[str, object], seen: bool) -> None:
    resident(session)
    if "withdrawn_on" in changes:
        changes = changes | {"withdrawn_by_id": examples.person(session).id}
    protocol(session, **changes)
    assert names(session) == (["Amina Haddad"] if seen else [])


def test_what_was_stopped_or_completed_long_ago_is_told_to_nobody(session: Session) -> None:
    protocol(session)
    stopped = resident(session, "Gestopt")
    stopped.status = TrajectoryStatus.STOPPED
    stopped.ended_at, stopped.ended_by_id = AT, stopped.counsellor_id
    complete(session, resident(session, "Lang klaar"), AT - timedelta(days=367))
    assert names(session) == []
    assert count_standings(session, [MECHELEN], on=ON) == {MECHELEN: Standing()}


def test_who_moved_is_seen_by_the_new_municipality_alone_from_that_day(session: Session) -> None:
    for nis in (MECHELEN, GENT):
        protocol(session, nis)
    course = resident(session)
    record_move(session, course, nis=GENT, postcode="9000", from_on=ON, by=course.counsellor, at=AT)
    assert (names(session, MECHELEN), names(session, GENT)) == ([], ["Amina Haddad"])
    assert names(session, MECHELEN, on=ON - DAY) == ["Amina Haddad"]
    assert count_standings(session, [MECHELEN, GENT], on=ON) == {
        MECHELEN: Standing(),
        GENT: Standing(running=1),
    }


def test_hours_count_where_somebody_lived_on_their_own_day(session: Session) -> None:
    course = resident(session)
    joined = activity(session, course)
    first = hours(session, joined, HoursState.ACCEPTED, on_date=date(2026, 2, 2))
    hours(session, joined, HoursState.ACCEPTED, on_date=ON, minutes=60)
    hours(session, joined, HoursState.REPORTED, on_date=date(2026, 2, 3))
    hours(
        session,
        joined,
        HoursState.ACCEPTED,
        on_date=first.on_date,
        minutes=90,
        corrects_id=first.id,
    )
    record_move(session, course, nis=GENT, postcode="9000", from_on=ON, by=course.counsellor, at=AT)
    found = sum_quarters(session, [MECHELEN, GENT], since=date(2026, 1, 1))
    assert found == {MECHELEN: [Quarter(2026, 1, 90, 1)], GENT: [Quarter(2026, 1, 60, 1)]}
    assert sum_quarters(session, [MECHELEN], since=date(2026, 4, 1)) == {MECHELEN: []}


@pytest.mark.parametrize(
    ("numbers", "shown", "total"),
    [
        ((12, 8), (12, 8), 20),
        ((12, 4), (12, None), None),
        ((12, 0), (12, None), None),
        ((4, 4), (None, None), None),
        ((5, 5), (5, 5), 10),
        ((), (), 0),
    ],
)
def test_a_small_number_is_hidden_and_no_sum_gives_it_away(
    numbers: tuple[int, ...], shown: tuple[int | None, ...], total: int | None
) -> None:
    assert shown_cells(numbers) == (shown, total)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=4))
def test_whoever_subtracts_learns_no_more_than_that_a_number_is_small(numbers: list[int]) -> None:
    cells, total = shown_cells(numbers)
    hidden = [place for place, cell in enumerate(cells) if cell is None]
    could = []
    for guess in product(range(SMALLEST_SHOWN), repeat=len(hidden)):
        tried = list(cells)
        for place, number in zip(hidden, guess, strict=True):
            tried[place] = number
        whole = sum(number or 0 for number in tried)
        if total is None or whole == total:
            could.append(guess)
    assert len(could) == SMALLEST_SHOWN ** len(hidden)


def test_the_board_shows_the_same_number_as_the_page_of_residents(session: Session) -> None:
    for number in range(6):
        resident(session, f"Persoon {number}")
    for number in range(2):
        complete(session, resident(session, f"Klaar {number}"))
    scope = Scope(nis=frozenset({MECHELEN}))
    (row,) = list_municipality_rows(session, scope, on=ON, offset=0, limit=5)
    standing = count_standings(session, [MECHELEN], on=ON)[MECHELEN]
    cells, total = shown_cells((standing.running, standing.proven))
    assert (row.people, cells, total) == (6, (6, None), None)


@pytest.fixture
def officer(session: Session) -> Account:
    """An officer of Mechelen."""
    return examples.officer(session)


def test_the_page_shows_names_while_it_holds_and_else_says_why_and_what_to_do(
    client: PageClient, session: Session, officer: Account, sign_in: SignIn
) -> None:
    resident(session)
    session.commit()
    sign_in(client, officer)
    page = client.get(PAGE).text
    assert "Amina Haddad" not in page
    assert "Er is geen protocol over gegevens" in page
    assert "Vraag de beheerder van je agentschap" in page
    assert "minder dan 5" in page
    made = protocol(session)
    session.commit()
    page = client.get(PAGE).text
    assert "Amina Haddad" in page
    assert "geen namen" not in page
    made.withdrawn_on, made.withdrawn_by_id = today(), made.recorded_by_id
    session.commit()
    page = client.get(PAGE).text
    assert "Amina Haddad" not in page
    assert "is ingetrokken op" in page


def test_an_officer_of_two_sees_names_of_the_one_with_a_protocol(
    client: PageClient, session: Session, officer: Account, sign_in: SignIn
) -> None:
    session.add(AccountRole(account_id=officer.id, role=Role.MUNICIPALITY_OFFICER, nis=GENT))
    protocol(session, GENT)
    resident(session, "Iemand in Mechelen")
    resident(session, "Iemand in Gent", nis=GENT)
    session.commit()
    session.expire(officer)
    sign_in(client, officer)
    page = client.get(PAGE).text
    assert "Iemand in Gent" in page
    assert "Iemand in Mechelen" not in page
    assert "Mechelen: geen namen" in page


def test_who_reads_a_name_here_leaves_a_trace_with_that_newcomer(
    client: PageClient, session: Session, officer: Account, sign_in: SignIn
) -> None:
    newcomer_id = resident(session, "Amina Haddad").newcomer_id
    sign_in(client, officer)
    assert client.get(PAGE).status_code == 200
    protocol(session)
    session.commit()
    assert "Amina Haddad" in client.get(PAGE).text
    (look,) = session.scalars(select(Look))
    assert (look.newcomer_id, look.looked_as) == (newcomer_id, LookedAs.OFFICER)
    session.rollback()


def test_the_page_asks_as_much_for_many_as_for_one(
    client: PageClient,
    session: Session,
    officer: Account,
    sign_in: SignIn,
    count_queries: Callable[[], Any],
) -> None:
    def questions() -> int:
        with count_queries() as asked:
            assert client.get(PAGE).status_code == 200
        return len(asked)

    protocol(session)
    joined = activity(session, resident(session))
    hours(session, joined, HoursState.ACCEPTED)
    session.commit()
    sign_in(client, officer)
    few = questions()
    session.add(AccountRole(account_id=officer.id, role=Role.MUNICIPALITY_OFFICER, nis=GENT))
    for number in range(8):
        course = resident(session, f"Persoon {number}", nis=GENT if number % 2 else MECHELEN)
        hours(session, activity(session, course), HoursState.ACCEPTED)
    session.commit()
    assert questions() == few <= 12


PAGES_OF_OFFICERS = ("/mijn", "/regie", "/regie/inwoners", "/regie/aanbod", "/regie/organisaties")


def test_no_page_of_the_former_municipality_names_who_moved_and_no_export_opens(
    client: PageClient, session: Session, officer: Account, sign_in: SignIn
) -> None:
    protocol(session)
    course = resident(session, "Wie Verhuisde")
    others = [resident(session, f"Persoon {number}") for number in range(5)]
    session.commit()
    sign_in(client, officer)
    assert "Wie Verhuisde" in client.get(PAGE).text
    assert ">6<" in client.get("/regie").text
    record_move(
        session,
        course,
        nis=GENT,
        postcode="9000",
        from_on=today(),
        by=course.counsellor,
        at=datetime.now(UTC),
    )
    session.commit()
    for address in PAGES_OF_OFFICERS:
        assert "Wie Verhuisde" not in client.get(address).text, address
    assert ">5<" in client.get("/regie").text
    for address in ("/uitvoer", f"/trajecten/{course.id}", f"/trajecten/{others[0].id}"):
        assert client.get(address).status_code in {403, 404}


def test_coaches_counsellors_and_administrators_have_no_such_page(
    client: PageClient, session: Session, sign_in: SignIn
) -> None:
    network = session.get_one(Municipality, MECHELEN).network_code
    for role, scope in (
        (Role.NETWORK_COACH, {"network_code": network}),
        (Role.COUNSELLOR, {"agency_code": "agii"}),
        (Role.AGENCY_ADMINISTRATOR, {"agency_code": "agii"}),
        (Role.SYSTEM_ADMINISTRATOR, {}),
    ):
        sign_in(client, examples.person_with(session, role, **scope))
        assert client.get(PAGE).status_code in {403, 404}


def test_no_name_stands_on_a_board_and_small_numbers_are_hidden_for_each_role(
    client: PageClient, session: Session, sign_in: SignIn
) -> None:
    for number in range(4):
        resident(session, f"Naam{number} Geheim")
    network = session.get_one(Municipality, MECHELEN).network_code
    session.commit()
    for role, scope in (
        (Role.MUNICIPALITY_OFFICER, {"nis": MECHELEN}),
        (Role.NETWORK_COACH, {"network_code": network}),
        (Role.AGENCY_ADMINISTRATOR, {"agency_code": "agii"}),
    ):
        sign_in(client, examples.person_with(session, role, **scope))
        for address in ("/regie", "/mijn"):
            page = client.get(address).text
            assert "Geheim" not in page
        assert "minder dan 5" in client.get("/regie").text
