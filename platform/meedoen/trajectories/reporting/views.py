"""The page on which a newcomer reports their own hours."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from typing import Any

from flask import Blueprint, flash, render_template
from flask_babel import gettext as _

from meedoen.core.errors import RuleBroken
from meedoen.permissions import Permission, may
from meedoen.trajectories.hours.actions import log_hours, report_planned
from meedoen.trajectories.hours.forms import LogForm, VersionForm
from meedoen.trajectories.hours.queries import find_entry
from meedoen.trajectories.hours.views import entry_page
from meedoen.trajectories.looking.terms import LookKind
from meedoen.trajectories.looking.views import shows_case
from meedoen.trajectories.models import HoursEntry, Trajectory
from meedoen.trajectories.page.views import approved, back_to, log_form
from meedoen.trajectories.queries import find_trajectory
from meedoen.trajectories.rules import is_open
from meedoen.web.access import current_account, requires
from meedoen.web.clock import now
from meedoen.web.forms import show_reasons, unsent
from meedoen.web.session import commits, db
from meedoen.web.spoken import hours_and_minutes
from meedoen.web.tokens import shows_form_again

reporting = Blueprint("reporting", __name__)


@reporting.get("/trajecten/<int:trajectory_id>/uren/melden")
@requires(Permission.HOURS_REPORT, of=find_trajectory)
@shows_case(LookKind.CASE)
def report(trajectory: Trajectory) -> Any:
    """Ask for hours; a counsellor has the form on the page of the trajectory."""
    if may(current_account(), Permission.TRAJECTORY_GUIDE, trajectory):
        return back_to(trajectory.id)
    return report_page(trajectory, log_form(trajectory))


@reporting.post("/trajecten/<int:trajectory_id>/uren/melden")
@requires(Permission.HOURS_REPORT, of=find_trajectory)
@commits
@shows_form_again
def report_sent(trajectory: Trajectory) -> Any:
    """Report hours. Of what is unlikely the counsellor alone says that it is right."""
    form = log_form(trajectory, sent=True)
    if form.validate_on_submit():
        chosen = {str(activity.id): activity for activity in approved(trajectory)}
        try:
            entry = log_hours(
                db.session,
                chosen[str(form.activity.data)],
                when=form.when(),
                note=form.note.data or "",
                by=current_account(),
                at=now(),
                request_key=str(form.request_key.data),
            )
            flash(_("Gemeld: %(time)s.") % {"time": hours_and_minutes(entry.minutes)}, "done")
            return back_to(trajectory.id)
        except RuleBroken as broken:
            form.refuse(broken.reasons, trajectory.hours)
    return report_page(trajectory, form), 422


def report_page(trajectory: Trajectory, form: LogForm) -> str:
    """The form, or why there is none."""
    running = is_open(trajectory)
    may_report = running and bool(form.activity.choices)
    return render_template(
        "trajectories/reporting/report.html",
        trajectory=trajectory,
        log=form,
        may_report=may_report,
        unsent=unsent(form) if form.is_submitted() and not may_report else None,
        titles={str(activity.id): activity for activity in trajectory.activities},
    )


@reporting.post("/trajecten/<int:trajectory_id>/uren/<int:entry_id>/was-er")
@requires(Permission.HOURS_REPORT, of=find_entry)
@commits
@shows_form_again
def happened(entry: HoursEntry) -> Any:
    """A planned appointment went on, as it was planned."""
    form = VersionForm()
    if form.validate_on_submit():
        try:
            report_planned(
                db.session,
                entry,
                version=form.seen_version.data,
                by=current_account(),
                at=now(),
            )
            flash(_("Gemeld: %(time)s.") % {"time": hours_and_minutes(entry.minutes)}, "done")
            return back_to(entry.trajectory_id)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return entry_page(entry, press=form), 422
