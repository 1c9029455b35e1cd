"""Writes of photos: attach, remove, accept hours by the sheet that was seen, sweep what is left."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core import audit
from meedoen.core.errors import Conflict, Reason, RuleBroken
from meedoen.trajectories.accepting.actions import accept_hours
from meedoen.trajectories.actions import LONGEST_REASON, hold, require_running
from meedoen.trajectories.confirming.actions import record_paper_confirmation
from meedoen.trajectories.ledger.actions import record
from meedoen.trajectories.ledger.terms import ActedAs
from meedoen.trajectories.models import Activity, HoursEntry, Trajectory
from meedoen.trajectories.rules import text_reasons
from meedoen.trajectories.sheets import keeping
from meedoen.trajectories.sheets.models import SheetPhoto
from meedoen.trajectories.sheets.queries import (
    count_photos,
    find_by_request,
    known_names,
    photos_of,
)
from meedoen.trajectories.sheets.rules import reasons_not_attached, reasons_not_removed
from meedoen.trajectories.terms import ActivityDecision

REMOVED = "photos_removed"
"""In `session.info`: files that go when this transaction is committed."""


class Ready(NamedTuple):
    """A photo whose file is kept already, and that belongs to nothing yet."""

    file_name: str
    sha256: str
    width: int
    height: int


def attach_photos(
    session: Session,
    activity: Activity,
    entries: Sequence[HoursEntry],
    photos: Sequence[Ready],
    *,
    acted: ActedAs,
    by: Account,
    at: datetime,
    request_key: str,
) -> list[SheetPhoto]:
    """Attach photos to an activity and to the hours that they show; one line per photo and entry.

    The same form sent again gives what it attached; whoever calls removes files that were not
    taken. Raises RuleBroken with every reason of `rules.reasons_not_attached`.
    """
    trajectory = hold(session, activity.trajectory)
    if there := find_by_request(session, request_key):
        if there[0].activity_id != activity.id:
            raise Conflict
        return there
    require_running(trajectory)
    why = reasons_not_attached(
        entries, photos=len(photos), there=count_photos(session, activity.id)
    )
    if activity.decision is not ActivityDecision.APPROVED:
        facts: dict[str, object] = {"activity": activity.title}
        why = (*why, Reason("activity_not_approved", facts=facts))
    if why:
        raise RuleBroken(*why)
    made = []
    for position, ready in enumerate(photos):
        photo = SheetPhoto(
            trajectory_id=trajectory.id,
            activity_id=activity.id,
            attached_at=at,
            attached_by_id=by.id,
            acted_as=acted,
            request_key=request_key,
            position=position,
            entries=list(entries),
            **ready._asdict(),
        )
        session.add(photo)
        made.append(photo)
    session.flush()
    for photo in made:
        about(session, "attach_photo", photo, by, at)
    session.flush()
    return made


def remove_photo(
    session: Session,
    photo: SheetPhoto,
    *,
    acted: ActedAs,
    by: Account,
    at: datetime,
    reason: str = "",
) -> SheetPhoto:
    """Remove a photo; its file goes with the commit, its digest stays in the ledger. Safe twice."""
    hold(session, photo.activity.trajectory)
    session.refresh(photo, ["removed_at"])
    if photo.removed_at is not None:
        return photo
    why = reasons_not_removed(photo, acted, reason)
    if reason.strip():
        why = (*why, *text_reasons("reason", reason, most=LONGEST_REASON))
    if why:
        raise RuleBroken(*why)
    photo.removed_at, photo.removed_by_id = at, by.id
    about(session, "remove_photo", photo, by, at, acted=acted, said=reason.strip())
    session.info.setdefault(REMOVED, []).append(photo.file_name)
    session.flush()
    return photo


def about(
    session: Session,
    act: str,
    photo: SheetPhoto,
    by: Account | None,
    at: datetime,
    *,
    acted: ActedAs | None = None,
    said: str = "",
) -> None:
    """An audit row about the photo, and a line of the ledger for each of its hours."""
    audit.record(
        session,
        act,
        "sheet_photo",
        photo.id,
        by=by,
        at=at,
        trajectory=photo.trajectory_id,
        activity=photo.activity_id,
        sha256=photo.sha256,
    )
    for entry in photo.entries:
        record(
            session,
            act,
            entry,
            by,
            at,
            said=said,
            acted=acted or photo.acted_as,
            photo=photo.sha256,
        )


def accept_by_photo(
    session: Session,
    entry: HoursEntry,
    *,
    name: str,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> int:
    """Accept hours by the signed sheet on their photo, which `by` saw; gives the minutes.

    Confirmation on paper and acceptance in one act, each with its line; as two acts, so by the same
    rules. Raises RuleBroken.
    """
    hold(session, entry.trajectory)
    if not photos_of(session, entry.id):
        raise RuleBroken(Reason("photo_missing"))
    with session.begin_nested():
        record_paper_confirmation(session, entry, name=name, by=by, at=at, version=version)
        return accept_hours(session, [(entry, None)], by=by, at=at)


def erase_photos(session: Session, trajectory: Trajectory, *, owner: int, at: datetime) -> None:
    """Remove all photos of somebody who is erased, as nobody's act; `owner` stands for the person.

    The files go with the commit; the ledger tells that they are gone. Whoever calls this holds the
    trajectory.
    """
    photos = session.scalars(select(SheetPhoto).where(SheetPhoto.trajectory_id == trajectory.id))
    for photo in photos.all():
        if photo.attached_by_id == trajectory.newcomer_id:
            photo.attached_by_id = owner
        if photo.removed_at is None:
            photo.removed_at, photo.removed_by_id = at, owner
            about(session, "remove_photo", photo, None, at, acted=ActedAs.SYSTEM)
            session.info.setdefault(REMOVED, []).append(photo.file_name)
        elif photo.removed_by_id == trajectory.newcomer_id:
            photo.removed_by_id = owner
    session.flush()


def drop_removed(session: Session, folder: Path) -> None:
    """After a commit: remove the files of what it removed."""
    keeping.remove(folder, session.info.pop(REMOVED, []))


def sweep(session: Session, folder: Path, *, at: datetime) -> int:
    """Remove files that belong to nothing: of an act that was killed; gives how many.

    What was written in the last day is left: a form may still name it.
    """
    before = at.timestamp() - keeping.STRAY_AFTER_SECONDS
    found = list(keeping.strays(folder, before=before))
    known: set[str] = set()
    names = [path.name for path in found]
    for start in range(0, len(names), 500):
        known |= known_names(session, names[start : start + 500])
    gone = [path for path in found if path.name not in known]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)
