"""Pages on which a newcomer's week is written down and a plan is looked at and chosen."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from meedoen.core.errors import NotFound, RuleBroken
from meedoen.offers.terms import Day, Daypart
from meedoen.permissions import Permission
from meedoen.trajectories.looking.terms import LookKind
from meedoen.trajectories.looking.views import shows_case
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.planning.actions import say_no_to, write_week
from meedoen.trajectories.planning.adopting.actions import choose_plan
from meedoen.trajectories.planning.adopting.forms import SayNoForm, TakeForm
from meedoen.trajectories.planning.adopting.views import adopting
from meedoen.trajectories.planning.forms import WeekForm
from meedoen.trajectories.planning.page.views import (
    guides,
    plan_address,
    plan_page,
    taking_of,
)
from meedoen.trajectories.planning.queries import find_wishes
from meedoen.trajectories.queries import find_trajectory
from meedoen.web.access import current_account, requires
from meedoen.web.addresses import to_dutch
from meedoen.web.clock import now
from meedoen.web.forms import show_reasons
from meedoen.web.languages import DUTCH, asked_language
from meedoen.web.session import commits, db
from meedoen.web.tokens import shows_form_again

planning = Blueprint("planning", __name__)
planning.register_blueprint(adopting)


@planning.get("/trajecten/<int:trajectory_id>/plan")
@requires(Permission.TRAJECTORY_PLAN, of=find_trajectory)
@shows_case(LookKind.PLAN)
def show(trajectory: Trajectory) -> Any:
    """What is planned, and three ways to fill the rest."""
    return plan_page(trajectory)


def week_page(trajectory: Trajectory, form: WeekForm) -> Any:
    """The form of the week, for whoever looks."""
    if guides(trajectory) and asked_language() != DUTCH:
        return to_dutch()
    return render_template(
        "trajectories/planning/week.html",
        trajectory=trajectory,
        form=form,
        guides=guides(trajectory),
        days=list(Day),
        dayparts=list(Daypart),
    )


@planning.get("/trajecten/<int:trajectory_id>/plan/week")
@requires(Permission.TRAJECTORY_PLAN, of=find_trajectory)
@shows_case(LookKind.PLAN)
def week(trajectory: Trajectory) -> Any:
    """Ask when somebody is free, and what they wish."""
    row, form = find_wishes(db.session, trajectory.id), WeekForm(formdata=None)
    form.offer_hosts(row)
    form.fill_from(row)
    return week_page(trajectory, form)


@planning.post("/trajecten/<int:trajectory_id>/plan/week")
@requires(Permission.TRAJECTORY_PLAN, of=find_trajectory)
@commits
@shows_form_again
def save_week(trajectory: Trajectory) -> Any:
    """Keep it."""
    form = WeekForm()
    form.offer_hosts(find_wishes(db.session, trajectory.id))
    if form.validate_on_submit():
        try:
            write_week(
                db.session,
                trajectory,
                form.week(),
                by=current_account(),
                at=now(),
                version=form.seen_version.data,
            )
            flash(_("Je gegevens zijn bewaard."), "done")
            return redirect(plan_address(trajectory), 303)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return week_page(trajectory, form), 422


@planning.post("/trajecten/<int:trajectory_id>/plan/niet")
@requires(Permission.TRAJECTORY_PLAN, of=find_trajectory)
@commits
def say_no(trajectory: Trajectory) -> Any:
    """Never again propose an organisation."""
    form = SayNoForm()
    if not form.validate_on_submit() or not form.organisation.data:
        raise NotFound
    try:
        say_no_to(db.session, trajectory, form.organisation.data, by=current_account(), at=now())
    except RuleBroken as broken:
        raise NotFound from broken
    flash(_("We stellen deze organisatie niet meer voor."), "done")
    return redirect(plan_address(trajectory), 303)


@planning.post("/trajecten/<int:trajectory_id>/plan/kiezen")
@requires(Permission.TRAJECTORY_PLAN, of=find_trajectory)
@commits
def choose(trajectory: Trajectory) -> Any:
    """Take a plan, for the counsellor to look at."""
    form, row = TakeForm(), find_wishes(db.session, trajectory.id)
    if row is None or not form.validate_on_submit():
        raise NotFound
    taking = taking_of(trajectory, row, form)
    try:
        choose_plan(db.session, trajectory, taking, by=current_account(), at=now())
        flash(_("Je begeleider kijkt het plan na."), "done")
    except RuleBroken:
        db.session.rollback()
        flash(_("Dit plan kan niet meer. Kies opnieuw."), "error")
    return redirect(url_for("trajectories.planning.show", trajectory_id=trajectory.id), 303)
