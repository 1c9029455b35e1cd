"""The page on which a newcomer tells that they move."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from meedoen.core.errors import NotFound, Reason, RuleBroken
from meedoen.organisations.queries import list_home_municipalities
from meedoen.permissions import Permission
from meedoen.trajectories.looking.terms import LookKind
from meedoen.trajectories.looking.views import shows_case
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.moving.queries import find_newest_notice
from meedoen.trajectories.moving.telling.actions import tell_move, withdraw_move
from meedoen.trajectories.moving.telling.forms import TellForm
from meedoen.trajectories.queries import find_trajectory
from meedoen.trajectories.rules import is_open
from meedoen.web.access import current_account, requires
from meedoen.web.clock import now
from meedoen.web.forms import PressForm, show_reasons, unsent
from meedoen.web.session import commits, db
from meedoen.web.tokens import shows_form_again

telling = Blueprint("telling", __name__)


@telling.get("/trajecten/<int:trajectory_id>/ik-verhuis")
@requires(Permission.MOVE_TELL, of=find_trajectory)
@shows_case(LookKind.CASE)
def tell(trajectory: Trajectory) -> str:
    """Ask where to and from when; with how it stands with what was told before."""
    return tell_page(trajectory, tell_form(sent=False))


@telling.post("/trajecten/<int:trajectory_id>/ik-verhuis")
@requires(Permission.MOVE_TELL, of=find_trajectory)
@commits
@shows_form_again
def tell_sent(trajectory: Trajectory) -> Any:
    """Tell it, once however often the form is sent."""
    form = tell_form(sent=True)
    if form.validate_on_submit() and form.from_on.data:
        try:
            tell_move(
                db.session,
                trajectory,
                nis=form.nis.data,
                postcode=form.postcode.data or "",
                from_on=form.from_on.data,
                by=current_account(),
                at=now(),
                request_key=str(form.request_key.data),
            )
            flash(_("Je begeleider ziet nu dat je verhuist."), "done")
            return redirect(
                url_for("trajectories.moving.telling.tell", trajectory_id=trajectory.id), 303
            )
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return tell_page(trajectory, form), 422


@telling.post("/trajecten/<int:trajectory_id>/ik-verhuis/intrekken")
@requires(Permission.MOVE_TELL, of=find_trajectory)
@commits
def take_back(trajectory: Trajectory) -> Any:
    """Take it back."""
    if not PressForm().validate_on_submit():
        raise NotFound
    try:
        withdraw_move(db.session, trajectory, by=current_account(), at=now())
    except RuleBroken as broken:
        return tell_page(trajectory, tell_form(sent=False), broken.reasons), 422
    flash(_("Je hebt dit ingetrokken."), "done")
    return redirect(url_for("trajectories.moving.telling.tell", trajectory_id=trajectory.id), 303)


def tell_form(*, sent: bool) -> TellForm:
    """The form: what was sent, or empty."""
    form = TellForm() if sent else TellForm(formdata=None)
    form.offer_municipalities(list_home_municipalities(db.session))
    return form


def tell_page(trajectory: Trajectory, form: TellForm, reasons: Sequence[Reason] = ()) -> str:
    """The form, or why there is none."""
    running = is_open(trajectory)
    return render_template(
        "trajectories/moving/tell.html",
        trajectory=trajectory,
        told=find_newest_notice(db.session, trajectory.id),
        form=form,
        running=running,
        press=PressForm(formdata=None),
        reasons=reasons,
        unsent=unsent(form) if form.is_submitted() and not running else None,
    )
