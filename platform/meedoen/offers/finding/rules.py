"""Pure questions of finding: by what an offer is found, on which days, and in which order."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from meedoen.offers.finding.terms import Children, Criteria, Sort, Trait
from meedoen.offers.rules import day_of
from meedoen.offers.terms import Day, Daypart, Goal, Language, OfferType, Rhythm, SessionStatus

BRUSSELS = ZoneInfo("Europe/Brussels")

RADIUS_KM = 10
"""How far is near when nobody says so."""

MOST_KM = 100
"""Nobody travels further; a larger radius is refused."""

WIDER_KM = (5, 10, 25, 50, MOST_KM)
"""The steps in which a search is offered wider."""

FEW = 4
"""With fewer offers than this nearby, the page of results looks further by itself."""

FURTHEST_KM = 50
"""So far it goes by itself."""

FACETS = (
    "type",
    "goal",
    "level",
    "day",
    "daypart",
    "places",
    "cost",
    "children",
    "women",
    "access",
    "online",
    "municipality",
    "region",
    "organisation",
    "language",
)
"""All that can be filtered by and counted, but for the days on which an offer takes place."""

TRAITS: dict[Trait, tuple[str, str]] = {
    Trait.FREE_PLACES: ("places", "free"),
    Trait.FREE_OF_COST: ("cost", "free"),
    Trait.WOMEN_ONLY: ("women", "only"),
    Trait.ACCESSIBLE: ("access", "wheelchair"),
    Trait.ONLINE: ("online", "online"),
}
"""Which facet a yes is, and which code of it; each a facet of its own, so that all must hold."""

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


class Described(Protocol):
    """An offer, as far as it can be filtered by."""

    @property
    def type(self) -> OfferType: ...
    @property
    def goals(self) -> frozenset[Goal]: ...
    @property
    def level(self) -> int | None: ...
    @property
    def moments(self) -> Sequence[WeeklyMoment]: ...
    @property
    def sessions(self) -> Sequence[DatedMeeting]: ...
    @property
    def full(self) -> bool: ...
    @property
    def seats(self) -> int | None: ...
    @property
    def cost_cents(self) -> int: ...
    @property
    def children_welcome(self) -> bool: ...
    @property
    def childcare(self) -> bool: ...
    @property
    def women_only(self) -> bool: ...
    @property
    def wheelchair_accessible(self) -> bool: ...
    @property
    def online(self) -> bool: ...
    @property
    def organisation_id(self) -> int: ...
    @property
    def host_languages(self) -> frozenset[Language]: ...


class Timed(Protocol):
    """An offer, as far as it tells on which days it takes place."""

    @property
    def rhythm(self) -> Rhythm: ...
    @property
    def starts_on(self) -> date | None: ...
    @property
    def ends_on(self) -> date | None: ...
    @property
    def sessions(self) -> Sequence[DatedMeeting]: ...


def facets_of(offer: Described, *, regions: frozenset[str]) -> dict[str, frozenset[str]]:
    """By which codes an offer is found, for each of FACETS but municipality, which its places tell.

    `regions` are the codes of the reference regions in which its places lie.
    """
    week = week_of(offer.moments, offer.sessions)
    holding = traits_of(offer)
    told = {
        facet: frozenset({code} if trait in holding else ())
        for trait, (facet, code) in TRAITS.items()
    }
    return told | {
        "type": frozenset({offer.type.value}),
        "goal": frozenset(goal.value for goal in offer.goals),
        "level": frozenset({str(offer.level)} if offer.level else ()),
        "day": frozenset(day.value for day, _ in week),
        "daypart": frozenset(part.value for _, part in week),
        "children": frozenset(one.value for one in children_of(offer)),
        "region": regions,
        "organisation": frozenset({str(offer.organisation_id)}),
        "language": frozenset(language.value for language in offer.host_languages),
    }


def traits_of(offer: Described) -> frozenset[Trait]:
    """What can be said yes to. No seat is free where it is full, or where it has no seat at all."""
    holds = {
        Trait.FREE_PLACES: not offer.full and offer.seats != 0,
        Trait.FREE_OF_COST: offer.cost_cents == 0,
        Trait.WOMEN_ONLY: offer.women_only,
        Trait.ACCESSIBLE: offer.wheelchair_accessible,
        Trait.ONLINE: offer.online,
    }
    return frozenset(trait for trait, held in holds.items() if held)


def children_of(offer: Described) -> frozenset[Children]:
    """What one can do with one's children: who is looked after is welcome too."""
    if offer.childcare:
        return frozenset(Children)
    return frozenset({Children.WELCOME} if offer.children_welcome else ())


def periods_of(offer: Timed) -> tuple[tuple[date, date], ...]:
    """The first and last days, both inside, on which an offer takes place; empty is always.

    Its planned sessions tell it most precisely. What goes on continues after the last of them,
    since sessions are planned some months ahead. Without sessions its own first and last day count,
    and without those its weekly moments go on for ever. The answer holds whatever day it is, so
    that the index need not be made again because a day went by.
    """
    first, last = offer.starts_on or date.min, offer.ends_on or date.max
    meetings = {day_of(s.starts_at) for s in offer.sessions if s.status is SessionStatus.PLANNED}
    if not meetings:
        return () if (first, last) == (date.min, date.max) else ((first, last),)
    after = max(meetings) + timedelta(days=1)
    goes_on = offer.rhythm is Rhythm.CONTINUOUS and after <= last
    return (*((day, day) for day in sorted(meetings)), *([(after, last)] if goes_on else ()))


def choices_of(criteria: Criteria) -> dict[str, frozenset[str]]:
    """The codes that were chosen for each facet; what was left open is left out."""
    chosen = {
        "type": (word.value for word in criteria.types),
        "goal": (word.value for word in criteria.goals),
        "level": [str(criteria.level.value)] if criteria.level else (),
        "day": (word.value for word in criteria.days),
        "daypart": (word.value for word in criteria.dayparts),
        "children": (word.value for word in criteria.children),
        "language": (word.value for word in criteria.languages),
        "municipality": criteria.municipalities,
        "region": criteria.regions,
        "organisation": map(str, criteria.organisations),
    }
    traits = {facet: {code} for facet, code in map(TRAITS.__getitem__, criteria.traits)}
    found = {name: frozenset(codes) for name, codes in (chosen | traits).items()}
    return {name: codes for name, codes in found.items() if codes}


def days_of(criteria: Criteria) -> tuple[date, date] | None:
    """The first and the last day that suit, both inside; None where every day does."""
    if criteria.first_day is None and criteria.last_day is None:
        return None
    return criteria.first_day or date.min, criteria.last_day or date.max


CALLED = {
    OfferType.BUDDY: "buddy maatje vriend vrienden",
    OfferType.INTERNSHIP: "stage kennismakingsstage werk",
    OfferType.VOLUNTEERING: "vrijwilliger vrijwilligers vrijwilligerswerk helpen",
    OfferType.LANGUAGE_PRACTICE: "taal Nederlands oefenen praten conversatie",
    OfferType.ACTIVITY: "activiteit",
}
"""What people type when they look for a type of offer; an offer's own texts seldom say it."""


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


def further_than(radius_km: float) -> tuple[float, ...]:
    """The steps in which a page that finds few looks further by itself.

    None for who asks for one municipality alone.
    """
    return tuple(step for step in WIDER_KM if 0 < radius_km < step <= FURTHEST_KM)


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
