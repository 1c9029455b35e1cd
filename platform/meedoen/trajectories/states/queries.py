"""Reads of the history of a trajectory."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.core.errors import Conflict
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.states.models import StatusChange


def was_done(session: Session, trajectory: Trajectory, request_key: str | None) -> bool:
    """Whether the form of this name changed this trajectory. Raises Conflict for one of another."""
    if request_key is None:
        return False
    there = session.scalar(select(StatusChange).where(StatusChange.request_key == request_key))
    if there is not None and there.trajectory_id != trajectory.id:
        raise Conflict
    return there is not None
