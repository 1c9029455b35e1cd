"""A counsellor's pages about companions: asking one, and what to do about one."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from meedoen.core.errors import Reason, RuleBroken
from meedoen.permissions import Permission
from meedoen.trajectories.caseload.messaging.rules import phone_links
from meedoen.trajectories.companions.asking import actions
from meedoen.trajectories.companions.asking.forms import AskForm, ChangeForm
from meedoen.trajectories.companions.documents import text_for_companion, text_for_newcomer
from meedoen.trajectories.companions.models import Companion
from meedoen.trajectories.companions.queries import find_companion
from meedoen.trajectories.companions.rules import OPEN, need_of
from meedoen.trajectories.companions.terms import CompanionState
from meedoen.trajectories.looking.terms import LookKind
from meedoen.trajectories.looking.views import shows_case
from meedoen.trajectories.models import Activity, Trajectory
from meedoen.trajectories.page.views import back_to
from meedoen.trajectories.queries import find_trajectory
from meedoen.trajectories.rules import is_open
from meedoen.trajectories.terms import ActivityDecision
from meedoen.web.access import current_account, requires
from meedoen.web.clock import now
from meedoen.web.forms import PressForm, show_reasons
from meedoen.web.languages import LANGUAGES
from meedoen.web.session import commits, db
from meedoen.web.tokens import shows_form_again

asking = Blueprint("asking", __name__)


def base_url() -> str:
    """What links in mails begin with."""
    return str(current_app.config["SETTINGS"].base_url)


def activities_of(trajectory: Trajectory) -> list[Activity]:
    """The activities to which somebody can go along."""
    return [a for a in trajectory.activities if a.decision is not ActivityDecision.REFUSED]


@asking.get("/trajecten/<int:trajectory_id>/toeleider")
@requires(Permission.TRAJECTORY_GUIDE, of=find_trajectory)
@shows_case(LookKind.CASE)
def ask(trajectory: Trajectory) -> Any:
    """Ask who goes along."""
    if not is_open(trajectory):
        return back_to(trajectory.id)
    form = AskForm(formdata=None)
    activities = activities_of(trajectory)
    form.offer_activities(activities)
    if len(activities) == 1:
        form.activity.data = str(activities[0].id)
    return ask_page(trajectory, form)


def ask_page(trajectory: Trajectory, form: AskForm) -> str:
    """The form."""
    return render_template("trajectories/companions/ask.html", trajectory=trajectory, form=form)


@asking.post("/trajecten/<int:trajectory_id>/toeleider")
@requires(Permission.TRAJECTORY_GUIDE, of=find_trajectory)
@commits
@shows_form_again
def ask_sent(trajectory: Trajectory) -> Any:
    """Ask somebody."""
    form = AskForm()
    chosen = {str(one.id): one for one in activities_of(trajectory)}
    form.offer_activities(chosen.values())
    if form.validate_on_submit():
        try:
            made = actions.ask_companion(
                db.session,
                chosen[str(form.activity.data)],
                name=form.name.data or "",
                email=form.email.data or None,
                phone=form.phone.data or None,
                meeting=form.meeting(),
                by=current_account(),
                at=now(),
                base_url=base_url(),
                request_key=str(form.request_key.data),
            )
            said = _("%(name)s krijgt een mail met de vraag.", name=made.name)
            by_phone = _("Stuur de vraag nu zelf, met een sms of WhatsApp.")
            flash(said if made.email else by_phone, "done")
            return to_companion(made)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return ask_page(trajectory, form), 422


def to_companion(companion: Companion) -> Any:
    """The page of a companion, after an act."""
    address = url_for(
        "trajectories.companions.asking.show",
        trajectory_id=companion.trajectory_id,
        companion_id=companion.id,
    )
    return redirect(address, 303)


@asking.get("/trajecten/<int:trajectory_id>/toeleider/<int:companion_id>")
@requires(Permission.TRAJECTORY_GUIDE, of=find_companion)
@shows_case(LookKind.CASE)
def show(companion: Companion) -> str:
    """One companion: how it stands, and what can be done."""
    form = ChangeForm(formdata=None)
    form.fill_from(companion)
    return companion_page(companion, form)


def companion_page(companion: Companion, form: ChangeForm, reasons: tuple[Reason, ...] = ()) -> str:
    """The page; `form` holds the visit as it is, or as it was refused."""
    at, newcomer = now(), companion.trajectory.newcomer
    own_words = text_for_newcomer(companion, newcomer.language)
    asked = text_for_companion(companion, base_url())
    return render_template(
        "trajectories/companions/show.html",
        companion=companion,
        trajectory=companion.trajectory,
        ahead=companion.state in OPEN and at < companion.meets_at,
        over=at >= companion.meets_at,
        running=is_open(companion.trajectory),
        need=need_of(companion, at=at),
        language=LANGUAGES.get(newcomer.language, LANGUAGES["nl"]),
        own_words=own_words,
        newcomer_links=phone_links(newcomer.phone, own_words),
        companion_links=phone_links(companion.phone, asked),
        form=form,
        press=PressForm(formdata=None),
        reasons=reasons,
    )


@asking.post("/trajecten/<int:trajectory_id>/toeleider/<int:companion_id>")
@requires(Permission.TRAJECTORY_GUIDE, of=find_companion)
@commits
def change(companion: Companion) -> Any:
    """Change when or where they meet."""
    form = ChangeForm()
    if form.validate_on_submit():
        try:
            changed = actions.change_meeting(
                db.session,
                companion,
                form.meeting(),
                by=current_account(),
                at=now(),
                base_url=base_url(),
                version=form.seen_version.data,
            )
            done = _("Bewaard. De toeleider krijgt de vraag opnieuw.")
            flash(done if changed else _("Er is niets veranderd."), "done")
            return to_companion(companion)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return companion_page(companion, form), 422


def pressed(companion: Companion, act: Callable[[], None], done: str) -> Any:
    """Do what was pressed, or say why it cannot be."""
    try:
        act()
    except RuleBroken as broken:
        form = ChangeForm(formdata=None)
        form.fill_from(companion)
        return companion_page(companion, form, broken.reasons), 422
    flash(done, "done")
    return to_companion(companion)


@asking.post("/trajecten/<int:trajectory_id>/toeleider/<int:companion_id>/annuleren")
@requires(Permission.TRAJECTORY_GUIDE, of=find_companion)
@commits
def cancel(companion: Companion) -> Any:
    """The visit is off."""

    def act() -> None:
        actions.cancel_companion(
            db.session, companion, by=current_account(), at=now(), base_url=base_url()
        )

    return pressed(companion, act, _("Geannuleerd. De toeleider krijgt een mail."))


@asking.post(
    "/trajecten/<int:trajectory_id>/toeleider/<int:companion_id>/<any(went, absent):outcome>"
)
@requires(
    Permission.TRAJECTORY_GUIDE,
    of=lambda session, trajectory_id, companion_id, outcome: find_companion(
        session, trajectory_id, companion_id
    ),
)
@commits
def outcome(companion: Companion) -> Any:
    """Write down how it went."""
    word = CompanionState(str((request.view_args or {})["outcome"]))

    def act() -> None:
        actions.note_outcome(db.session, companion, word, by=current_account(), at=now())

    return pressed(companion, act, _("Bewaard."))


@asking.post("/trajecten/<int:trajectory_id>/toeleider/<int:companion_id>/gezien")
@requires(Permission.TRAJECTORY_GUIDE, of=find_companion)
@commits
def settle(companion: Companion) -> Any:
    """Somebody cannot come, and the counsellor knows."""

    def act() -> None:
        actions.settle(db.session, companion, by=current_account(), at=now())

    return pressed(companion, act, _("Bewaard."))
