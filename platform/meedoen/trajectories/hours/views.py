"""Pages on which hours are logged, accepted in a batch, and looked at one by one."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, render_template, request
from flask_babel import gettext as _

from meedoen.core.errors import RuleBroken
from meedoen.permissions import Permission, may
from meedoen.trajectories.accepting.actions import (
    accept_hours,
    send_back_hours,
    withdraw_hours,
)
from meedoen.trajectories.caseload.rules import reasons_not_absent
from meedoen.trajectories.confirming.actions import record_paper_confirmation
from meedoen.trajectories.disputing.forms import DisputeForm, KeepForm
from meedoen.trajectories.disputing.queries import list_disputes
from meedoen.trajectories.disputing.rules import reasons_not_disputed
from meedoen.trajectories.hours import actions
from meedoen.trajectories.hours.forms import (
    CorrectionForm,
    PaperForm,
    SendBackForm,
    VersionForm,
    WhenForm,
    read_chosen,
)
from meedoen.trajectories.hours.queries import find_entry
from meedoen.trajectories.hours.rules import (
    reasons_not_corrected,
    reasons_not_mended,
    reasons_not_moved,
)
from meedoen.trajectories.ledger.views import life_of
from meedoen.trajectories.looking.terms import LookKind
from meedoen.trajectories.looking.views import shows_case
from meedoen.trajectories.models import HoursEntry, Trajectory
from meedoen.trajectories.page.views import approved, back_to, log_form, trajectory_page
from meedoen.trajectories.queries import find_trajectory
from meedoen.trajectories.rules import is_open, reasons_not_counted
from meedoen.trajectories.sheets.forms import ByPhotoForm
from meedoen.trajectories.sheets.queries import photos_of
from meedoen.trajectories.sheets.rules import TAKES_PHOTOS
from meedoen.trajectories.terms import HoursState
from meedoen.web.access import current_account, requires
from meedoen.web.addresses import to_dutch
from meedoen.web.clock import now, today
from meedoen.web.forms import show_reasons, unsent
from meedoen.web.languages import DUTCH, asked_language
from meedoen.web.session import commits, db
from meedoen.web.spoken import hours_and_minutes
from meedoen.web.tokens import shows_form_again

hours = Blueprint("hours", __name__)

FORMS = {
    "change": HoursState.REPORTED,
    "paper": HoursState.CONFIRMED,
    "back": HoursState.SENT_BACK,
}
"""The forms on the page of an entry that are there while the entry may become so."""


@hours.post("/trajecten/<int:trajectory_id>/uren")
@requires(Permission.TRAJECTORY_GUIDE, of=find_trajectory)
@commits
@shows_form_again
def log(trajectory: Trajectory) -> Any:
    """Log hours, or plan them when that button was pressed."""
    form = log_form(trajectory, sent=True)
    if form.validate_on_submit():
        chosen = {str(activity.id): activity for activity in approved(trajectory)}
        plan = request.form.get("act") == "plan"
        act = actions.plan_hours if plan else actions.log_hours
        try:
            entry = act(
                db.session,
                chosen[str(form.activity.data)],
                when=form.when(),
                note=form.note.data or "",
                vouched=bool(form.both_right.data),
                by=current_account(),
                at=now(),
                request_key=str(form.request_key.data),
            )
            done = _("Gepland: %(time)s.") if plan else _("Gemeld: %(time)s.")
            flash(done % {"time": hours_and_minutes(entry.minutes)}, "done")
            return back_to(trajectory.id)
        except RuleBroken as broken:
            form.refuse(broken.reasons, trajectory.hours)
    return trajectory_page(trajectory, log=form), 422


@hours.post("/trajecten/<int:trajectory_id>/uren/aanvaarden")
@requires(Permission.HOURS_ACCEPT, of=find_trajectory)
@commits
def accept(trajectory: Trajectory) -> Any:
    """Accept the entries that were ticked, all or none."""
    there = {entry.id: entry for entry in trajectory.hours}
    chosen = [
        (there[entry_id], version)
        for entry_id, version in read_chosen(request.form.getlist("entries"))
        if entry_id in there
    ]
    try:
        minutes = accept_hours(db.session, chosen, by=current_account(), at=now())
    except RuleBroken as broken:
        return trajectory_page(trajectory, reasons=broken.reasons), 422
    flash(_("Aanvaard: %(time)s.") % {"time": hours_and_minutes(minutes)}, "done")
    return back_to(trajectory.id)


@hours.get("/trajecten/<int:trajectory_id>/uren/<int:entry_id>")
@requires(Permission.TRAJECTORY_VIEW, of=find_entry)
@shows_case(LookKind.HOURS)
def show(entry: HoursEntry) -> Any:
    """One entry: how it stands, its life, why it counts or not, and what can be done with it."""
    return entry_page(entry)


def entry_page(entry: HoursEntry, **refused: Any) -> Any:
    """The page of one entry for whoever looks; `refused` holds the form that was refused.

    That of a counsellor is in Dutch alone.
    """
    if not may(current_account(), Permission.TRAJECTORY_GUIDE, entry):
        return own_page(entry, **refused)
    if asked_language() != DUTCH:
        return to_dutch()
    running = is_open(entry.trajectory)
    everything = entry.trajectory.hours
    forms: dict[str, Any] = {
        "change": WhenForm(prefix="change-", formdata=None),
        "correct": CorrectionForm(prefix="correct-", formdata=None),
        "back": SendBackForm(prefix="back-", formdata=None),
        "paper": PaperForm(prefix="paper-", formdata=None),
        "press": VersionForm(formdata=None),
        "keep": KeepForm(prefix="keep-", formdata=None),
        "by_photo": ByPhotoForm(prefix="photo-", formdata=None),
    }
    for name in ("change", "correct"):
        forms[name].fill_from(entry)
    for name in ("back", "paper", "press", "by_photo"):
        forms[name].seen_version.data = entry.version
    forms["change"].note.data = entry.note
    for name in ("paper", "by_photo"):
        forms[name].name.data = entry.activity.contact_name
    not_mended = reasons_not_mended(entry, everything)
    may_go = {state for state in HoursState if running and not reasons_not_moved(entry, state)}
    may_go -= {HoursState.REPORTED} if not_mended else set()
    may_correct = running and not reasons_not_corrected(entry, everything)
    drawn = {"press"} | {name for name, to in FORMS.items() if to in may_go}
    drawn |= {"correct"} if may_correct else set()
    drawn |= {"keep"} if entry.disputed_at else set()
    may_go -= {HoursState.ACCEPTED} if entry.disputed_at else set()
    photos = photos_of(db.session, entry.id)
    by_photo = bool(photos) and HoursState.CONFIRMED in may_go and not entry.disputed_at
    drawn |= {"by_photo"} if by_photo else set()
    return render_template(
        "trajectories/hours/show.html",
        entry=entry,
        trajectory=entry.trajectory,
        corrected=next((e for e in everything if e.id == entry.corrects_id), None),
        life=life_of(entry),
        disputes=list_disputes(db.session, entry),
        not_counted=reasons_not_counted(entry, everything),
        not_mended=not_mended,
        may_go={state.value for state in may_go},
        may_correct=may_correct,
        photos=photos,
        by_photo_asked=by_photo,
        may_attach=running and entry.state in TAKES_PHOTOS,
        may_be_absent=running and not reasons_not_absent(entry, on=today()),
        unsent=next((unsent(form) for name, form in refused.items() if name not in drawn), None),
        **(forms | refused),
    )


def own_page(entry: HoursEntry, **refused: Any) -> str:
    """The page of one entry for the newcomer: its life, and the form to say what is not right."""
    everything = entry.trajectory.hours
    running = is_open(entry.trajectory)
    may_dispute = running and not reasons_not_disputed(entry, everything)
    happened = running and entry.state is HoursState.PLANNED and entry.on_date <= today()
    forms: dict[str, Any] = {
        "dispute": DisputeForm(prefix="dispute-", formdata=None),
        "press": VersionForm(formdata=None),
    }
    forms["press"].seen_version.data = entry.version
    drawn = ({"dispute"} if may_dispute else set()) | ({"press"} if happened else set())
    return render_template(
        "trajectories/hours/show_own.html",
        entry=entry,
        trajectory=entry.trajectory,
        life=life_of(entry),
        disputes=list_disputes(db.session, entry),
        counted=not reasons_not_counted(entry, everything),
        may_dispute=may_dispute,
        happened=happened,
        photos=photos_of(db.session, entry.id),
        may_attach=running and entry.state in TAKES_PHOTOS,
        unsent=next((unsent(form) for name, form in refused.items() if name not in drawn), None),
        **(forms | refused),
    )


@hours.post("/trajecten/<int:trajectory_id>/uren/<int:entry_id>/gebeurd")
@requires(Permission.TRAJECTORY_GUIDE, of=find_entry)
@commits
@shows_form_again
def report(entry: HoursEntry) -> Any:
    """Planned hours happened, as planned or otherwise."""
    form = WhenForm(prefix="change-")
    return when_sent(
        entry,
        form,
        lambda: actions.report_planned(
            db.session,
            entry,
            when=form.when(),
            vouched=bool(form.both_right.data),
            version=form.seen_version.data,
            by=current_account(),
            at=now(),
        ),
    )


@hours.post("/trajecten/<int:trajectory_id>/uren/<int:entry_id>/veranderen")
@requires(Permission.TRAJECTORY_GUIDE, of=find_entry)
@commits
@shows_form_again
def change(entry: HoursEntry) -> Any:
    """Mend hours that were sent back."""
    form = WhenForm(prefix="change-")
    return when_sent(
        entry,
        form,
        lambda: actions.change_sent_back(
            db.session,
            entry,
            when=form.when(),
            note=form.note.data or "",
            vouched=bool(form.both_right.data),
            version=form.seen_version.data,
            by=current_account(),
            at=now(),
        ),
    )


def when_sent(entry: HoursEntry, form: WhenForm, act: Callable[[], HoursEntry]) -> Any:
    """Do an act with the times of a form, or show what is wrong with them."""
    return sent(entry, "change", form, act, _("De uren zijn gemeld."))


def sent(entry: HoursEntry, name: str, form: Any, act: Callable[[], Any], done: str) -> Any:
    """Do an act with a form, or show the page of the entry with what is wrong in that form."""
    if form.validate_on_submit():
        try:
            act()
            flash(done, "done")
            return back_to(entry.trajectory_id)
        except RuleBroken as broken:
            if isinstance(form, WhenForm):
                form.refuse(broken.reasons, entry.trajectory.hours)
            else:
                show_reasons(form, broken.reasons)
    return entry_page(entry, **{name: form}), 422


@hours.post("/trajecten/<int:trajectory_id>/uren/<int:entry_id>/terugsturen")
@requires(Permission.HOURS_ACCEPT, of=find_entry)
@commits
@shows_form_again
def send_back(entry: HoursEntry) -> Any:
    """Send hours back with a reason."""
    form = SendBackForm(prefix="back-")

    def act() -> None:
        send_back_hours(
            db.session,
            entry,
            reason=form.reason.data or "",
            version=form.seen_version.data,
            by=current_account(),
            at=now(),
        )

    return sent(entry, "back", form, act, _("De uren zijn teruggestuurd."))


@hours.post("/trajecten/<int:trajectory_id>/uren/<int:entry_id>/papier")
@requires(Permission.TRAJECTORY_GUIDE, of=find_entry)
@commits
@shows_form_again
def paper(entry: HoursEntry) -> Any:
    """The counsellor saw a signed sheet."""
    form = PaperForm(prefix="paper-")

    def act() -> None:
        record_paper_confirmation(
            db.session,
            entry,
            name=form.name.data or "",
            version=form.seen_version.data,
            by=current_account(),
            at=now(),
        )

    return sent(entry, "paper", form, act, _("Bewaard: de uren zijn op papier bevestigd."))


@hours.post("/trajecten/<int:trajectory_id>/uren/<int:entry_id>/intrekken")
@requires(Permission.TRAJECTORY_GUIDE, of=find_entry)
@commits
def withdraw(entry: HoursEntry) -> Any:
    """Take hours back before they were accepted."""
    form = VersionForm()

    def act() -> None:
        withdraw_hours(
            db.session, entry, version=form.seen_version.data, by=current_account(), at=now()
        )

    return sent(entry, "press", form, act, _("De uren zijn ingetrokken."))


@hours.post("/trajecten/<int:trajectory_id>/uren/<int:entry_id>/rechtzetten")
@requires(Permission.TRAJECTORY_GUIDE, of=find_entry)
@commits
@shows_form_again
def correct(entry: HoursEntry) -> Any:
    """Correct accepted hours by a new entry."""
    form = CorrectionForm(prefix="correct-")

    def act() -> None:
        actions.correct_hours(
            db.session,
            entry,
            when=form.when(),
            note=form.note.data or "",
            vouched=bool(form.both_right.data),
            by=current_account(),
            at=now(),
            request_key=str(form.request_key.data),
        )

    return sent(entry, "correct", form, act, _("De rechtzetting is gemeld."))
