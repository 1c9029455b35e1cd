"""The invented caseload can be made at any hour of any day."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from meedoen.seeding.demo.caseload import make_caseload
from meedoen.seeding.demo.catalogue import Workshop
from meedoen.seeding.demo.own_work import make_own_work
from meedoen.seeding.demo.people import make_accounts, make_reviewers


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 11, 23, 22, 3, tzinfo=UTC),  # An hour before midnight, after summer time.
        datetime(2026, 4, 20, 22, 30, tzinfo=UTC),  # Half past midnight, after winter time.
        datetime(2026, 7, 1, 12, 0, tzinfo=UTC),
    ],
)
def test_the_caseload_is_made_at_any_hour(session: Session, at: datetime) -> None:
    people = make_accounts(session, at=at)
    workshop = Workshop(session, at, "http://localhost", make_reviewers(session, at=at))
    shown = make_own_work(workshop, people)
    assert make_caseload(workshop, people, shown) == 9
