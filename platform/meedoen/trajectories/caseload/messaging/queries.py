"""Reads of messages: those of one trajectory, and those of many that nobody answered."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from meedoen.trajectories.caseload.messaging.models import CaseMessage
from meedoen.trajectories.caseload.messaging.terms import ASKS
from meedoen.trajectories.caseload.rules import Asked
from meedoen.trajectories.models import HoursEntry, Trajectory
from meedoen.trajectories.terms import HoursState


def list_messages(session: Session, trajectory_id: int) -> Sequence[CaseMessage]:
    """The messages of a trajectory with who sent them, the newest first."""
    return session.scalars(
        select(CaseMessage)
        .where(CaseMessage.trajectory_id == trajectory_id)
        .options(joinedload(CaseMessage.by))
        .order_by(CaseMessage.at.desc(), CaseMessage.id.desc())
    ).all()


def find_by_request(session: Session, request_key: str) -> CaseMessage | None:
    """The message that the form of this name sent."""
    return session.scalar(select(CaseMessage).where(CaseMessage.request_key == request_key))


def unanswered_of(session: Session, trajectory_ids: Sequence[int]) -> dict[int, list[Asked]]:
    """What was asked and not answered, per trajectory."""
    found: dict[int, list[Asked]] = defaultdict(list)
    rows = session.execute(
        select(CaseMessage.trajectory_id, CaseMessage.kind, CaseMessage.at).where(
            CaseMessage.trajectory_id.in_(trajectory_ids),
            CaseMessage.answered_at.is_(None),
            CaseMessage.kind.in_(ASKS),
        )
    )
    for trajectory_id, kind, at in rows:
        found[trajectory_id].append(Asked(kind, at))
    return found


def next_appointment(trajectory: Trajectory, *, on: date) -> HoursEntry | None:
    """The first planned entry from a day on."""
    ahead = [e for e in trajectory.hours if e.state is HoursState.PLANNED and e.on_date >= on]
    return min(ahead, key=lambda entry: entry.on_date, default=None)
