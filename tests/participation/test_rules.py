"""When somebody may ask to join, what must be said, and when it is forgotten."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from meedoen.core.errors import Reason
from meedoen.offers.terms import OfferStatus
from meedoen.organisations.terms import OrganisationKind, OrganisationStatus
from meedoen.participation import rules
from meedoen.participation.terms import InterestStatus

NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Host:
    kind: OrganisationKind = OrganisationKind.NON_PROFIT
    status: OrganisationStatus = OrganisationStatus.VERIFIED


@dataclass(frozen=True)
class Offer:
    status: OfferStatus = OfferStatus.PUBLISHED
    ends_on: date | None = None
    organisation: Host = Host()


def fields(reasons: tuple[Reason, ...]) -> list[str | None]:
    return [reason.field for reason in reasons]


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        ({"phone": "0470 12 34 56"}, []),
        ({"email": "amina@voorbeeld.be"}, []),
        ({"phone": "+32 470 12 34 56", "email": "amina@voorbeeld.be"}, []),
        ({}, ["phone"]),
        ({"phone": "bel mij"}, ["phone"]),
        ({"email": "amina"}, ["email"]),
        ({"email": "amina@voorbeeld.be\nBcc: x@y.be"}, ["email"]),
        ({"name": " ", "phone": "0470 12 34 56"}, ["name"]),
        ({"name": "A" * 121, "phone": "0470 12 34 56"}, ["name"]),
        ({"name": "Amina\n", "phone": "0470 12 34 56"}, ["name"]),
        ({"message": "a" * 500, "phone": "0470 12 34 56"}, []),
        ({"message": "a" * 501, "phone": "0470 12 34 56"}, ["message"]),
        ({"message": "a\x00b", "phone": "0470 12 34 56"}, ["message"]),
        ({"name": "", "message": "a" * 501}, ["name", "phone", "message"]),
    ],
)
def test_who_asks_gives_a_name_and_one_way_to_be_reached(
    asked: dict[str, str], wrong: list[str]
) -> None:
    typed: dict[str, str | None] = {"name": "Amina", "phone": None, "email": None, "message": ""}
    assert fields(rules.asking_reasons(**(typed | asked))) == wrong  # type: ignore[arg-type]


@pytest.mark.parametrize("status", OfferStatus)
def test_only_what_can_be_found_can_be_joined(status: OfferStatus) -> None:
    told = rules.not_open_reasons(Offer(status=status), on=NOW.date())
    assert bool(told) is (status is not OfferStatus.PUBLISHED)


def test_what_is_over_or_of_an_unverified_host_cannot_be_joined() -> None:
    over = Offer(ends_on=NOW.date() - timedelta(days=1))
    resting = Offer(organisation=Host(status=OrganisationStatus.PAUSED))
    for offer in (over, resting):
        assert [one.code for one in rules.not_open_reasons(offer, on=NOW.date())] == [
            "offer_not_joinable"
        ]
    assert not rules.not_open_reasons(Offer(ends_on=NOW.date()), on=NOW.date())


W, C, J, N = InterestStatus
ALLOWED = {(W, C), (W, J), (W, N), (C, J), (C, N), (J, N), (N, J)}


@pytest.mark.parametrize(("before", "after"), [*product(InterestStatus, InterestStatus)])
def test_an_answer_goes_only_where_the_table_says(
    before: InterestStatus, after: InterestStatus
) -> None:
    told = rules.answering_reasons(before, after, reason="De groep is vol.")
    assert (not told) is ((before, after) in ALLOWED)


@pytest.mark.parametrize(
    ("reason", "code"),
    [("", "reason_missing"), (" \n", "reason_missing"), ("a" * 501, "reason_too_long")],
)
def test_what_is_not_possible_has_a_reason_that_fits(reason: str, code: str) -> None:
    assert [one.code for one in rules.answering_reasons(W, N, reason=reason)] == [code]
    assert not rules.answering_reasons(W, J, reason=reason)


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("status", "asked", "answered", "gone"),
    [
        (W, 179, None, False),
        (W, 180, None, True),
        (C, 100, 99, False),
        (C, 180, 1, True),
        (J, 40, 29, False),
        (J, 40, 30, True),
        (N, 31, 30, True),
        (N, 180, 1, True),
    ],
)
def test_an_interest_is_forgotten_after_its_answer_and_in_any_case(
    status: InterestStatus, asked: int, answered: int | None, gone: bool
) -> None:
    answered_at = None if answered is None else NOW - answered * DAY
    assert gone is rules.is_forgotten(
        status, asked_at=NOW - asked * DAY, answered_at=answered_at, at=NOW
    )


def test_the_retention_of_a_day_is_the_last_that_began() -> None:
    first = rules.RETENTIONS[0]
    assert rules.retention_on(first.valid_from - DAY) is first
    assert rules.retention_on(date(2100, 1, 1)) is rules.RETENTIONS[-1]
    days = [one.valid_from for one in rules.RETENTIONS]
    assert days == sorted(set(days))
    assert all(one.source for one in rules.RETENTIONS)


def test_days_are_counted_as_on_a_calendar_in_brussels() -> None:
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    assert rules.age_in_days(late, on=date(2026, 3, 3)) == 0
    assert rules.age_in_days(late - timedelta(hours=1), on=date(2026, 3, 3)) == 1


def test_a_first_name_is_the_first_word() -> None:
    assert [rules.first_name(name) for name in ("Amina Haddad", "Amina", " ")] == [
        "Amina",
        "Amina",
        "",
    ]
