"""How good a plan is, in whole points, and one found without a solver; what it may hold: `..rules`.

A plan is better when it lacks fewer minutes, and of those that lack as few, when it has fewer
points (`docs/planner.md` explains each term):

    2 for each minute too many
  + 200 for each offer that the newcomer does not join yet (lasting contact)
  + 60 for each moment of the week at each offer (a regular week)
  + for each session: trip × its half kilometres, at most 60
  + for each hour: soon × the weeks until then + wish × (10 for no wish met, 5 for half of them)

where `trip`, `soon` and `wish` are 1, or 6, 20 and 6 for the emphasis of that name; STEADY counts
offers and moments four times.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from meedoen.offers.terms import Day, Daypart
from meedoen.trajectories.planning.rules import (
    Candidate,
    Task,
    Wishes,
    clash,
    unfit,
    week_of_year,
)
from meedoen.trajectories.planning.terms import Emphasis, Loosened

POINTS_A_MINUTE_OVER = 2
HALF_KILOMETRE, MOST_TRIP = 500, 60
UNWISHED = 10
STRONG, VERY_STRONG = 6, 20
MOST_CANDIDATES = 400
"""So many sessions are weighed; of more, those that cost least."""

Moment = tuple[int, Day, int]
"""An offer, a day of the week and the minute at which it begins."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What one of each thing costs, in points."""

    trip: int = 1
    soon: int = 1
    wish: int = 1
    offer: int = 200
    moment: int = 60


WEIGHTS: dict[Emphasis, Weights] = {
    Emphasis.SOON: Weights(soon=VERY_STRONG),
    Emphasis.NEAR: Weights(trip=STRONG),
    Emphasis.WISHED: Weights(wish=STRONG),
    Emphasis.STEADY: Weights(offer=800, moment=240),
}


@dataclass(frozen=True, slots=True, order=True)
class Worth:
    """How good a plan is; the lesser is the better one."""

    missing: int
    points: int


@dataclass(frozen=True, slots=True)
class Unit:
    """What is joined together: one session, or all those of a series."""

    sessions: tuple[Candidate, ...]

    @property
    def minutes(self) -> int:
        """How long they last together."""
        return sum(one.minutes for one in self.sessions)


@dataclass(frozen=True, slots=True)
class Loosening:
    """One thing that could be wider, and how many minutes would be missing then."""

    what: Loosened
    missing: int
    half_day: tuple[Day, Daypart] | None = None


def moment_of(one: Candidate) -> Moment:
    """At which moment of the week it is, of which offer."""
    return one.offer_id, one.weekday, one.first


def unwished(one: Candidate, wishes: Wishes) -> int:
    """0 for what meets the wishes, 10 for what meets none, 5 for half of two."""
    asked = []
    if wishes.goals:
        asked.append(bool(wishes.goals & one.goals))
    if wishes.types:
        asked.append(one.type in wishes.types)
    return UNWISHED * asked.count(False) // len(asked) if asked else 0


def cost_of(one: Candidate, wishes: Wishes, weights: Weights, first_day: date) -> int:
    """The points of one session by itself."""
    trip = min(MOST_TRIP, (one.metres or 0) // HALF_KILOMETRE)
    weeks = (one.on - first_day).days // 7
    an_hour = weights.soon * weeks + weights.wish * unwished(one, wishes)
    return weights.trip * trip + an_hour * one.minutes // 60


def worth_of(
    sessions: Sequence[Candidate], wishes: Wishes, task: Task, emphasis: Emphasis
) -> Worth:
    """How good these sessions are together, whether or not a rule is broken."""
    weights = WEIGHTS[emphasis]
    minutes = sum(one.minutes for one in sessions)
    offers = {one.offer_id for one in sessions if not one.known}
    moments = {moment_of(one) for one in sessions}
    points = (
        POINTS_A_MINUTE_OVER * max(0, minutes - task.minutes)
        + weights.offer * len(offers)
        + weights.moment * len(moments)
        + sum(cost_of(one, wishes, weights, task.first_day) for one in sessions)
    )
    return Worth(max(0, task.minutes - minutes), points)


def units_of(candidates: Iterable[Candidate], wishes: Wishes, task: Task) -> list[Unit]:
    """What can be joined: sessions that fit, and series of which every session does.

    A series that breaks a rule by itself, or of which sessions are not here, is left out, and so is
    what falls in a week that is full.
    """
    groups: dict[tuple[str, int], list[Candidate]] = defaultdict(list)
    for one in candidates:
        joined = ("series", one.offer_id) if one.series else ("session", one.session_id)
        groups[joined].append(one)
    units = []
    for sessions in groups.values():
        whole = len(sessions) == max(1, sessions[0].series)
        fits = whole and not any(unfit(one, wishes, task) for one in sessions)
        if fits and Taken(wishes, task).takes(sessions):
            units.append(Unit(tuple(in_order(sessions))))
    return units


def weighed(units: Sequence[Unit], wishes: Wishes, task: Task) -> list[Unit]:
    """The units that are weighed, of at most so many sessions: the best of each week before more.

    Best is what the newcomer joins already, then what is near and wished. The same order each time.
    """
    plain = Weights(soon=0)

    def price(unit: Unit) -> tuple[bool, int, int]:
        cost = sum(cost_of(one, wishes, plain, task.first_day) for one in unit.sessions)
        first = unit.sessions[0]
        return not first.known, 60 * cost // max(1, unit.minutes), first.session_id

    rank = Counter[tuple[int, int]]()
    queue: list[tuple[int, tuple[int, int], int, Unit]] = []
    for unit in sorted(units, key=price):
        week = week_of_year(unit.sessions[0].on)
        queue.append((rank[week], week, len(queue), unit))
        rank[week] += 1
    kept, room = [], MOST_CANDIDATES
    for *_, unit in sorted(queue, key=lambda entry: entry[:3]):
        if len(unit.sessions) <= room:
            kept.append(unit)
            room -= len(unit.sessions)
    return kept


class Taken:
    """What is in a plan so far, to ask whether more can come in."""

    def __init__(self, wishes: Wishes, task: Task) -> None:
        self.wishes, self.task = wishes, task
        self.sessions: dict[date, list[Candidate]] = defaultdict(list)
        self.minutes = Counter[date]()
        self.weeks = Counter(week_of_year(one.on) for one in task.busy)
        for one in task.busy:
            self.minutes[one.on] += one.minutes

    def takes(self, sessions: Sequence[Candidate]) -> bool:
        """Add these, all or none; whether they came in."""
        added: list[Candidate] = []
        for one in sessions:
            if not self._room_for(one):
                for other in added:
                    self._add(other, -1)
                return False
            self._add(one, 1)
            added.append(one)
        return True

    def _room_for(self, one: Candidate) -> bool:
        return (
            self.minutes[one.on] + one.minutes <= self.task.day_most
            and self.weeks[week_of_year(one.on)] < self.wishes.per_week
            and not any(clash(one, other) for other in self.sessions[one.on])
        )

    def _add(self, one: Candidate, times: int) -> None:
        self.minutes[one.on] += times * one.minutes
        self.weeks[week_of_year(one.on)] += times
        if times > 0:
            self.sessions[one.on].append(one)
        else:
            self.sessions[one.on].remove(one)


def fill(
    units: Sequence[Unit],
    wishes: Wishes,
    task: Task,
    emphasis: Emphasis,
    *,
    at_most: Sequence[tuple[frozenset[int], int]] = (),
) -> tuple[Candidate, ...]:
    """A plan without a solver: offer by offer, the one that costs least for what it fills first.

    Obeys every hard rule. `at_most` says of sets of offers how many minutes it may hold, for plans
    that must differ. What is not needed in the end is left out again.
    """
    weights, taken = WEIGHTS[emphasis], Taken(wishes, task)
    left = task.minutes
    of_offer: dict[int, list[Unit]] = defaultdict(list)
    for unit in units:
        of_offer[unit.sessions[0].offer_id].append(unit)

    def cost(unit: Unit) -> int:
        return sum(cost_of(one, wishes, weights, task.first_day) for one in unit.sessions)

    def price(offer_id: int) -> tuple[int, int]:
        group = of_offer[offer_id]
        minutes = min(left, sum(unit.minutes for unit in group))
        opening = 0 if group[0].sessions[0].known else weights.offer + weights.moment
        dearest = sum(map(cost, group)) * minutes // max(1, sum(u.minutes for u in group))
        return 60 * (opening + dearest) // max(1, minutes), offer_id

    chosen: list[Unit] = []
    while left > 0 and of_offer:
        best = min(of_offer, key=price)
        for unit in sorted(of_offer.pop(best), key=lambda u: (cost(u), u.sessions[0].session_id)):
            wanted = left > 0 and _still_differs([*chosen, unit], at_most)
            if wanted and taken.takes(unit.sessions):
                chosen.append(unit)
                left -= unit.minutes
    for unit in sorted(chosen, key=lambda u: (u.minutes, -cost(u))):
        if left + unit.minutes <= 0:
            chosen.remove(unit)
            left += unit.minutes
    return tuple(in_order(one for unit in chosen for one in unit.sessions))


def _still_differs(units: Sequence[Unit], at_most: Iterable[tuple[frozenset[int], int]]) -> bool:
    return all(
        sum(unit.minutes for unit in units if unit.sessions[0].offer_id in offers) <= most
        for offers, most in at_most
    )


def in_order(sessions: Iterable[Candidate]) -> list[Candidate]:
    """By time."""
    return sorted(sessions, key=lambda one: (one.on, one.first, one.session_id))


def best_at(plans: Sequence[Sequence[Candidate]], wishes: Wishes) -> list[tuple[Emphasis, ...]]:
    """What each of these plans is best at, whatever it was looked for; nothing where all are alike.

    So a plan never says that it is the nearest beside one that is nearer.
    """

    def measure(sessions: Sequence[Candidate], emphasis: Emphasis) -> int:
        if emphasis is Emphasis.SOON:
            return max(one.on for one in sessions).toordinal()
        if emphasis is Emphasis.NEAR:
            return sum(one.metres or 0 for one in sessions)
        if emphasis is Emphasis.WISHED:
            return sum(unwished(one, wishes) * one.minutes for one in sessions)
        return len({moment_of(one) for one in sessions})

    told: list[list[Emphasis]] = [[] for _ in plans]
    for emphasis in Emphasis:
        if emphasis is Emphasis.WISHED and not (wishes.goals or wishes.types):
            continue
        sizes = [measure(sessions, emphasis) for sessions in plans]
        if len(set(sizes)) > 1:
            for place, size in enumerate(sizes):
                if size == min(sizes):
                    told[place].append(emphasis)
    return [tuple(some) for some in told]


def what_would_help(
    candidates: Sequence[Candidate], wishes: Wishes, task: Task, *, missing: int
) -> Loosening | None:
    """The one thing that, a little wider, would leave the fewest minutes missing; None if nothing.

    Each possibility is filled without the solver, so that the answer is quick; it may help a little
    more than it says, never less.
    """
    wider = [
        Loosening(Loosened.FURTHER, 0),
        Loosening(Loosened.MORE_OFTEN, 0),
        *([Loosening(Loosened.LEVEL, 0)] if wishes.level < 4 else []),
        *(
            Loosening(Loosened.HALF_DAY, 0, (day, part))
            for day in Day
            for part in Daypart
            if (day, part) not in wishes.free
        ),
    ]
    found = []
    for place, one in enumerate(wider):
        loose = loosened(wishes, one)
        units = weighed(units_of(candidates, loose, task), loose, task)
        rest = task.minutes - sum(s.minutes for s in fill(units, loose, task, Emphasis.SOON))
        found.append((max(0, rest), place))
    rest, place = min(found)
    return replace(wider[place], missing=rest) if rest < missing else None


def loosened(wishes: Wishes, by: Loosening) -> Wishes:
    """The wishes with one thing wider."""
    if by.what is Loosened.FURTHER:
        return replace(wishes, radius_metres=wishes.radius_metres + FURTHER_METRES)
    if by.what is Loosened.LEVEL:
        return replace(wishes, level=wishes.level + 1)
    if by.what is Loosened.MORE_OFTEN:
        return replace(wishes, per_week=wishes.per_week + 1)
    return replace(wishes, free=wishes.free | {by.half_day} if by.half_day else wishes.free)


FURTHER_METRES = 5_000
