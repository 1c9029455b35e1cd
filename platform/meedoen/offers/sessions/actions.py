"""Writes of the dated meetings of an offer: add one, add a row of them, cancel."""

from datetime import date, datetime, time

from sqlalchemy.orm import Session

from meedoen.core import audit
from meedoen.core.errors import Reason, RuleBroken
from meedoen.offers.actions import refuse, refuse_closed, touch
from meedoen.offers.models import Offer, OfferSession
from meedoen.offers.sessions import rules
from meedoen.offers.terms import Day, SessionStatus
from meedoen.permissions import Person


def add_session(
    session: Session,
    offer: Offer,
    *,
    starts_at: datetime,
    ends_at: datetime,
    place_id: int | None = None,
    note: str = "",
    by: Person,
    at: datetime,
) -> OfferSession:
    """Plan one meeting. One that stands at that time and place is given back, planned again.

    Moments are aware; `place_id` is a place of the offer, None where it has one or none. Raises
    RuleBroken where the time cannot be, or the offer is over.
    """
    found = plan(
        session,
        offer,
        [(starts_at, ends_at)],
        place_id=place_id,
        note=note,
        by=by,
        at=at,
    )
    return found[0]


def add_weekly_sessions(
    session: Session,
    offer: Offer,
    *,
    from_day: date,
    until_day: date,
    weekday: Day,
    begin: time,
    end: time,
    place_id: int | None = None,
    note: str = "",
    by: Person,
    at: datetime,
) -> list[OfferSession]:
    """Plan a meeting on each such weekday, both days included, at the same time on the clock.

    Times are those of a clock in Brussels. Days on which one stands already stay as they are, so
    that the same again adds nothing; days that are past fall out. Raises RuleBroken.
    """
    if until_day < from_day or until_day - from_day > rules.FURTHEST:
        refuse(rules.wrong_with_weeks(from_day=from_day, until_day=until_day, meetings=10_000))
    meetings = rules.weekly_meetings(
        from_day=from_day, until_day=until_day, weekday=weekday, begin=begin, end=end
    )
    meetings = [meeting for meeting in meetings if meeting[0] >= at]
    refuse(rules.wrong_with_weeks(from_day=from_day, until_day=until_day, meetings=len(meetings)))
    return plan(session, offer, meetings, place_id=place_id, note=note, by=by, at=at)


def plan(
    session: Session,
    offer: Offer,
    meetings: list[rules.Meeting],
    *,
    place_id: int | None,
    note: str,
    by: Person,
    at: datetime,
) -> list[OfferSession]:
    """Plan these meetings where none stands yet; gives them all, those that stood too."""
    refuse_closed(offer)
    for meeting in meetings:
        refuse(rules.wrong_with_meeting(meeting, at=at))
    if place_id is not None and place_id not in {place.id for place in offer.places}:
        raise RuleBroken(Reason("session_place_unknown", field="place_id"))
    if len(note) > rules.MOST_NOTE:
        facts: dict[str, object] = {"most": rules.MOST_NOTE}
        raise RuleBroken(Reason("text_too_long", field="note", facts=facts))
    standing = {(one.starts_at, one.place_id): one for one in offer.sessions}
    found, added = [], 0
    for starts_at, ends_at in meetings:
        one = standing.get((starts_at, place_id))
        if one is None:
            one = OfferSession(
                starts_at=starts_at,
                ends_at=ends_at,
                place_id=place_id,
                note=note,
                status=SessionStatus.CANCELLED,
            )
            offer.sessions.append(one)
        if one.status is SessionStatus.CANCELLED:
            one.status, one.ends_at, one.note = SessionStatus.PLANNED, ends_at, note
            added += 1
        found.append(one)
    if len(offer.sessions) > rules.MOST_SESSIONS:
        raise RuleBroken(Reason("too_many_sessions", facts={"most": rules.MOST_SESSIONS}))
    if added:
        touch(offer, at=at)
        session.flush()
        audit.record(session, "add_sessions", "offer", offer.id, by=by, at=at, number=added)
        session.flush()
    return found


def cancel_session(
    session: Session,
    meeting: OfferSession,
    offer: Offer,
    *,
    note: str = "",
    by: Person,
    at: datetime,
) -> None:
    """Say that a planned meeting does not go on. Twice is once. Raises RuleBroken when it began."""
    if meeting.status is SessionStatus.CANCELLED:
        return
    if meeting.starts_at < at:
        raise RuleBroken(Reason("session_began"))
    if len(note) > rules.MOST_NOTE:
        facts: dict[str, object] = {"most": rules.MOST_NOTE}
        raise RuleBroken(Reason("text_too_long", field="note", facts=facts))
    meeting.status, meeting.note = SessionStatus.CANCELLED, note
    touch(offer, at=at)
    audit.record(session, "cancel_session", "offer", offer.id, by=by, at=at, meeting=meeting.id)
    session.flush()
