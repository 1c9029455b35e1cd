"""Pages of who decides: what the clock will erase and did erase, and one file with its acts."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

import re
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _

from meedoen.core.errors import NotFound, RuleBroken
from meedoen.permissions import Permission, may
from meedoen.trajectories.exporting.queries import reference
from meedoen.trajectories.forgetting import actions, queries
from meedoen.trajectories.forgetting.overview.forms import EraseForm, HoldForm, RefuseForm
from meedoen.trajectories.forgetting.overview.wording import COUNTED, GOES, STAYS
from meedoen.trajectories.forgetting.queries import PersonFile
from meedoen.trajectories.forgetting.rules import SHOWN_AHEAD
from meedoen.trajectories.forgetting.running import queries as runs
from meedoen.trajectories.forgetting.terms import Because
from meedoen.trajectories.forgetting.views import find_file
from meedoen.trajectories.looking.terms import LookKind
from meedoen.trajectories.looking.views import shows_case
from meedoen.web.access import current_account, requires
from meedoen.web.clock import now, today
from meedoen.web.forms import PressForm, show_reasons
from meedoen.web.pages import asked_page
from meedoen.web.session import commits, db
from meedoen.web.tokens import shows_form_again

overview = Blueprint("overview", __name__)


@overview.record_once
def learn_words(state: BlueprintSetupState) -> None:
    """Teach the pages how the number of a trajectory is written."""
    state.app.jinja_env.filters["trajectory_number"] = reference


PAGE_SIZE = 25
RUNS_SHOWN = 10
NUMBER = re.compile(r"\s*(?:MD-?)?0*([1-9][0-9]{0,8})\s*", re.ASCII | re.IGNORECASE)
"""The number of a trajectory as files show it, or as it stands in an address."""


@overview.get("/wissen")
@requires(Permission.ERASURES_VIEW)
def listing() -> Any:
    """What the clock erases in the coming thirty days, what waits and is held, what was erased."""
    typed = request.args.get("traject", "").strip()
    if typed and (found := find_typed(typed)):
        address = url_for("trajectories.overview.show", trajectory_id=found.newest.id)
        return redirect(address, 303)
    scope, on = queries.scope_of(current_account()), today()
    until = on + SHOWN_AHEAD
    paging = asked_page(size=PAGE_SIZE, total=queries.count_due(db.session, scope, until=until))
    ids = queries.list_due_ids(
        db.session, scope, until=until, offset=paging.offset, limit=PAGE_SIZE
    )
    asking = queries.list_asking_ids(db.session, scope)
    held = queries.list_held_ids(db.session, scope, on=on)
    files = {
        file.account.id: file
        for file in queries.list_files(db.session, list({*ids, *asking, *held}), on=on)
    }
    page = render_template(
        "trajectories/overview/listing.html",
        due=[files[key] for key in ids if key in files],
        asking=[files[key] for key in asking if key in files],
        held=[files[key] for key in held if key in files],
        accounts=runs.list_unused(db.session, until=until, on=on) if scope.everything else [],
        called=called,
        may_open=may_open,
        on=on,
        until=until,
        paging=paging,
        address_of_page=lambda number: url_for("trajectories.overview.listing", pagina=number),
        typed=typed,
        may_search=bool(scope.agencies or scope.guides_for),
        goes=GOES,
        stays=STAYS,
        **what_was_done(scope),
    )
    return (page, 404) if typed else page


def what_was_done(scope: queries.Scope) -> dict[str, Any]:
    """The last erasures in a scope, and the last runs of the clock."""
    found = runs.list_runs(db.session, limit=RUNS_SHOWN)
    erased = runs.count_erased(db.session, found)
    return {
        "erasures": runs.list_erasures(db.session, scope, offset=0, limit=PAGE_SIZE),
        "erasures_in_all": runs.count_erasures(db.session, scope),
        "runs": [(run, erased[run.id], counted_in_words(run.counts)) for run in found],
    }


def counted_in_words(counts: dict[str, int]) -> list[str]:
    """What a run forgot beside people; what was none is not said."""
    return [str(COUNTED[key]) % {"num": counts[key]} for key in COUNTED if counts.get(key)]


def find_typed(typed: str) -> PersonFile | None:
    """The file of the trajectory whose number somebody typed, when they may open it."""
    number = NUMBER.fullmatch(typed)
    file = find_file(db.session, int(number[1])) if number else None
    return file if file and may_open(file) else None


def may_open(file: PersonFile) -> bool:
    """Whether who is signed in may see this file; the system administrator sees numbers alone."""
    return may(current_account(), Permission.ERASURE_DECIDE, file)


def called(file: PersonFile) -> str:
    """The name of whose file it is, for who may open it; else its number."""
    return file.account.name if may_open(file) else reference(file.newest.id)


@overview.get("/trajecten/<int:trajectory_id>/wissen")
@requires(Permission.ERASURE_DECIDE, of=find_file)
@shows_case(LookKind.CASE)
def show(file: PersonFile) -> str:
    """One file: until when and why it is kept, what goes and stays, and what can be decided."""
    return file_page(file)


def file_page(file: PersonFile, **refused: Any) -> str:
    """The page of one file; `refused` holds the form that was refused, by its name."""
    on = today()
    forms: dict[str, Any] = {
        "erasing": erase_form(file),
        "refusing": RefuseForm(prefix="refuse-", formdata=None),
        "holding": HoldForm(prefix="hold-", formdata=None),
    }
    return render_template(
        "trajectories/overview/show.html",
        file=file,
        on=on,
        why_not=file.reasons_not_erased(on),
        may_erase=file.is_asked or may(current_account(), Permission.ERASURE_ORDER, file),
        may_hold=may(current_account(), Permission.LEGAL_HOLD, file),
        press=PressForm(formdata=None),
        goes=GOES,
        stays=STAYS,
        **(forms | refused),
    )


def erase_form(file: PersonFile, *, sent: bool = False) -> EraseForm:
    """The form to erase, with the reasons that who is signed in may give."""
    form = EraseForm(prefix="erase-", **({} if sent else {"formdata": None}))
    orders = may(current_account(), Permission.ERASURE_ORDER, file)
    form.offer(EraseForm.reasons(orders=orders))
    if file.is_asked and not sent:
        form.because.data = Because.ASKED.value
    return form


@overview.post("/trajecten/<int:trajectory_id>/wissen")
@requires(Permission.ERASURE_DECIDE, of=find_file)
@commits
def erase(file: PersonFile) -> Any:
    """Erase a person for good, because they asked or for another reason of the list."""
    if not file.is_asked and not may(current_account(), Permission.ERASURE_ORDER, file):
        raise NotFound
    form = erase_form(file, sent=True)
    if form.validate_on_submit():
        try:
            actions.erase_person(
                db.session,
                file.account.id,
                because=Because(form.because.data),
                by=current_account(),
                at=now(),
            )
            flash(_("De gegevens zijn gewist."), "done")
            return redirect(url_for("trajectories.overview.listing"), 303)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return file_page(file, erasing=form), 422


@overview.post("/trajecten/<int:trajectory_id>/wissen/weigeren")
@requires(Permission.ERASURE_DECIDE, of=find_file)
@commits
def refuse(file: PersonFile) -> Any:
    """Say no to who asked, and why."""
    form = RefuseForm(prefix="refuse-")
    if form.validate_on_submit():
        try:
            actions.refuse_erasure(
                db.session,
                file,
                reason=form.reason.data or "",
                by=current_account(),
                at=now(),
                base_url=current_app.config["SETTINGS"].base_url,
            )
            flash(_("Je antwoord is bewaard. De deelnemer leest het."), "done")
            return back_to(file)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return file_page(file, refusing=form), 422


@overview.post("/trajecten/<int:trajectory_id>/wissen/vasthouden")
@requires(Permission.LEGAL_HOLD, of=find_file)
@commits
@shows_form_again
def hold(file: PersonFile) -> Any:
    """Keep a file until a day."""
    form = HoldForm(prefix="hold-")
    if form.validate_on_submit() and form.until_on.data is not None:
        try:
            actions.place_legal_hold(
                db.session,
                file,
                reason=form.reason.data or "",
                until=form.until_on.data,
                by=current_account(),
                at=now(),
                request_key=str(form.request_key.data),
            )
            flash(_("Dit dossier wordt niet gewist."), "done")
            return back_to(file)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return file_page(file, holding=form), 422


@overview.post("/trajecten/<int:trajectory_id>/wissen/vrijgeven")
@requires(Permission.LEGAL_HOLD, of=find_file)
@commits
def lift(file: PersonFile) -> Any:
    """Let the clock decide again."""
    if not PressForm().validate_on_submit():
        raise NotFound
    actions.lift_legal_hold(db.session, file, by=current_account(), at=now())
    flash(_("De gewone bewaartermijn geldt weer."), "done")
    return back_to(file)


def back_to(file: PersonFile) -> Any:
    """The page of the file, after an act."""
    address = url_for("trajectories.overview.show", trajectory_id=file.newest.id)
    return redirect(address, 303)
