"""Pages of one trajectory as a whole; its parts, and the caseload, stand in the sub-domains."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from typing import Any

from flask import Blueprint, flash, request
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _

from meedoen.core.errors import Reason, RuleBroken
from meedoen.permissions import Permission
from meedoen.trajectories import actions, wording
from meedoen.trajectories.activities.views import activities
from meedoen.trajectories.allowances.views import allowances
from meedoen.trajectories.caseload.handover.views import handover
from meedoen.trajectories.caseload.inbox.views import inbox
from meedoen.trajectories.caseload.messaging.views import messaging
from meedoen.trajectories.caseload.notes.views import notes
from meedoen.trajectories.caseload.views import caseload
from meedoen.trajectories.companions.views import companions
from meedoen.trajectories.confirming.views import confirming
from meedoen.trajectories.disputing.views import disputing
from meedoen.trajectories.exporting.views import exporting
from meedoen.trajectories.forgetting.overview.views import overview
from meedoen.trajectories.forgetting.views import forgetting
from meedoen.trajectories.forms import ReasonForm, RecheckForm
from meedoen.trajectories.groups.views import groups
from meedoen.trajectories.hours.views import hours
from meedoen.trajectories.ledger.wording import LINE_MARKS
from meedoen.trajectories.looking.terms import LookKind
from meedoen.trajectories.looking.views import looking, shows_case
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.moving.views import moving
from meedoen.trajectories.opening.views import opening
from meedoen.trajectories.own_file.views import own_file
from meedoen.trajectories.page.views import back_to, trajectory_page
from meedoen.trajectories.planning.views import planning
from meedoen.trajectories.proving.views import proving
from meedoen.trajectories.queries import find_trajectory
from meedoen.trajectories.reminding.views import reminding
from meedoen.trajectories.reporting.views import reporting
from meedoen.trajectories.rule_sets.views import rule_sets
from meedoen.trajectories.rules import obligation
from meedoen.trajectories.sharing.views import sharing
from meedoen.trajectories.sheets.views import sheets
from meedoen.trajectories.states.views import states
from meedoen.trajectories.terms import Obligation
from meedoen.web.access import current_account, requires
from meedoen.web.clock import now
from meedoen.web.forms import show_reasons
from meedoen.web.session import commits, db
from meedoen.web.tokens import shows_form_again

trajectories = Blueprint("trajectories", __name__)
for part in (
    caseload,
    inbox,
    messaging,
    notes,
    handover,
    opening,
    activities,
    hours,
    reporting,
    sheets,
    groups,
    reminding,
    allowances,
    disputing,
    confirming,
    planning,
    proving,
    states,
    moving,
    rule_sets,
    exporting,
    forgetting,
    overview,
    companions,
    looking,
    own_file,
    sharing,
):
    trajectories.register_blueprint(part)


@trajectories.record_once
def learn_words(state: BlueprintSetupState) -> None:
    """Teach the pages the marks of states."""
    state.app.jinja_env.filters.update(
        paper_witness=wording.paper_witness,
        state_mark=wording.STATE_MARKS.__getitem__,
        line_mark=LINE_MARKS.__getitem__,
        obligation_words=wording.obligation_words,
    )


@trajectories.get("/trajecten/<int:trajectory_id>")
@requires(Permission.TRAJECTORY_VIEW, of=find_trajectory)
@shows_case(LookKind.CASE)
def show_trajectory(trajectory: Trajectory) -> str:
    """One trajectory: the counsellor's page with its acts, or the newcomer's with its facts."""
    return trajectory_page(trajectory)


@trajectories.post("/trajecten/<int:trajectory_id>/situatie")
@requires(Permission.TRAJECTORY_GUIDE, of=find_trajectory)
@commits
@shows_form_again
def recheck(trajectory: Trajectory) -> Any:
    """Ask again whether it is required."""
    form = RecheckForm(prefix="situation-")
    if form.validate_on_submit():
        if request.form.get("act") == "look":
            return trajectory_page(trajectory, situation=form, outcome=outcome_of(trajectory, form))
        try:
            actions.recheck_obligation(
                db.session,
                trajectory,
                obliged=bool(form.obliged.data),
                working=bool(form.working.data),
                studying=bool(form.studying.data),
                from_on=form.from_on.data,
                by=current_account(),
                at=now(),
            )
            flash(_("De situatie is bewaard."), "done")
            return back_to(trajectory.id)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return trajectory_page(trajectory, situation=form), 422


def outcome_of(trajectory: Trajectory, form: RecheckForm) -> tuple[Obligation, tuple[Reason, ...]]:
    """What would follow from the situation that was typed."""
    return obligation(
        obliged=bool(form.obliged.data),
        working=bool(form.working.data),
        studying=bool(form.studying.data),
        rule_set=trajectory.rule_set,
    )


@trajectories.post("/trajecten/<int:trajectory_id>/voltooien")
@requires(Permission.TRAJECTORY_GUIDE, of=find_trajectory)
@commits
def complete(trajectory: Trajectory) -> Any:
    """Close a full trajectory and issue its proof."""
    try:
        actions.complete_trajectory(db.session, trajectory, by=current_account(), at=now())
    except RuleBroken as broken:
        return trajectory_page(trajectory, reasons=broken.reasons), 422
    flash(_("Het traject is voltooid. Het bewijs van deelname is klaar."), "done")
    return back_to(trajectory.id)


@trajectories.post("/trajecten/<int:trajectory_id>/stoppen")
@requires(Permission.TRAJECTORY_GUIDE, of=find_trajectory)
@commits
@shows_form_again
def stop(trajectory: Trajectory) -> Any:
    """Stop a trajectory for a reason."""
    form = ReasonForm(prefix="stop-")
    if form.validate_on_submit():
        try:
            actions.stop_trajectory(
                db.session,
                trajectory,
                reason=form.reason.data or "",
                by=current_account(),
                at=now(),
            )
            flash(_("Het traject is stopgezet."), "done")
            return back_to(trajectory.id)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return trajectory_page(trajectory, stopping=form), 422
