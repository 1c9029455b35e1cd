"""The list of a counsellor's trajectories, its views, and who did not come."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from typing import Any
from urllib.parse import parse_qsl

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from meedoen.core.errors import RuleBroken
from meedoen.permissions import Permission
from meedoen.trajectories.caseload import actions, queries, wording
from meedoen.trajectories.caseload.forms import FilterForm, ViewForm
from meedoen.trajectories.hours.forms import VersionForm
from meedoen.trajectories.hours.queries import find_entry
from meedoen.trajectories.models import HoursEntry
from meedoen.trajectories.page.views import trajectory_page
from meedoen.trajectories.page.wording import waited
from meedoen.web.access import current_account, requires, safe_return_address
from meedoen.web.clock import now, today
from meedoen.web.forms import PressForm, show_reasons
from meedoen.web.pages import asked_page
from meedoen.web.session import commits, db

caseload = Blueprint("caseload", __name__)

PAGE_SIZE = 25


@caseload.record_once
def learn_marks(state: BlueprintSetupState) -> None:
    """Teach the pages the marks of needs."""
    state.app.jinja_env.filters.update(need_mark=wording.NEED_MARKS.__getitem__)


def filter_form(asked: Any) -> FilterForm:
    """The filter for what an address asks; 400 for what it never offers."""
    me = current_account().id
    form = FilterForm(
        asked,
        queries.list_municipalities(db.session, me, on=today()),
        queries.list_languages(db.session, me),
    )
    if not form.validate():
        abort(400)
    return form


@caseload.get("/trajecten")
@requires(Permission.CASELOAD_VIEW)
def listing() -> Any:
    """Everybody in one's own caseload, who needs something first; or the view that is kept so."""
    views = queries.list_views(db.session, current_account().id)
    first = next((view for view in views if view.shown_first), None)
    if first and not request.args:
        return redirect(at_address(first.question))
    return list_page(filter_form(request.args), views=views)


def list_page(form: FilterForm, *, views: Any, keeping: ViewForm | None = None) -> str:
    """The list that a filter asks for; `keeping` is the form of a view that was refused."""
    found = queries.list_caseload(db.session, current_account(), at=now(), asked=form.question())
    paging = asked_page(size=PAGE_SIZE, total=len(found))
    keeping = keeping or ViewForm(formdata=None)
    keeping.question.data = form.address()
    return render_template(
        "trajectories/caseload/listing.html",
        form=form,
        cases=found[paging.offset : paging.offset + PAGE_SIZE],
        total=len(found),
        paging=paging,
        views=views,
        keeping=keeping,
        press=PressForm(formdata=None),
        offer_id=request.args.get("aanbod", type=int),
        proposing=request.args.get("doel") == "voorstel",
        this_address=at_address(form.address()),
        waited=lambda since: waited(since, now()),
        url_for_page=lambda page: url_for(
            "trajectories.caseload.listing", **dict(request.args, pagina=page)
        ),
    )


def at_address(question: str) -> str:
    """The caseload with a question behind it."""
    return f"{url_for('trajectories.caseload.listing')}?{question}"


@caseload.post("/trajecten/weergaven")
@requires(Permission.CASELOAD_VIEW)
@commits
def keep_view() -> Any:
    """Keep the list as it stands under a name."""
    form = ViewForm()
    asked = filter_form(MultiDict(parse_qsl(form.question.data or "", max_num_fields=20)))
    if form.validate_on_submit():
        try:
            actions.keep_view(
                db.session,
                name=form.name.data or "",
                question=asked.address(),
                first=bool(form.first.data),
                by=current_account(),
                at=now(),
            )
            flash(_("De weergave is bewaard."), "done")
            return redirect(at_address(asked.address()), 303)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    views = queries.list_views(db.session, current_account().id)
    return list_page(asked, views=views, keeping=form), 422


@caseload.post("/trajecten/weergaven/<int:view_id>/eerst")
@requires(Permission.CASELOAD_VIEW)
@commits
def show_view_first(view_id: int) -> Response:
    """Open the caseload with this view from now on; pressed again, with everybody."""
    view = queries.get_view(db.session, view_id, of=current_account())
    question = view.question
    chosen = None if view.shown_first else view
    actions.show_first(db.session, chosen, by=current_account())
    return redirect(at_address(question), 303)


@caseload.post("/trajecten/weergaven/<int:view_id>/weg")
@requires(Permission.CASELOAD_VIEW)
@commits
def forget_view(view_id: int) -> Response:
    """Keep a view no longer; the list stays as it is."""
    view = queries.get_view(db.session, view_id, of=current_account())
    question = view.question
    actions.forget_view(db.session, view, by=current_account(), at=now())
    flash(_("De weergave is weg."), "done")
    return redirect(at_address(question), 303)


@caseload.post("/trajecten/<int:trajectory_id>/uren/<int:entry_id>/afwezig")
@requires(Permission.TRAJECTORY_GUIDE, of=find_entry)
@commits
def absent(entry: HoursEntry) -> Any:
    """The newcomer did not come to an appointment."""
    form = VersionForm()
    try:
        actions.note_absence(
            db.session, entry, version=form.seen_version.data, by=current_account(), at=now()
        )
    except RuleBroken as broken:
        return trajectory_page(entry.trajectory, reasons=broken.reasons), 422
    flash(_("Bewaard: de deelnemer kwam niet."), "done")
    own_page = url_for("trajectories.show_trajectory", trajectory_id=entry.trajectory_id)
    return redirect(safe_return_address(request.form.get("next"), otherwise=own_page), 303)
