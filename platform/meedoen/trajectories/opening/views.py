"""Pages on which a trajectory is opened, or taken by the owner of the address."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from typing import Any

from flask import Blueprint, current_app, flash, render_template
from flask_babel import gettext as _

from meedoen.core.errors import NotFound, RuleBroken
from meedoen.organisations.queries import list_home_municipalities
from meedoen.permissions import Permission
from meedoen.trajectories.forms import OpeningForm
from meedoen.trajectories.links import TAKE_TRAJECTORY, read_token
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.opening.actions import link_newcomer, open_trajectory
from meedoen.trajectories.page.views import back_to
from meedoen.web.access import current_account, requires, signed_in
from meedoen.web.clock import now, today
from meedoen.web.forms import PressForm, show_reasons
from meedoen.web.languages import DUTCH
from meedoen.web.session import commits, db
from meedoen.web.tokens import shows_form_again

opening = Blueprint("opening", __name__)


def opening_form() -> OpeningForm:
    """The form, with the municipalities that agencies serve."""
    form = OpeningForm()
    form.offer_municipalities(list_home_municipalities(db.session))
    return form


@opening.get("/trajecten/nieuw")
@requires(Permission.CASELOAD_VIEW)
def new() -> str:
    """Ask for a new trajectory."""
    form = opening_form()
    form.starts_on.data = today()
    form.obliged.data = True
    return render_template("trajectories/opening/new.html", form=form)


@opening.post("/trajecten/nieuw")
@requires(Permission.CASELOAD_VIEW)
@commits
@shows_form_again
def new_sent() -> Any:
    """Open it, once however often the form is sent."""
    form = opening_form()
    if form.validate_on_submit():
        account = current_account()
        try:
            trajectory = open_trajectory(
                db.session,
                counsellor=account,
                name=form.name.data or "",
                email=form.email.data or None,
                phone=form.phone.data or None,
                language=form.language.data or DUTCH,
                nis=form.nis.data,
                starts_on=form.starts_on.data or today(),
                obliged=bool(form.obliged.data),
                working=bool(form.working.data),
                studying=bool(form.studying.data),
                by=account,
                at=now(),
                base_url=current_app.config["SETTINGS"].base_url,
                request_key=str(form.request_key.data),
            )
            flash(_("Het traject is geopend. Voeg nu een activiteit toe."), "done")
            return back_to(trajectory.id)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return render_template("trajectories/opening/new.html", form=form), 422


def linkable(token: str) -> Trajectory | None:
    """The trajectory that a link opens for whoever is signed in; None when it is not for them."""
    link = read_token(TAKE_TRAJECTORY, token)
    if link is None or link.expired(now()) or not link.is_for(current_account().email):
        return None
    trajectory = db.session.get(Trajectory, link.thing_id)
    return trajectory if trajectory and trajectory.erased_at is None else None


@opening.get("/trajecten/koppelen/<token>")
@signed_in
def link(token: str) -> Any:
    """Ask the owner of the address whether the trajectory is theirs."""
    trajectory = linkable(token)
    if trajectory is None:
        return render_template("trajectories/opening/link_dead.html"), 404
    return render_template(
        "trajectories/opening/link.html", trajectory=trajectory, form=PressForm()
    )


@opening.post("/trajecten/koppelen/<token>")
@signed_in
@commits
def link_sent(token: str) -> Any:
    """Take the trajectory."""
    trajectory = linkable(token)
    form = PressForm()
    if trajectory is None or not form.validate_on_submit():
        raise NotFound
    try:
        link_newcomer(db.session, trajectory, account=current_account(), at=now())
    except RuleBroken as broken:
        show_reasons(form, broken.reasons)
        return render_template(
            "trajectories/opening/link.html", trajectory=trajectory, form=form
        ), 422
    flash(_("Dit traject staat nu op jouw pagina."), "done")
    return back_to(trajectory.id)
