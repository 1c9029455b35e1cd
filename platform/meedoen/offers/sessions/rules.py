"""When the meetings of an offer are: one, or each week; summer time is reckoned with."""

from datetime import UTC, date, datetime, time, timedelta

from meedoen.core.errors import Reason
from meedoen.offers.rules import BRUSSELS
from meedoen.offers.terms import Day

MOST_AT_ONCE = 60
"""Weekly sessions in one act: a little more than a year."""

MOST_SESSIONS = 500
"""Sessions of one offer in all."""

LONGEST = timedelta(hours=24)
FURTHEST = timedelta(days=2 * 366)
MOST_NOTE = 200

Meeting = tuple[datetime, datetime]
"""From when until when, as aware moments."""


def moment_of(day: date, at: time) -> datetime:
    """The moment in UTC at which a clock in Brussels shows this time on this day.

    A time that summer time skips is an hour later on the clock; one that comes twice is the first.
    """
    return datetime.combine(day, at, tzinfo=BRUSSELS).astimezone(UTC)


def end_of(day: date, at: time) -> datetime:
    """The moment at which something ends that began on this day; 00:00 is the end of that day."""
    return moment_of(day + timedelta(days=1) if at == time(0) else day, at)


def weekly_meetings(
    *, from_day: date, until_day: date, weekday: Day, begin: time, end: time
) -> list[Meeting]:
    """Each such weekday between two days, both included, at the same time on the clock."""
    ahead = (list(Day).index(weekday) - from_day.weekday()) % 7
    day = from_day + timedelta(days=ahead)
    found = []
    while day <= until_day:
        found.append((moment_of(day, begin), end_of(day, end)))
        day += timedelta(weeks=1)
    return found


def wrong_with_meeting(meeting: Meeting, *, at: datetime) -> tuple[Reason, ...]:
    """Why a session cannot be at this time; `at` is the present moment."""
    starts_at, ends_at = meeting
    if ends_at <= starts_at:
        return (Reason("session_ends_before_start", field="end"),)
    if ends_at - starts_at > LONGEST:
        return (Reason("session_too_long", field="end"),)
    if starts_at < at:
        return (Reason("session_past", field="day"),)
    if starts_at > at + FURTHEST:
        return (Reason("session_too_far", field="day"),)
    return ()


def wrong_with_weeks(*, from_day: date, until_day: date, meetings: int) -> tuple[Reason, ...]:
    """Why a row of weekly sessions cannot be; `meetings` is how many there would be."""
    if until_day < from_day:
        return (Reason("weeks_end_before_start", field="until_day"),)
    if not meetings:
        return (Reason("weeks_without_day", field="until_day"),)
    if meetings > MOST_AT_ONCE:
        return (Reason("weeks_too_many", field="until_day", facts={"most": MOST_AT_ONCE}),)
    return ()
