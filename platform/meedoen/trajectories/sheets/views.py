"""Pages of the signed sheet: print it, attach photos, look at one, remove one, accept by one."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _

from meedoen.core.errors import NotFound, RuleBroken
from meedoen.permissions import Permission, may
from meedoen.settings import Settings
from meedoen.trajectories.activities.queries import find_activity
from meedoen.trajectories.hours.queries import find_entry
from meedoen.trajectories.hours.views import entry_page
from meedoen.trajectories.ledger.terms import ActedAs
from meedoen.trajectories.links import read_sheet_token
from meedoen.trajectories.looking.terms import LookKind
from meedoen.trajectories.looking.views import shows_case
from meedoen.trajectories.models import Activity, HoursEntry
from meedoen.trajectories.page.views import back_to
from meedoen.trajectories.proving.documents import PdfUnavailable
from meedoen.trajectories.rules import is_open
from meedoen.trajectories.sheets import keeping
from meedoen.trajectories.sheets.actions import (
    accept_by_photo,
    attach_photos,
    drop_removed,
    remove_photo,
)
from meedoen.trajectories.sheets.documents import FILE_NAME, sheet_facts, sheet_pdf
from meedoen.trajectories.sheets.forms import AttachForm, ByPhotoForm, RemoveForm
from meedoen.trajectories.sheets.models import SheetPhoto
from meedoen.trajectories.sheets.queries import find_photo, list_photos
from meedoen.trajectories.sheets.receiving import (
    MOST_SENT,
    Received,
    drop_unused,
    photos_folder,
    receive,
)
from meedoen.trajectories.sheets.rules import TAKES_PHOTOS, reasons_not_removed
from meedoen.trajectories.terms import ActivityDecision, HoursState
from meedoen.web.access import current_account, public, requires
from meedoen.web.addresses import to_dutch
from meedoen.web.clock import now
from meedoen.web.forms import show_reasons
from meedoen.web.languages import DUTCH, asked_language
from meedoen.web.session import after_commit, commits, db
from meedoen.web.spoken import hours_and_minutes
from meedoen.web.tokens import shows_form_again
from meedoen.web.uploads import takes_files

sheets = Blueprint("sheets", __name__)

SHEET = "/trajecten/<int:trajectory_id>/activiteiten/<int:activity_id>/blad"
PHOTO = "/trajecten/<int:trajectory_id>/fotos/<int:photo_id>"

NOTHING_ELSE = "default-src 'none'; sandbox"
"""What a photo may load or do when somebody opens it by itself."""


@sheets.record_once
def remove_files(state: BlueprintSetupState) -> None:
    """Have the files of removed photos go after the commit that removed them."""

    def after_removal() -> None:
        drop_removed(db.session, photos_folder())

    after_commit(state.app, after_removal)  # type: ignore[arg-type]


def role_on(thing: Activity | SheetPhoto) -> ActedAs:
    """In which role whoever is signed in acts on an activity or photo that they may see."""
    if may(current_account(), Permission.TRAJECTORY_GUIDE, thing):
        return ActedAs.COUNSELLOR
    own = thing.newcomer_id == current_account().id
    return ActedAs.NEWCOMER if own else ActedAs.ORGANISATION


@sheets.get(SHEET)
@requires(Permission.HOURS_SHEET, of=find_activity)
@shows_case(LookKind.HOURS)
def show(activity: Activity) -> Any:
    """The photos of an activity, and a form for more; `uren` names hours to begin with."""
    asked = request.args.get("uren", type=int)
    form = AttachForm(formdata=None)
    open_ones = open_hours(activity)
    chosen = {e.id for e in open_ones if asked in {None, e.id}}
    form.offer_hours(open_ones, chosen)
    return sheet_page(activity, form)


@sheets.post(SHEET)
@requires(Permission.HOURS_SHEET, of=find_activity)
@commits
@shows_form_again
@takes_files(MOST_SENT)
def attach(activity: Activity) -> Any:
    """Attach the photos that were sent."""
    received = receive()
    form = AttachForm()
    form.offer_hours(open_hours(activity), None)
    if form.validate_on_submit() and not received.wrong:
        wanted = set(form.hours.data or ())
        entries = [e for e in activity_hours(activity) if str(e.id) in wanted]
        try:
            made = attach_photos(
                db.session,
                activity,
                entries,
                received.ready,
                acted=role_on(activity),
                by=current_account(),
                at=now(),
                request_key=str(form.request_key.data),
            )
            drop_unused(received, made)
            flash(_("De foto is bewaard."), "done")
            return redirect(address_of(activity), 303)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    show_reasons(form, received.wrong)
    return sheet_page(activity, form, received), 422


def activity_hours(activity: Activity) -> list[HoursEntry]:
    """The hours of one activity."""
    return [e for e in activity.trajectory.hours if e.activity_id == activity.id]


def open_hours(activity: Activity) -> list[HoursEntry]:
    """Its hours that a photo can still be attached to."""
    return [e for e in activity_hours(activity) if e.state in TAKES_PHOTOS]


def sheet_page(activity: Activity, form: AttachForm, received: Received | None = None) -> Any:
    """The page for whoever looks; that of counsellor and organisation is in Dutch alone."""
    role = role_on(activity)
    if role is not ActedAs.NEWCOMER and asked_language() != DUTCH:
        return to_dutch()
    photos = list_photos(db.session, activity.id)
    running = is_open(activity.trajectory) and activity.decision is ActivityDecision.APPROVED
    return render_template(
        "trajectories/sheets/show.html",
        activity=activity,
        form=form,
        photos=photos,
        removable={one.id for one in photos if may_remove(one, role)} if running else set(),
        kept=received.tokens if received else [],
        running=running,
        role=role,
        address={"trajectory_id": activity.trajectory_id, "activity_id": activity.id},
    )


def may_remove(photo: SheetPhoto, role: ActedAs) -> bool:
    """Whether somebody in this role can remove a photo, with a reason where one is asked."""
    return not reasons_not_removed(photo, role, "?")


def address_of(activity: Activity) -> str:
    """The page of the sheet of an activity."""
    return url_for(
        "trajectories.sheets.show", trajectory_id=activity.trajectory_id, activity_id=activity.id
    )


@sheets.get(f"{SHEET}.pdf")
@requires(Permission.HOURS_SHEET, of=find_activity)
@shows_case(LookKind.HOURS)
def form_file(activity: Activity) -> Any:
    """The form to print, as a PDF; a page to print where no PDF can be made."""
    settings: Settings = current_app.config["SETTINGS"]
    try:
        response = Response(
            sheet_pdf(activity, base_url=settings.base_url), mimetype="application/pdf"
        )
    except PdfUnavailable:
        current_app.logger.warning("no form can be made: Pango is not installed")
        return render_template(
            "trajectories/sheets/print.html",
            back=address_of(activity),
            **sheet_facts(activity, settings.base_url),
        )
    response.headers["Content-Disposition"] = f'inline; filename="{FILE_NAME}"'
    return response


@sheets.get(f"{PHOTO}.jpg")
@requires(Permission.HOURS_SHEET, of=find_photo)
@shows_case(LookKind.HOURS)
def photo_file(photo: SheetPhoto) -> Response:
    """A photo, to be looked at and made larger by who may see the hours."""
    content = keeping.read(photos_folder(), photo.file_name)
    if content is None:
        current_app.logger.error("the file of photo %s is missing", photo.id)
        raise NotFound
    response = Response(content, mimetype="image/jpeg")
    response.headers["Content-Disposition"] = f'inline; filename="blad-{photo.id}.jpg"'
    response.headers["Content-Security-Policy"] = NOTHING_ELSE
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@sheets.get(f"{PHOTO}/verwijderen")
@requires(Permission.HOURS_SHEET, of=find_photo)
@shows_case(LookKind.HOURS)
def remove(photo: SheetPhoto) -> Any:
    """Ask whether a photo may go."""
    return remove_page(photo, RemoveForm(formdata=None))


@sheets.post(f"{PHOTO}/verwijderen")
@requires(Permission.HOURS_SHEET, of=find_photo)
@commits
@shows_form_again
def remove_sent(photo: SheetPhoto) -> Any:
    """Remove a photo."""
    form = RemoveForm()
    if form.validate_on_submit():
        try:
            remove_photo(
                db.session,
                photo,
                acted=role_on(photo),
                by=current_account(),
                at=now(),
                reason=form.reason.data or "",
            )
            flash(_("De foto is verwijderd."), "done")
            return redirect(address_of(photo.activity), 303)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return remove_page(photo, form), 422


def remove_page(photo: SheetPhoto, form: RemoveForm) -> Any:
    """The question, with the photo and the hours on it."""
    role = role_on(photo)
    if role is not ActedAs.NEWCOMER and asked_language() != DUTCH:
        return to_dutch()
    return render_template(
        "trajectories/sheets/remove.html",
        photo=photo,
        form=form,
        role=role,
        relied_on=any(entry.state is HoursState.ACCEPTED for entry in photo.entries),
        refused=reasons_not_removed(photo, role, "?"),
    )


@sheets.post("/trajecten/<int:trajectory_id>/uren/<int:entry_id>/aanvaard-blad")
@requires(Permission.HOURS_ACCEPT, of=find_entry)
@commits
@shows_form_again
def accept(entry: HoursEntry) -> Any:
    """Accept hours by the signed sheet on their photo."""
    form = ByPhotoForm(prefix="photo-")
    if form.validate_on_submit():
        try:
            minutes = accept_by_photo(
                db.session,
                entry,
                name=form.name.data or "",
                version=form.seen_version.data,
                by=current_account(),
                at=now(),
            )
            flash(_("Aanvaard: %(time)s.") % {"time": hours_and_minutes(minutes)}, "done")
            return back_to(entry.trajectory_id)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return entry_page(entry, by_photo=form), 422


@sheets.get("/blad/<token>")
@public
def scanned(token: str) -> Any:
    """What the code on a printed form opens: its page for who may, and no word to anybody else."""
    number = read_sheet_token(token)
    activity = db.session.get(Activity, number) if number else None
    if activity is not None and may(current_account(), Permission.HOURS_SHEET, activity):
        return redirect(address_of(activity), 303)
    page = render_template("trajectories/sheets/scanned.html", token=token)
    return page, 200 if number else 404
