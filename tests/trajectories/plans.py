"""Builders of what a plan is made of, and generated tasks; small ones can be tried in full."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any

from meedoen.offers.terms import Day, Daypart, Goal, OfferType
from meedoen.trajectories.planning.rules import Busy, Candidate, Task, Wishes
from meedoen.trajectories.planning.terms import ChildrenNeed, WomenOnly

WEDNESDAY = date(2026, 3, 4)
ALWAYS = frozenset(product(Day, Daypart))


def candidate(number: int = 1, **facts: Any) -> Candidate:
    """Two hours on Wednesday morning at an offer of its own, 2 km from home."""
    return Candidate(
        **{
            "session_id": number,
            "offer_id": number,
            "host_id": number,
            "title": f"Aanbod {number}",
            "on": WEDNESDAY,
            "first": 540,
            "last": 660,
            "metres": 2000,
        }
        | facts
    )


def wishes(**facts: Any) -> Wishes:
    """Always free, 10 km, level 2, seven times a week."""
    return Wishes(**{"free": ALWAYS, "radius_metres": 10_000, "level": 2, "per_week": 7} | facts)


def task(**facts: Any) -> Task:
    """Four hours in eight weeks, at most eight hours a day."""
    return Task(
        **{
            "minutes": 240,
            "first_day": WEDNESDAY,
            "last_day": WEDNESDAY + timedelta(weeks=8),
            "day_most": 480,
        }
        | facts
    )


Case = tuple[list[Candidate], Wishes, Task]


def generated(seed: int, *, most: int = 11) -> Case:
    """A small task with things in its way; the same for the same seed."""
    random = Random(f"plan {seed}")
    found: list[Candidate] = []
    for offer_id in range(random.randrange(1, 6)):
        found += sessions_of(random, offer_id, len(found), most - len(found))
    free = {half for half in ALWAYS if random.random() < 0.8}
    busy = tuple(
        Busy(
            on=WEDNESDAY + timedelta(days=random.randrange(10)),
            minutes=120,
            first=random.choice([None, 600]),
            last=720,
            offer_id=random.choice([None, 0]),
        )
        for _ in range(random.randrange(3))
    )
    busy = tuple(b if b.first else Busy(on=b.on, minutes=120) for b in busy)
    return (
        found,
        wishes(
            free=frozenset(free),
            level=random.randrange(2, 5),
            per_week=random.choice([1, 2, 3, 7]),
            children=random.choice([ChildrenNeed.NONE, ChildrenNeed.NONE, ChildrenNeed.ALONG]),
            women=random.choice(list(WomenOnly)),
            goals=frozenset(random.sample(list(Goal), random.randrange(3))),
        ),
        task(minutes=random.choice([60, 180, 240, 400, 600]), busy=busy, day_most=300),
    )


def sessions_of(random: Random, offer_id: int, before: int, room: int) -> Iterator[Candidate]:
    """Some weekly sessions of one offer, or a series."""
    count = min(room, random.randrange(1, 5))
    series = count if count > 1 and random.random() < 0.3 else 0
    first = random.choice([540, 570, 600, 840, 900, 1140])
    facts: dict[str, Any] = {
        "offer_id": offer_id,
        "host_id": offer_id // 2,
        "level": random.randrange(1, 4),
        "goals": frozenset(random.sample(list(Goal), 2)),
        "type": random.choice(list(OfferType)),
        "metres": random.randrange(12_000),
        "point": (51 + random.random() / 10, 4.5) if random.random() < 0.8 else None,
        "series": series,
        "known": not series and random.random() < 0.2,
        "full": random.random() < 0.1,
        "children_welcome": random.random() < 0.7,
        "women_only": random.random() < 0.2,
    }
    day = WEDNESDAY + timedelta(days=random.randrange(7))
    length = random.choice([60, 90, 120, 150])
    for week in range(count):
        yield candidate(
            before + week + 1,
            title=f"Aanbod {offer_id}",
            on=day + timedelta(weeks=week),
            first=first,
            last=first + length,
            **facts,
        )


def every_set(candidates: Sequence[Candidate]) -> Iterator[tuple[Candidate, ...]]:
    """Each choice of these sessions, the empty one too."""
    for chosen in product((False, True), repeat=len(candidates)):
        yield tuple(one for one, taken in zip(candidates, chosen, strict=True) if taken)
