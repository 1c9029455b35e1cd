"""Who looked at accepted hours: one person alone, or somebody else too."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from meedoen.trajectories.accepting.queries import Share, count_accepted
from meedoen.trajectories.accepting.rules import all_by_one
from meedoen.trajectories.models import HoursEntry
from meedoen.trajectories.terms import ConfirmedHow, HoursState
from tests import examples
from tests.examples import NOW
from tests.trajectories.examples import activity, hours, trajectory

SINCE = NOW - timedelta(days=90)
NOBODY = Share(entries=0, minutes=0, people=0)


@dataclass
class Handled:
    """Who did what."""

    logged_by_id: int
    paper_seen_by_id: int | None
    accepted_by_id: int | None


@pytest.mark.parametrize(
    ("logged", "saw", "accepted", "alone"),
    [
        (1, 1, 1, True),
        (1, 2, 1, False),
        (2, 1, 1, False),
        (1, 1, 2, False),
        (1, None, 1, False),
        (1, 1, None, False),
        (1, None, None, False),
    ],
)
def test_one_person_did_all_only_when_nobody_else_did_anything(
    logged: int, saw: int | None, accepted: int | None, alone: bool
) -> None:
    assert all_by_one(Handled(logged, saw, accepted)) is alone


def accepted(session: Session, *, saw: bool = True, **changes: object) -> HoursEntry:
    """Two accepted hours of a newcomer of their own; on paper that the counsellor saw, or not."""
    where = {"agency_code": changes.pop("agency_code", "agii")}
    own = trajectory(session, **where)
    paper = {"confirmed_how": ConfirmedHow.PAPER, "paper_seen_by_id": own.counsellor_id}
    return hours(
        session,
        activity(session, own),
        HoursState.ACCEPTED,
        **((paper if saw else {}) | changes),
    )


def test_an_agency_counts_what_was_accepted_on_paper_and_by_one_person(session: Session) -> None:
    colleague = examples.counsellor(session)
    alone = accepted(session)
    hours(
        session,
        alone.activity,
        HoursState.ACCEPTED,
        minutes=30,
        confirmed_how=ConfirmedHow.PAPER,
        paper_seen_by_id=alone.trajectory.counsellor_id,
    )
    accepted(session, paper_seen_by_id=colleague.id)
    accepted(session, logged_by_id=colleague.id)
    accepted(session, saw=False)
    accepted(session, agency_code="amal")
    accepted(session, accepted_at=SINCE - timedelta(days=1))
    hours(session, alone.activity, HoursState.CONFIRMED)
    found = count_accepted(session, {"agii"}, since=SINCE)
    assert found.all == Share(entries=5, minutes=510, people=4)
    assert found.on_paper == Share(entries=4, minutes=390, people=3)
    assert found.by_one == Share(entries=2, minutes=150, people=1)


def test_where_nothing_was_accepted_nobody_is_counted(session: Session) -> None:
    found = count_accepted(session, {"agii"}, since=SINCE)
    assert (found.all, found.on_paper, found.by_one) == (NOBODY, NOBODY, NOBODY)
