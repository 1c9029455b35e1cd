"""A plan as its page tells it: what it comes to, and each offer with its moments and days."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from meedoen.offers.models import Offer
from meedoen.offers.terms import Day
from meedoen.trajectories.hours.rules import MINUTES_OF_A_DAY
from meedoen.trajectories.planning.rules import Candidate, Wishes, week_of_year
from meedoen.trajectories.planning.solver import Plan
from meedoen.trajectories.planning.terms import Emphasis
from meedoen.trajectories.planning.weighing.rules import best_at


@dataclass(frozen=True, slots=True)
class Times:
    """One moment of the week, and how many times it comes."""

    day: Day
    begin: time
    end: time
    count: int


@dataclass(frozen=True, slots=True)
class Stop:
    """One offer of a plan with its moments, most often first, and all its days."""

    offer: Offer
    metres: int | None
    times: tuple[Times, ...]
    days: tuple[tuple[date, time, time], ...]
    wished: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A plan as it is told; `metres` is the way to all its sessions, there."""

    number: int
    best_at: tuple[Emphasis, ...]
    minutes: int
    meetings: int
    weeks: int
    first_day: date
    last_day: date
    metres: int
    proven: bool
    missing: int
    stops: tuple[Stop, ...]
    session_ids: tuple[int, ...]


def tell_plans(
    plans: Sequence[Plan], offers: Mapping[int, Offer], wishes: Wishes
) -> tuple[Told, ...]:
    """Each plan with its number from 1, and what it is best at beside the others."""
    best = best_at([plan.sessions for plan in plans], wishes)
    return tuple(
        tell(plan.sessions, offers, wishes, number, at, plan.worth.missing, proven=plan.proven)
        for number, (plan, at) in enumerate(zip(plans, best, strict=True), start=1)
    )


def tell(
    sessions: Sequence[Candidate],
    offers: Mapping[int, Offer],
    wishes: Wishes,
    number: int = 1,
    at: tuple[Emphasis, ...] = (),
    missing: int = 0,
    *,
    proven: bool = True,
) -> Told:
    """These sessions, of which there is one at least."""
    of_offer: dict[int, list[Candidate]] = defaultdict(list)
    for one in sessions:
        of_offer[one.offer_id].append(one)
    groups = sorted(of_offer.values(), key=lambda some: (-len(some), some[0].on))
    return Told(
        number=number,
        best_at=at,
        minutes=sum(one.minutes for one in sessions),
        meetings=len(sessions),
        weeks=len({week_of_year(one.on) for one in sessions}),
        first_day=min(one.on for one in sessions),
        last_day=max(one.on for one in sessions),
        metres=sum(one.metres or 0 for one in sessions),
        proven=proven,
        missing=missing,
        stops=tuple(stop_of(offers[some[0].offer_id], some, wishes) for some in groups),
        session_ids=tuple(one.session_id for one in sessions),
    )


def stop_of(offer: Offer, sessions: Sequence[Candidate], wishes: Wishes) -> Stop:
    """One offer with its sessions."""
    found = Counter((one.weekday, one.first, one.last) for one in sessions)
    return Stop(
        offer=offer,
        metres=sessions[0].metres,
        times=tuple(
            Times(day, clock(first), clock(last), count)
            for (day, first, last), count in found.most_common()
        ),
        days=tuple((one.on, clock(one.first), clock(one.last)) for one in sessions),
        wished=bool(wishes.goals & offer.goals) or offer.type in wishes.types,
    )


def clock(minute: int) -> time:
    """The time of a minute of the day; the end of the day is 00:00."""
    return time(*divmod(minute % MINUTES_OF_A_DAY, 60))
