"""Writes of notes."""

from datetime import datetime

from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core.errors import Conflict, RuleBroken
from meedoen.trajectories.actions import hold, note
from meedoen.trajectories.caseload.notes.models import CaseNote
from meedoen.trajectories.caseload.notes.queries import find_by_request
from meedoen.trajectories.caseload.notes.rules import LONGEST_NOTE
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.rules import text_reasons


def write_note(
    session: Session,
    trajectory: Trajectory,
    *,
    text: str,
    by: Account,
    at: datetime,
    request_key: str,
) -> CaseNote:
    """Note something on a trajectory, also on one that ended; the same form again writes once.

    Raises RuleBroken for a text that cannot be, and Conflict for a form of another trajectory.
    """
    trajectory = hold(session, trajectory)
    if there := find_by_request(session, request_key):
        if there.trajectory_id != trajectory.id:
            raise Conflict
        return there
    if why := text_reasons("text", text, most=LONGEST_NOTE):
        raise RuleBroken(*why)
    written = CaseNote(
        trajectory_id=trajectory.id,
        text=text.strip(),
        by_id=by.id,
        at=at,
        request_key=request_key,
    )
    session.add(written)
    session.flush()
    note(session, "write_note", trajectory, by, at, note=written.id)
    session.flush()
    return written
