"""What a plan may hold: the hard rules, for each session and together; how good it is: `weighing`.

`broken` looks at every pair and every sum by itself and shares nothing with the solver but the
question whether two sessions clash, so that no mistake of the solver reaches a person.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations
from math import ceil

from meedoen.core.errors import Reason
from meedoen.offers.finding.rules import EVENING, NOON
from meedoen.offers.places.rules import km_between
from meedoen.offers.terms import Day, Daypart, Goal, Level, OfferType
from meedoen.trajectories.planning.terms import ChildrenNeed, WomenOnly

BETWEEN_PLACES = 15
"""Minutes between two places on the same day, whatever the distance (ours; no source)."""

MINUTES_PER_KM = 4
"""15 km an hour, by bicycle or bus with its waiting (ours; no source)."""

FURTHEST_AHEAD = timedelta(weeks=26)
"""A plan looks no further than half a year, also where no deadline is known (ours)."""

MOST_KM, MOST_PER_WEEK = 100, 14

GROWN_UP = (18, 65)
"""Ages are not kept: an offer suits where it takes everybody between these (ours)."""

Point = tuple[float, float]
HalfDay = tuple[Day, Daypart]
Facts = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One session of an offer. Times are minutes of its day on a clock in Brussels.

    `series` is how many sessions are joined together, 0 where each can be joined by itself; `known`
    is an offer that the newcomer joins already. `going`: the meeting goes on and its offer can be
    found; `counts`: it meets the criteria and somebody can confirm it; `for_all_ages`: it takes
    every grown-up. `metres` is None where there is no place.
    """

    session_id: int
    offer_id: int
    host_id: int
    title: str
    on: date
    first: int
    last: int
    metres: int | None = None
    point: Point | None = None
    level: int = 1
    type: OfferType = OfferType.ACTIVITY
    goals: frozenset[Goal] = frozenset()
    series: int = 0
    known: bool = False
    full: bool = False
    going: bool = True
    counts: bool = True
    for_all_ages: bool = True
    children_welcome: bool = False
    childcare: bool = False
    women_only: bool = False
    accessible: bool = False

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return self.last - self.first

    @property
    def weekday(self) -> Day:
        """The day of the week."""
        return list(Day)[self.on.weekday()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy:
    """Hours that stand already; without begin and end they fill the day's sum, not a time."""

    on: date
    minutes: int
    first: int | None = None
    last: int | None = None
    offer_id: int | None = None
    point: Point | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the newcomer's week asks for. Without goals or types everything is as welcome."""

    free: frozenset[HalfDay]
    radius_metres: int
    level: int
    per_week: int
    children: ChildrenNeed = ChildrenNeed.NONE
    women: WomenOnly = WomenOnly.NO
    accessible: bool = False
    goals: frozenset[Goal] = frozenset()
    types: frozenset[OfferType] = frozenset()
    not_hosts: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What was written down of somebody's week."""

    free: frozenset[HalfDay]
    level: Level
    radius_km: int
    per_week: int
    children: ChildrenNeed
    women: WomenOnly
    goals: frozenset[Goal] = frozenset()
    types: frozenset[OfferType] = frozenset()
    not_hosts: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is to be filled: so many minutes from a first to a last day, both inside.

    `busy` are the hours that stand, `gone` sessions that the newcomer already said no to.
    """

    minutes: int
    first_day: date
    last_day: date
    day_most: int
    busy: tuple[Busy, ...] = ()
    gone: frozenset[int] = field(default_factory=frozenset)


def last_day_of(first_day: date, deadline: date | None) -> date:
    """The last day of a plan: half a year ahead, or the deadline where that comes first."""
    furthest = first_day + FURTHEST_AHEAD
    return furthest if deadline is None else min(deadline, furthest)


def half_days_of(first: int, last: int) -> tuple[Daypart, ...]:
    """The parts of a day that a time from minute to minute touches."""
    bounds = ((0, NOON * 60), (NOON * 60, EVENING * 60), (EVENING * 60, 24 * 60))
    return tuple(
        part
        for part, (begin, end) in zip(Daypart, bounds, strict=True)
        if first < end and last > begin
    )


def gap_between(one: Candidate, other: Candidate | Busy) -> int:
    """Minutes that must lie between two on the same day: none at the same place.

    Where a place is not known it is taken for another place, of no known distance.
    """
    if one.point is not None and one.point == other.point:
        return 0
    if one.point is None and other.point is None and one.offer_id == other.offer_id:
        return 0
    if one.point is None or other.point is None:
        return BETWEEN_PLACES
    return ceil(BETWEEN_PLACES + MINUTES_PER_KM * km_between(*one.point, *other.point))


def clash(one: Candidate, other: Candidate | Busy) -> bool:
    """Whether nobody can be at both: at the same time, or with too little time to get there."""
    if one.on != other.on or other.first is None or other.last is None:
        return False
    gap = gap_between(one, other)
    return one.first < other.last + gap and other.first < one.last + gap


def unfit(one: Candidate, wishes: Wishes, task: Task) -> tuple[Reason, ...]:
    """Why this session can be in no plan, whatever else is in it; empty when it can."""
    facts: Facts = {"offer": one.title, "day": one.on}
    return (
        *_not_open(one, task, facts),
        *_not_suiting(one, wishes, facts),
        *_not_in_the_week(one, wishes, task, facts),
    )


def _not_open(one: Candidate, task: Task, facts: Facts) -> Iterator[Reason]:
    if not one.going or one.session_id in task.gone:
        yield Reason("plan_session_gone", facts=facts)
    if one.full and not one.known:
        yield Reason("plan_full", facts=facts)
    if not one.counts:
        yield Reason("plan_does_not_count", facts=facts)
    if not task.first_day <= one.on <= task.last_day:
        yield Reason("plan_outside_days", facts=facts)


def _not_suiting(one: Candidate, wishes: Wishes, facts: Facts) -> Iterator[Reason]:
    if one.level > wishes.level:
        yield Reason("plan_level_too_high", facts=facts)
    if one.metres is not None and one.metres > wishes.radius_metres:
        yield Reason("plan_too_far", facts=facts)
    if one.host_id in wishes.not_hosts:
        yield Reason("plan_host_not_wanted", facts=facts)
    children = {
        ChildrenNeed.NONE: True,
        ChildrenNeed.ALONG: one.children_welcome or one.childcare,
        ChildrenNeed.CHILDCARE: one.childcare,
    }[wishes.children]
    women = {
        WomenOnly.NO: not one.women_only,
        WomenOnly.ALSO: True,
        WomenOnly.ONLY: one.women_only,
    }[wishes.women]
    if not (children and women and one.for_all_ages and (one.accessible or not wishes.accessible)):
        yield Reason("plan_not_for_you", facts=facts)


def _not_in_the_week(one: Candidate, wishes: Wishes, task: Task, facts: Facts) -> Iterator[Reason]:
    parts = half_days_of(one.first, one.last)
    if not parts or any((one.weekday, part) not in wishes.free for part in parts):
        yield Reason("plan_not_free", facts=facts)
    if any(clash(one, other) for other in task.busy):
        yield Reason("plan_clash_with_hours", facts=facts)
    if one.minutes + _minutes_on(task.busy, one.on) > task.day_most:
        yield Reason("plan_day_too_long", facts=facts)


def broken(sessions: Sequence[Candidate], wishes: Wishes, task: Task) -> tuple[Reason, ...]:
    """Every hard rule that these sessions together break; empty for a plan that may be shown."""
    return (
        *(reason for one in sessions for reason in unfit(one, wishes, task)),
        *_together(sessions),
        *_sums(sessions, wishes, task),
        *_cut_series(sessions),
    )


def _together(sessions: Sequence[Candidate]) -> Iterator[Reason]:
    for one, other in combinations(sessions, 2):
        if one.session_id == other.session_id:
            yield Reason("plan_twice", facts={"offer": one.title, "day": one.on})
        elif clash(one, other):
            facts: Facts = {"offer": one.title, "other": other.title, "day": one.on}
            yield Reason("plan_clash", facts=facts)


def _sums(sessions: Sequence[Candidate], wishes: Wishes, task: Task) -> Iterator[Reason]:
    days: dict[date, int] = defaultdict(int)
    for one in sessions:
        days[one.on] += one.minutes
    for day, minutes in sorted(days.items()):
        if minutes + _minutes_on(task.busy, day) > task.day_most:
            yield Reason("plan_day_too_long", facts={"offer": "", "day": day})
    weeks = Counter(week_of_year(one.on) for one in sessions)
    taken = Counter(week_of_year(one.on) for one in task.busy)
    for week, meetings in sorted(weeks.items()):
        if meetings + taken[week] > wishes.per_week:
            yield Reason("plan_week_full", facts={"most": wishes.per_week})


def _cut_series(sessions: Sequence[Candidate]) -> Iterator[Reason]:
    taken = Counter(one.offer_id for one in sessions if one.series)
    told = {one.offer_id: one for one in sessions if one.series}
    for offer_id, one in told.items():
        if taken[offer_id] != one.series:
            yield Reason("plan_series_cut", facts={"offer": one.title})


def _minutes_on(busy: Iterable[Busy], day: date) -> int:
    return sum(one.minutes for one in busy if one.on == day)


def week_of_year(day: date) -> tuple[int, int]:
    """The ISO week of a day, with its year; weeks begin on Monday."""
    year, week, _ = day.isocalendar()
    return year, week


def wish_reasons(*, free: frozenset[HalfDay], radius_km: int, per_week: int) -> tuple[Reason, ...]:
    """What cannot be kept of somebody's week."""
    why = []
    if not free:
        why.append(Reason("no_half_day_free", "free"))
    if not 1 <= radius_km <= MOST_KM:
        why.append(Reason("plan_radius_wrong", "radius_km", {"most": MOST_KM}))
    if not 1 <= per_week <= MOST_PER_WEEK:
        why.append(Reason("plan_week_wrong", "per_week", {"most": MOST_PER_WEEK}))
    return tuple(why)
