"""The act by which a counsellor makes a plan appointments."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from typing import Any

from flask import Blueprint, flash
from flask_babel import gettext as _

from meedoen.core.errors import NotFound, RuleBroken
from meedoen.permissions import Permission
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.page.views import back_to
from meedoen.trajectories.planning.adopting.actions import adopt_plan
from meedoen.trajectories.planning.adopting.forms import TakeForm
from meedoen.trajectories.planning.page.views import plan_page, taking_of
from meedoen.trajectories.planning.queries import find_wishes
from meedoen.trajectories.queries import find_trajectory
from meedoen.web.access import current_account, requires
from meedoen.web.clock import now
from meedoen.web.session import commits, db

adopting = Blueprint("adopting", __name__)


@adopting.post("/trajecten/<int:trajectory_id>/plan/overnemen")
@requires(Permission.TRAJECTORY_GUIDE, of=find_trajectory)
@commits
def adopt(trajectory: Trajectory) -> Any:
    """Make a plan activities and planned hours, all or nothing."""
    form, row = TakeForm(), find_wishes(db.session, trajectory.id)
    if row is None or not form.validate_on_submit():
        raise NotFound
    taking = taking_of(trajectory, row, form)
    try:
        adopt_plan(db.session, trajectory, taking, by=current_account(), at=now())
    except RuleBroken as broken:
        db.session.rollback()
        found = find_trajectory(db.session, trajectory.id)
        if found is None:
            raise NotFound from broken
        return plan_page(found, reasons=broken.reasons), 422
    flash(_("Het plan is overgenomen. De afspraken staan bij de uren."), "done")
    return back_to(trajectory.id)
