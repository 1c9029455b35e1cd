"""The page on which the allowance of an activity is written down."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from meedoen.core.errors import RuleBroken
from meedoen.permissions import Permission, may
from meedoen.trajectories.activities.queries import find_activity
from meedoen.trajectories.allowances.actions import set_allowance
from meedoen.trajectories.allowances.forms import AllowanceForm
from meedoen.trajectories.looking.terms import LookKind
from meedoen.trajectories.looking.views import shows_case
from meedoen.trajectories.models import Activity
from meedoen.trajectories.page.views import back_to
from meedoen.web.access import current_account, requires
from meedoen.web.clock import now
from meedoen.web.forms import show_reasons
from meedoen.web.session import commits, db
from meedoen.web.tokens import shows_form_again

allowances = Blueprint("allowances", __name__)

ADDRESS = "/trajecten/<int:trajectory_id>/activiteiten/<int:activity_id>/vergoeding"


@allowances.get(ADDRESS)
@requires(Permission.ALLOWANCE_SET, of=find_activity)
@shows_case(LookKind.CASE)
def edit(activity: Activity) -> str:
    """Ask what a day brings."""
    form, cents = AllowanceForm(formdata=None), activity.allowance_day_cents
    form.amount.data = f"{cents // 100},{cents % 100:02}" if cents else ""
    return edit_page(activity, form)


@allowances.post(ADDRESS)
@requires(Permission.ALLOWANCE_SET, of=find_activity)
@commits
@shows_form_again
def edit_sent(activity: Activity) -> Any:
    """Write it down."""
    form = AllowanceForm()
    if form.validate_on_submit():
        try:
            set_allowance(db.session, activity, form.cents(), by=current_account(), at=now())
            flash(_("De vergoeding is bewaard."), "done")
            if guides(activity):
                return back_to(activity.trajectory_id)
            return redirect(url_for("trajectories.groups.enter", offer_id=activity.offer_id), 303)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return edit_page(activity, form), 422


def guides(activity: Activity) -> bool:
    """Whether the counsellor looks, and not the organisation."""
    return may(current_account(), Permission.TRAJECTORY_GUIDE, activity)


def edit_page(activity: Activity, form: AllowanceForm) -> str:
    """The form."""
    return render_template(
        "trajectories/allowances/edit.html", activity=activity, form=form, guides=guides(activity)
    )
