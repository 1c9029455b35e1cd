"""The page on which a newcomer reports their own hours."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from typing import Any

from flask import Blueprint, flash, render_template
from flask_babel import gettext as _

from meedoen.core.errors import RuleBroken
from meedoen.permissions import Permission, may
from meedoen.trajectories.hours.actions import log_hours, report_planned
from meedoen.trajectories.hours.forms import VersionForm
from meedoen.trajectories.hours.queries import find_entry
from meedoen.trajectories.hours.views import entry_page
from meedoen.trajectories.ledger.terms import ActedAs
from meedoen.trajectories.looking.terms import LookKind
from meedoen.trajectories.looking.views import shows_case
from meedoen.trajectories.models import Activity, HoursEntry, Trajectory
from meedoen.trajectories.page.views import approved, back_to, log_form
from meedoen.trajectories.queries import find_trajectory
from meedoen.trajectories.reporting.forms import ReportForm
from meedoen.trajectories.rules import is_open
from meedoen.trajectories.sheets.actions import attach_photos
from meedoen.trajectories.sheets.receiving import MOST_SENT, Received, drop_unused, receive
from meedoen.web.access import current_account, requires
from meedoen.web.clock import now
from meedoen.web.forms import show_reasons, unsent
from meedoen.web.session import commits, db
from meedoen.web.spoken import hours_and_minutes
from meedoen.web.tokens import shows_form_again
from meedoen.web.uploads import takes_files

reporting = Blueprint("reporting", __name__)


@reporting.get("/trajecten/<int:trajectory_id>/uren/melden")
@requires(Permission.HOURS_REPORT, of=find_trajectory)
@shows_case(LookKind.CASE)
def report(trajectory: Trajectory) -> Any:
    """Ask for hours; a counsellor has the form on the page of the trajectory."""
    if may(current_account(), Permission.TRAJECTORY_GUIDE, trajectory):
        return back_to(trajectory.id)
    return report_page(trajectory, log_form(trajectory, kind=ReportForm))


@reporting.post("/trajecten/<int:trajectory_id>/uren/melden")
@requires(Permission.HOURS_REPORT, of=find_trajectory)
@commits
@shows_form_again
@takes_files(MOST_SENT)
def report_sent(trajectory: Trajectory) -> Any:
    """Report hours, with photos of the signed sheet where there are any.

    Of what is unlikely the counsellor alone says that it is right.
    """
    received = receive()
    form = log_form(trajectory, sent=True, kind=ReportForm)
    if form.validate_on_submit() and not received.wrong:
        chosen = {str(activity.id): activity for activity in approved(trajectory)}
        try:
            entry = reported(chosen[str(form.activity.data)], form, received)
            flash(_("Gemeld: %(time)s.") % {"time": hours_and_minutes(entry.minutes)}, "done")
            return back_to(trajectory.id)
        except RuleBroken as broken:
            form.refuse(broken.reasons, trajectory.hours)
    show_reasons(form, received.wrong)
    return report_page(trajectory, form, received), 422


def reported(activity: Activity, form: ReportForm, received: Received) -> HoursEntry:
    """The hours of a form, with its photos. Raises RuleBroken."""
    key, by, at = str(form.request_key.data), current_account(), now()
    entry = log_hours(
        db.session,
        activity,
        when=form.when(),
        note=form.note.data or "",
        by=by,
        at=at,
        request_key=key,
    )
    if received.ready:
        made = attach_photos(
            db.session,
            activity,
            [entry],
            received.ready,
            acted=ActedAs.NEWCOMER,
            by=by,
            at=at,
            request_key=key,
        )
        drop_unused(received, made)
    return entry


def report_page(trajectory: Trajectory, form: ReportForm, received: Received | None = None) -> str:
    """The form, or why there is none."""
    running = is_open(trajectory)
    may_report = running and bool(form.activity.choices)
    return render_template(
        "trajectories/reporting/report.html",
        trajectory=trajectory,
        log=form,
        kept=received.tokens if received else [],
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
