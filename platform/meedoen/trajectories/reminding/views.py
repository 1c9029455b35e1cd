"""The press by which a counsellor says that they saw that a deadline comes near."""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from meedoen.permissions import Permission
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.queries import find_trajectory
from meedoen.trajectories.reminding.actions import note_seen
from meedoen.web.access import current_account, requires
from meedoen.web.clock import now
from meedoen.web.session import commits, db

reminding = Blueprint("reminding", __name__)


@reminding.post("/trajecten/<int:trajectory_id>/herinnering/gezien")
@requires(Permission.TRAJECTORY_GUIDE, of=find_trajectory)
@commits
def seen(trajectory: Trajectory) -> Response:
    """Take the line out of the inbox."""
    note_seen(db.session, trajectory, by=current_account(), at=now())
    return redirect(url_for("trajectories.inbox.show"), 303)
