"""Which hours a newcomer can say are not right, and what an open dispute keeps waiting."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol

from meedoen.core.errors import Reason
from meedoen.trajectories.hours.rules import LIVE
from meedoen.trajectories.rules import Entry, replaced


class Disputed(Protocol):
    """Hours that may have an open dispute."""

    @property
    def on_date(self) -> date: ...
    @property
    def disputed_at(self) -> datetime | None: ...


class Disputable(Entry, Disputed, Protocol):
    """Hours that a newcomer may say are not right."""


def reasons_not_disputed(entry: Disputable, existing: Iterable[Entry]) -> tuple[Reason, ...]:
    """Why a newcomer cannot say now that this entry is not right; empty when they can.

    Any live entry can be disputed, accepted ones too: those count until they were corrected.
    """
    if entry.state not in LIVE:
        return (Reason("not_disputable", facts={"state": entry.state}),)
    if entry.id in replaced(existing):
        return (Reason("replaced_by_correction"),)
    if entry.disputed_at is not None:
        return (Reason("disputed_already"),)
    return ()


def reasons_unanswered(entries: Iterable[Disputed]) -> tuple[Reason, ...]:
    """Why hours cannot be accepted, or a trajectory completed, before disputes are answered."""
    return tuple(
        Reason("dispute_open", facts={"date": entry.on_date})
        for entry in entries
        if entry.disputed_at is not None
    )
