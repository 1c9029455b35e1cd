"""Whom one can ask to go along and when, what a companion can answer, and what waits."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from meedoen.core.errors import Reason
from meedoen.trajectories.companions.terms import CompanionNeed, CompanionState

WAITS_AFTER = timedelta(days=3)
"""Without an answer for so long, the counsellor hears of it."""

SOON = timedelta(days=1)
"""A visit that is so near asks for an answer at once."""

LINK_LIVES_AFTER = timedelta(days=14)
"""So long after the visit the link of the companion still works, to say how it went."""

FURTHEST = timedelta(days=180)
"""No visit is arranged further ahead (ours)."""

LONGEST_POINT, LONGEST_NOTE, LONGEST_SENTENCE = 200, 500, 500

OPEN = frozenset({CompanionState.ASKED, CompanionState.ACCEPTED})
"""The visit is still meant to happen."""

MOVES: dict[CompanionState, frozenset[CompanionState]] = {
    CompanionState.ASKED: frozenset(
        {
            CompanionState.ACCEPTED,
            CompanionState.DECLINED,
            CompanionState.WENT,
            CompanionState.ABSENT,
            CompanionState.CANCELLED,
        }
    ),
    CompanionState.ACCEPTED: frozenset(
        {
            CompanionState.DECLINED,
            CompanionState.WENT,
            CompanionState.ABSENT,
            CompanionState.CANCELLED,
        }
    ),
    CompanionState.DECLINED: frozenset(),
    CompanionState.WENT: frozenset({CompanionState.ABSENT}),
    CompanionState.ABSENT: frozenset({CompanionState.WENT}),
    CompanionState.CANCELLED: frozenset(),
}
"""What can follow on what; an outcome that was pressed by mistake can be turned round."""

AHEAD = frozenset({CompanionState.ACCEPTED, CompanionState.DECLINED, CompanionState.CANCELLED})
"""What can be said before the visit alone; the others can be said from its hour on."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """When and where companion and newcomer meet, and what must be known."""

    at: datetime
    point: str
    note: str = ""


class Going(Protocol):
    """A companion, as far as it matters what waits."""

    @property
    def state(self) -> CompanionState: ...
    @property
    def meets_at(self) -> datetime: ...
    @property
    def asked_at(self) -> datetime: ...
    @property
    def answered_at(self) -> datetime | None: ...
    @property
    def settled_at(self) -> datetime | None: ...


def reasons_not_met(meets_at: datetime, *, at: datetime) -> tuple[Reason, ...]:
    """Why nobody can be asked to meet at that moment; empty when they can."""
    if meets_at <= at:
        return (Reason("visit_passed", "on_date"),)
    if meets_at - at > FURTHEST:
        return (Reason("visit_too_far", "on_date", {"days": FURTHEST.days}),)
    return ()


def reasons_not_reached(
    *, email: str | None, phone: str | None, newcomer_email: str | None, readable: bool
) -> tuple[Reason, ...]:
    """Why somebody cannot be asked in this way. `readable`: the address is one, where it is given.

    A companion is somebody else than the newcomer.
    """
    if not email and not phone:
        return (Reason("companion_not_reachable", "email"),)
    if email and not readable:
        return (Reason("contact_address_unreadable", "email"),)
    if email and newcomer_email and email.casefold() == newcomer_email.casefold():
        return (Reason("companion_is_newcomer", "email"),)
    return ()


def reasons_not_moved(going: Going, to: CompanionState, *, at: datetime) -> tuple[Reason, ...]:
    """Why it cannot become so now; empty when it can."""
    if to not in MOVES[going.state]:
        return (Reason("companion_other_state", facts={"state": going.state}),)
    if to in AHEAD and at >= going.meets_at and to is not CompanionState.CANCELLED:
        return (Reason("visit_passed"),)
    if to not in AHEAD and at < going.meets_at:
        return (Reason("visit_still_ahead"),)
    return ()


def link_works(going: Going, *, at: datetime) -> bool:
    """Whether the link of a companion still opens the page at `at`."""
    return at <= going.meets_at + LINK_LIVES_AFTER


def need_of(going: Going, *, at: datetime) -> CompanionNeed | None:
    """What the counsellor must do about it; None when nothing waits."""
    if going.state in OPEN and at >= going.meets_at:
        return CompanionNeed.OUTCOME
    if going.state is CompanionState.DECLINED and going.settled_at is None:
        return CompanionNeed.DECLINED
    waited = at - going.asked_at >= WAITS_AFTER or going.meets_at - at <= SOON
    if going.state is CompanionState.ASKED and waited:
        return CompanionNeed.UNANSWERED
    return None


def began_to_wait(going: Going, need: CompanionNeed) -> datetime:
    """When this need began."""
    if need is CompanionNeed.OUTCOME:
        return going.meets_at
    return going.answered_at or going.asked_at
