"""Writes of a companion, through the link that they were sent."""

from datetime import datetime

from sqlalchemy.orm import Session

from meedoen.trajectories.actions import require_running
from meedoen.trajectories.companions.actions import hold_both, move, require_version, tell_newcomer
from meedoen.trajectories.companions.models import Companion
from meedoen.trajectories.companions.rules import AHEAD
from meedoen.trajectories.companions.terms import CompanionState

ANSWERS = {
    "yes": CompanionState.ACCEPTED,
    "no": CompanionState.DECLINED,
    "went": CompanionState.WENT,
    "absent": CompanionState.ABSENT,
}
"""What a companion can press."""


def answer(
    session: Session,
    companion: Companion,
    word: str,
    *,
    said: str,
    at: datetime,
    base_url: str,
    version: int | None,
) -> None:
    """Say one of ANSWERS; who says yes knows when and where: `version` is what was shown.

    The newcomer is told when somebody goes along, and when who would go cannot after all. Saying
    the same again changes nothing. Raises RuleBroken.
    """
    to = ANSWERS[word]
    trajectory = hold_both(session, companion)
    if to is CompanionState.ACCEPTED and companion.state is CompanionState.ASKED:
        require_version(companion, version)
    if to in AHEAD:
        require_running(trajectory)
    knew = companion.state is CompanionState.ACCEPTED
    moved = move(session, companion, to, by=None, at=at, said=said, through="link")
    if moved and (to is CompanionState.ACCEPTED or (knew and to is CompanionState.DECLINED)):
        tell_newcomer(session, companion, at=at, base_url=base_url)
    session.flush()
