"""Reads of trajectories: one, its progress, and the caseload of a counsellor."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from meedoen.accounts.models import Account
from meedoen.core.errors import NotFound
from meedoen.trajectories.models import Activity, HoursEntry, Trajectory
from meedoen.trajectories.rule_sets.models import RuleSet
from meedoen.trajectories.rules import Progress, need_of, overtaken, progress
from meedoen.trajectories.states.models import StatusChange
from meedoen.trajectories.terms import OPEN, HoursState, Need


def rule_set_on(session: Session, day: date) -> RuleSet | None:
    """The rules that held on `day`: the newest that had begun; None before the first."""
    return session.scalar(
        select(RuleSet)
        .where(RuleSet.valid_from <= day)
        .order_by(RuleSet.valid_from.desc())
        .limit(1)
    )


def find_trajectory(session: Session, trajectory_id: int) -> Trajectory | None:
    """One trajectory with everything its page shows, in a fixed number of queries."""
    return session.scalar(whole().where(Trajectory.id == trajectory_id))


def find_trajectory_of(session: Session, newcomer_id: int) -> Trajectory | None:
    """The trajectory of a newcomer: the running one, else the newest."""
    return session.scalar(
        whole()
        .where(Trajectory.newcomer_id == newcomer_id)
        .order_by(Trajectory.status.in_(OPEN).desc(), Trajectory.id.desc())
        .limit(1)
    )


def find_by_request(session: Session, request_key: str) -> Trajectory | None:
    """The trajectory that the form of this name opened."""
    return session.scalar(select(Trajectory).where(Trajectory.request_key == request_key))


def has_running(session: Session, newcomer_id: int) -> bool:
    """Whether this person has a trajectory that did not end, whoever guides it."""
    return bool(
        session.scalar(
            select(
                select(Trajectory.id)
                .where(
                    Trajectory.newcomer_id == newcomer_id,
                    Trajectory.status.in_(OPEN),
                )
                .exists()
            )
        )
    )


def whole() -> Select[Trajectory]:
    """A question for trajectories with their people, rules, activities, hours and proofs."""
    return select(Trajectory).options(
        joinedload(Trajectory.newcomer),
        joinedload(Trajectory.counsellor),
        joinedload(Trajectory.municipality),
        joinedload(Trajectory.agency),
        joinedload(Trajectory.rule_set),
        selectinload(Trajectory.activities),
        selectinload(Trajectory.hours).joinedload(HoursEntry.paper_seen_by),
        selectinload(Trajectory.proofs),
        selectinload(Trajectory.changes),
        selectinload(Trajectory.situations),
    )


def get_locked(session: Session, trajectory: Trajectory) -> Trajectory:
    """The same trajectory as it stands now, held until the transaction ends.

    Whoever acts on it waits here for whoever was first, and then sees what the first one did: its
    activities, hours and rests are read anew. Raises NotFound when it is gone.
    """
    session.flush()
    fresh = session.scalar(
        select(Trajectory)
        .where(Trajectory.id == trajectory.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if fresh is None:
        raise NotFound
    for part in (Activity, HoursEntry, StatusChange):
        session.scalars(
            select(part)
            .where(part.trajectory_id == fresh.id)
            .execution_options(populate_existing=True)
        ).all()
    session.expire(fresh, ["activities", "hours", "proofs", "changes", "situations"])
    return fresh


def progress_of(trajectory: Trajectory) -> Progress:
    """How far a trajectory is, in whole minutes, by the rule set it began under."""
    return progress(trajectory.hours, trajectory.rule_set)


@dataclass(frozen=True, slots=True)
class Case:
    """One line of a caseload."""

    trajectory: Trajectory
    progress: Progress
    need: Need
    since: datetime | None
    """From when the need waits, where that is known."""
    next_on: date | None
    """The first planned date from today on."""


def list_caseload(
    session: Session,
    counsellor_id: int,
    *,
    on: date,
    search: str = "",
    running: bool = True,
) -> list[Case]:
    """The trajectories of one counsellor, most pressing need first, longest wait first within it.

    `search` keeps the names that hold all its words, whatever accents and case; `running` chooses
    between those that run and those that ended. A fixed number of queries; a caseload is some
    hundred people, so it is sorted here, by the very rules that the page of each one shows.
    """
    found = session.scalars(
        select(Trajectory)
        .join(Trajectory.newcomer)
        .where(
            Trajectory.counsellor_id == counsellor_id,
            Trajectory.status.in_(OPEN) if running else Trajectory.status.not_in(OPEN),
        )
        .options(
            joinedload(Trajectory.newcomer),
            joinedload(Trajectory.municipality),
            joinedload(Trajectory.rule_set),
            selectinload(Trajectory.activities),
            selectinload(Trajectory.hours),
            selectinload(Trajectory.changes),
        )
        .order_by(func.lower(Account.name), Trajectory.id)
    ).all()
    words = folded(search).split()
    cases = [
        case_of(trajectory, on=on)
        for trajectory in found
        if all(word in folded(trajectory.newcomer.name) for word in words)
    ]
    return sorted(cases, key=lambda case: (list(Need).index(case.need), waits_since(case)))


def count_waiting(session: Session, counsellor_id: int) -> int:
    """How many entries of hours wait until this counsellor accepts them."""
    return (
        session.scalar(
            select(func.count())
            .select_from(HoursEntry)
            .join(HoursEntry.trajectory)
            .where(
                Trajectory.counsellor_id == counsellor_id,
                Trajectory.status.in_(OPEN),
                HoursEntry.state == HoursState.CONFIRMED,
            )
        )
        or 0
    )


def case_of(trajectory: Trajectory, *, on: date) -> Case:
    """The line of one trajectory."""
    hours: Sequence[HoursEntry] = trajectory.hours
    need = need_of(
        trajectory,
        hours,
        [activity.decision for activity in trajectory.activities],
        trajectory.rule_set,
        on=on,
        disputed=any(entry.disputed_at for entry in hours),
    )
    return Case(
        trajectory=trajectory,
        progress=progress_of(trajectory),
        need=need,
        since=since_when(trajectory, need),
        next_on=min(
            (e.on_date for e in hours if e.state is HoursState.PLANNED and e.on_date >= on),
            default=None,
        ),
    )


def since_when(trajectory: Trajectory, need: Need) -> datetime | None:
    """From when this need waits."""
    moments: dict[HoursState, list[datetime | None]] = defaultdict(list)
    gone = overtaken(trajectory.hours)
    for entry in trajectory.hours:
        if entry.id in gone:
            continue
        moments[entry.state].append(
            {
                HoursState.CONFIRMED: entry.confirmed_at,
                HoursState.SENT_BACK: entry.sent_back_at,
            }.get(entry.state, entry.logged_at)
        )
    of_need: dict[Need, Iterable[datetime | None]] = {
        Need.HOURS_DISPUTED: [entry.disputed_at for entry in trajectory.hours],
        Need.HOURS_TO_ACCEPT: moments[HoursState.CONFIRMED],
        Need.HOURS_TO_MEND: moments[HoursState.SENT_BACK],
        Need.NOT_CONFIRMED: moments[HoursState.REPORTED],
        Need.ACTIVITY_TO_JUDGE: [a.created_at for a in trajectory.activities if not a.decided_at],
        Need.NO_ACTIVITY: [trajectory.opened_at],
        Need.ENDED: [trajectory.ended_at],
    }
    return min((moment for moment in of_need.get(need, ()) if moment), default=None)


def waits_since(case: Case) -> float:
    """For sorting: the longest wait first; what ended, last ended first."""
    if case.since is None:
        return 0.0
    return -case.since.timestamp() if case.need is Need.ENDED else case.since.timestamp()


def folded(text: str) -> str:
    """`text` without accents and case, for comparing names."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).casefold()
