"""The gate of data protocols: when names may be seen, who writes a protocol down, who withdraws."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.accounts.terms import Role
from meedoen.core.audit import AuditRow
from meedoen.core.errors import Conflict, RuleBroken
from meedoen.dashboards.protocols.actions import record_protocol, withdraw_protocol
from meedoen.dashboards.protocols.models import DataProtocol
from meedoen.dashboards.protocols.queries import protocol_holds
from meedoen.dashboards.protocols.rules import (
    holds,
    reasons_no_names,
    reasons_not_recorded,
    reasons_not_withdrawn,
)
from meedoen.places.models import Municipality
from meedoen.trajectories.rules import local
from meedoen.web.clock import today
from tests import examples
from tests.conftest import PageClient
from tests.examples import BONHEIDEN, GENT, MECHELEN
from tests.trajectories.conftest import SignIn

ON = date(2026, 3, 3)
AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
KEY = "a" * 32
LISTING = "/regie/protocollen"


@dataclass(frozen=True)
class Paper:
    valid_from: date = ON - 30 * DAY
    valid_until: date = ON + 30 * DAY
    withdrawn_on: date | None = None


ENDED = Paper(ON - 60 * DAY, ON - DAY)
AHEAD = Paper(ON + 5 * DAY, ON + 90 * DAY)
GONE = Paper(withdrawn_on=ON)


@pytest.mark.parametrize(
    ("papers", "codes"),
    [
        ([], ["no_protocol"]),
        ([Paper()], []),
        ([Paper(ON, ON)], []),
        ([ENDED], ["protocol_ended"]),
        ([AHEAD], ["protocol_ahead"]),
        ([ENDED, AHEAD], ["protocol_ended", "protocol_ahead"]),
        ([ENDED, Paper()], []),
        ([Paper(), Paper(ON - DAY, ON + DAY)], []),
        ([GONE], ["protocol_withdrawn"]),
        ([GONE, Paper()], []),
        ([Paper(withdrawn_on=ON + DAY)], []),
        ([Paper(AHEAD.valid_from, AHEAD.valid_until, ON)], ["protocol_withdrawn"]),
        ([Paper(ON - 9 * DAY, ON - 8 * DAY, ON - 8 * DAY), ENDED], ["protocol_ended"]),
    ],
)
def test_names_are_seen_while_a_protocol_holds_and_else_it_is_said_why(
    papers: list[Paper], codes: list[str]
) -> None:
    assert [one.code for one in reasons_no_names(papers, on=ON)] == codes


def test_the_last_one_that_ended_and_the_next_that_begins_are_named() -> None:
    why = reasons_no_names([ENDED, Paper(ON - 99 * DAY, ON - 70 * DAY), AHEAD], on=ON)
    assert [one.facts["day"] for one in why] == [ENDED.valid_until, AHEAD.valid_from]


PAPERS = st.builds(
    lambda start, length, gone: Paper(
        ON + start * DAY,
        ON + (start + length) * DAY,
        None if gone is None else ON + gone * DAY,
    ),
    st.integers(-40, 40),
    st.integers(0, 40),
    st.none() | st.integers(-40, 40),
)


@given(st.lists(PAPERS, max_size=5))
def test_there_is_a_reason_exactly_when_none_holds(papers: list[Paper]) -> None:
    assert (not reasons_no_names(papers, on=ON)) is any(holds(one, on=ON) for one in papers)


def test_it_ends_at_midnight_in_brussels_and_not_in_the_middle_of_the_day() -> None:
    paper = Paper(valid_until=ON)
    before = local(datetime(2026, 3, 3, 22, 59, tzinfo=UTC)).date()
    after = local(datetime(2026, 3, 3, 23, 1, tzinfo=UTC)).date()
    assert holds(paper, on=before)
    assert not holds(paper, on=after)


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ({}, []),
        ({"inside": False}, ["protocol_elsewhere"]),
        ({"known": True}, ["protocol_known"]),
        ({"valid_until": ON - DAY}, ["ends_before_it_begins"]),
        ({"valid_until": ON}, []),
        ({"valid_until": date(2036, 12, 31)}, []),
        ({"valid_until": date(2037, 1, 1)}, ["protocol_too_long"]),
    ],
)
def test_a_protocol_that_cannot_be_is_refused(facts: dict[str, object], codes: list[str]) -> None:
    said = {"inside": True, "known": False, "valid_from": ON, "valid_until": ON + DAY} | facts
    assert [one.code for one in reasons_not_recorded(**said)] == codes  # type: ignore[arg-type]


def test_only_what_is_not_over_is_withdrawn() -> None:
    assert not reasons_not_withdrawn(Paper(), on=ON)
    assert not reasons_not_withdrawn(AHEAD, on=ON)
    assert reasons_not_withdrawn(ENDED, on=ON)
    assert reasons_not_withdrawn(GONE, on=ON)


@pytest.fixture
def administrator(session: Session) -> Account:
    """Who administers AgII."""
    return examples.person_with(session, Role.AGENCY_ADMINISTRATOR, agency_code="agii")


def record(session: Session, by: Account, **changes: object) -> DataProtocol:
    facts: dict[str, object] = {
        "nis": MECHELEN,
        "reference": "Protocol PNT",
        "document_number": "2026/14",
        "between": "AgII en stad Mechelen",
        "purpose": "Inwoners opvolgen die een traject volgen.",
        "valid_from": ON - 30 * DAY,
        "valid_until": ON + 30 * DAY,
        "by": by,
        "at": AT,
        "request_key": KEY,
    }
    return record_protocol(session, **(facts | changes))  # type: ignore[arg-type]


def test_it_is_written_down_once_with_a_trail(session: Session, administrator: Account) -> None:
    first = record(session, administrator)
    assert record(session, administrator) is first
    rows = session.scalars(select(AuditRow).where(AuditRow.act == "record_protocol")).all()
    assert [row.thing_id for row in rows] == [first.id]
    other = examples.person_with(session, Role.AGENCY_ADMINISTRATOR, agency_code="agii")
    with pytest.raises(Conflict):
        record(session, other)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"nis": GENT}, "protocol_elsewhere"),
        ({"nis": "99999"}, "protocol_elsewhere"),
        ({"document_number": " 2026/14 "}, "protocol_known"),
        ({"reference": "  "}, "text_missing"),
        ({"purpose": "x" * 1001}, "text_too_long"),
    ],
)
def test_of_another_agency_known_or_empty_it_is_refused(
    session: Session, administrator: Account, changes: dict[str, object], code: str
) -> None:
    record(session, administrator)
    with pytest.raises(RuleBroken) as broken:
        record(
            session,
            administrator,
            **({"document_number": "x", "request_key": "b" * 32} | changes),
        )
    assert code in {one.code for one in broken.value.reasons}


def test_withdrawn_it_ends_at_once_and_twice_is_once(
    session: Session, administrator: Account
) -> None:
    protocol = record(session, administrator)
    for _ in range(2):
        withdraw_protocol(session, protocol, by=administrator, at=AT)
    assert protocol.withdrawn_on == ON
    assert not holds(protocol, on=ON)
    acts = session.scalar(select(func.count()).where(AuditRow.act == "withdraw_protocol"))
    assert acts == 1
    anew = record(session, administrator, request_key="b" * 32)
    assert anew.id != protocol.id


def test_the_rule_and_the_condition_in_sql_agree_on_every_day(
    session: Session, administrator: Account
) -> None:
    kinds = [(-20, -10, None), (-5, 3, -2), (1, 4, None), (6, 20, 9)]
    for number, (begin, end, gone) in enumerate(kinds):
        made = record(
            session,
            administrator,
            document_number=str(number),
            request_key=f"{number:032x}",
            valid_from=ON + begin * DAY,
            valid_until=ON + end * DAY,
        )
        if gone is not None:
            made.withdrawn_on, made.withdrawn_by_id = ON + gone * DAY, administrator.id
    session.flush()
    known = session.scalars(select(DataProtocol)).all()
    for offset in range(-25, 26):
        on = ON + offset * DAY
        found = session.scalars(
            select(Municipality.nis).where(protocol_holds(Municipality.nis, on=on))
        ).all()
        assert (found == [MECHELEN]) is any(holds(one, on=on) for one in known)


def sent(**changes: str) -> dict[str, str]:
    return {
        "nis": BONHEIDEN,
        "reference": "Protocol PNT",
        "document_number": "2026/15",
        "between": "AgII en gemeente Bonheiden",
        "purpose": "Opvolging.",
        "valid_from": today().isoformat(),
        "valid_until": (today() + 30 * DAY).isoformat(),
        "request_key": KEY,
    } | changes


def test_an_administrator_writes_it_down_and_withdraws_it_with_a_press(
    client: PageClient, session: Session, administrator: Account, sign_in: SignIn
) -> None:
    sign_in(client, administrator)
    assert "Nog geen protocol" in client.get(LISTING).text
    for _ in range(2):
        assert client.post(f"{LISTING}/nieuw", data=sent()).status_code == 303
    page = client.get(LISTING).text
    assert page.count("2026/15") == 1
    number = session.scalar(select(DataProtocol.id))
    session.commit()
    assert client.post(f"{LISTING}/{number}/intrekken").status_code == 303
    assert client.post(f"{LISTING}/{number}/intrekken").status_code == 303
    assert "ingetrokken op" in client.get(LISTING).text


@pytest.mark.parametrize(
    "changes",
    [{"nis": GENT}, {"valid_until": "2020-01-01"}, {"purpose": ""}, {"valid_from": "ooit"}],
)
def test_what_cannot_be_comes_back(
    client: PageClient,
    session: Session,
    administrator: Account,
    sign_in: SignIn,
    changes: dict[str, str],
) -> None:
    sign_in(client, administrator)
    answer = client.post(f"{LISTING}/nieuw", data=sent(**changes))
    assert answer.status_code == 422
    assert "Bonheiden" in answer.text
    assert session.scalar(select(func.count()).select_from(DataProtocol)) == 0


def test_officers_coaches_counsellors_and_another_agency_reach_none(
    client: PageClient, session: Session, administrator: Account, sign_in: SignIn
) -> None:
    protocol = record(session, administrator)
    number = protocol.id
    session.commit()
    other = examples.person_with(session, Role.AGENCY_ADMINISTRATOR, agency_code="amal")
    network = session.get_one(Municipality, MECHELEN).network_code
    coach = examples.person_with(session, Role.NETWORK_COACH, network_code=network)
    for person in (examples.officer(session), coach, examples.counsellor(session), other):
        sign_in(client, person)
        assert client.post(f"{LISTING}/{number}/intrekken").status_code == 404
        if person is not other:
            assert client.get(LISTING).status_code in {403, 404}
            assert client.post(f"{LISTING}/nieuw", data=sent()).status_code in {403, 404}
    assert "2026/14" not in client.get(LISTING).text
    session.refresh(protocol)
    assert protocol.withdrawn_on is None
