"""Reads of photos: those of an activity or an entry, one to be looked at, and all to be checked."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import groupby
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from meedoen.trajectories.ledger.models import LedgerLine
from meedoen.trajectories.models import Activity, Trajectory
from meedoen.trajectories.sheets import keeping
from meedoen.trajectories.sheets.models import PhotoOfHours, SheetPhoto
from meedoen.trajectories.sheets.rules import Checked, photo_faults


def find_photo(session: Session, trajectory_id: int, photo_id: int) -> SheetPhoto | None:
    """One photo that was not removed, with the hours that it shows."""
    return session.scalar(
        select(SheetPhoto)
        .where(
            SheetPhoto.id == photo_id,
            SheetPhoto.trajectory_id == trajectory_id,
            SheetPhoto.removed_at.is_(None),
        )
        .options(
            joinedload(SheetPhoto.activity).joinedload(Activity.trajectory),
            joinedload(SheetPhoto.activity).joinedload(Activity.offer),
            selectinload(SheetPhoto.entries),
        )
    )


def list_photos(session: Session, activity_id: int) -> list[SheetPhoto]:
    """The photos of one activity, oldest first."""
    return list(
        session.scalars(
            select(SheetPhoto)
            .where(SheetPhoto.activity_id == activity_id, SheetPhoto.removed_at.is_(None))
            .options(selectinload(SheetPhoto.entries), joinedload(SheetPhoto.attached_by))
            .order_by(SheetPhoto.id)
        )
    )


def photos_of(session: Session, entry_id: int) -> list[SheetPhoto]:
    """The photos on which these hours stand, oldest first."""
    return list(
        session.scalars(
            select(SheetPhoto)
            .join(PhotoOfHours, PhotoOfHours.photo_id == SheetPhoto.id)
            .where(PhotoOfHours.entry_id == entry_id, SheetPhoto.removed_at.is_(None))
            .options(joinedload(SheetPhoto.attached_by), selectinload(SheetPhoto.entries))
            .order_by(SheetPhoto.id)
        )
    )


def photographed(session: Session, trajectory_ids: Collection[int]) -> frozenset[int]:
    """The entries of these trajectories of which there is a photo, in one question."""
    return frozenset(
        session.scalars(
            select(PhotoOfHours.entry_id)
            .join(SheetPhoto, SheetPhoto.id == PhotoOfHours.photo_id)
            .where(SheetPhoto.trajectory_id.in_(trajectory_ids), SheetPhoto.removed_at.is_(None))
        )
    )


def count_photos(session: Session, activity_id: int) -> int:
    """How many photos an activity has, removed ones left out."""
    return (
        session.scalar(
            select(func.count()).where(
                SheetPhoto.activity_id == activity_id, SheetPhoto.removed_at.is_(None)
            )
        )
        or 0
    )


def find_by_request(session: Session, request_key: str) -> list[SheetPhoto]:
    """What the form of this name attached, removed ones too, in their order."""
    return list(
        session.scalars(
            select(SheetPhoto)
            .where(SheetPhoto.request_key == request_key)
            .order_by(SheetPhoto.position)
        )
    )


def known_names(session: Session, names: Collection[str]) -> set[str]:
    """Which of these files belong to a photo that was not removed."""
    return set(
        session.scalars(
            select(SheetPhoto.file_name).where(
                SheetPhoto.file_name.in_(names), SheetPhoto.removed_at.is_(None)
            )
        )
    )


def check_photos(
    session: Session, folder: Path, *, only: int | None = None
) -> Iterator[tuple[int, list[str]]]:
    """What is wrong with the photos of each trajectory that has or had any, one at a time."""
    lines = select(LedgerLine.trajectory_id).where(LedgerLine.photo_sha256.is_not(None))
    asked = select(Trajectory.id).where(
        Trajectory.id.in_(select(SheetPhoto.trajectory_id).union(lines))
    )
    if only:
        asked = asked.where(Trajectory.id == only)
    for key in session.scalars(asked.order_by(Trajectory.id)).all():
        if faults := photo_faults(checked_of(session, folder, key), lines_of(session, key)):
            yield key, faults


def checked_of(session: Session, folder: Path, trajectory_id: int) -> list[Checked]:
    """The photos of one trajectory, each with the digest of its file."""
    hours: dict[int, set[int]] = defaultdict(set)
    links = session.execute(
        select(PhotoOfHours.photo_id, PhotoOfHours.entry_id)
        .join(SheetPhoto, SheetPhoto.id == PhotoOfHours.photo_id)
        .where(SheetPhoto.trajectory_id == trajectory_id)
        .order_by(PhotoOfHours.photo_id)
    )
    for photo_id, pairs in groupby(links, key=lambda row: row.photo_id):
        hours[photo_id] = {pair.entry_id for pair in pairs}
    rows = session.execute(
        select(SheetPhoto.id, SheetPhoto.sha256, SheetPhoto.file_name, SheetPhoto.removed_at)
        .where(SheetPhoto.trajectory_id == trajectory_id)
        .order_by(SheetPhoto.id)
    )
    return [
        Checked(
            photo_id=row.id,
            sha256=row.sha256,
            found=keeping.digest(folder, row.file_name),
            removed=row.removed_at is not None,
            entry_ids=hours[row.id],
        )
        for row in rows
    ]


def lines_of(session: Session, trajectory_id: int) -> list[LedgerLine]:
    """The lines of one ledger that name a photo, first to last."""
    return list(
        session.scalars(
            select(LedgerLine)
            .where(LedgerLine.trajectory_id == trajectory_id, LedgerLine.photo_sha256.is_not(None))
            .order_by(LedgerLine.number)
        )
    )
