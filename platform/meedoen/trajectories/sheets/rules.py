"""Which photos of a signed sheet are taken, which hours they may show, and who removes one."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from meedoen.core.errors import Reason
from meedoen.trajectories.ledger.terms import Act, ActedAs
from meedoen.trajectories.terms import HoursState

MOST_PHOTOS = 4
"""In one act; a sheet has a front and a back, and some need a second try."""

MOST_PER_ACTIVITY = 40
"""So that nobody fills the disk; forty hours in half hours would not need more (our choice)."""

MOST_BYTES = 12 * 1024 * 1024
"""Of one photo, as a phone makes it."""

LONGEST_SIDE = 2000
"""In pixels; handwriting is read well at that size."""

MOST_PIXELS = 60_000_000
"""Of a JPEG, which is read at a part of its size."""

MOST_PIXELS_AT_ONCE = 25_000_000
"""Of a picture that must be unpacked whole."""

TAKES_PHOTOS = frozenset({HoursState.REPORTED, HoursState.CONFIRMED, HoursState.SENT_BACK})
"""States of hours that happened and that nobody accepted yet."""


class Shown(Protocol):
    """Hours that a photo shows."""

    @property
    def state(self) -> HoursState: ...
    @property
    def on_date(self) -> date: ...


class Kept(Protocol):
    """A photo that was attached."""

    @property
    def removed_at(self) -> datetime | None: ...
    @property
    def acted_as(self) -> ActedAs: ...
    @property
    def entries(self) -> Sequence[Shown]: ...


def kind_of(begin: bytes) -> str | None:
    """What a file is, by how it begins and not by its name: "jpeg", "png", "webp", "heic"."""
    if begin.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if begin.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if begin[:4] == b"RIFF" and begin[8:12] == b"WEBP":
        return "webp"
    if begin[4:8] == b"ftyp" and begin[8:12] in {b"heic", b"heix", b"hevc", b"mif1", b"msf1"}:
        return "heic"
    return None


def reasons_not_readable(begin: bytes, size: int) -> tuple[Reason, ...]:
    """Why a file cannot be a photo of a sheet, by its first bytes and its length."""
    if size == 0:
        return (Reason("photo_empty", "photos"),)
    if size > MOST_BYTES:
        return (Reason("photo_too_large", "photos", {"most": MOST_BYTES // (1024 * 1024)}),)
    kind = kind_of(begin)
    if kind == "heic":
        return (Reason("photo_is_heic", "photos"),)
    return () if kind else (Reason("photo_of_no_kind", "photos"),)


def reasons_not_unpacked(kind: str, width: int, height: int) -> tuple[Reason, ...]:
    """Why a picture is not unpacked: so many pixels that the machine would choke on it."""
    most = MOST_PIXELS if kind == "jpeg" else MOST_PIXELS_AT_ONCE
    if width * height > most:
        return (Reason("photo_too_many_pixels", "photos", {"most": most // 1_000_000}),)
    return ()


def reasons_not_attached(
    entries: Iterable[Shown], *, photos: int, there: int
) -> tuple[Reason, ...]:
    """Why so many `photos` cannot be attached to these hours; empty when they can.

    `there` is how many the activity has already.
    """
    why = [
        Reason("photo_too_late", "hours", {"date": entry.on_date, "state": entry.state})
        for entry in entries
        if entry.state not in TAKES_PHOTOS
    ]
    if photos == 0:
        why.append(Reason("photo_missing", "photos"))
    elif photos > MOST_PHOTOS:
        why.append(Reason("photo_too_many", "photos", {"most": MOST_PHOTOS}))
    elif there + photos > MOST_PER_ACTIVITY:
        why.append(Reason("photo_too_many_of_activity", "photos", {"most": MOST_PER_ACTIVITY}))
    return tuple(why)


def reasons_not_removed(photo: Kept, acted: ActedAs, reason: str) -> tuple[Reason, ...]:
    """Why somebody in this role cannot remove a photo; empty when they can.

    Before acceptance whoever attached it, and the counsellor. When hours that it shows were
    accepted, the counsellor alone, who says why: somebody relied on it.
    """
    relied_on = any(entry.state is HoursState.ACCEPTED for entry in photo.entries)
    if acted is ActedAs.COUNSELLOR:
        return (Reason("text_missing", "reason"),) if relied_on and not reason.strip() else ()
    if relied_on:
        return (Reason("photo_was_relied_on"),)
    return () if photo.acted_as is acted else (Reason("photo_of_another"),)


class PhotoLine(Protocol):
    """A line of the ledger about a photo."""

    @property
    def entry_id(self) -> int: ...
    @property
    def act(self) -> Act: ...
    @property
    def photo_sha256(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Checked:
    """A photo as it is kept: what its row says, and the digest of its file (None: not there)."""

    photo_id: int
    sha256: str
    found: str | None
    removed: bool
    entry_ids: Collection[int]


def photo_faults(photos: Sequence[Checked], lines: Iterable[PhotoLine]) -> list[str]:
    """What is wrong with the photos of one trajectory, in words for a command; empty when nothing.

    `lines` are those of its ledger that name a photo, in their order. The same picture may have
    been attached twice, so hours are compared per digest.
    """
    told, rows = attached(lines), hours_of(photos)
    found = []
    for digest in sorted(told.keys() | rows.keys()):
        if told.get(digest, set()) != rows.get(digest, set()):
            found.append(f"photo {digest[:12]}: the ledger and its row tell of other hours")
    for photo in photos:
        name = f"photo {photo.photo_id}"
        if photo.removed:
            if photo.found is not None:
                found.append(f"{name}: was removed, but its file is there")
        elif photo.found is None:
            found.append(f"{name}: its file is missing")
        elif photo.found != photo.sha256:
            found.append(f"{name}: its file is another than the one that was attached")
    return found


def hours_of(photos: Iterable[Checked]) -> dict[str, set[int]]:
    """Per digest the entries of the photos that were not removed."""
    found: dict[str, set[int]] = {}
    for photo in photos:
        entries = found.setdefault(photo.sha256, set())
        entries |= set() if photo.removed else set(photo.entry_ids)
    return found


def attached(lines: Iterable[PhotoLine]) -> dict[str, set[int]]:
    """Per digest the entries to which the ledger says that the photo is attached."""
    told: dict[str, set[int]] = {}
    for line in lines:
        if line.photo_sha256 is None:
            continue
        entries = told.setdefault(line.photo_sha256, set())
        if line.act is Act.ATTACH_PHOTO:
            entries.add(line.entry_id)
        elif line.act is Act.REMOVE_PHOTO:
            entries.discard(line.entry_id)
    return told
