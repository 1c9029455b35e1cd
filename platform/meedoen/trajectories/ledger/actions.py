"""Writes of the ledger: the one door through which every act on hours is recorded, and erasing."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from meedoen.core import audit
from meedoen.core.audit import Actor
from meedoen.trajectories.ledger.models import LedgerLine
from meedoen.trajectories.ledger.rules import FORMAT, SALT_BYTES, hash_of, hash_of_words
from meedoen.trajectories.ledger.terms import Act, ActedAs, Through
from meedoen.trajectories.models import HoursEntry, Trajectory


def record(
    session: Session,
    act: str,
    entry: HoursEntry,
    by: Actor | None,
    at: datetime,
    *,
    through: str = "page",
    name: str | None = None,
    said: str | None = None,
    despite: Iterable[str] = (),
    acted: ActedAs | None = None,
    photo: str | None = None,
    batch: int | None = None,
    **facts: Any,
) -> None:
    """One audit row and one line of the ledger about an entry, as it stands after the act.

    `acted` is the role where that is not newcomer or counsellor, `photo` the digest of a photo and
    `batch` the act for a whole group. `name` is a contact person and `said` a note or reason:
    personal, so in the ledger alone, where they can be erased. `despite` are codes of warnings that
    somebody ticked as right. Whoever calls holds the trajectory, so that no two lines have one
    number.
    """
    audit.record(
        session,
        act,
        "hours",
        entry.id,
        by=by,
        at=at,
        through=through,
        trajectory=entry.trajectory_id,
        **({"batch": batch} if batch else {}),
        **facts,
    )
    append(
        session,
        act,
        entry,
        by,
        at,
        through=through,
        name=name,
        said=said,
        despite=despite,
        acted=acted,
        photo=photo,
        batch=batch,
    )


def append(
    session: Session,
    act: str,
    entry: HoursEntry,
    by: Actor | None,
    at: datetime,
    *,
    through: str,
    name: str | None = None,
    said: str | None = None,
    despite: Iterable[str] = (),
    acted: ActedAs | None = None,
    photo: str | None = None,
    batch: int | None = None,
) -> None:
    """The line alone; see `record`."""
    trajectory = session.get_one(Trajectory, entry.trajectory_id)
    line = next_line(trajectory, entry, Act(act), by, at, Through(through))
    line.despite = ",".join(sorted(despite)) or None
    line.acted_as = acted or line.acted_as
    line.photo_sha256, line.batch_id = photo, batch
    if name or said:
        line.said_name, line.said = name or None, said or None
        line.salt = secrets.token_bytes(SALT_BYTES)
        line.said_hash = hash_of_words(line.salt, name, said)
    line.hash = hash_of(line)
    trajectory.ledger_length, trajectory.ledger_hash = line.number, line.hash
    session.add(line)


def next_line(
    trajectory: Trajectory,
    entry: HoursEntry,
    act: Act,
    by: Actor | None,
    at: datetime,
    through: Through,
) -> LedgerLine:
    """The line that follows the last one, still without words; its hash is that of it so far."""
    line = LedgerLine(
        trajectory_id=trajectory.id,
        number=trajectory.ledger_length + 1,
        format=FORMAT,
        entry_id=entry.id,
        act=act,
        state=entry.state,
        on_date=entry.on_date,
        begins_at=entry.begins_at,
        ends_at=entry.ends_at,
        minutes=entry.minutes,
        activity_id=entry.activity_id,
        corrects_id=entry.corrects_id,
        by_id=by.id if by else None,
        acted_as=acted_as(trajectory, by, through),
        through=through,
        at=at,
        previous_hash=trajectory.ledger_hash,
    )
    line.hash = hash_of(line)
    return line


def acted_as(trajectory: Trajectory, by: Actor | None, through: Through) -> ActedAs:
    """In which role somebody acts on these hours."""
    if by is None:
        return ActedAs.CONTACT if through is Through.LINK else ActedAs.SYSTEM
    return ActedAs.NEWCOMER if by.id == trajectory.newcomer_id else ActedAs.COUNSELLOR


def forget_words(session: Session, trajectory: Trajectory) -> None:
    """Erase every text of a person from the lines of a trajectory; the chain stays whole."""
    session.execute(
        update(LedgerLine)
        .where(LedgerLine.trajectory_id == trajectory.id, LedgerLine.salt.is_not(None))
        .values(said_name=None, said=None, salt=None)
    )
    session.flush()
