"""Writes of looks: keep them, each once, and forget those of long ago."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from meedoen.trajectories.looking.models import Look
from meedoen.trajectories.looking.queries import AT_ONCE, written
from meedoen.trajectories.looking.rules import KEPT, Seen

TRIES = 3


def missing_looks(
    session: Session, seen: Collection[Seen], *, at: datetime
) -> list[dict[str, object]]:
    """The rows that must still be written for these looks."""
    by_name = {one.once(at): one for one in seen}
    there = written(session, by_name)
    return [row_of(one, name, at) for name, one in by_name.items() if name not in there]


def row_of(seen: Seen, name: str, at: datetime) -> dict[str, object]:
    """A look as it is kept."""
    return {
        "newcomer_id": seen.newcomer_id,
        "trajectory_id": seen.trajectory_id,
        "kind": seen.kind,
        "looked_as": seen.looked_as,
        "by_id": seen.by_id,
        "by_name": seen.by_name[:120],
        "body": seen.body[:160],
        "at": at,
        "once": name,
    }


def keep_looks(session: Session, seen: Collection[Seen], *, at: datetime) -> int:
    """Write looks that are not written yet, all or none; gives how many. Commits by itself.

    Unlike other actions: a look belongs to no act. Where another request wrote one of them at the
    same moment, what is left is written in a next try.
    """
    for _attempt in range(TRIES - 1):
        try:
            return insert_missing(session, seen, at=at)
        except IntegrityError:
            session.rollback()
    return insert_missing(session, seen, at=at)


def insert_missing(session: Session, seen: Collection[Seen], *, at: datetime) -> int:
    """Insert and commit what is missing of these looks."""
    rows = missing_looks(session, seen, at=at)
    for start in range(0, len(rows), AT_ONCE):
        session.execute(insert(Look), rows[start : start + AT_ONCE])
    session.commit()
    return len(rows)


def forget_looks(session: Session, *, at: datetime) -> int:
    """Forget looks of more than two years ago; gives how many."""
    gone = session.execute(delete(Look).where(Look.at < at - KEPT))
    return gone.rowcount  # type: ignore[attr-defined, no-any-return]
