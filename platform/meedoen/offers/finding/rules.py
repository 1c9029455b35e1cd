"""Pure questions of finding: which order suits, in which parts of the week an offer is."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from meedoen.offers.finding.terms import Criteria, Sort
from meedoen.offers.terms import Day, Daypart, SessionStatus

BRUSSELS = ZoneInfo("Europe/Brussels")

RADIUS_KM = 10
"""How far is near when nobody says so."""

MOST_KM = 100
"""Nobody travels further; a larger radius is refused."""

WIDER_KM = (5, 10, 25, 50, MOST_KM)
"""The steps in which a search is offered wider."""

NOON, EVENING = 12, 17
"""The hours at which a day turns from morning to afternoon, and to evening."""


class WeeklyMoment(Protocol):
    """A part of the week in which an offer usually meets."""

    @property
    def day(self) -> Day: ...
    @property
    def daypart(self) -> Daypart: ...


class DatedMeeting(Protocol):
    """One meeting with a date."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def status(self) -> SessionStatus: ...


def sort_of(criteria: Criteria) -> Sort:
    """The order that was asked for, else: near a place by distance, for words by how well they fit.

    By distance needs a place to measure from and by relevance needs words; without, newest first.
    """
    possible = [Sort.NEWEST]
    if criteria.words:
        possible.insert(0, Sort.RELEVANCE)
    if criteria.near:
        possible.insert(0, Sort.DISTANCE)
    return criteria.sort if criteria.sort in possible else possible[0]


def wider_than(radius_km: float) -> int | None:
    """The next step of the radius, None when it is as wide as it gets."""
    return next((step for step in WIDER_KM if step > radius_km), None)


def moment_at(moment: datetime) -> tuple[Day, Daypart]:
    """The day and part of the day of an aware moment, as the clock says in Brussels."""
    local = moment.astimezone(BRUSSELS)
    if local.hour < NOON:
        part = Daypart.MORNING
    else:
        part = Daypart.AFTERNOON if local.hour < EVENING else Daypart.EVENING
    return list(Day)[local.weekday()], part


def week_of(
    moments: Iterable[WeeklyMoment], meetings: Iterable[DatedMeeting]
) -> frozenset[tuple[Day, Daypart]]:
    """When in the week an offer is: what it says itself, else when its planned meetings begin."""
    said = frozenset((moment.day, moment.daypart) for moment in moments)
    return said or frozenset(
        moment_at(meeting.starts_at)
        for meeting in meetings
        if meeting.status is SessionStatus.PLANNED
    )
