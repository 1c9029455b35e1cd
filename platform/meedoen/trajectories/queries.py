"""Reads of one trajectory and its progress; those of a whole caseload lie apart."""

from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from meedoen.core.errors import NotFound
from meedoen.trajectories.models import Activity, HoursEntry, Trajectory
from meedoen.trajectories.moving.models import Home
from meedoen.trajectories.rule_sets.models import RuleSet
from meedoen.trajectories.rules import Progress, progress
from meedoen.trajectories.states.models import StatusChange
from meedoen.trajectories.terms import OPEN


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
        selectinload(Trajectory.activities).joinedload(Activity.offer),
        selectinload(Trajectory.hours).joinedload(HoursEntry.paper_seen_by),
        selectinload(Trajectory.proofs),
        selectinload(Trajectory.changes),
        selectinload(Trajectory.situations),
        selectinload(Trajectory.homes).joinedload(Home.municipality),
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
    for part in (Activity, HoursEntry, StatusChange, Home):
        session.scalars(
            select(part)
            .where(part.trajectory_id == fresh.id)
            .execution_options(populate_existing=True)
        ).all()
    parts = ["activities", "hours", "proofs", "changes", "situations", "homes", "move_notices"]
    session.expire(fresh, parts)
    return fresh


def progress_of(trajectory: Trajectory) -> Progress:
    """How far a trajectory is, in whole minutes, by the rule set it began under."""
    return progress(trajectory.hours, trajectory.rule_set)
