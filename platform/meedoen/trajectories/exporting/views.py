"""Pages of exports: what was made, what changed since, and the files."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

import tempfile
from collections.abc import Callable, Iterator
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, send_file, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core.engine import WRITES
from meedoen.core.errors import NotFound
from meedoen.permissions import Permission
from meedoen.trajectories.exporting import actions, documents, queries
from meedoen.trajectories.exporting.documents import Cell
from meedoen.trajectories.exporting.forms import ExportForm
from meedoen.trajectories.exporting.models import Export
from meedoen.trajectories.exporting.rules import Difference, counted_changes, differences
from meedoen.trajectories.exporting.terms import ExportChange
from meedoen.trajectories.exporting.wording import FIELDS, in_words
from meedoen.trajectories.looking.rules import Seen, looked_as
from meedoen.trajectories.looking.terms import LookKind
from meedoen.trajectories.looking.views import seen_by, shows_case
from meedoen.web.access import current_account, requires
from meedoen.web.clock import now, today
from meedoen.web.pages import asked_page
from meedoen.web.session import commits, db

exporting = Blueprint("exporting", __name__)

PAGE_SIZE = 25
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

MARKS = {
    ExportChange.CHANGED: ("sun", "half"),
    ExportChange.NEW: ("leaf", "ring"),
    ExportChange.GONE: ("coral", "cross"),
    ExportChange.SAME: ("plain", "solid"),
}
"""Tone and shape of a change, as the component `status` takes them."""


@exporting.record_once
def learn_marks(state: BlueprintSetupState) -> None:
    """Teach the pages the marks of changes."""
    state.app.jinja_env.filters["change_mark"] = MARKS.__getitem__


@exporting.get("/uitvoer")
@requires(Permission.EXPORT_MAKE)
def listing() -> str:
    """What was exported, newest first, and the buttons for a new export."""
    scopes = queries.scopes_of(current_account())
    paging = asked_page(size=PAGE_SIZE, total=queries.count_exports(db.session, scopes))
    return render_template(
        "trajectories/exporting/listing.html",
        exports=queries.list_exports(db.session, scopes, offset=paging.offset, limit=PAGE_SIZE),
        paging=paging,
        address_of_page=lambda number: url_for("trajectories.exporting.listing", pagina=number),
        forms=[(scope.kind, ExportForm(formdata=None)) for scope in scopes],
    )


@exporting.post("/uitvoer/<any(caseload, agency):kind>")
@requires(Permission.EXPORT_MAKE)
@commits
def make(kind: str) -> Any:
    """Export all trajectories of a scope."""
    scopes = [one for one in queries.scopes_of(current_account()) if one.kind == kind]
    form = ExportForm()
    if not scopes:
        raise NotFound
    if not form.validate_on_submit():
        return again()
    made = actions.make_export(
        db.session, scopes[0], by=current_account(), at=now(), request_key=form.request_key.data
    )
    return to_export(made)


@exporting.post("/uitvoer/<int:export_id>/wijzigingen")
@requires(Permission.EXPORT_VIEW, of=queries.find_export)
@commits
def make_changes(export: Export) -> Any:
    """Export only what changed since this one."""
    form = ExportForm()
    if not form.validate_on_submit():
        return again()
    made = actions.make_changes(
        db.session, export, by=current_account(), at=now(), request_key=form.request_key.data
    )
    return to_export(made)


def again() -> Any:
    """The list of exports, when a button was pressed on a page that is too old."""
    flash(_("Er is niets uitgevoerd. Probeer het nog eens."), "error")
    return redirect(url_for("trajectories.exporting.listing"), 303)


def to_export(made: Export) -> Any:
    """The page of an export, after it was made."""
    flash(_("De uitvoer is klaar."), "done")
    return redirect(url_for("trajectories.exporting.show", export_id=made.id), 303)


@exporting.get("/uitvoer/<int:export_id>")
@requires(Permission.EXPORT_VIEW, of=queries.find_export)
def show(export: Export) -> str:
    """What this export held, its files, and what changed since."""
    found = differences(
        queries.exported(db.session, export),
        queries.present(db.session, queries.scope_of(export), on=today()),
    )
    paging = asked_page(size=PAGE_SIZE, total=len(found))
    shown = found[paging.offset : paging.offset + PAGE_SIZE]
    names = queries.names_of(db.session, [one.trajectory_id for one in shown])
    return render_template(
        "trajectories/exporting/show.html",
        export=export,
        counts=counted_changes(found),
        rows=[(queries.reference(d.trajectory_id), names.get(d.trajectory_id), d) for d in shown],
        said=lines_of,
        paging=paging,
        address_of_page=lambda number: url_for(
            "trajectories.exporting.show", export_id=export.id, pagina=number
        ),
        form=ExportForm(formdata=None),
    )


def lines_of(difference: Difference) -> list[str]:
    """What changed of one trajectory, value by value."""
    return [
        _("%(field)s: een andere naam", field=FIELDS[field])
        if field == "name"
        else _(
            "%(field)s: was %(was)s, is nu %(is_now)s",
            field=FIELDS[field],
            was=in_words(field, was),
            is_now=in_words(field, is_now),
        )
        for field, was, is_now in difference.fields
    ]


@exporting.get("/uitvoer/<int:export_id>/trajecten.csv")
@requires(Permission.EXPORT_VIEW, of=queries.find_export)
@shows_case(LookKind.EXPORT)
def trajectories_file(export: Export) -> Response:
    """The trajectories of an export as CSV."""
    leave_traces(export)
    return streamed(export, documents.COLUMNS, documents.trajectory_rows, "trajecten")


@exporting.get("/uitvoer/<int:export_id>/uren.csv")
@requires(Permission.EXPORT_VIEW, of=queries.find_export)
@shows_case(LookKind.EXPORT)
def hours_file(export: Export) -> Response:
    """The hours of an export as CSV."""
    leave_traces(export)
    return streamed(export, documents.HOURS_COLUMNS, documents.hours_rows, "uren")


@exporting.get("/uitvoer/<int:export_id>/uitvoer.xlsx")
@requires(Permission.EXPORT_VIEW, of=queries.find_export)
@shows_case(LookKind.EXPORT)
def workbook(export: Export) -> Response:
    """The whole export as a workbook, written to a file of its own that goes when it was sent."""
    leave_traces(export)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    documents.write_workbook(db.session, export, file)
    file.seek(0)
    return send_file(file, WORKBOOK, as_attachment=True, download_name=f"{name_of(export)}.xlsx")


def leave_traces(export: Export) -> None:
    """Let everybody in a file read who downloaded it."""
    account: Account = current_account()
    guides = export.counsellor_id == account.id
    role = looked_as(account.roles, export.agency_code, guides=guides)
    seen_by(
        *(
            Seen(
                newcomer_id=newcomer_id,
                trajectory_id=trajectory_id,
                kind=LookKind.EXPORT,
                looked_as=role,
                by_id=account.id,
                by_name=account.name,
                body=export.agency.name,
                mark=str(export.id),
            )
            for newcomer_id, trajectory_id in queries.newcomers_in_file(db.session, export)
        )
    )


def name_of(export: Export, part: str = "uitvoer") -> str:
    """The name of a file: what it holds and the number of the export."""
    return f"meedoen-{part}-{export.id}"


def streamed(
    export: Export,
    columns: tuple[str, ...],
    rows_of: Callable[[Session, Export], Iterator[list[Cell]]],
    part: str,
) -> Response:
    """A file of CSV that is sent while it is read, so that its length costs no memory."""
    response = Response(
        lines(db.engine, export.id, columns, rows_of), mimetype="text/csv; charset=utf-8"
    )
    name = f"{name_of(export, part)}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def lines(
    engine: Engine,
    export_id: int,
    columns: tuple[str, ...],
    rows_of: Callable[[Session, Export], Iterator[list[Cell]]],
) -> Iterator[str]:
    """The text of a file, read in a session of its own: that of the request ends before it."""
    WRITES.set(False)
    try:
        with Session(engine) as session:
            export = session.get_one(Export, export_id)
            yield from documents.as_csv(columns, rows_of(session, export))
    finally:
        WRITES.set(True)
