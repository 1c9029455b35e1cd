"""Pages of hand-overs: giving a trajectory on, and what is offered to an agency."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from meedoen.accounts.queries import get_account
from meedoen.core.errors import Reason, RuleBroken
from meedoen.permissions import Permission
from meedoen.trajectories.caseload.handover import actions, queries
from meedoen.trajectories.caseload.handover.forms import (
    AgencyForm,
    AssignForm,
    ColleagueForm,
    ReasonForm,
)
from meedoen.trajectories.caseload.handover.models import Handover
from meedoen.trajectories.looking.terms import LookKind
from meedoen.trajectories.looking.views import shows_case
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.moving.rules import newest_move
from meedoen.trajectories.page.views import back_to
from meedoen.trajectories.queries import find_trajectory, progress_of
from meedoen.web.access import current_account, requires
from meedoen.web.clock import now
from meedoen.web.forms import PressForm, show_reasons
from meedoen.web.session import commits, db
from meedoen.web.spoken import on_date
from meedoen.web.tokens import shows_form_again

handover = Blueprint("handover", __name__)


def base_url() -> str:
    """What links in mails begin with."""
    return str(current_app.config["SETTINGS"].base_url)


@handover.get("/trajecten/<int:trajectory_id>/overdragen")
@requires(Permission.TRAJECTORY_GUIDE, of=find_trajectory)
@shows_case(LookKind.CASE)
def give(trajectory: Trajectory) -> str:
    """Ask to whom a trajectory goes; after a move `agentschap` names the agency to offer it to."""
    form = agency_form(trajectory)
    move = newest_move(trajectory.homes)
    asked = request.args.get("agentschap", "")
    others = {one.code for one in queries.list_other_agencies(db.session, trajectory.agency_code)}
    if move and asked in others:
        form.agency.data = asked
        form.text.data = _(
            "%(name)s woont vanaf %(day)s in %(town)s.",
            name=trajectory.newcomer.name,
            day=on_date(move.from_on),
            town=move.municipality.name_nl,
        )
    return give_page(trajectory, agency=form)


def colleague_form(trajectory: Trajectory, *, sent: bool = False) -> ColleagueForm:
    """The form for a colleague."""
    form = ColleagueForm(prefix="colleague-", **({} if sent else {"formdata": None}))
    found = queries.list_counsellors(db.session, trajectory.agency_code)
    form.offer(one for one in found if one.id != trajectory.counsellor_id)
    return form


def agency_form(trajectory: Trajectory, *, sent: bool = False) -> AgencyForm:
    """The form for another agency."""
    form = AgencyForm(prefix="agency-", **({} if sent else {"formdata": None}))
    form.offer(queries.list_other_agencies(db.session, trajectory.agency_code))
    return form


def give_page(trajectory: Trajectory, **refused: Any) -> str:
    """The page of giving on; `refused` holds the form that was refused."""
    forms = {"colleague": colleague_form(trajectory), "agency": agency_form(trajectory)}
    return render_template(
        "trajectories/caseload/handover/give.html",
        trajectory=trajectory,
        newest=queries.find_newest(db.session, trajectory.id),
        press=PressForm(formdata=None),
        **(forms | refused),
    )


@handover.post("/trajecten/<int:trajectory_id>/overdragen/collega")
@requires(Permission.TRAJECTORY_GUIDE, of=find_trajectory)
@commits
@shows_form_again
def to_colleague(trajectory: Trajectory) -> Any:
    """Give it to a colleague; who gave it goes back to their list, for it is theirs no longer."""
    form = colleague_form(trajectory, sent=True)
    if form.validate_on_submit():
        taker = get_account(db.session, int(form.to.data))
        name = trajectory.newcomer.name
        try:
            actions.give_to_colleague(
                db.session,
                trajectory,
                taker,
                text=form.text.data or "",
                by=current_account(),
                at=now(),
                base_url=base_url(),
                request_key=str(form.request_key.data),
            )
            flash(_("%(taker)s begeleidt nu %(name)s.", taker=taker.name, name=name), "done")
            return redirect(url_for("trajectories.caseload.listing"), 303)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return give_page(trajectory, colleague=form), 422


@handover.post("/trajecten/<int:trajectory_id>/overdragen/agentschap")
@requires(Permission.TRAJECTORY_GUIDE, of=find_trajectory)
@commits
@shows_form_again
def to_agency(trajectory: Trajectory) -> Any:
    """Offer it to another agency."""
    form = agency_form(trajectory, sent=True)
    if form.validate_on_submit():
        try:
            actions.offer_to_agency(
                db.session,
                trajectory,
                form.agency.data,
                text=form.text.data or "",
                by=current_account(),
                at=now(),
                base_url=base_url(),
                request_key=str(form.request_key.data),
            )
            flash(_("Het traject is aangeboden. Tot het antwoord begeleid jij het."), "done")
            return back_to(trajectory.id)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return give_page(trajectory, agency=form), 422


@handover.post("/trajecten/<int:trajectory_id>/overdragen/intrekken")
@requires(Permission.TRAJECTORY_GUIDE, of=find_trajectory)
@commits
def withdraw(trajectory: Trajectory) -> Any:
    """Take an offer to another agency back."""
    actions.withdraw_offer(db.session, trajectory, by=current_account(), at=now())
    flash(_("Het aanbod aan het agentschap is ingetrokken."), "done")
    return back_to(trajectory.id)


@handover.get("/regie/overdrachten")
@requires(Permission.HANDOVERS_VIEW)
def offered() -> str:
    """What is offered to one's agency."""
    return offered_page()


def assign_form(one: Handover, *, sent: bool = False) -> AssignForm:
    """Who can take this one."""
    form = AssignForm(prefix=f"assign{one.id}-", **({} if sent else {"formdata": None}))
    form.offer(queries.list_counsellors(db.session, one.to_agency_code))
    return form


def offered_page(*, refused: int | None = None, **forms: Any) -> str:
    """The offers with their forms; `forms` are those of the offer `refused` that were refused."""
    found = queries.list_offered(db.session, current_account())
    assigning = {one.id: assign_form(one) for one in found}
    refusing = {one.id: ReasonForm(prefix=f"refuse{one.id}-", formdata=None) for one in found}
    if refused in assigning:
        assigning[refused] = forms.get("assigning") or assigning[refused]
        refusing[refused] = forms.get("refusing") or refusing[refused]
    return render_template(
        "trajectories/caseload/handover/offered.html",
        handovers=found,
        assigning=assigning,
        refusing=refusing,
        progress={one.id: progress_of(one.trajectory) for one in found},
        reasons=forms.get("reasons", ()) if refused not in assigning else (),
    )


@handover.post("/regie/overdrachten/<int:handover_id>/aanvaarden")
@requires(Permission.HANDOVER_DECIDE, of=queries.find_handover)
@commits
@shows_form_again
def accept(one: Handover) -> Any:
    """Assign a counsellor; from then on the trajectory is theirs."""
    form = assign_form(one, sent=True)
    reasons: tuple[Reason, ...] = ()
    if form.validate_on_submit():
        taker = get_account(db.session, int(form.to.data))
        try:
            actions.accept_handover(
                db.session, one, taker, by=current_account(), at=now(), base_url=base_url()
            )
            flash(_("%(name)s begeleidt nu het traject.", name=taker.name), "done")
            return redirect(url_for("trajectories.handover.offered"), 303)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
            reasons = broken.reasons
    return offered_page(refused=one.id, assigning=form, reasons=reasons), 422


@handover.post("/regie/overdrachten/<int:handover_id>/weigeren")
@requires(Permission.HANDOVER_DECIDE, of=queries.find_handover)
@commits
@shows_form_again
def refuse(one: Handover) -> Any:
    """Say that the agency does not take it."""
    form = ReasonForm(prefix=f"refuse{one.id}-")
    reasons: tuple[Reason, ...] = ()
    if form.validate_on_submit():
        try:
            actions.refuse_handover(
                db.session,
                one,
                reason=form.reason.data or "",
                by=current_account(),
                at=now(),
                base_url=base_url(),
            )
            flash(_("De overdracht is geweigerd. De begeleider krijgt een mail."), "done")
            return redirect(url_for("trajectories.handover.offered"), 303)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
            reasons = broken.reasons
    return offered_page(refused=one.id, refusing=form, reasons=reasons), 422
