"""What is safe in a cell, and what became of a trajectory since it was exported."""

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from meedoen.trajectories.exporting.terms import ExportChange

Facts = Mapping[str, object]

FORMULA = "=+-@\t\r\n|%"
"""A cell that begins with one of these may be read as a formula or a command (OWASP)."""


def defused(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before what could be one.

    Full-width signs (＝＋－＠) count as what they look like, and so do signs behind spaces or
    signs that nobody sees: some programs drop those first.
    """
    seen = "".join(
        sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf"
    )
    first = seen.lstrip()[:1]
    risky = text[:1] in {"\t", "\r", "\n"} or (first != "" and first in FORMULA)
    return f"'{text}" if risky else text


def digest_of(name: str, facts: Facts) -> str:
    """A digest over all that an export says of a trajectory, its name too."""
    said = json.dumps([name, facts], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(said.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Said:
    """What an export says of one trajectory."""

    facts: Facts
    digest: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of one trajectory; `fields` are (which, was, is), the name without values."""

    trajectory_id: int
    change: ExportChange
    fields: tuple[tuple[str, object, object], ...] = ()


def change_of(before: Said | None, now: Said | None) -> ExportChange:
    """What became of a trajectory between two exports; it was in at least one of them."""
    if before is None:
        return ExportChange.NEW
    if now is None:
        return ExportChange.GONE
    return ExportChange.SAME if before.digest == now.digest else ExportChange.CHANGED


def changed_fields(before: Facts, now: Facts) -> tuple[tuple[str, object, object], ...]:
    """Which values are others; where all are the same and the digest is not, it is the name."""
    found = tuple(
        (key, before.get(key), now.get(key))
        for key in dict.fromkeys([*before, *now])
        if before.get(key) != now.get(key)
    )
    return found or (("name", None, None),)


def differences(before: Mapping[int, Said], now: Mapping[int, Said]) -> list[Difference]:
    """All that changed, is new or has gone, by number; what is the same is left out."""
    found = []
    for key in sorted({*before, *now}):
        was, is_ = before.get(key), now.get(key)
        change = change_of(was, is_)
        if change is ExportChange.SAME:
            continue
        fields = changed_fields(was.facts, is_.facts) if was and is_ else ()
        found.append(Difference(key, change, fields))
    return found


def counted_changes(found: Iterable[Difference]) -> dict[ExportChange, int]:
    """How many trajectories became what."""
    counts = dict.fromkeys((ExportChange.CHANGED, ExportChange.NEW, ExportChange.GONE), 0)
    for one in found:
        counts[one.change] += 1
    return counts
