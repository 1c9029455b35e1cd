"""Plans that are proven best: the one file that says highspy. What a plan may hold: `rules`.

Two questions are asked after each other: how few minutes can be missing, and of the plans that miss
no more, which has the fewest points. Whatever comes back is looked at by `rules.broken`.
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from time import monotonic

import highspy
import numpy as np

from meedoen.trajectories.planning.rules import (
    Candidate,
    Task,
    Wishes,
    broken,
    clash,
    week_of_year,
)
from meedoen.trajectories.planning.terms import Emphasis
from meedoen.trajectories.planning.weighing.rules import (
    POINTS_A_MINUTE_OVER,
    WEIGHTS,
    Loosening,
    Unit,
    Worth,
    cost_of,
    fill,
    in_order,
    moment_of,
    units_of,
    weighed,
    what_would_help,
    worth_of,
)

SECONDS = 2.0
"""For each plan; after that the best one found until then is shown, and the page says so."""

ENOUGH_OF_FIRST = 0.75
"""A further plan is shown when it fills so much of what the first one fills."""

Differing = Sequence[tuple[frozenset[int], int]]
"""Of each of these sets of offers, how many minutes a plan may hold at most."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Sessions that fill the task, in order; `proven` when no plan is better."""

    emphasis: Emphasis
    sessions: tuple[Candidate, ...]
    worth: Worth
    proven: bool

    @property
    def minutes(self) -> int:
        """How long they last together."""
        return sum(one.minutes for one in self.sessions)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Up to three plans that differ, what the first one lacks, and what would help most.

    `left_out` is how many sessions fitted but were not weighed, to answer in time.
    """

    plans: tuple[Plan, ...]
    missing: int
    would_help: Loosening | None
    left_out: int


def propose(
    candidates: Sequence[Candidate], wishes: Wishes, task: Task, *, seconds: float = SECONDS
) -> Proposal:
    """Three plans, each best at something else and at least a third different from the others.

    None of them breaks a rule: a plan that does is not shown, and one made without the solver
    comes in its place where that obeys them. `seconds` is for each plan.
    """
    fitting = units_of(candidates, wishes, task)
    units = weighed(fitting, wishes, task)
    last = Emphasis.WISHED if wishes.goals or wishes.types else Emphasis.STEADY
    plans: list[Plan] = []
    for emphasis in (Emphasis.SOON, Emphasis.NEAR, last):
        differing = [must_differ(plan, task) for plan in plans]
        plan = best_plan(units, wishes, task, emphasis, differing=differing, seconds=seconds)
        least = ENOUGH_OF_FIRST * min(plans[0].minutes, task.minutes) if plans else 0
        if plan is not None and plan.sessions and plan.minutes >= least:
            plans.append(plan)
    missing = plans[0].worth.missing if plans else task.minutes
    return Proposal(
        plans=tuple(plans),
        missing=missing,
        would_help=(
            what_would_help(candidates, wishes, task, missing=missing) if missing else None
        ),
        left_out=sum(len(u.sessions) for u in fitting) - sum(len(u.sessions) for u in units),
    )


def must_differ(plan: Plan, task: Task) -> tuple[frozenset[int], int]:
    """At least a third of the hours must be at other offers than those of this plan."""
    offers = frozenset(one.offer_id for one in plan.sessions)
    return offers, 2 * min(plan.minutes, task.minutes) // 3


def best_plan(
    units: Sequence[Unit],
    wishes: Wishes,
    task: Task,
    emphasis: Emphasis,
    *,
    differing: Differing = (),
    seconds: float = SECONDS,
) -> Plan | None:
    """The best plan of these units; when the time is over, the best that was found until then.

    None where nothing may be shown.
    """
    if task.minutes <= 0:
        return None
    simple = fill(units, wishes, task, emphasis, at_most=differing)
    found, proven = Model(units, wishes, task, emphasis, differing).solve(
        seconds, known=worth_of(simple, wishes, task, emphasis)
    )
    plans = [
        Plan(emphasis, sessions, worth_of(sessions, wishes, task, emphasis), sure)
        for sessions, sure in ((found, proven), (simple, False))
        if sessions is not None and not broken(sessions, wishes, task)
    ]
    return min(plans, key=lambda plan: (plan.worth, not plan.proven), default=None)


@dataclass
class Row:
    """A sum of columns that lies between two bounds."""

    low: float
    high: float
    terms: list[tuple[int, float]] = field(default_factory=list)


class Solver(highspy.Highs):
    """One question to HiGHS; a new one each time, since its clock runs on from run to run."""

    def enableCallbacks(self) -> None:  # noqa: N802
        """None are used, and switching them on prints a header before it can be silenced."""


class Model:
    """The task as a program of zeros and ones: a column per unit, offer and moment of the week."""

    def __init__(
        self,
        units: Sequence[Unit],
        wishes: Wishes,
        task: Task,
        emphasis: Emphasis,
        differing: Differing,
    ) -> None:
        self.units, self.wishes, self.task = units, wishes, task
        self.weights = WEIGHTS[emphasis]
        self.points: list[float] = [
            sum(cost_of(one, wishes, self.weights, task.first_day) for one in unit.sessions)
            for unit in units
        ]
        self.rows: list[Row] = []
        self.opened: dict[Hashable, int] = {}
        self.whole = [True] * len(units)
        self.forbid_clashes()
        self.limit_days_and_weeks()
        self.open_offers_and_moments()
        for offers, most in differing:
            self.limit(most, [u.minutes * (u.sessions[0].offer_id in offers) for u in units])
        self.missing = self.column(0)
        self.over = self.column(POINTS_A_MINUTE_OVER)
        self.rows.append(
            Row(
                task.minutes,
                task.minutes,
                [
                    *((place, unit.minutes) for place, unit in enumerate(units)),
                    (self.missing, 1),
                    (self.over, -1),
                ],
            )
        )

    def column(self, points: float, *, whole: bool = False) -> int:
        """A new column; its number."""
        self.points.append(points)
        self.whole.append(whole)
        return len(self.points) - 1

    def limit(self, most: float, amounts: Sequence[int]) -> None:
        """All units together hold at most so much; `amounts` tells of each what it holds."""
        if sum(amounts) > most:
            terms = [(place, float(held)) for place, held in enumerate(amounts) if held]
            self.rows.append(Row(-highspy.kHighsInf, most, terms))

    def forbid_clashes(self) -> None:
        """Of units of which no two go together, one at most: cliques that cover every clash."""
        days = defaultdict(list)
        for place, unit in enumerate(self.units):
            for one in unit.sessions:
                days[one.on].append((place, one))
        against: dict[int, set[int]] = defaultdict(set)
        for held in days.values():
            for (a, one), (b, other) in combinations(held, 2):
                if a != b and clash(one, other):
                    against[a].add(b)
                    against[b].add(a)
        covered: set[tuple[int, int]] = set()
        for a in sorted(against):
            for b in sorted(against[a]):
                if a < b and (a, b) not in covered:
                    clique = [a, b]
                    for c in sorted(against[a] & against[b]):
                        if all(c in against[d] for d in clique):
                            clique.append(c)
                    covered |= set(combinations(sorted(clique), 2))
                    self.rows.append(Row(-highspy.kHighsInf, 1, [(c, 1) for c in clique]))

    def limit_days_and_weeks(self) -> None:
        """No more minutes a day than the law counts, no more meetings a week than was wished."""
        held = [unit.sessions for unit in self.units]
        for day in sorted({one.on for sessions in held for one in sessions}):
            taken = sum(one.minutes for one in self.task.busy if one.on == day)
            amounts = [sum(s.minutes for s in sessions if s.on == day) for sessions in held]
            self.limit(max(0, self.task.day_most - taken), amounts)
        for week in sorted({week_of_year(one.on) for sessions in held for one in sessions}):
            taken = sum(week_of_year(one.on) == week for one in self.task.busy)
            amounts = [sum(week_of_year(s.on) == week for s in sessions) for sessions in held]
            self.limit(max(0, self.wishes.per_week - taken), amounts)

    def open_offers_and_moments(self) -> None:
        """Who takes a session takes its moment of the week too, and with that its offer."""
        links = set()
        for place, unit in enumerate(self.units):
            for one in unit.sessions:
                moment = self.opening(moment_of(one), self.weights.moment)
                links.add((place, moment))
                if not one.known:
                    links.add((moment, self.opening(one.offer_id, self.weights.offer)))
        for taken, opened in sorted(links):
            self.rows.append(Row(-highspy.kHighsInf, 0, [(taken, 1), (opened, -1)]))

    def opening(self, thing: Hashable, points: int) -> int:
        """The column that says whether an offer or a moment is in the plan at all."""
        if thing not in self.opened:
            self.opened[thing] = self.column(points, whole=True)
        return self.opened[thing]

    def solve(self, seconds: float, *, known: Worth) -> tuple[tuple[Candidate, ...] | None, bool]:
        """The best sessions, and whether that is proven. `known` is a plan that there is."""
        until = monotonic() + seconds
        fewest, sure = known.missing, True
        if fewest:
            columns, sure = self.run(
                [float(p == self.missing) for p in range(len(self.points))], until, float(fewest)
            )
            if columns is not None:
                fewest = min(fewest, round(columns[self.missing]))
        columns, best = self.run(self.points, until, float(fewest))
        if columns is None:
            return None, False
        chosen = (unit for place, unit in enumerate(self.units) if columns[place] > 0.5)
        return tuple(in_order(one for unit in chosen for one in unit.sessions)), sure and best

    def run(
        self, cost: Sequence[float], until: float, most_missing: float
    ) -> tuple[Sequence[float] | None, bool]:
        """Look for the least cost; gives the columns, and whether none costs less."""
        left = until - monotonic()
        if left <= 0:
            return None, False
        highs = Solver()  # type: ignore[no-untyped-call]
        for name, value in OPTIONS.items():
            highs.setOptionValue(name, value)
        highs.setOptionValue("time_limit", left)
        highs.passModel(self.program(cost, most_missing))
        highs.run()
        proven = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        there = (
            highs.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        )
        return (highs.getSolution().col_value, proven) if there else (None, False)

    def program(self, cost: Sequence[float], most_missing: float) -> highspy.HighsLp:
        """The columns and rows as the solver takes them."""
        size, lp = len(self.points), highspy.HighsLp()
        lp.num_col_, lp.num_row_ = size, len(self.rows)
        lp.col_cost_ = np.array(cost, dtype=np.double)
        lp.col_lower_ = np.zeros(size)
        upper = np.ones(size)
        upper[self.missing], upper[self.over] = most_missing, highspy.kHighsInf
        lp.col_upper_ = upper
        kinds = highspy.HighsVarType
        lp.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in self.whole]
        lp.row_lower_ = np.array([row.low for row in self.rows], dtype=np.double)
        lp.row_upper_ = np.array([row.high for row in self.rows], dtype=np.double)
        matrix = lp.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_ = np.cumsum([0, *(len(row.terms) for row in self.rows)], dtype=np.int32)
        terms = [term for row in self.rows for term in row.terms]
        matrix.index_ = np.array([place for place, _ in terms], dtype=np.int32)
        matrix.value_ = np.array([value for _, value in terms], dtype=np.double)
        return lp


OPTIONS: dict[str, bool | int | float | str] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.5,
}
"""One thread and one seed, so that the same task has the same answer; points are whole numbers, so
that a gap below one is none."""
