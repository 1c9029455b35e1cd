"""The page behind a confirmation link, and the act that sends one."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from meedoen.core.errors import RuleBroken
from meedoen.permissions import Permission
from meedoen.trajectories.activities.queries import find_activity
from meedoen.trajectories.confirming import actions
from meedoen.trajectories.confirming.forms import AnswerForm
from meedoen.trajectories.confirming.queries import list_entries, open_link
from meedoen.trajectories.confirming.rules import answered, contested, short_name, waiting
from meedoen.trajectories.hours.forms import read_chosen
from meedoen.trajectories.looking.rules import Seen
from meedoen.trajectories.looking.terms import LookedAs, LookKind
from meedoen.trajectories.looking.views import seen_by, shows_case
from meedoen.trajectories.models import Activity
from meedoen.trajectories.page.views import back_to, trajectory_page
from meedoen.trajectories.rules import is_open
from meedoen.web.access import current_account, public, requires
from meedoen.web.clock import now
from meedoen.web.forms import show_reasons, unsent
from meedoen.web.session import commits, db
from meedoen.web.tokens import shows_form_again

confirming = Blueprint("confirming", __name__)


@confirming.get("/bevestigen/<token>")
@public
@shows_case(LookKind.CONFIRMATION)
def answer(token: str) -> Any:
    """The hours that a contact person is asked about; no account is needed."""
    opened = open_link(db.session, token, at=now())
    if opened.activity is None:
        return link_dead(expired=opened.expired)
    form = AnswerForm()
    form.name.data = opened.activity.contact_name
    return answer_page(opened.activity, token, form)


@confirming.post("/bevestigen/<token>")
@public
@commits
@shows_form_again
def answer_sent(token: str) -> Any:
    """Confirm the ticked hours, or say what is not right with them."""
    opened = open_link(db.session, token, at=now())
    activity = opened.activity
    if activity is None:
        return link_dead(expired=opened.expired)
    form = AnswerForm()
    chosen = read_chosen(request.form.getlist("entries"))
    if form.validate_on_submit():
        there = {entry.id: entry for entry in list_entries(db.session, activity)}
        seen = [(there[key], version) for key, version in chosen if key in there]
        name, visitor = form.name.data or "", current_account()
        try:
            if request.form.get("act") == "contest":
                actions.contest_hours(
                    db.session,
                    activity,
                    seen,
                    name=name,
                    reason=form.reason.data or "",
                    at=now(),
                    visitor=visitor,
                )
                flash(_("Dank je. We vragen de begeleider om dit na te kijken."), "done")
            else:
                actions.confirm_hours(
                    db.session, activity, seen, name=name, at=now(), visitor=visitor
                )
                flash(_("Dank je. De uren zijn bevestigd."), "done")
            return redirect(url_for("trajectories.confirming.answer", token=token), 303)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return answer_page(activity, token, form, chosen), 422


def answer_page(
    activity: Activity, token: str, form: AnswerForm, chosen: list[tuple[int, int]] | None = None
) -> str:
    """What waits for an answer, and what was answered; at first all is ticked."""
    seen_by(
        Seen(
            newcomer_id=activity.newcomer_id,
            trajectory_id=activity.trajectory_id,
            kind=LookKind.CONFIRMATION,
            looked_as=LookedAs.CONTACT,
            by_name=activity.contact_name,
            body=activity.host,
            mark=str(activity.id),
        )
    )
    entries = list_entries(db.session, activity)
    running = is_open(activity.trajectory)
    asked = waiting(entries) if running else []
    return render_template(
        "trajectories/confirming/answer.html",
        activity=activity,
        token=token,
        who=short_name(activity.trajectory.newcomer.name),
        form=form,
        waiting=asked,
        unsent=unsent(form) if form.is_submitted() and not asked else None,
        ticked=None if chosen is None else {entry_id for entry_id, _version in chosen},
        answered=answered(entries, at=now()),
        contested=contested(entries),
    )


def link_dead(*, expired: bool) -> tuple[str, int]:
    """What to do when a link is no longer good, or never was."""
    page = render_template("trajectories/confirming/link_dead.html", expired=expired)
    return page, 410 if expired else 404


@confirming.post("/trajecten/<int:trajectory_id>/activiteiten/<int:activity_id>/vragen")
@requires(Permission.TRAJECTORY_GUIDE, of=find_activity)
@commits
def ask(activity: Activity) -> Any:
    """Mail the contact person a link."""
    try:
        actions.ask_confirmation(
            db.session,
            activity,
            by=current_account(),
            at=now(),
            base_url=current_app.config["SETTINGS"].base_url,
        )
    except RuleBroken as broken:
        return trajectory_page(activity.trajectory, reasons=broken.reasons), 422
    flash(_("%(name)s krijgt een mail met de link.", name=activity.contact_name), "done")
    return back_to(activity.trajectory_id)
