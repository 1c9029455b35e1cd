"""Reads of a caseload: its trajectories with what they wait for, filtered and sorted, and views."""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from meedoen.accounts.models import Account
from meedoen.accounts.terms import Role
from meedoen.core.errors import NotFound
from meedoen.places.models import Municipality
from meedoen.trajectories.caseload.messaging.queries import unanswered_of
from meedoen.trajectories.caseload.models import Absence, SavedView
from meedoen.trajectories.caseload.rules import Asked, File, Waiting, needs_of
from meedoen.trajectories.caseload.terms import Need, Order
from meedoen.trajectories.models import HoursEntry, Trajectory
from meedoen.trajectories.moving.queries import nis_on
from meedoen.trajectories.queries import progress_of
from meedoen.trajectories.rules import Progress, is_open, local
from meedoen.trajectories.states.rules import due_on
from meedoen.trajectories.terms import OPEN, HoursState, TrajectoryStatus


@dataclass(frozen=True, slots=True)
class Case:
    """One line of a caseload."""

    trajectory: Trajectory
    progress: Progress
    waits: tuple[Waiting, ...]
    """All that it waits for, most pressing first; never empty."""
    next_on: date | None
    """The first planned date from today on."""
    due_on: date
    """The deadline, as it stands today."""

    @property
    def need(self) -> Need:
        """What it waits for most."""
        return self.waits[0].need

    @property
    def since(self) -> datetime | None:
        """From when that waits, where it is known."""
        return self.waits[0].since


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which part of a caseload, and in which order; without anything: all that are open."""

    search: str = ""
    need: Need | None = None
    status: frozenset[TrajectoryStatus] = OPEN
    within_weeks: int | None = None
    nis: str = ""
    language: str = ""
    order: Order = Order.NEED


ENDED = frozenset(TrajectoryStatus) - OPEN
"""The states of trajectories that need no guidance any more."""


def list_caseload(
    session: Session, counsellor: Account, *, at: datetime, asked: Question | None = None
) -> list[Case]:
    """The trajectories of one counsellor that `asked` asks for (without it: all that run).

    A name must hold all words of the search, whatever accents and case. A fixed number of queries;
    a caseload is some hundred people, so what they need is asked of the very rules that the page
    of each one shows, and sorted here.
    """
    asked = asked or Question()
    found = session.scalars(
        with_parts(select(Trajectory).join(Trajectory.newcomer))
        .where(guided_by(counsellor), *narrowed(asked, on=local(at).date()))
        .order_by(func.lower(Account.name), Trajectory.id)
    ).all()
    words = folded(asked.search).split()
    found = [one for one in found if all(word in folded(one.newcomer.name) for word in words)]
    cases = [
        case
        for case in cases_of(session, found, at=at)
        if asked.need is None or any(one.need is asked.need for one in case.waits)
        if asked.within_weeks is None or due_within(case, asked.within_weeks, at=at)
    ]
    return sorted(cases, key=ORDERS[asked.order])


def guided_by(counsellor: Account) -> ColumnElement[bool]:
    """The trajectories of a caseload: `permissions.is_counsellor_of` in SQL."""
    agencies = {held.agency_code for held in counsellor.roles if held.role is Role.COUNSELLOR}
    return and_(Trajectory.counsellor_id == counsellor.id, Trajectory.agency_code.in_(agencies))


def narrowed(asked: Question, *, on: date) -> Iterable[ColumnElement[bool]]:
    """What the database can look at of a question."""
    yield Trajectory.status.in_(asked.status)
    if asked.nis:
        yield nis_on(on) == asked.nis
    if asked.language:
        yield Account.language == asked.language


def with_parts(question: Select[Trajectory]) -> Select[Trajectory]:
    """Trajectories with all that the rules of needs look at."""
    return question.options(
        joinedload(Trajectory.newcomer),
        joinedload(Trajectory.municipality),
        joinedload(Trajectory.rule_set),
        selectinload(Trajectory.activities),
        selectinload(Trajectory.hours),
        selectinload(Trajectory.changes),
    )


def cases_of(
    session: Session, trajectories: Sequence[Trajectory], *, at: datetime
) -> Iterable[Case]:
    """The line of each of these trajectories, in their order; two questions for what is beside."""
    ids = [one.id for one in trajectories]
    absent, asked = absent_of(session, ids), unanswered_of(session, ids)
    return [case_of(one, at=at, absent=absent[one.id], asked=asked[one.id]) for one in trajectories]


def absent_of(session: Session, trajectory_ids: Sequence[int]) -> dict[int, set[int]]:
    """The entries of no-shows per trajectory; empty for who always came."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = session.execute(
        select(HoursEntry.trajectory_id, Absence.entry_id)
        .join(Absence, Absence.entry_id == HoursEntry.id)
        .where(HoursEntry.trajectory_id.in_(trajectory_ids))
    )
    for trajectory_id, entry_id in rows:
        found[trajectory_id].add(entry_id)
    return found


def case_of(
    trajectory: Trajectory,
    *,
    at: datetime,
    absent: Iterable[int] = (),
    asked: Sequence[Asked] = (),
) -> Case:
    """The line of one trajectory; `absent` are the entries to which nobody came, `asked` what the
    newcomer did not answer yet."""
    on = local(at).date()
    deadline = due_on(trajectory, trajectory.rule_set, on=on)
    file = File(
        trajectory=trajectory,
        entries=trajectory.hours,
        activities=trajectory.activities,
        rule_set=trajectory.rule_set,
        absent=frozenset(absent),
        asked=asked,
        deadline=deadline,
    )
    planned = [
        entry.on_date
        for entry in trajectory.hours
        if entry.state is HoursState.PLANNED and entry.on_date >= on
    ]
    return Case(
        trajectory=trajectory,
        progress=progress_of(trajectory),
        waits=needs_of(file, at=at),
        next_on=min(planned, default=None),
        due_on=deadline,
    )


def due_within(case: Case, weeks: int, *, at: datetime) -> bool:
    """Whether an open trajectory is due within so many weeks, or is late."""
    return is_open(case.trajectory) and case.due_on <= local(at).date() + timedelta(weeks=weeks)


def waits_since(case: Case) -> float:
    """For sorting: the longest wait first; what ended, last ended first."""
    if case.since is None:
        return 0.0
    return -case.since.timestamp() if case.need is Need.ENDED else case.since.timestamp()


NEEDS = list(Need)

ORDERS: dict[Order, Callable[[Case], tuple[float, ...]]] = {
    Order.NEED: lambda case: (NEEDS.index(case.need), waits_since(case)),
    Order.NAME: lambda case: (),
    Order.LEAST_HOURS: lambda case: (case.progress.accepted,),
    Order.NEXT: lambda case: ((case.next_on or date.max).toordinal(),),
    Order.DEADLINE: lambda case: (case.due_on.toordinal(),),
    Order.LONGEST: lambda case: (case.trajectory.starts_on.toordinal(),),
}
"""What to sort by; lines that are equal stay in the order of names."""


def list_municipalities(
    session: Session, counsellor_id: int, *, on: date
) -> Sequence[tuple[str, str]]:
    """Code and name of the municipalities in which the people of a caseload live, by name."""
    rows = session.execute(
        select(Municipality.nis, Municipality.name_nl)
        .where(
            Municipality.nis.in_(
                select(nis_on(on)).where(Trajectory.counsellor_id == counsellor_id)
            )
        )
        .order_by(func.lower(Municipality.name_nl))
    )
    return [(nis, name) for nis, name in rows]


def list_languages(session: Session, counsellor_id: int) -> Sequence[str]:
    """The codes of the languages of the people of a caseload."""
    return session.scalars(
        select(Account.language)
        .join(Trajectory, Trajectory.newcomer_id == Account.id)
        .where(Trajectory.counsellor_id == counsellor_id)
        .distinct()
        .order_by(Account.language)
    ).all()


def list_views(session: Session, account_id: int) -> Sequence[SavedView]:
    """The views that somebody keeps, by name."""
    return session.scalars(
        select(SavedView)
        .where(SavedView.account_id == account_id)
        .order_by(func.lower(SavedView.name), SavedView.id)
    ).all()


def get_view(session: Session, view_id: int, *, of: Account) -> SavedView:
    """A view of somebody's own. Raises NotFound."""
    view = session.scalar(
        select(SavedView).where(SavedView.id == view_id, SavedView.account_id == of.id)
    )
    if view is None:
        raise NotFound
    return view


def folded(text: str) -> str:
    """`text` without accents and case, for comparing names."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).casefold()
