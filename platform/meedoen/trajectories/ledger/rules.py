"""How a line of the ledger is written down and hashed, and what is wrong with a chain of them.

The form is fixed for ever under its number: see docs/ledger.md before changing a sign of it.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Protocol

from meedoen.trajectories.ledger.terms import Act, ActedAs, Through
from meedoen.trajectories.terms import HoursState

FORMAT = 2
"""The number of the way in which lines are written down now."""

NO_HASH = "0" * 64
"""What stands before the first line, and at the head of an empty ledger."""

SALT_BYTES = 16


class Line(Protocol):
    """One line of the ledger."""

    @property
    def format(self) -> int: ...
    @property
    def trajectory_id(self) -> int: ...
    @property
    def number(self) -> int: ...
    @property
    def entry_id(self) -> int: ...
    @property
    def act(self) -> Act: ...
    @property
    def state(self) -> HoursState: ...
    @property
    def on_date(self) -> date | None: ...
    @property
    def begins_at(self) -> time | None: ...
    @property
    def ends_at(self) -> time | None: ...
    @property
    def minutes(self) -> int: ...
    @property
    def activity_id(self) -> int: ...
    @property
    def corrects_id(self) -> int | None: ...
    @property
    def by_id(self) -> int | None: ...
    @property
    def acted_as(self) -> ActedAs: ...
    @property
    def through(self) -> Through: ...
    @property
    def despite(self) -> str | None: ...
    @property
    def photo_sha256(self) -> str | None: ...
    @property
    def batch_id(self) -> int | None: ...
    @property
    def at(self) -> datetime: ...
    @property
    def said_name(self) -> str | None: ...
    @property
    def said(self) -> str | None: ...
    @property
    def salt(self) -> bytes | None: ...
    @property
    def said_hash(self) -> str | None: ...
    @property
    def previous_hash(self) -> str: ...
    @property
    def hash(self) -> str: ...


class Entry(Protocol):
    """An entry of hours as it stands, which the lines must lead to."""

    @property
    def id(self) -> int: ...
    @property
    def state(self) -> HoursState: ...
    @property
    def on_date(self) -> date: ...
    @property
    def begins_at(self) -> time | None: ...
    @property
    def ends_at(self) -> time | None: ...
    @property
    def minutes(self) -> int: ...
    @property
    def activity_id(self) -> int: ...
    @property
    def corrects_id(self) -> int | None: ...
    @property
    def disputed_at(self) -> datetime | None: ...


class Counted(Protocol):
    """As much of an entry or of its last line as decides which minutes were accepted."""

    @property
    def state(self) -> HoursState: ...
    @property
    def minutes(self) -> int: ...
    @property
    def corrects_id(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Head:
    """What a trajectory says of its ledger: how many lines, and the hash of the last one."""

    trajectory_id: int
    length: int
    hash: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was written: of a line by its number, else of the whole."""

    number: int | None
    what: str


def written(line: Line) -> str:
    """A line as the text that is hashed: `name=value` per row, ASCII alone, nothing as `-`.

    No text of a person stands in it: what was said enters as `said_hash`. A line keeps the form it
    was written in: the first knew neither photos nor acts for a group.
    """
    since_second = {"photo": line.photo_sha256, "batch": line.batch_id}
    values: Mapping[str, object] = {
        "trajectory": line.trajectory_id,
        "number": line.number,
        "entry": line.entry_id,
        "act": line.act.value,
        "state": line.state.value,
        "date": line.on_date and line.on_date.isoformat(),
        "begins": clock(line.begins_at),
        "ends": clock(line.ends_at),
        "minutes": line.minutes,
        "activity": line.activity_id,
        "corrects": line.corrects_id,
        "by": line.by_id,
        "as": line.acted_as.value,
        "through": line.through.value,
        "despite": line.despite,
        **(since_second if line.format > 1 else {}),
        "at": moment(line.at),
        "said": line.said_hash,
        "previous": line.previous_hash,
    }
    rows = [f"{name}={'-' if value is None else value}" for name, value in values.items()]
    return "\n".join([f"meedoen-hours-ledger/{line.format}", *rows, ""])


def clock(at: time | None) -> str | None:
    """A time of day to the microsecond: '14:00:00.000000'."""
    return None if at is None else at.isoformat("microseconds")


def moment(at: datetime) -> str:
    """A moment in UTC to the microsecond: '2026-03-02T13:00:00.000000Z'."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def hash_of(line: Line) -> str:
    """The SHA-256 of a line as it is written down, in 64 hexadecimal figures."""
    return hashlib.sha256(written(line).encode("ascii")).hexdigest()


def hash_of_words(salt: bytes, name: str | None, said: str | None) -> str:
    """The SHA-256 of salt, name, NUL and text in UTF-8; without the salt nobody can guess them."""
    words = f"{name or ''}\0{said or ''}".encode()
    return hashlib.sha256(salt + words).hexdigest()


def faults(head: Head, lines: Sequence[Line], entries: Sequence[Entry]) -> list[Fault]:
    """All that is wrong with the ledger of one trajectory, empty when it is whole.

    `lines` in the order of their numbers, `entries` as they stand in the table of hours.
    """
    return [
        *chain_faults(head, lines),
        *replay_faults(lines, entries),
    ]


def chain_faults(head: Head, lines: Sequence[Line]) -> list[Fault]:
    """Lines that are missing, changed or not chained, and a head that is not the last one's."""
    found, number, previous = [], 0, NO_HASH
    for line in lines:
        gap = line.number != number + 1
        if gap:
            found.append(Fault(number + 1, "missing"))
        elif line.previous_hash != previous:
            found.append(Fault(line.number, "does not follow the line before it"))
        if hash_of(line) != line.hash:
            found.append(Fault(line.number, "changed: its hash is that of other content"))
        if words_changed(line):
            found.append(Fault(line.number, "what was said is not what was hashed"))
        number, previous = line.number, line.hash
    if head.length > number:
        found.append(Fault(number + 1, f"missing: the trajectory counts {head.length} lines"))
    elif head.length < number:
        found.append(Fault(None, f"the trajectory counts {head.length} lines, there are {number}"))
    elif head.hash != previous:
        found.append(Fault(None, "the head kept with the trajectory is not that of the last line"))
    return found


def words_changed(line: Line) -> bool:
    """Whether the words of a line are other than those hashed; erased ones have no salt either."""
    if line.salt is None:
        return bool(line.said or line.said_name)
    return hash_of_words(line.salt, line.said_name, line.said) != line.said_hash


FACTS = ("state", "minutes", "on_date", "begins_at", "ends_at", "activity_id", "corrects_id")
"""What the last line of an entry and the entry itself must agree on."""


def replay_faults(lines: Sequence[Line], entries: Sequence[Entry]) -> list[Fault]:
    """Where the lines lead to other hours than the table holds."""
    last, open_ones = replay(lines), disputed(lines)
    there = {entry.id: entry for entry in entries}
    found = [
        Fault(line.number, f"speaks of entry {key}, which is not there")
        for key, line in last.items()
        if key not in there
    ]
    for key, entry in there.items():
        if key not in last:
            found.append(Fault(None, f"entry {key} has no line"))
            continue
        line = last[key]
        differ = [
            f"{name} {said(getattr(line, name))}, not {said(getattr(entry, name))}"
            for name in FACTS
            if getattr(line, name) != getattr(entry, name)
        ]
        if (key in open_ones) != (entry.disputed_at is not None):
            differ.append("another dispute")
        if differ:
            found.append(Fault(line.number, f"entry {key} should have {', '.join(differ)}"))
    by_lines, by_entries = accepted_minutes(last), accepted_minutes(there)
    if by_lines != by_entries:
        found.append(Fault(None, f"{by_lines} minutes accepted, the entries say {by_entries}"))
    return found


def replay(lines: Sequence[Line]) -> dict[int, Line]:
    """The last line of each entry: how the entry stands when all acts were done in turn."""
    return {line.entry_id: line for line in lines}


def disputed(lines: Sequence[Line]) -> Collection[int]:
    """The entries with a dispute that was not answered."""
    open_ones: set[int] = set()
    for line in lines:
        if line.act is Act.DISPUTE_HOURS:
            open_ones.add(line.entry_id)
        elif line.act is Act.ANSWER_DISPUTE:
            open_ones.discard(line.entry_id)
    return open_ones


def accepted_minutes(entries: Mapping[int, Counted]) -> int:
    """The accepted minutes of entries by their id, without those replaced by a correction."""
    gone = {e.corrects_id for e in entries.values() if e.state is HoursState.ACCEPTED}
    return sum(
        entry.minutes
        for key, entry in entries.items()
        if entry.state is HoursState.ACCEPTED and key not in gone
    )


def said(value: object) -> str:
    """A value as a command prints it."""
    return "none" if value is None else str(value)
