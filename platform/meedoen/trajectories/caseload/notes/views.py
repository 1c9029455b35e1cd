"""The act that writes a note; notes are shown on the page of the trajectory."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from typing import Any

from flask import Blueprint, flash
from flask_babel import gettext as _

from meedoen.core.errors import RuleBroken
from meedoen.permissions import Permission
from meedoen.trajectories.caseload.notes.actions import write_note
from meedoen.trajectories.caseload.notes.forms import NoteForm
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.page.views import back_to, trajectory_page
from meedoen.trajectories.queries import find_trajectory
from meedoen.web.access import current_account, requires
from meedoen.web.clock import now
from meedoen.web.forms import show_reasons
from meedoen.web.session import commits, db
from meedoen.web.tokens import shows_form_again

notes = Blueprint("notes", __name__)


@notes.post("/trajecten/<int:trajectory_id>/notities")
@requires(Permission.CASE_NOTES, of=find_trajectory)
@commits
@shows_form_again
def write(trajectory: Trajectory) -> Any:
    """Note something."""
    form = NoteForm(prefix="note-")
    if form.validate_on_submit():
        try:
            write_note(
                db.session,
                trajectory,
                text=form.text.data or "",
                by=current_account(),
                at=now(),
                request_key=str(form.request_key.data),
            )
            flash(_("De notitie is bewaard."), "done")
            return back_to(trajectory.id)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return trajectory_page(trajectory, noting=form), 422
