"""Pages that change how a trajectory stands; each shows what it would do before it does it."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, flash, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from meedoen.core.errors import NotFound, Reason, RuleBroken
from meedoen.permissions import Permission
from meedoen.trajectories.looking.terms import LookKind
from meedoen.trajectories.looking.views import shows_case
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.page.views import back_to, trajectory_page
from meedoen.trajectories.queries import find_trajectory
from meedoen.trajectories.rules import Period
from meedoen.trajectories.states import actions
from meedoen.trajectories.states.forms import RestForm, ResumeForm, StatusForm
from meedoen.trajectories.states.rules import (
    LEADS_TO,
    REASONS,
    Effect,
    Rest,
    acts_of,
    effect_of,
    reasons_not_rested,
    reasons_not_resumed,
)
from meedoen.trajectories.states.terms import Act, StatusReason
from meedoen.web.access import current_account, requires
from meedoen.web.clock import now, today
from meedoen.web.forms import PressForm, show_reasons, unsent
from meedoen.web.session import commits, db
from meedoen.web.tokens import shows_form_again

states = Blueprint("states", __name__)


@dataclass(frozen=True, slots=True)
class ActPage:
    """The page of an act: its form, what it tells, and whether words are needed."""

    form: type[StatusForm]
    intro: LazyString
    done: LazyString
    must_say: bool = False


ACT_PAGES: Mapping[Act, ActPage] = {
    Act.SUSPEND: ActPage(
        RestForm,
        _l("Tijdens de rust tellen er geen uren. Wat al gemeld is, kan je gewoon afwerken."),
        _l("Het traject is in rust."),
    ),
    Act.RESUME: ActPage(
        ResumeForm,
        _l("Vanaf deze dag kunnen er weer uren zijn."),
        _l("Het traject loopt weer."),
    ),
    Act.EXEMPT: ActPage(
        StatusForm,
        _l(
            "Het traject moet niet meer gevolgd worden. "
            "De uren blijven bewaard. Er komt geen bewijs."
        ),
        _l("De deelnemer is vrijgesteld."),
        must_say=True,
    ),
    Act.MOVE: ActPage(
        StatusForm,
        _l(
            "Alleen wie buiten Vlaanderen en Brussel gaat wonen. Het traject eindigt. "
            "Blijft de deelnemer hier? Schrijf dan de verhuizing op: het traject loopt door."
        ),
        _l("Het traject is afgesloten: verhuisd."),
        must_say=True,
    ),
    Act.REOPEN: ActPage(
        StatusForm,
        _l("Alleen als het traject bij vergissing is afgesloten. De uren staan er nog."),
        _l("Het traject loopt weer."),
        must_say=True,
    ),
}


def find_act(session: Any, trajectory_id: int, act: str) -> Trajectory | None:
    """The trajectory, for an act that there is."""
    return find_trajectory(session, trajectory_id) if act in {*Act} else None


@states.get("/trajecten/<int:trajectory_id>/status/<act>")
@requires(Permission.STATUS_DECIDE, of=find_act)
@shows_case(LookKind.CASE)
def change(trajectory: Trajectory) -> Any:
    """Ask why and from when."""
    act = asked_act()
    form = form_of(act, sent=False)
    if isinstance(form, RestForm):
        form.from_on.data = today()
    if isinstance(form, ResumeForm):
        known = trajectory.suspensions[-1].until_on if trajectory.suspensions else None
        form.from_on.data = min(known, today()) if known else today()
    return change_page(trajectory, act, form)


@states.post("/trajecten/<int:trajectory_id>/status/<act>")
@requires(Permission.STATUS_DECIDE, of=find_act)
@commits
@shows_form_again
def change_sent(trajectory: Trajectory) -> Any:
    """Show what it would do, or do it when that was asked."""
    act = asked_act()
    form = form_of(act, sent=True)
    if not form.validate_on_submit():
        return change_page(trajectory, act, form), 422
    looked_at = days_of(form)
    if request.form.get("act") != "do" or request.form.get("looked_at") != looked_at:
        if act not in acts_of(trajectory.status):
            facts: dict[str, object] = {"now": trajectory.status, "then": LEADS_TO[act]}
            show_reasons(form, [Reason("status_not_next", facts=facts)])
            return change_page(trajectory, act, form), 422
        if why := refused(trajectory, form):
            show_reasons(form, why)
            return change_page(trajectory, act, form), 422
        seen = effect(trajectory, act, form)
        return change_page(trajectory, act, form, effect=seen, looked_at=looked_at)
    try:
        do(trajectory, act, form)
    except RuleBroken as broken:
        show_reasons(form, broken.reasons)
        return change_page(trajectory, act, form), 422
    flash(str(ACT_PAGES[act].done), "done")
    return back_to(trajectory.id)


@states.post("/trajecten/<int:trajectory_id>/ingelicht")
@requires(Permission.TRAJECTORY_GUIDE, of=find_trajectory)
@commits
def inform(trajectory: Trajectory) -> Any:
    """Write down that the newcomer knows what the trajectory asks."""
    if not PressForm().validate_on_submit():
        raise NotFound
    try:
        actions.inform_newcomer(db.session, trajectory, by=current_account(), at=now())
    except RuleBroken as broken:
        return trajectory_page(trajectory, reasons=broken.reasons), 422
    flash(_("Genoteerd: de deelnemer is ingelicht."), "done")
    return back_to(trajectory.id)


def asked_act() -> Act:
    """Which act the address names."""
    return Act((request.view_args or {})["act"])


def form_of(act: Act, *, sent: bool) -> StatusForm:
    """The form of an act: what was sent, or empty."""
    page = ACT_PAGES[act]
    form = page.form() if sent else page.form(formdata=None)
    say = current_app.extensions["dictionary"].say
    left_out = StatusReason.REST_OVER if act is Act.REOPEN else None
    reasons = [reason for reason in REASONS[LEADS_TO[act]] if reason is not left_out]
    form.offer_reasons([(reason, say(reason)) for reason in reasons])
    if page.must_say:
        form.needs_words()
    return form


def days_of(form: StatusForm) -> str:
    """The days that were typed, so that nothing is done but what was looked at."""
    days = (form[name].data for name in ("from_on", "until_on") if name in form)
    return " ".join(day.isoformat() if day else "-" for day in days)


def change_page(
    trajectory: Trajectory,
    act: Act,
    form: StatusForm,
    *,
    effect: Effect | None = None,
    looked_at: str = "",
) -> str:
    """The form of an act, with what it would do when that was asked."""
    allowed = act in acts_of(trajectory.status)
    return render_template(
        "trajectories/states/change.html",
        trajectory=trajectory,
        act=act,
        then=LEADS_TO[act],
        intro=ACT_PAGES[act].intro,
        form=form,
        effect=effect,
        looked_at=looked_at,
        allowed=allowed,
        unsent=unsent(form) if form.is_submitted() and not allowed else None,
    )


def refused(trajectory: Trajectory, form: StatusForm) -> tuple[Reason, ...]:
    """Why what was typed cannot be, as far as it depends on days."""
    if isinstance(form, RestForm) and form.from_on.data:
        rest = Rest(form.from_on.data, form.until_on.data)
        return reasons_not_rested(trajectory, trajectory.hours, rest, on=today())
    if isinstance(form, ResumeForm) and form.from_on.data and trajectory.suspensions:
        rest_now = trajectory.suspensions[-1]
        return reasons_not_resumed(rest_now, trajectory.hours, form.from_on.data, on=today())
    return ()


def effect(trajectory: Trajectory, act: Act, form: StatusForm) -> Effect:
    """What it would do to deadline and appointments."""
    rests: list[Period] = list(trajectory.suspensions)
    if isinstance(form, RestForm) and form.from_on.data:
        rests.append(Rest(form.from_on.data, form.until_on.data))
    if isinstance(form, ResumeForm) and form.from_on.data and rests:
        rests[-1] = Rest(rests[-1].from_on, form.from_on.data)
    rule_set, to = trajectory.rule_set, LEADS_TO[act]
    return effect_of(trajectory, trajectory.hours, rule_set, to, rests, on=today())


def do(trajectory: Trajectory, act: Act, form: StatusForm) -> None:
    """Do what the form says."""
    because = StatusReason(form.because.data)
    told: dict[str, Any] = {
        "words": form.words.data or "",
        "by": current_account(),
        "at": now(),
        "request_key": str(form.request_key.data),
    }
    if isinstance(form, RestForm):
        told |= {"from_on": form.from_on.data, "until_on": form.until_on.data}
        actions.suspend_trajectory(db.session, trajectory, because=because, **told)
    elif isinstance(form, ResumeForm):
        told |= {"from_on": form.from_on.data}
        actions.resume_trajectory(db.session, trajectory, because=because, **told)
    elif act is Act.REOPEN:
        actions.reopen_trajectory(db.session, trajectory, because=because, **told)
    else:
        to = LEADS_TO[act]
        actions.release_trajectory(db.session, trajectory, to, because=because, **told)
