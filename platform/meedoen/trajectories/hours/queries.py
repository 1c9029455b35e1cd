"""Reads of hours: one entry of one trajectory."""

from sqlalchemy.orm import Session

from meedoen.trajectories.models import HoursEntry
from meedoen.trajectories.queries import find_trajectory


def find_entry(session: Session, trajectory_id: int, entry_id: int) -> HoursEntry | None:
    """One entry, with its whole trajectory, since other entries decide whether it counts."""
    trajectory = find_trajectory(session, trajectory_id)
    if trajectory is None:
        return None
    return next((entry for entry in trajectory.hours if entry.id == entry_id), None)
