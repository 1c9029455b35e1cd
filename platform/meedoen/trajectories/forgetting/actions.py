"""Writes of forgetting: hold a file, ask to be erased, refuse that, and erase a person for good."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.accounts.terms import Role
from meedoen.core import audit
from meedoen.core.errors import Conflict, NotFound, RuleBroken
from meedoen.messages.actions import queue_message
from meedoen.trajectories.actions import hold
from meedoen.trajectories.forgetting import rules
from meedoen.trajectories.forgetting.counting.actions import count_trajectory
from meedoen.trajectories.forgetting.documents import refused_letter
from meedoen.trajectories.forgetting.erasing.actions import (
    erase_account,
    erase_traces,
    erase_trajectory,
    leave_work,
)
from meedoen.trajectories.forgetting.models import Erasure, ErasureRequest, LegalHold
from meedoen.trajectories.forgetting.overview.documents import asked_letter
from meedoen.trajectories.forgetting.queries import (
    PersonFile,
    find_file_of,
    find_hold_by_request,
)
from meedoen.trajectories.forgetting.terms import Because
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.rules import local


def held_file(session: Session, account_id: int, *, on: date) -> PersonFile | None:
    """The file of a person as it stands now, kept from others until this transaction ends.

    The account comes first, so that no trajectory is opened for it meanwhile, then its trajectories
    in their order. None where nothing is left of it.
    """
    session.scalar(
        select(Account)
        .where(Account.id == account_id)
        .with_for_update(of=Account)
        .execution_options(populate_existing=True)
    )
    found = session.scalars(
        select(Trajectory)
        .where(Trajectory.newcomer_id == account_id, Trajectory.erased_at.is_(None))
        .order_by(Trajectory.id)
    ).all()
    for one in found:
        hold(session, one)
    session.flush()
    return find_file_of(session, account_id, on=on)


def place_legal_hold(
    session: Session,
    file: PersonFile,
    *,
    reason: str,
    until: date,
    by: Account,
    at: datetime,
    request_key: str,
) -> LegalHold:
    """Keep a file until after a day, whatever the clock says; the same form again holds once.

    Why is personal, so it stands here alone and goes with the file. Raises RuleBroken.
    """
    on = local(at).date()
    fresh = held_file(session, file.account.id, on=on)
    if there := find_hold_by_request(session, request_key):
        if there.account_id != file.account.id:
            raise Conflict
        return there
    if fresh is None:
        raise NotFound
    if why := rules.reasons_not_held(reason, until, on=on):
        raise RuleBroken(*why)
    placed = LegalHold(
        account_id=file.account.id,
        reason=reason.strip(),
        until_on=until,
        by_id=by.id,
        at=at,
        request_key=request_key,
    )
    session.add(placed)
    session.flush()
    note(session, "place_legal_hold", fresh, by, at, hold=placed.id, until=until.isoformat())
    return placed


def lift_legal_hold(session: Session, file: PersonFile, *, by: Account, at: datetime) -> None:
    """End the hold that stands, so that the clock decides again; once is enough."""
    fresh = held_file(session, file.account.id, on=local(at).date())
    if fresh is not None and fresh.hold is not None:
        fresh.hold.lifted_at, fresh.hold.lifted_by_id = at, by.id
        session.flush()
        note(session, "lift_legal_hold", fresh, by, at, hold=fresh.hold.id)


def ask_erasure(
    session: Session, file: PersonFile, *, by: Account, at: datetime, base_url: str
) -> ErasureRequest:
    """Say that one wants to be erased; somebody of the agency decides. Asking twice asks once.

    The counsellor gets a mail, as long as they work here.

    Raises RuleBroken while the rules say no to anybody, such as for an open trajectory.
    """
    on = local(at).date()
    fresh = held_file(session, file.account.id, on=on)
    if fresh is None:
        raise NotFound
    if fresh.request is not None and fresh.is_asked:
        return fresh.request
    if why := fresh.reasons_not_erased(on):
        raise RuleBroken(*why)
    asked = ErasureRequest(account_id=file.account.id, asked_at=at, reason="")
    try:
        with session.begin_nested():
            session.add(asked)
    except IntegrityError as error:
        raise Conflict from error
    reader = fresh.newest.counsellor
    if reader.email and reader.closed_at is None:
        queue_message(
            session,
            key=f"erasure-asked/{asked.id}",
            recipient=reader.email,
            letter=asked_letter(reader, trajectory_id=fresh.newest.id, base_url=base_url),
            at=at,
        )
    note(session, "ask_erasure", fresh, by, at, request=asked.id)
    return asked


def refuse_erasure(
    session: Session,
    file: PersonFile,
    *,
    reason: str,
    by: Account,
    at: datetime,
    base_url: str,
) -> None:
    """Say no to who asked, with a reason that they read; the clock goes on. Once is enough."""
    fresh = held_file(session, file.account.id, on=local(at).date())
    if fresh is None or fresh.request is None or not fresh.is_asked:
        return
    if why := rules.reasons_not_refused(reason):
        raise RuleBroken(*why)
    asked = fresh.request
    asked.reason, asked.refused_at, asked.refused_by_id = reason.strip(), at, by.id
    session.flush()
    if fresh.notice.reachable and fresh.account.email:
        letter = refused_letter(
            fresh.account,
            day=local(asked.asked_at).date(),
            reason=asked.reason,
            trajectory_id=fresh.newest.id,
            base_url=base_url,
        )
        queue_message(
            session,
            key=f"erasure-refused/{asked.id}",
            recipient=fresh.account.email,
            letter=letter,
            at=at,
        )
    note(session, "refuse_erasure", fresh, by, at, request=asked.id)


def erase_person(
    session: Session,
    account_id: int,
    *,
    because: Because,
    by: Account | None,
    at: datetime,
    run_id: int | None = None,
) -> Erasure | None:
    """Erase a person with all their trajectories, in this one transaction; None if nothing is left.

    The clock waits until the file is due and its person was told; whoever decides by hand does not.
    Raises RuleBroken with what stands in the way. Whoever works here too keeps their account.
    """
    on = local(at).date()
    file = held_file(session, account_id, on=on)
    if file is None:
        return None
    clock = because is Because.KEPT_LONG_ENOUGH
    if why := file.reasons_not_yet(on) if clock else file.reasons_not_erased(on):
        raise RuleBroken(*why)
    account, trajectories = file.account, list(file.trajectories)
    for one in trajectories:
        count_trajectory(session, one)
    erase_traces(session, account, trajectories, at=at)
    works = any(held.role is not Role.NEWCOMER for held in account.roles)
    owner = leave_work(session, account, at=at) if works else account
    for one in trajectories:
        erase_trajectory(session, one, owner=owner.id, at=at)
    if not works:
        erase_account(session, account, at=at)
    last = next(
        one
        for one, course in zip(trajectories, file.courses, strict=True)
        if course.kept_until == file.due_on
    )
    erased = Erasure(
        at=at,
        because=because,
        account_id=owner.id,
        trajectory_id=file.newest.id,
        trajectories=len(trajectories),
        agency_code=file.agency_code,
        rule_set_id=last.rule_set_id if clock else None,
        due_on=file.due_on if clock else None,
        by_id=by.id if by else None,
        run_id=run_id,
    )
    session.add(erased)
    session.flush()
    session.expire_all()
    record(session, "erase_person", erased, by, at)
    return erased


def erase_unused_account(
    session: Session, account_id: int, *, due: date, at: datetime, run_id: int | None = None
) -> Erasure | None:
    """Erase an account that nobody uses and that no file names; None when it was erased before.

    Whoever calls this asked `running.queries` whether it is due, in this transaction.
    """
    account = session.scalar(
        select(Account)
        .where(Account.id == account_id, Account.erased_at.is_(None))
        .with_for_update(of=Account)
        .execution_options(populate_existing=True)
    )
    if account is None:
        return None
    erase_traces(session, account, [], at=at)
    erase_account(session, account, at=at)
    erased = Erasure(
        at=at,
        because=Because.UNUSED,
        account_id=account_id,
        trajectories=0,
        due_on=due,
        run_id=run_id,
    )
    session.add(erased)
    session.flush()
    record(session, "erase_account", erased, None, at)
    return erased


def record(session: Session, act: str, erased: Erasure, by: Account | None, at: datetime) -> None:
    """The audit row of an erasure: numbers and the reason, no words."""
    audit.record(
        session,
        act,
        "account",
        erased.account_id,
        by=by,
        at=at,
        through="page" if by else "command",
        because=erased.because,
        trajectories=erased.trajectories,
        trajectory=erased.trajectory_id,
    )
    session.flush()


def note(
    session: Session, act: str, file: PersonFile, by: Account, at: datetime, **facts: Any
) -> None:
    """One audit row about a file."""
    audit.record(session, act, "account", file.account.id, by=by, at=at, **facts)
    session.flush()
