"""Reads of forgetting: the file of one person, and whose file is due; each list takes its scope."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, true
from sqlalchemy.orm import Session, joinedload

from meedoen.accounts.models import Account
from meedoen.accounts.terms import Role
from meedoen.core.errors import Reason
from meedoen.trajectories.forgetting import rules
from meedoen.trajectories.forgetting.models import ErasureRequest, LegalHold
from meedoen.trajectories.forgetting.rules import Course, Notice
from meedoen.trajectories.models import HoursEntry, Trajectory
from meedoen.trajectories.queries import rule_set_on
from meedoen.trajectories.rule_sets.models import RuleSet
from meedoen.trajectories.rules import BRUSSELS, local


@dataclass(frozen=True, slots=True)
class PersonFile:
    """A newcomer with all their trajectories, oldest first, and what decides how long they stay.

    Permissions ask it what they ask of a trajectory; it answers for the newest one.
    """

    account: Account
    trajectories: Sequence[Trajectory]
    courses: Sequence[Course]
    notice: Notice
    hold: LegalHold | None
    request: ErasureRequest | None
    """The newest one; refused, or open."""

    @property
    def newest(self) -> Trajectory:
        """The trajectory that began last."""
        return self.trajectories[-1]

    @property
    def trajectory(self) -> Trajectory:
        """The one that is named when somebody looks at all of them."""
        return self.newest

    @property
    def newcomer_id(self) -> int:
        """Whose file it is."""
        return self.account.id

    @property
    def counsellor_id(self) -> int:
        """Who guides or guided them last."""
        return self.newest.counsellor_id

    @property
    def agency_code(self) -> str:
        """Which agency guides or guided them last."""
        return self.newest.agency_code

    @property
    def home(self) -> "PersonFile":
        """Where it lies, for permissions, which ask it for its agency."""
        return self

    @property
    def held_until(self) -> date | None:
        """The last day of the hold that stands."""
        return self.hold.until_on if self.hold else None

    @property
    def is_asked(self) -> bool:
        """Whether its person asked to be erased, and waits for an answer."""
        return self.request is not None and self.request.refused_at is None

    @property
    def due_on(self) -> date | None:
        """From which day it need not be kept."""
        return rules.due_on(self.courses)

    @property
    def rule(self) -> Reason | None:
        """The rule by which it is kept; None while a trajectory is open."""
        last = rules.deciding(self.courses)
        return rules.why_then(last) if last else None

    def erased_on(self, on: date) -> date | None:
        """The first day, from `on`, on which the clock erases it as things stand."""
        return rules.erased_on(self.courses, self.notice, held_until=self.held_until, on=on)

    def reasons_not_erased(self, on: date) -> tuple[Reason, ...]:
        """What stands in the way, whoever decides."""
        return rules.reasons_not_erased(self.courses, held_until=self.held_until, on=on)

    def reasons_not_yet(self, on: date) -> tuple[Reason, ...]:
        """What stands in the way of the clock."""
        return rules.reasons_not_yet(self.courses, self.notice, held_until=self.held_until, on=on)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose files somebody sees here: all, those of agencies, those of one counsellor."""

    everything: bool = False
    agencies: frozenset[str] = frozenset()
    counsellor_id: int | None = None
    guides_for: frozenset[str] = frozenset()

    def holds(self) -> ColumnElement[bool]:
        """The condition that a trajectory lies in it."""
        if self.everything:
            return true()
        return or_(
            Trajectory.agency_code.in_(self.agencies) if self.agencies else false(),
            and_(
                Trajectory.counsellor_id == self.counsellor_id,
                Trajectory.agency_code.in_(self.guides_for),
            )
            if self.guides_for
            else false(),
        )


def scope_of(account: Account) -> Scope:
    """What this person may see: all files as numbers, those of their agency, their own."""
    held = [(one.role, one.agency_code) for one in account.roles]
    guides = frozenset(code for role, code in held if role is Role.COUNSELLOR and code)
    return Scope(
        everything=any(role is Role.SYSTEM_ADMINISTRATOR for role, _ in held),
        agencies=frozenset(
            code for role, code in held if role is Role.AGENCY_ADMINISTRATOR and code
        ),
        counsellor_id=account.id if guides else None,
        guides_for=guides,
    )


def end_of(day: date) -> datetime:
    """The moment at which a day ends in Brussels."""
    return datetime.combine(day + timedelta(days=1), time(0), tzinfo=BRUSSELS)


def ripe(session: Session, until: date) -> ColumnElement[bool]:
    """The condition that a trajectory need not be kept from `until` on: `Course.kept_until`."""
    months = session.execute(select(RuleSet.id, RuleSet.retention_months)).all()
    return or_(
        false(),
        *(
            and_(
                Trajectory.rule_set_id == key,
                Trajectory.ended_at < end_of(rules.latest_end(until, kept)),
            )
            for key, kept in months
        ),
    )


def due_people(session: Session, scope: Scope, *, until: date) -> Select[int]:
    """The question for whose trajectories need none of them be kept from `until` on."""
    return (
        select(Trajectory.newcomer_id)
        .where(Trajectory.erased_at.is_(None))
        .group_by(Trajectory.newcomer_id)
        .having(
            func.count() == func.sum(case((ripe(session, until), 1), else_=0)),
            func.sum(case((scope.holds(), 1), else_=0)) > 0,
        )
    )


def count_due(session: Session, scope: Scope, *, until: date) -> int:
    """How many people are due until a day."""
    people = due_people(session, scope, until=until).subquery()
    return session.scalar(select(func.count()).select_from(people)) or 0


def list_due_ids(
    session: Session,
    scope: Scope,
    *,
    until: date,
    offset: int = 0,
    limit: int | None = None,
) -> list[int]:
    """Who is due until a day, by number; whose trajectories ended first come first."""
    question = due_people(session, scope, until=until).order_by(
        func.max(Trajectory.ended_at), Trajectory.newcomer_id
    )
    return list(session.scalars(question.offset(offset).limit(limit)))


def list_asking_ids(session: Session, scope: Scope) -> list[int]:
    """Who asked to be erased and waits for an answer, the longest first."""
    here = select(Trajectory.newcomer_id).where(Trajectory.erased_at.is_(None), scope.holds())
    return list(
        session.scalars(
            select(ErasureRequest.account_id)
            .where(ErasureRequest.refused_at.is_(None), ErasureRequest.account_id.in_(here))
            .order_by(ErasureRequest.asked_at)
        )
    )


def list_held_ids(session: Session, scope: Scope, *, on: date) -> list[int]:
    """Whose files are held on a day, by the last day of it."""
    here = select(Trajectory.newcomer_id).where(Trajectory.erased_at.is_(None), scope.holds())
    return list(
        session.scalars(
            select(LegalHold.account_id)
            .where(standing(on), LegalHold.account_id.in_(here))
            .group_by(LegalHold.account_id)
            .order_by(func.max(LegalHold.until_on), LegalHold.account_id)
        )
    )


def standing(on: date) -> ColumnElement[bool]:
    """The condition that a hold stands on a day."""
    return and_(LegalHold.lifted_at.is_(None), LegalHold.until_on >= on)


def list_files(session: Session, ids: Collection[int], *, on: date) -> list[PersonFile]:
    """The files of these people as they stand on a day, in the order of `ids`; fixed questions."""
    if not ids:
        return []
    found = session.scalars(
        select(Trajectory)
        .where(Trajectory.newcomer_id.in_(ids), Trajectory.erased_at.is_(None))
        .options(
            joinedload(Trajectory.newcomer),
            joinedload(Trajectory.rule_set),
            joinedload(Trajectory.agency),
            joinedload(Trajectory.municipality),
        )
        .order_by(Trajectory.id)
        .execution_options(populate_existing=True)
    ).all()
    theirs: dict[int, list[Trajectory]] = defaultdict(list)
    for one in found:
        theirs[one.newcomer_id].append(one)
    disputes = disputes_of(session, [one.id for one in found])
    holds = {
        hold.account_id: hold
        for hold in session.scalars(
            select(LegalHold)
            .where(LegalHold.account_id.in_(ids), standing(on))
            .order_by(LegalHold.until_on)
            .options(joinedload(LegalHold.by))
        )
    }
    requests = {
        request.account_id: request
        for request in session.scalars(
            select(ErasureRequest)
            .where(ErasureRequest.account_id.in_(ids))
            .order_by(ErasureRequest.id)
        )
    }
    days = notice_days(session, on)
    return [
        PersonFile(
            account=theirs[key][-1].newcomer,
            trajectories=theirs[key],
            courses=[course_of(one, disputes.get(one.id, 0)) for one in theirs[key]],
            notice=notice_of(theirs[key][-1].newcomer, days),
            hold=holds.get(key),
            request=requests.get(key),
        )
        for key in ids
        if key in theirs
    ]


def course_of(trajectory: Trajectory, disputes: int) -> Course:
    """A trajectory as the rules take it."""
    return Course(
        ended_on=local(trajectory.ended_at).date() if trajectory.ended_at else None,
        months=trajectory.rule_set.retention_months,
        rules_from=trajectory.rule_set.valid_from,
        disputes=disputes,
    )


def notice_of(account: Account, days: int) -> Notice:
    """Whether somebody can be told, and was; who cannot sign in any more is not written to."""
    reachable = account.email is not None and account.closed_at is None
    return Notice(days=days, reachable=reachable, told_on=account.told_on)


def notice_days(session: Session, on: date) -> int:
    """How long before the erasing people are told, by the rules of a day; 0 before there are."""
    rule_set = rule_set_on(session, on)
    return rule_set.erasure_notice_days if rule_set else 0


def disputes_of(session: Session, ids: Collection[int]) -> dict[int, int]:
    """How many hours of each of these trajectories have a dispute that was not answered."""
    rows = session.execute(
        select(HoursEntry.trajectory_id, func.count())
        .where(HoursEntry.trajectory_id.in_(ids), HoursEntry.disputed_at.is_not(None))
        .group_by(HoursEntry.trajectory_id)
    )
    return {key: number for key, number in rows}  # noqa: C416


def find_file_of(session: Session, account_id: int, *, on: date) -> PersonFile | None:
    """The file of one person; None where there is none, or nothing is left of it."""
    return next(iter(list_files(session, [account_id], on=on)), None)


def find_file_with(session: Session, trajectory_id: int, *, on: date) -> PersonFile | None:
    """The file that a trajectory is part of, as it stands on a day."""
    owner = session.scalar(
        select(Trajectory.newcomer_id).where(
            Trajectory.id == trajectory_id, Trajectory.erased_at.is_(None)
        )
    )
    return find_file_of(session, owner, on=on) if owner else None


def find_hold_by_request(session: Session, request_key: str) -> LegalHold | None:
    """The hold that the form of this name placed."""
    return session.scalar(select(LegalHold).where(LegalHold.request_key == request_key))
