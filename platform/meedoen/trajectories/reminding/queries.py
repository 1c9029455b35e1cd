"""Reads of reminders: whose deadline comes near, and what a counsellor has not seen yet."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.reminding.models import DeadlineReminder
from meedoen.trajectories.reminding.rules import reminders_due
from meedoen.trajectories.rule_sets.queries import in_pieces
from meedoen.trajectories.terms import TrajectoryStatus


def given_to(session: Session, trajectory_ids: Collection[int]) -> dict[int, set[int]]:
    """The days of the reminders that were given, per trajectory."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = session.execute(
        select(DeadlineReminder.trajectory_id, DeadlineReminder.days_before).where(
            DeadlineReminder.trajectory_id.in_(trajectory_ids)
        )
    )
    for trajectory_id, days in rows:
        found[trajectory_id].add(days)
    return found


def ids_to_remind(session: Session, *, on: date) -> Iterator[int]:
    """The trajectories of which a reminder is due, in the order of their ids."""
    running = select(Trajectory).where(Trajectory.status == TrajectoryStatus.RUNNING)
    rows = session.execute(select(DeadlineReminder.trajectory_id, DeadlineReminder.days_before))
    given: dict[int, set[int]] = defaultdict(set)
    for trajectory_id, days in rows:
        given[trajectory_id].add(days)
    for one in in_pieces(session, running):
        if reminders_due(one, one.hours, one.rule_set, given[one.id], on=on):
            yield one.id


def unseen_of(
    session: Session, trajectory_ids: Collection[int]
) -> dict[int, list[DeadlineReminder]]:
    """The reminders that the counsellor has not seen, per trajectory, in one question.

    Of those given at one moment the nearest alone, since the others say less.
    """
    found: dict[int, list[DeadlineReminder]] = defaultdict(list)
    rows = session.scalars(
        select(DeadlineReminder)
        .where(
            DeadlineReminder.trajectory_id.in_(trajectory_ids),
            DeadlineReminder.seen_at.is_(None),
        )
        .order_by(DeadlineReminder.trajectory_id, DeadlineReminder.days_before)
    )
    for reminder in rows:
        if not found[reminder.trajectory_id]:
            found[reminder.trajectory_id].append(reminder)
    return found


def list_unseen(session: Session, trajectory_id: int) -> list[DeadlineReminder]:
    """The reminders of one trajectory that were not seen."""
    return list(
        session.scalars(
            select(DeadlineReminder).where(
                DeadlineReminder.trajectory_id == trajectory_id,
                DeadlineReminder.seen_at.is_(None),
            )
        )
    )
