"""The page with all proofs of a trajectory, for its newcomer and its counsellor, and its acts."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from meedoen.core.errors import RuleBroken
from meedoen.permissions import Permission, may
from meedoen.trajectories.activities.queries import find_activity
from meedoen.trajectories.forms import ReasonForm
from meedoen.trajectories.looking.terms import LookKind
from meedoen.trajectories.looking.views import shows_case
from meedoen.trajectories.models import Activity, Proof, Trajectory
from meedoen.trajectories.proving.issuing import actions
from meedoen.trajectories.proving.queries import find_proof_in
from meedoen.trajectories.proving.rules import grouped, hours_of, reasons_not_withdrawn, standing
from meedoen.trajectories.queries import find_trajectory
from meedoen.web.access import current_account, requires
from meedoen.web.addresses import to_dutch
from meedoen.web.clock import now
from meedoen.web.forms import PressForm, show_reasons
from meedoen.web.languages import DUTCH, asked_language
from meedoen.web.session import commits, db
from meedoen.web.tokens import shows_form_again

issuing = Blueprint("issuing", __name__)


@issuing.get("/trajecten/<int:trajectory_id>/bewijzen")
@requires(Permission.TRAJECTORY_VIEW, of=find_trajectory)
@shows_case(LookKind.PROOFS)
def listing(trajectory: Trajectory) -> Any:
    """All proofs: of the whole, of each activity, and those that hold no more."""
    guides = may(current_account(), Permission.TRAJECTORY_GUIDE, trajectory)
    if guides and asked_language() != DUTCH:
        return to_dutch()
    return proofs_page(trajectory, guides=guides)


def proofs_page(trajectory: Trajectory, *, guides: bool) -> str:
    """The page of the newcomer, or of the counsellor who `guides`."""
    lines = []
    for activity in trajectory.activities:
        hours = hours_of(trajectory.hours, activity.id)
        if hours:
            minutes = sum(entry.minutes for entry in hours)
            lines.append((activity, minutes, standing(trajectory.proofs, activity.id)))
    return render_template(
        "trajectories/proving/proofs.html" if guides else "trajectories/proving/own_proofs.html",
        trajectory=trajectory,
        whole=standing(trajectory.proofs),
        lines=lines,
        former=[proof for proof in reversed(trajectory.proofs) if proof.ended_at is not None],
        title_of={activity.id: activity.title for activity in trajectory.activities},
        grouped=grouped,
        press=PressForm(),
    )


@issuing.post("/trajecten/<int:trajectory_id>/activiteiten/<int:activity_id>/bewijs")
@requires(Permission.TRAJECTORY_VIEW, of=find_activity)
@commits
def issue(activity: Activity) -> Any:
    """Make the proof of one activity."""
    try:
        actions.ask_activity_proof(db.session, activity, by=current_account(), at=now())
        flash(_("Het bewijs is klaar."), "done")
    except RuleBroken:
        flash(_("Voor deze activiteit zijn nog geen uren aanvaard."), "error")
    return back_to_proofs(activity.trajectory_id)


@issuing.get("/trajecten/<int:trajectory_id>/bewijzen/<int:proof_id>/intrekken")
@requires(Permission.TRAJECTORY_GUIDE, of=find_proof_in)
@shows_case(LookKind.PROOFS)
def withdraw(proof: Proof) -> Any:
    """Ask why a proof is taken back."""
    if proof.ended_at is not None or reasons_not_withdrawn(proof):
        return back_to_proofs(proof.trajectory_id)
    return withdraw_page(proof, ReasonForm(formdata=None))


@issuing.post("/trajecten/<int:trajectory_id>/bewijzen/<int:proof_id>/intrekken")
@requires(Permission.TRAJECTORY_GUIDE, of=find_proof_in)
@commits
@shows_form_again
def withdraw_now(proof: Proof) -> Any:
    """Take a proof back."""
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            actions.withdraw_proof(
                db.session, proof, reason=form.reason.data or "", by=current_account(), at=now()
            )
            flash(_("Het bewijs is ingetrokken."), "done")
            return back_to_proofs(proof.trajectory_id)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return withdraw_page(proof, form), 422


def withdraw_page(proof: Proof, form: ReasonForm) -> str:
    """The question, with what the proof is of."""
    return render_template(
        "trajectories/proving/withdraw.html",
        proof=proof,
        form=form,
        code=grouped(proof.code),
        title=proof.content.get("title"),
    )


def back_to_proofs(trajectory_id: int) -> Any:
    """The page of the proofs, after an act."""
    address = url_for("trajectories.proving.issuing.listing", trajectory_id=trajectory_id)
    return redirect(address, 303)
