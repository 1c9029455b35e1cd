"""Reads of the ledger: the lines of one trajectory, and whether chains are whole, in a stream."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core.engine import WRITES
from meedoen.trajectories.ledger.models import LedgerLine
from meedoen.trajectories.ledger.rules import Fault, Head, accepted_minutes, faults
from meedoen.trajectories.models import HoursEntry, Trajectory

AT_A_TIME = 100
"""How many trajectories are read at once, so that memory does not grow with their number."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One trajectory that was looked at."""

    head: Head
    lines: int
    entries: int
    accepted_minutes: int
    faults: Sequence[Fault]


def list_lines(session: Session, trajectory_id: int) -> list[LedgerLine]:
    """The lines of one trajectory, first to last."""
    return list(
        session.scalars(
            select(LedgerLine)
            .where(LedgerLine.trajectory_id == trajectory_id)
            .order_by(LedgerLine.number)
        )
    )


def names_of(session: Session, lines: Sequence[LedgerLine]) -> dict[int, str]:
    """The names of the accounts in these lines that still have one, by their id."""
    ids = {line.by_id for line in lines} - {None}
    rows = session.execute(select(Account.id, Account.name).where(Account.id.in_(ids)))
    return {row.id: row.name for row in rows}


def is_whole(session: Session, lines: Sequence[LedgerLine], trajectory: Trajectory) -> bool:
    """Whether nothing of the ledger of this trajectory was changed or lost.

    What a page read question by question may be of two moments when somebody wrote between them:
    only what is wrong at each of three looks is wrong.
    """
    head = Head(trajectory.id, trajectory.ledger_length, trajectory.ledger_hash)
    if not faults(head, lines, trajectory.hours):
        return True
    again = (one for _ in range(2) for one in check_ledgers(session, only=trajectory.id))
    return any(not checked.faults for checked in again)


@contextmanager
def one_moment(session: Session) -> Iterator[None]:
    """Let all questions inside see the database as it is at one moment, while others write."""
    session.rollback()
    before = WRITES.set(False)
    try:
        if session.get_bind().dialect.name == "postgresql":
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield
    finally:
        session.rollback()
        WRITES.reset(before)


def check_ledgers(session: Session, *, only: int | None = None) -> Iterator[Checked]:
    """Look at every trajectory, or at one alone, in the order of their ids.

    Reads plain rows, some hundred trajectories at a time; call it within `one_moment`.
    """
    last = 0
    while True:
        question = select(Trajectory.id, Trajectory.ledger_length, Trajectory.ledger_hash).order_by(
            Trajectory.id
        )
        question = question.where(Trajectory.id == only if only else Trajectory.id > last)
        heads = [Head(*row) for row in session.execute(question.limit(AT_A_TIME))]
        yield from check_these(session, heads)
        if only or len(heads) < AT_A_TIME:
            return
        last = heads[-1].trajectory_id


def check_these(session: Session, heads: Sequence[Head]) -> Iterator[Checked]:
    """Look at these trajectories."""
    ids = [head.trajectory_id for head in heads]
    lines = rows_by_trajectory(session, LedgerLine, ids, LedgerLine.number)
    entries = rows_by_trajectory(session, HoursEntry, ids, HoursEntry.id)
    for head in heads:
        own, hours = lines.get(head.trajectory_id, []), entries.get(head.trajectory_id, [])
        yield Checked(
            head=head,
            lines=len(own),
            entries=len(hours),
            accepted_minutes=accepted_minutes({entry.id: entry for entry in hours}),
            faults=faults(head, own, hours),
        )


def rows_by_trajectory(
    session: Session, table: Any, ids: Sequence[int], order: Any
) -> dict[int, list[Any]]:
    """Plain rows of a table by the trajectory that they belong to."""
    rows = session.execute(
        select(*table.__table__.columns)
        .where(table.trajectory_id.in_(ids))
        .order_by(table.trajectory_id, order)
    )
    grouped = groupby(rows, key=lambda row: row.trajectory_id)
    return {key: list(some) for key, some in grouped}


def count_lines(session: Session) -> int:
    """How many lines there are in all, also of trajectories that are gone."""
    return session.scalar(select(func.count()).select_from(LedgerLine)) or 0
