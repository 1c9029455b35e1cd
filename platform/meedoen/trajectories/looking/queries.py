"""Reads of looks: those at one newcomer's file."""

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from meedoen.trajectories.looking.models import Look
from meedoen.trajectories.models import Trajectory

AT_ONCE = 500


def at_file_of(newcomer_id: int) -> ColumnElement[bool]:
    """The condition that a look was at this newcomer's file.

    Also at a trajectory that stood under another account before its newcomer took it over.
    """
    own = select(Trajectory.id).where(Trajectory.newcomer_id == newcomer_id)
    return or_(Look.newcomer_id == newcomer_id, Look.trajectory_id.in_(own))


def count_looks(session: Session, newcomer_id: int) -> int:
    """How many looks at this newcomer's file are known."""
    question = select(func.count()).select_from(Look).where(at_file_of(newcomer_id))
    return session.scalar(question) or 0


def list_looks(
    session: Session, newcomer_id: int, *, offset: int = 0, limit: int | None = None
) -> Sequence[Look]:
    """Looks at this newcomer's file, newest first."""
    return session.scalars(
        select(Look)
        .where(at_file_of(newcomer_id))
        .order_by(Look.at.desc(), Look.id.desc())
        .offset(offset)
        .limit(limit)
    ).all()


def written(session: Session, names: Collection[str]) -> set[str]:
    """Which of these looks are written already."""
    found: set[str] = set()
    for part in in_parts(sorted(names)):
        found.update(session.scalars(select(Look.once).where(Look.once.in_(part))))
    return found


def in_parts(names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Names in parts that one question can hold."""
    for start in range(0, len(names), AT_ONCE):
        yield tuple(names[start : start + AT_ONCE])
