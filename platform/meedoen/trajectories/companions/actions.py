"""Writes of companions that both sides share: hold one, move it, and tell the newcomer."""

from datetime import datetime

from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core.errors import Reason, RuleBroken
from meedoen.messages.actions import queue_message
from meedoen.trajectories.actions import hold, note
from meedoen.trajectories.companions import documents
from meedoen.trajectories.companions.models import Companion
from meedoen.trajectories.companions.rules import LONGEST_SENTENCE, reasons_not_moved
from meedoen.trajectories.companions.terms import CompanionState
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.rules import text_reasons

OUTCOMES = frozenset({CompanionState.WENT, CompanionState.ABSENT})


def hold_both(session: Session, companion: Companion) -> Trajectory:
    """The trajectory, held, and the companion as it stands now."""
    trajectory = hold(session, companion.trajectory)
    session.refresh(companion)
    return trajectory


def move(
    session: Session,
    companion: Companion,
    to: CompanionState,
    *,
    by: Account | None,
    at: datetime,
    said: str = "",
    through: str = "page",
) -> bool:
    """Let a companion that is held become so; whether that was new.

    Saying the same again changes nothing but the sentence, where another one was written. Raises
    RuleBroken.
    """
    said = said.strip()
    why = [*text_reasons("said", said, most=LONGEST_SENTENCE)] if said else []
    fresh = companion.state is not to
    if fresh:
        why += reasons_not_moved(companion, to, at=at)
    if why:
        raise RuleBroken(*why)
    if not fresh and said in {"", companion.said}:
        return False
    before, companion.state = companion.state, to
    companion.said = said or companion.said
    if to in OUTCOMES:
        companion.outcome_at = at
    elif to in {CompanionState.ACCEPTED, CompanionState.DECLINED}:
        companion.answered_at = at
    session.flush()
    facts = {"companion": companion.id, "before": before.value, "after": to.value}
    note(session, "move_companion", companion.trajectory, by, at, through=through, **facts)
    session.flush()
    return fresh


def require_version(companion: Companion, version: int | None) -> None:
    """Raises RuleBroken when time or place changed since the page was shown."""
    if version is not None and version != companion.version:
        raise RuleBroken(Reason("companion_changed"))


def tell_newcomer(session: Session, companion: Companion, *, at: datetime, base_url: str) -> None:
    """Mail the newcomer who goes along, or that it is off, where they have an address."""
    newcomer = companion.trajectory.newcomer
    if not newcomer.email or newcomer.closed_at is not None:
        return
    queue_message(
        session,
        key=documents.told_key(companion, at),
        recipient=newcomer.email,
        letter=documents.newcomer_letter(companion, base_url),
        at=at,
    )
