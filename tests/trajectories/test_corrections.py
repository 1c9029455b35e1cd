"""Two corrections of the same hours, of which one was sent back: what holds, what still can."""

from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy.orm import Session

from meedoen.core.errors import RuleBroken
from meedoen.trajectories.hours.actions import change_sent_back
from meedoen.trajectories.hours.rules import When, reasons_not_mended
from meedoen.trajectories.models import Activity, HoursEntry
from meedoen.trajectories.rules import reasons_not_complete
from meedoen.trajectories.terms import HoursState
from tests.conftest import PageClient
from tests.examples import NOW
from tests.trajectories.examples import hours, page_of


@dataclass(frozen=True)
class TwoCorrections:
    """The accepted hours, the correction that was sent back, and the other one."""

    old: HoursEntry
    sent_back: HoursEntry
    other: HoursEntry


def two_corrections(
    session: Session, joined: Activity, state: HoursState = HoursState.ACCEPTED
) -> TwoCorrections:
    old = hours(session, joined, HoursState.ACCEPTED, minutes=120)
    sent_back = hours(session, joined, HoursState.SENT_BACK, corrects_id=old.id)
    other = hours(session, joined, state, minutes=90, corrects_id=old.id)
    session.commit()
    return TwoCorrections(old, sent_back, other)


def mend(session: Session, entry: HoursEntry) -> None:
    by = entry.trajectory.counsellor
    change_sent_back(session, entry, when=When(on_date=date(2026, 3, 2), minutes=60), by=by, at=NOW)


@pytest.mark.parametrize("state", [HoursState.REPORTED, HoursState.CONFIRMED, HoursState.ACCEPTED])
def test_a_correction_that_another_one_overtook_is_not_mended(
    session: Session, joined: Activity, state: HoursState
) -> None:
    made = two_corrections(session, joined, state)
    with pytest.raises(RuleBroken) as broken:
        mend(session, made.sent_back)
    assert [reason.code for reason in broken.value.reasons] == ["corrected_already"]


def test_a_correction_is_mended_when_the_other_one_was_withdrawn(
    session: Session, joined: Activity
) -> None:
    made = two_corrections(session, joined, HoursState.WITHDRAWN)
    assert reasons_not_mended(made.sent_back, joined.trajectory.hours) == ()
    mend(session, made.sent_back)
    assert made.sent_back.state is HoursState.REPORTED


def test_a_correction_that_another_one_overtook_keeps_nothing_open(
    session: Session, joined: Activity
) -> None:
    two_corrections(session, joined)
    course = joined.trajectory
    why = reasons_not_complete(course, course.hours, course.rule_set)
    assert [reason.code for reason in why] == ["target_not_reached"]


def test_only_taking_it_back_is_offered_for_a_correction_that_was_overtaken(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    made = two_corrections(session, joined)
    here = f"{page_of(joined)}/uren/{made.sent_back.id}"
    page = guided.get(here).get_data(as_text=True)
    assert "loopt al een rechtzetting" in page
    assert "/veranderen" not in page
    times = {"change-on_date": "2026-03-02", "change-minutes": "90"}
    answer = guided.post(f"{here}/veranderen", data=times)
    assert answer.status_code == 422
    assert "loopt al een rechtzetting" in answer.get_data(as_text=True)
    assert "Verbeter" not in guided.get(page_of(joined)).get_data(as_text=True)
    assert guided.post(f"{here}/intrekken").status_code == 303
