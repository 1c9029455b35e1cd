"""Lump sums of volunteers: per day and year, over all organisations; told, and never refused."""

from dataclasses import dataclass
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from meedoen.accounts.terms import Role
from meedoen.core.errors import RuleBroken
from meedoen.offers.terms import OfferType
from meedoen.trajectories.allowances.actions import set_allowance
from meedoen.trajectories.allowances.queries import find_warnings, paid_days
from meedoen.trajectories.allowances.rules import (
    Paid,
    read_euros,
    reasons_not_paid,
    warnings_of,
)
from meedoen.trajectories.models import Activity
from meedoen.trajectories.terms import HoursState
from tests import examples
from tests.conftest import PageClient
from tests.examples import NOW
from tests.trajectories.conftest import SignIn
from tests.trajectories.examples import activity, hours, page_of, trajectory

FIRST = date(2026, 1, 1)


@dataclass(frozen=True)
class Limits:
    allowance_day_cents: int = 4148
    allowance_year_cents: int = 165_929


CAPS = Limits()


def codes(paid: list[Paid]) -> list[str]:
    return [why.code for why in warnings_of(paid, lambda day: CAPS)]


def days(count: int, cents: int, *, at_activity: int = 1, since: date = FIRST) -> list[Paid]:
    return [Paid(since + timedelta(days=n), at_activity, cents) for n in range(count)]


@pytest.mark.parametrize(
    ("paid", "expected"),
    [
        ([], []),
        (days(1, 4148), []),
        (days(1, 4149), ["allowance_over_day"]),
        (days(1, 2100) + days(1, 2100, at_activity=2), ["allowance_over_day"]),
        (days(1, 2100) * 2, []),
        (days(40, 4148), []),
        (days(41, 4148), ["allowance_over_year"]),
        (days(40, 2074) + days(41, 2100, since=date(2026, 3, 1)), ["allowance_over_year"]),
        (days(41, 4148, since=date(2025, 12, 20)), []),
    ],
)
def test_each_day_and_each_year_is_held_against_its_cap_over_all_organisations(
    paid: list[Paid], expected: list[str]
) -> None:
    assert sorted(set(codes(paid))) == sorted(set(expected))


@given(
    st.lists(
        st.builds(
            Paid,
            st.dates(FIRST, date(2026, 12, 31)),
            st.integers(1, 4),
            st.integers(1, 6000),
        ),
        max_size=60,
    )
)
def test_what_is_told_is_what_a_plain_sum_says(paid: list[Paid]) -> None:
    unlike = set(paid)
    per_day = {one.on_date: 0 for one in unlike}
    for one in unlike:
        per_day[one.on_date] += one.cents
    over = [day for day, cents in per_day.items() if cents > CAPS.allowance_day_cents]
    told = codes(paid)
    assert told.count("allowance_over_day") == len(over)
    assert ("allowance_over_year" in told) == (sum(per_day.values()) > CAPS.allowance_year_cents)


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("", None), ("  ", None), ("12", 1200), ("12,5", 1250), ("12.50", 1250), ("€ 41,48", 4148)],
)
def test_an_amount_is_read_as_people_type_it(typed: str, cents: int | None) -> None:
    assert read_euros(typed) == cents


@pytest.mark.parametrize("typed", ["veel", "-3", "1,234", "12,,5", "99999", "١٢", "1e2", ",5"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_euros(typed)


def test_only_volunteering_brings_an_allowance() -> None:
    assert not reasons_not_paid(1000, OfferType.VOLUNTEERING)
    assert not reasons_not_paid(1000, None)
    assert reasons_not_paid(1000, OfferType.BUDDY)[0].code == "no_volunteering"
    assert reasons_not_paid(0, None)[0].code == "allowance_outside"
    assert not reasons_not_paid(None, OfferType.BUDDY)


@pytest.fixture
def paid(session: Session, joined: Activity) -> Activity:
    """An activity that brings more than half of what a day may."""
    set_allowance(session, joined, 2500, by=joined.trajectory.counsellor, at=NOW)
    return joined


def test_hours_at_two_places_on_one_day_and_planned_ones_are_added_up(
    session: Session, paid: Activity
) -> None:
    other = activity(session, paid.trajectory, host="Buurthuis", allowance_day_cents=2500)
    hours(session, paid, HoursState.REPORTED, begins_at=time(9), ends_at=time(11))
    hours(session, paid, HoursState.ACCEPTED, minutes=60)
    hours(session, other, HoursState.WITHDRAWN)
    assert find_warnings(session, paid.newcomer_id) == ()
    hours(session, other, HoursState.PLANNED, minutes=60)
    assert len(set(paid_days(session, paid.newcomer_id))) == 2
    [why] = find_warnings(session, paid.newcomer_id)
    assert why.code == "allowance_over_day"


def test_another_person_and_what_brings_nothing_do_not_count(
    session: Session, paid: Activity
) -> None:
    stranger = activity(session, trajectory(session), allowance_day_cents=9000)
    hours(session, stranger, HoursState.REPORTED)
    free = activity(session, paid.trajectory)
    hours(session, free, HoursState.REPORTED)
    assert paid_days(session, paid.newcomer_id) == []
    thought_of = [Paid(date(2026, 3, 2), free.id, 9000)]
    assert find_warnings(session, paid.newcomer_id, more=thought_of)


def test_a_warning_stands_on_the_page_with_its_source_and_blocks_nothing(
    session: Session, client: PageClient, paid: Activity, sign_in: SignIn
) -> None:
    paid.allowance_day_cents = 5000
    entry = hours(session, paid, HoursState.CONFIRMED)
    sign_in(client, paid.trajectory.counsellor)
    address, accept = page_of(paid), f"{page_of(paid)}/uren/aanvaarden"
    data = {"entries": f"{entry.id}:{entry.version}"}
    session.rollback()
    page = client.get(address).text
    assert "komen de vergoedingen samen op €" in page
    assert "De bedragen van 2025 en 2026 vonden we niet" in page
    assert client.post(accept, data=data).status_code == 303


def test_counsellor_and_organisation_write_it_down_and_nobody_else(
    session: Session, client: PageClient, sign_in: SignIn
) -> None:
    host = examples.organisation(session)
    offer = examples.offer(session, host, "Soep", type=OfferType.VOLUNTEERING)
    made = activity(session, trajectory(session), offer_id=offer.id)
    member = examples.person_with(session, Role.ORGANISATION_MEMBER, organisation_id=host.id)
    address = f"{page_of(made)}/activiteiten/{made.id}/vergoeding"
    of = made.trajectory
    for who, typed in ((of.counsellor, "20"), (member, "12,50")):
        sign_in(client, who)
        assert client.get(address).status_code == 200
        assert client.post(address, data={"amount": typed}).status_code == 303
    session.refresh(made)
    assert made.allowance_day_cents == 1250
    session.commit()
    answer = client.post(address, data={"amount": "veel"})
    assert (answer.status_code, "zoals 12,50" in answer.text) == (422, True)
    for who in (of.newcomer, examples.counsellor(session)):
        sign_in(client, who)
        assert client.get(address).status_code == 404


def test_at_another_kind_of_offer_it_is_refused(session: Session) -> None:
    offer = examples.offer(session, examples.organisation(session), "Buddy", type=OfferType.BUDDY)
    made = activity(session, trajectory(session), offer_id=offer.id)
    with pytest.raises(RuleBroken) as broken:
        set_allowance(session, made, 1000, by=made.trajectory.counsellor, at=NOW)
    assert broken.value.reasons[0].code == "no_volunteering"
