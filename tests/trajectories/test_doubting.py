"""Hours that are unlikely: asked about, shown beside what is there, and kept when vouched for."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.core.errors import RuleBroken
from meedoen.offers.models import OfferSession
from meedoen.offers.terms import Rhythm, SessionStatus
from meedoen.trajectories.doubting.rules import days_of
from meedoen.trajectories.hours.actions import correct_hours, log_hours
from meedoen.trajectories.hours.rules import When
from meedoen.trajectories.ledger.queries import list_lines
from meedoen.trajectories.models import Activity, HoursEntry
from meedoen.trajectories.terms import HoursState
from tests import examples
from tests.conftest import PageClient
from tests.examples import NOW
from tests.trajectories.examples import activity, hours, page_of, trajectory

MONDAY = date(2026, 3, 2)
AN_HOUR = When(on_date=MONDAY, minutes=60)


@dataclass
class Meeting:
    starts_at: datetime
    status: SessionStatus = SessionStatus.PLANNED


@dataclass
class Offer:
    rhythm: Rhythm
    starts_on: date | None = None
    ends_on: date | None = None
    sessions: list[Meeting] = field(default_factory=list)


LATE = Meeting(datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
"""Half past midnight on 2 March in Brussels."""
CANCELLED = Meeting(datetime(2026, 5, 1, 9, tzinfo=UTC), SessionStatus.CANCELLED)


@pytest.mark.parametrize(
    ("offer", "days"),
    [
        (Offer(Rhythm.ONCE), (None, None)),
        (Offer(Rhythm.ONCE, sessions=[LATE, CANCELLED]), (MONDAY, MONDAY)),
        (
            Offer(Rhythm.SERIES, date(2026, 2, 1), date(2026, 4, 1), [LATE]),
            (date(2026, 2, 1), date(2026, 4, 1)),
        ),
        (
            Offer(Rhythm.SERIES, date(2026, 3, 9), None, [LATE]),
            (MONDAY, date(2026, 3, 2)),
        ),
        (Offer(Rhythm.CONTINUOUS, sessions=[LATE]), (None, None)),
        (Offer(Rhythm.CONTINUOUS, date(2026, 2, 1), None, [LATE]), (date(2026, 2, 1), None)),
    ],
)
def test_the_first_and_last_day_of_an_offer(
    offer: Offer, days: tuple[date | None, date | None]
) -> None:
    assert days_of(offer) == days


def refused(session: Session, at_activity: Activity, when: When) -> list[str]:
    """The codes for which the counsellor cannot log this without vouching for it."""
    by = at_activity.trajectory.counsellor
    try:
        log_hours(session, at_activity, when=when, by=by, at=NOW)
    except RuleBroken as broken:
        return [reason.code for reason in broken.reasons]
    return []


@pytest.fixture
def elsewhere(session: Session, joined: Activity) -> Activity:
    """Another activity of the same person, at another organisation."""
    return activity(session, joined.trajectory, title="Samen koken", host="Buurthuis")


def test_as_many_minutes_on_one_day_at_two_organisations_are_asked_about(
    session: Session, joined: Activity, elsewhere: Activity
) -> None:
    hours(session, joined, HoursState.ACCEPTED, minutes=60)
    assert refused(session, elsewhere, AN_HOUR) == ["same_elsewhere"]


@pytest.mark.parametrize(
    "when",
    [
        When(on_date=MONDAY, minutes=61),
        When(on_date=date(2026, 3, 1), minutes=60),
        When(on_date=MONDAY, begins_at=time(9), ends_at=time(10)),
    ],
)
def test_other_minutes_another_day_or_a_known_time_are_not(
    session: Session, joined: Activity, elsewhere: Activity, when: When
) -> None:
    hours(session, joined, HoursState.ACCEPTED, minutes=60)
    assert refused(session, elsewhere, when) == []


def test_nor_are_hours_at_the_same_organisation_or_that_were_taken_back(
    session: Session, joined: Activity, elsewhere: Activity
) -> None:
    hours(session, elsewhere, HoursState.WITHDRAWN, minutes=60)
    hours(session, joined, HoursState.ACCEPTED, minutes=60)
    assert refused(session, joined, AN_HOUR) == []


def test_what_a_counsellor_vouched_for_stays_in_the_ledger(
    session: Session, joined: Activity, elsewhere: Activity
) -> None:
    hours(session, joined, HoursState.ACCEPTED, minutes=60)
    by = joined.trajectory.counsellor
    log_hours(session, elsewhere, when=AN_HOUR, by=by, at=NOW, vouched=True)
    assert list_lines(session, joined.trajectory_id)[-1].despite == "same_elsewhere"


def test_vouching_where_nothing_is_unlikely_says_nothing(
    session: Session, joined: Activity
) -> None:
    by = joined.trajectory.counsellor
    log_hours(session, joined, when=AN_HOUR, by=by, at=NOW, vouched=True)
    assert list_lines(session, joined.trajectory_id)[-1].despite is None


def test_a_rule_is_not_vouched_away(session: Session, joined: Activity) -> None:
    by = joined.trajectory.counsellor
    with pytest.raises(RuleBroken):
        log_hours(
            session,
            joined,
            when=When(on_date=date(2027, 1, 1), minutes=60),
            by=by,
            at=NOW,
            vouched=True,
        )


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        (date(2026, 2, 1), ["before_offer"]),
        (date(2026, 2, 2), []),
        (date(2026, 2, 28), []),
        (date(2026, 3, 1), ["after_offer"]),
    ],
)
def test_hours_outside_the_days_of_the_offer_are_asked_about(
    session: Session, day: date, codes: list[str]
) -> None:
    offer = examples.offer(
        session,
        examples.organisation(session),
        "Lessenreeks",
        rhythm=Rhythm.SERIES,
        ends_on=date(2026, 2, 28),
    )
    session.add(
        OfferSession(
            offer_id=offer.id,
            starts_at=datetime(2026, 2, 2, 9, tzinfo=UTC),
            ends_at=datetime(2026, 2, 2, 11, tzinfo=UTC),
        )
    )
    at_offer = activity(session, trajectory(session), offer_id=offer.id)
    assert refused(session, at_offer, When(on_date=day, minutes=60)) == codes


def test_a_correction_to_nothing_is_not_asked_about(session: Session) -> None:
    offer = examples.offer(
        session, examples.organisation(session), "Feest", ends_on=date(2026, 2, 1)
    )
    at_offer = activity(session, trajectory(session), offer_id=offer.id)
    entry = hours(session, at_offer, HoursState.ACCEPTED)
    nothing = When(on_date=MONDAY, minutes=0)
    by = at_offer.trajectory.counsellor
    correct_hours(session, entry, when=nothing, note="Ging niet door", by=by, at=NOW)


def sent(at_activity: Activity, key: str, **facts: str) -> dict[str, str]:
    """The form to log hours as a browser sends it."""
    typed = {"activity": str(at_activity.id), "on_date": "2026-03-02", "request_key": key} | facts
    return {f"log-{name}": value for name, value in typed.items()}


def test_a_counsellor_sees_both_and_ticks_that_both_are_right(
    session: Session, guided: PageClient, joined: Activity, elsewhere: Activity
) -> None:
    hours(session, joined, HoursState.ACCEPTED, minutes=60)
    session.commit()
    address = f"{page_of(joined)}/uren"
    form = sent(elsewhere, "a" * 32, minutes="60")
    answer = guided.post(address, data=form)
    assert answer.status_code == 422
    for words in ("Deze uren staan elkaar in de weg", "Bibliotheek Mechelen", "Buurthuis"):
        assert words in answer.text
    assert 'name="log-both_right"' in answer.text
    assert guided.post(address, data=form | {"log-both_right": "y"}).status_code == 303
    newest = session.scalars(select(HoursEntry).order_by(HoursEntry.id.desc())).first()
    assert newest is not None
    session.commit()
    page = guided.get(f"{address}/{newest.id}").text
    assert "De begeleider keek een waarschuwing na" in page


def test_the_tick_is_not_there_before_it_is_asked_for(guided: PageClient, joined: Activity) -> None:
    assert 'name="log-both_right"' not in guided.get(page_of(joined)).text


def test_a_correction_that_overlaps_shows_what_is_there(
    session: Session, guided: PageClient, joined: Activity, elsewhere: Activity
) -> None:
    entry = hours(session, joined, HoursState.ACCEPTED)
    hours(session, elsewhere, HoursState.REPORTED, begins_at=time(14), ends_at=time(16))
    session.commit()
    form = {"on_date": "2026-03-02", "begins_at": "15:00", "ends_at": "17:00", "note": "Later"}
    typed = {f"correct-{name}": value for name, value in form.items()}
    typed["correct-request_key"] = "c" * 32
    answer = guided.post(f"{page_of(joined)}/uren/{entry.id}/rechtzetten", data=typed)
    assert answer.status_code == 422
    assert "15.00–17.00" in answer.text
    assert "14.00–16.00" in answer.text
    assert "Samen koken" in answer.text
