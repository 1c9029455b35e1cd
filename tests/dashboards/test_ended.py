"""The board of ended trajectories: erasing changes no number, and few people are not counted."""

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from meedoen.dashboards.ended.queries import BEFORE, ENDS, EndedYear, list_ended
from meedoen.organisations.queries import Scope
from meedoen.trajectories.forgetting.actions import erase_person
from meedoen.trajectories.forgetting.terms import Because
from meedoen.trajectories.terms import TrajectoryStatus
from tests.examples import GENT, MECHELEN
from tests.trajectories.examples import trajectory
from tests.trajectories.lives import ended

ON = date(2028, 5, 1)
AT = datetime(2028, 5, 1, 9, 0, tzinfo=UTC)
HERE = Scope(nis=frozenset({MECHELEN}))


def counted(session: Session, scope: Scope = HERE) -> list[EndedYear]:
    return list_ended(session, scope, on=ON)


def test_erasing_changes_no_number(session: Session) -> None:
    made = [ended(session) for _ in range(7)]
    trajectory(session)
    before = counted(session)
    stopped = ENDS.index(TrajectoryStatus.STOPPED)
    assert [(one.year, one.ends[stopped]) for one in before] == [(2026, 7)]
    for one in made[:4]:
        erase_person(session, one.newcomer_id, because=Because.ASKED, by=one.counsellor, at=AT)
    assert counted(session) == before


def test_few_people_are_not_counted_and_others_lie_elsewhere(session: Session) -> None:
    for _ in range(4):
        ended(session)
    assert counted(session) == [EndedYear(2026, [None] * len(ENDS))]
    assert counted(session, Scope(nis=frozenset({GENT}))) == []


def test_a_year_begins_at_midnight_in_brussels_before_and_after_erasing(session: Session) -> None:
    made = [ended(session) for _ in range(5)]
    for one in made:
        one.ended_at = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    session.flush()
    assert [one.year for one in counted(session)] == [2027]
    for one in made:
        erase_person(session, one.newcomer_id, because=Because.ASKED, by=one.counsellor, at=AT)
    assert [one.year for one in counted(session)] == [2027]
    assert [one.year for one in list_ended(session, HERE, on=date(2040, 1, 1))] == [BEFORE]
