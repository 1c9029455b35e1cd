"""The invented caseload can be made at any hour of any day."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from meedoen.seeding.demo.caseload import make_caseload
from meedoen.seeding.demo.catalogue import Workshop
from meedoen.seeding.demo.needs import make_needs
from meedoen.seeding.demo.own_work import make_own_work
from meedoen.seeding.demo.people import make_accounts, make_reviewers
from meedoen.trajectories.caseload.queries import Question, list_caseload
from meedoen.trajectories.caseload.terms import Need
from meedoen.trajectories.terms import TrajectoryStatus

EVERYBODY = Question(status=frozenset(TrajectoryStatus))


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
    assert make_needs(workshop, people["counsellor"], shown["organisation"]) == 7
    waits = {
        waiting.need
        for case in list_caseload(session, people["counsellor"], at=at, asked=EVERYBODY)
        for waiting in case.waits
    }
    assert waits >= set(Need) - {Need.OUT_OF_REACH, Need.TO_RESUME, Need.TO_COMPLETE, Need.ENDED}
