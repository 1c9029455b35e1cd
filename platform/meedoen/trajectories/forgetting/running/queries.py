"""Reads of the nightly run: accounts that nobody uses, who is still to be told, runs of before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account, AccountRole
from meedoen.accounts.terms import Role
from meedoen.core.audit import AuditRow
from meedoen.trajectories.forgetting.models import Erasure, ForgettingRun
from meedoen.trajectories.forgetting.queries import Scope, end_of
from meedoen.trajectories.forgetting.rules import (
    Notice,
    Unused,
    erased_on_unused,
    latest_end,
)
from meedoen.trajectories.forgetting.terms import Because
from meedoen.trajectories.models import HoursEntry, Proof, Trajectory
from meedoen.trajectories.queries import rule_set_on
from meedoen.trajectories.rules import local


@dataclass(frozen=True, slots=True)
class UnusedAccount:
    """An account that nobody uses, from which day it need not be kept, and when it goes."""

    account: Account
    unused: Unused
    notice: Notice

    def erased_on(self, on: date) -> date:
        """The first day, from `on`, on which the clock erases it."""
        return erased_on_unused(self.unused, self.notice, on=on)


def last_used() -> ColumnElement[datetime]:
    """When an account was made, closed, or last signed in with: whichever was last."""
    signed_in = (
        select(func.max(AuditRow.at))
        .where(
            AuditRow.thing_kind == "account",
            AuditRow.thing_id == Account.id,
            AuditRow.act.in_(("sign_in", "set_password", "change_details", "change_language")),
        )
        .correlate(Account)
        .scalar_subquery()
    )
    used = func.coalesce(signed_in, Account.created_at)
    made = case((used > Account.created_at, used), else_=Account.created_at)
    return case((Account.closed_at.is_not(None), Account.closed_at), else_=made)


def is_in_use() -> ColumnElement[bool]:
    """Whether an account is kept for another reason: work, or a file that names it."""
    kept = Trajectory.erased_at.is_(None)
    named = or_(
        select(Trajectory.id)
        .where(
            kept, or_(Trajectory.newcomer_id == Account.id, Trajectory.counsellor_id == Account.id)
        )
        .exists(),
        select(HoursEntry.id)
        .join(HoursEntry.trajectory)
        .where(kept, HoursEntry.accepted_by_id == Account.id)
        .exists(),
        select(Proof.id)
        .join(Proof.trajectory)
        .where(kept, Proof.issued_by_id == Account.id)
        .exists(),
    )
    works = and_(
        Account.closed_at.is_(None),
        select(AccountRole.id)
        .where(AccountRole.account_id == Account.id, AccountRole.role != Role.NEWCOMER)
        .exists(),
    )
    return or_(named, works)


def list_unused(
    session: Session, *, until: date, on: date, only: int | None = None
) -> list[UnusedAccount]:
    """The accounts that need not be kept from `until` on, by the rules of the day `on`.

    `only`: this account alone, as it stands now.
    """
    rule_set = rule_set_on(session, on)
    if rule_set is None:
        return []
    months, days = rule_set.unused_account_months, rule_set.erasure_notice_days
    question: Select[Account, datetime] = (
        select(Account, last_used())
        .where(
            Account.erased_at.is_(None),
            Account.created_at < end_of(latest_end(until, months)),
            ~is_in_use(),
            last_used() < end_of(latest_end(until, months)),
        )
        .order_by(Account.id)
        .execution_options(populate_existing=True)
    )
    if only is not None:
        question = question.where(Account.id == only)
    return [
        UnusedAccount(
            account=account,
            unused=Unused(used_on=local(used).date(), months=months),
            notice=Notice(
                days=days,
                reachable=account.email is not None and account.closed_at is None,
                told_on=account.told_on,
            ),
        )
        for account, used in session.execute(question)
    ]


def list_runs(session: Session, *, limit: int) -> Sequence[ForgettingRun]:
    """The runs of the clock, the newest first."""
    return session.scalars(
        select(ForgettingRun).order_by(ForgettingRun.id.desc()).limit(limit)
    ).all()


def count_erased(session: Session, runs: Sequence[ForgettingRun]) -> dict[int, dict[Because, int]]:
    """How many people each of these runs erased, by the reason."""
    rows = session.execute(
        select(Erasure.run_id, Erasure.because, func.count())
        .where(Erasure.run_id.in_([run.id for run in runs]))
        .group_by(Erasure.run_id, Erasure.because)
    )
    found: dict[int, dict[Because, int]] = {run.id: {} for run in runs}
    for key, because, number in rows:
        if key is not None:
            found[key][because] = number
    return found


def in_scope(scope: Scope) -> ColumnElement[bool]:
    """The condition that an erasure may be seen: all by who looks after the system, else those of
    an agency by its administrators."""
    if scope.everything:
        return Erasure.id.is_not(None)
    return Erasure.agency_code.in_(scope.agencies | scope.guides_for)


def list_erasures(session: Session, scope: Scope, *, offset: int, limit: int) -> Sequence[Erasure]:
    """Who was erased, by number, the last one first."""
    return session.scalars(
        select(Erasure)
        .where(in_scope(scope))
        .order_by(Erasure.id.desc())
        .offset(offset)
        .limit(limit)
    ).all()


def count_erasures(session: Session, scope: Scope) -> int:
    """How many were erased."""
    return session.scalar(select(func.count()).select_from(Erasure).where(in_scope(scope))) or 0
