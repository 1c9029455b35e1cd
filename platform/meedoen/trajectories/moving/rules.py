"""Where somebody lives on a day, which move can be written down, and which one undone."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar

from meedoen.core.errors import Reason
from meedoen.trajectories.moving.terms import NoticeState

FURTHEST_AHEAD = timedelta(days=183)
"""A move is written down at most half a year before its day (ours): later plans change."""


class Lived(Protocol):
    """Where somebody lives from a day on; `opening` when it is where the trajectory began."""

    @property
    def id(self) -> int: ...
    @property
    def nis(self) -> str: ...
    @property
    def postcode(self) -> str | None: ...
    @property
    def from_on(self) -> date: ...
    @property
    def opening(self) -> bool: ...
    @property
    def undone_at(self) -> datetime | None: ...


H = TypeVar("H", bound=Lived)


def standing(homes: Iterable[H]) -> list[H]:
    """The homes that were not undone, oldest first."""
    return sorted((one for one in homes if one.undone_at is None), key=lambda one: one.from_on)


def home_on(homes: Iterable[H], on: date) -> H | None:
    """Where somebody lives on a day: the last home that had begun, and before it all the first.

    None without any home. `moving.queries.holds_on` is the same in SQL; a test proves it.
    """
    found: H | None = None
    for one in standing(homes):
        if found is None or one.from_on <= on:
            found = one
    return found


def newest_move(homes: Iterable[H]) -> H | None:
    """The last move that stands, also one still to come; None for who never moved."""
    moves = [one for one in standing(homes) if not one.opening]
    return moves[-1] if moves else None


def reasons_not_moved(
    homes: Sequence[Lived],
    *,
    nis: str,
    postcode: str,
    postcodes: Iterable[str],
    from_on: date,
    starts_on: date,
    on: date,
) -> tuple[Reason, ...]:
    """Why a move cannot be written down; empty when it can.

    `postcodes` are those of the municipality, none where no agency of ours guides; `on` is today.
    """
    why = []
    known = frozenset(postcodes)
    if not known:
        why.append(Reason("moves_out_of_reach", "nis"))
    elif postcode not in known:
        why.append(Reason("postcode_not_there", "postcode", {"postcode": postcode}))
    last = standing(homes)[-1:]
    if from_on < starts_on:
        why.append(Reason("before_start", "from_on", {"starts_on": starts_on}))
    elif from_on > on + FURTHEST_AHEAD:
        why.append(Reason("move_too_far_ahead", "from_on"))
    elif last and from_on <= last[0].from_on:
        why.append(Reason("before_last_move", "from_on", {"since": last[0].from_on}))
    if last and (last[0].nis, last[0].postcode) == (nis, postcode):
        why.append(Reason("same_home", "nis"))
    return tuple(why)


def reasons_not_undone(homes: Iterable[Lived], home: Lived) -> tuple[Reason, ...]:
    """Why this move cannot be undone: it is where the trajectory began, or not the last one."""
    if home.opening:
        return (Reason("no_move"),)
    newest = newest_move(homes)
    return () if newest is not None and newest.id == home.id else (Reason("not_the_last_move"),)


def reasons_not_answered(state: NoticeState) -> tuple[Reason, ...]:
    """Why a move that was told cannot be answered or taken back any more."""
    return () if state is NoticeState.WAITING else (Reason("move_answered"),)


def agency_to_ask(*, now_with: str, there: str | None) -> str | None:
    """The agency that guides where somebody goes to live, when that is another one."""
    return there if there is not None and there != now_with else None
