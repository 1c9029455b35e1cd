"""python -m bench.planner: plans of the solver beside every possible one, and how long they take.

Small tasks (at most eleven sessions) are tried in full: no plan is better than the best of these.
Large ones are like those of a town: some dozens of offers with weekly sessions within half a year.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

from meedoen.offers.places.rules import km_between
from meedoen.offers.terms import Day, Daypart, Goal, OfferType
from meedoen.trajectories.planning.rules import Candidate, Task, Wishes, broken
from meedoen.trajectories.planning.solver import SECONDS, Plan, best_plan, propose
from meedoen.trajectories.planning.terms import Emphasis
from meedoen.trajectories.planning.weighing.rules import (
    Unit,
    Worth,
    fill,
    units_of,
    weighed,
    worth_of,
)

RESULTS = Path(__file__).parent / "results" / "planner.md"
SMALL, LARGE = 200, 40
FIRST_DAY = date(2026, 3, 4)
HOME = (51.03, 4.48)

Case = tuple[list[Candidate], Wishes, Task]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One task: what the solver and the plan without it are worth, and the time of the solver."""

    plan: Plan
    simple: Worth
    best: Worth | None
    seconds: float


Teller = Callable[[Sequence[Outcome]], str]


def case_of(random: Random, *, offers: int, weeks: int, most: int, minutes: Sequence[int]) -> Case:
    """A task of so many offers, with at most so many sessions."""
    found: list[Candidate] = []
    for offer_id in range(1, offers + 1):
        count = min(random.randrange(1, weeks + 1), most - len(found))
        series = random.random() < 0.2 and count > 1
        point = (HOME[0] + random.uniform(-0.1, 0.1), HOME[1] + random.uniform(-0.15, 0.15))
        first = 60 * random.choice((9, 10, 14, 19))
        length = random.choice((60, 90, 120, 120, 150, 180))
        day = FIRST_DAY + timedelta(days=random.randrange(7))
        goals, level = frozenset(random.sample(list(Goal), 2)), random.randrange(1, 4)
        kind = random.choice(list(OfferType))
        for week in range(count):
            found.append(
                Candidate(
                    session_id=len(found) + 1,
                    offer_id=offer_id,
                    host_id=offer_id,
                    title=f"Aanbod {offer_id}",
                    on=day + timedelta(weeks=week),
                    first=first,
                    last=first + length,
                    metres=round(1000 * km_between(*HOME, *point)),
                    point=point,
                    level=level,
                    type=kind,
                    goals=goals,
                    series=count if series else 0,
                )
            )
    wishes = Wishes(
        free=frozenset(half for half in product(Day, Daypart) if random.random() < 0.6),
        radius_metres=12_000,
        level=random.randrange(2, 4),
        per_week=random.randrange(1, 5),
        goals=frozenset(random.sample(list(Goal), random.randrange(3))),
    )
    task = Task(
        minutes=random.choice(minutes),
        first_day=FIRST_DAY,
        last_day=FIRST_DAY + timedelta(weeks=26),
        day_most=480,
    )
    return found, wishes, task


def best_of_all(units: Sequence[Unit], wishes: Wishes, task: Task, emphasis: Emphasis) -> Worth:
    """The worth of the best plan, found by trying each that obeys the rules."""
    found = []
    for taken in product((False, True), repeat=len(units)):
        chosen = [s for unit, yes in zip(units, taken, strict=True) if yes for s in unit.sessions]
        if not broken(chosen, wishes, task):
            found.append(worth_of(chosen, wishes, task, emphasis))
    return min(found)


def small(seed: int) -> Outcome | None:
    """A task that can be tried in full; None where nothing fits."""
    random = Random(f"small {seed}")
    candidates, wishes, task = case_of(
        random, offers=random.randrange(1, 6), weeks=4, most=11, minutes=(60, 180, 240, 400, 600)
    )
    return solved(candidates, wishes, task, list(Emphasis)[seed % 4], full=True)


def solved(
    candidates: Sequence[Candidate], wishes: Wishes, task: Task, emphasis: Emphasis, *, full: bool
) -> Outcome | None:
    """One plan, with and without the solver."""
    units = weighed(units_of(candidates, wishes, task), wishes, task)
    began = perf_counter()
    plan = best_plan(units, wishes, task, emphasis)
    seconds = perf_counter() - began
    if plan is None or not plan.sessions:
        return None
    simple = worth_of(fill(units, wishes, task, emphasis), wishes, task, emphasis)
    best = best_of_all(units, wishes, task, emphasis) if full else None
    return Outcome(plan, simple, best, seconds)


def report(tried: Sequence[Outcome], large: Sequence[Outcome], whole: Sequence[float]) -> str:
    """Both kinds of tasks as figures."""
    optimal = sum(one.plan.worth == one.best for one in tried)
    lines = [
        "# Planner",
        "",
        "| | small tasks, tried in full | large tasks |",
        "|---|---|---|",
        f"| tasks in which something fits | {len(tried)} | {len(large)} |",
        f"| as good as the best of all | {optimal / len(tried):.1%} | not known |",
        row("proven by the solver", tried, large, proven),
        row("filled without the solver as well", tried, large, as_good),
        row("points without the solver, where both lack as few", tried, large, dearer),
        row("time of one plan, median", tried, large, middle),
        row("time of one plan, longest", tried, large, longest),
        "",
        f"- Three plans of a large task: median {median(whole):.2f} s, longest {max(whole):.2f} s"
        f" (limit {SECONDS:.0f} s for each plan).",
        "",
    ]
    return "\n".join(lines)


def row(label: str, tried: Sequence[Outcome], large: Sequence[Outcome], tell: Teller) -> str:
    """One line of the table."""
    return f"| {label} | {tell(tried)} | {tell(large)} |"


def proven(some: Sequence[Outcome]) -> str:
    """The share that nothing can be better than, by the solver's own word."""
    return f"{sum(one.plan.proven for one in some) / len(some):.1%}"


def as_good(some: Sequence[Outcome]) -> str:
    """The share in which the plan without the solver is worth as much."""
    return f"{sum(one.simple == one.plan.worth for one in some) / len(some):.1%}"


def dearer(some: Sequence[Outcome]) -> str:
    """By how much the plan without the solver has more points, in the middle."""
    both = [one for one in some if one.simple.missing == one.plan.worth.missing]
    more = [one.simple.points / max(1, one.plan.worth.points) - 1 for one in both]
    return f"+{sum(more) / len(more):.1%} (mean), +{max(more):.0%} (most)"


def middle(some: Sequence[Outcome]) -> str:
    """The median time."""
    return f"{1000 * median(one.seconds for one in some):.0f} ms"


def longest(some: Sequence[Outcome]) -> str:
    """The longest time."""
    return f"{1000 * max(one.seconds for one in some):.0f} ms"


def main() -> None:
    """Solve all tasks, print the report and write it down."""
    tried = [one for seed in range(SMALL) if (one := small(seed))]
    large, whole = [], []
    for seed in range(LARGE):
        random = Random(f"large {seed}")
        offers = random.choice((15, 40, 80))
        case = case_of(random, offers=offers, weeks=22, most=2000, minutes=(900, 1500, 2400))
        if one := solved(*case, list(Emphasis)[seed % 4], full=False):
            large.append(one)
            began = perf_counter()
            propose(*case)
            whole.append(perf_counter() - began)
    text = report(tried, large, whole)
    print(text)
    RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
