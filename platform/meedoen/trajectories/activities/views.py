"""Pages on which activities are added and judged."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, render_template, request
from flask_babel import gettext as _

from meedoen.core.errors import NotFound, RuleBroken
from meedoen.permissions import Permission
from meedoen.trajectories.activities import actions
from meedoen.trajectories.activities.forms import (
    CriteriaForm,
    FromOfferForm,
    JudgeForm,
    OwnActivityForm,
)
from meedoen.trajectories.activities.precedents.queries import (
    Precedent,
    Question,
    asked_of,
    list_precedents,
)
from meedoen.trajectories.activities.queries import (
    find_activity,
    find_offer,
    list_offers_to_add,
)
from meedoen.trajectories.forms import ReasonForm
from meedoen.trajectories.looking.terms import LookKind
from meedoen.trajectories.looking.views import shows_case
from meedoen.trajectories.models import Activity, Trajectory
from meedoen.trajectories.page.views import back_to, trajectory_page
from meedoen.trajectories.queries import find_trajectory
from meedoen.web.access import current_account, requires
from meedoen.web.clock import now
from meedoen.web.forms import show_reasons
from meedoen.web.session import commits, db
from meedoen.web.tokens import shows_form_again

activities = Blueprint("activities", __name__)


@activities.get("/trajecten/<int:trajectory_id>/activiteiten/nieuw")
@requires(Permission.TRAJECTORY_GUIDE, of=find_trajectory)
@shows_case(LookKind.CASE)
def add(trajectory: Trajectory) -> str:
    """Search the catalogue for an offer to add (`zoek`), or look at a chosen one (`aanbod`)."""
    typed = request.args.get("zoek", "")
    offer_id = request.args.get("aanbod", type=int)
    offer = find_offer(db.session, offer_id) if offer_id and 0 < offer_id < 2**31 else None
    form = FromOfferForm(prefix="offer-", formdata=None)
    if offer is not None:
        form.fill_from(offer)
        form.offer.data = offer.id
    return render_template(
        "trajectories/activities/add.html",
        trajectory=trajectory,
        typed=typed[:200],
        found=list_offers_to_add(db.session, typed),
        offer=offer,
        offer_gone=bool(offer_id) and offer is None,
        form=form,
    )


@activities.post("/trajecten/<int:trajectory_id>/activiteiten/aanbod")
@requires(Permission.TRAJECTORY_GUIDE, of=find_trajectory)
@commits
def add_sent(trajectory: Trajectory) -> Any:
    """Add an offer of the catalogue, and approve it at once when that was asked."""
    form = FromOfferForm(prefix="offer-")
    number = form.offer.data if form.validate_on_submit() else None
    offer = find_offer(db.session, number) if number and 0 < number < 2**31 else None
    if offer is None:
        raise NotFound
    try:
        activity = actions.add_activity_from_offer(
            db.session,
            trajectory,
            offer,
            criteria=form.criteria(),
            by=current_account(),
            at=now(),
        )
        return added(activity, form)
    except RuleBroken as broken:
        show_reasons(form, broken.reasons)
    return render_template(
        "trajectories/activities/add.html",
        trajectory=trajectory,
        typed="",
        found=[],
        offer=offer,
        offer_gone=False,
        form=form,
    ), 422


@activities.get("/trajecten/<int:trajectory_id>/activiteiten/eigen")
@requires(Permission.TRAJECTORY_GUIDE, of=find_trajectory)
@shows_case(LookKind.CASE)
def add_own(trajectory: Trajectory) -> str:
    """Ask for an activity outside the catalogue."""
    return own_page(trajectory, OwnActivityForm())


@activities.post("/trajecten/<int:trajectory_id>/activiteiten/eigen")
@requires(Permission.TRAJECTORY_GUIDE, of=find_trajectory)
@commits
@shows_form_again
def add_own_sent(trajectory: Trajectory) -> Any:
    """Add it, once however often the form is sent, and approve it when that was asked."""
    form = OwnActivityForm()
    if form.validate_on_submit() and request.form.get("act") == "look":
        return own_page(trajectory, form, precedents_of(trajectory, form))
    if form.validate_on_submit():
        try:
            activity = actions.add_own_activity(
                db.session,
                trajectory,
                title=form.title.data or "",
                host=form.host.data or "",
                contact_name=form.contact_name.data or "",
                contact_email=form.contact_email.data or "",
                contact_phone=form.contact_phone.data or None,
                criteria=form.criteria(),
                by=current_account(),
                at=now(),
                request_key=str(form.request_key.data),
            )
            return added(activity, form)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return own_page(trajectory, form), 422


def own_page(
    trajectory: Trajectory, form: OwnActivityForm, found: Sequence[Precedent] | None = None
) -> str:
    """The form of an own activity, with earlier decisions where they were asked for."""
    return render_template(
        "trajectories/activities/add_own.html",
        trajectory=trajectory,
        form=form,
        precedents=found,
    )


def precedents_of(trajectory: Trajectory, form: OwnActivityForm) -> Sequence[Precedent]:
    """What was decided about activities like the one that was typed."""
    asked = Question(form.title.data or "", form.host.data or "", form.criteria())
    return list_precedents(db.session, trajectory.agency_code, [asked])[0]


def added(activity: Activity, form: CriteriaForm) -> Any:
    """Approve a new activity when that button was pressed, and go back to the trajectory."""
    if request.form.get("act") == "approve":
        why = form.reason.data or "" if isinstance(form, JudgeForm) else ""
        actions.approve_activity(
            db.session,
            activity,
            criteria=form.criteria(),
            reason=why,
            by=current_account(),
            at=now(),
        )
    flash(_("De activiteit is toegevoegd."), "done")
    return back_to(activity.trajectory_id)


@activities.post("/trajecten/<int:trajectory_id>/activiteiten/<int:activity_id>/goedkeuren")
@requires(Permission.TRAJECTORY_GUIDE, of=find_activity)
@commits
@shows_form_again
def approve(activity: Activity) -> Any:
    """Say that an activity counts, with the criteria that were ticked."""
    form = JudgeForm(prefix=f"judge{activity.id}-")
    if form.validate_on_submit():
        try:
            actions.approve_activity(
                db.session,
                activity,
                criteria=form.criteria(),
                reason=form.reason.data or "",
                by=current_account(),
                at=now(),
            )
            flash(_("De activiteit is goedgekeurd."), "done")
            return back_to(activity.trajectory_id)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return trajectory_page(activity.trajectory, judging=form, judged=activity.id), 422


@activities.get("/trajecten/<int:trajectory_id>/activiteiten/<int:activity_id>/afkeuren")
@requires(Permission.TRAJECTORY_GUIDE, of=find_activity)
@shows_case(LookKind.CASE)
def refuse(activity: Activity) -> str:
    """Ask why an activity does not count; `zoals` names an earlier decision with its reason."""
    form = ReasonForm()
    asked = request.args.get("zoals", type=int)
    if asked and activity.offer_id is None:
        (found,) = list_precedents(
            db.session, activity.trajectory.agency_code, [asked_of(activity)]
        )
        form.reason.data = next((one.reason for one in found if one.id == asked), "")
    return render_template("trajectories/activities/refuse.html", activity=activity, form=form)


@activities.post("/trajecten/<int:trajectory_id>/activiteiten/<int:activity_id>/afkeuren")
@requires(Permission.TRAJECTORY_GUIDE, of=find_activity)
@commits
@shows_form_again
def refuse_sent(activity: Activity) -> Any:
    """Say that an activity does not count."""
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            actions.refuse_activity(
                db.session,
                activity,
                reason=form.reason.data or "",
                by=current_account(),
                at=now(),
            )
            flash(_("De activiteit is afgekeurd."), "done")
            return back_to(activity.trajectory_id)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return render_template("trajectories/activities/refuse.html", activity=activity, form=form), 422
