"""The page on which newcomers read what is kept of them and until when, and ask to be erased."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from meedoen.core.errors import NotFound, Reason, RuleBroken
from meedoen.permissions import Permission
from meedoen.trajectories.forgetting import actions, queries
from meedoen.trajectories.forgetting.queries import PersonFile
from meedoen.trajectories.looking.terms import LookKind
from meedoen.trajectories.looking.views import shows_case
from meedoen.web.access import current_account, requires
from meedoen.web.clock import now, today
from meedoen.web.forms import PressForm
from meedoen.web.session import commits, db

forgetting = Blueprint("forgetting", __name__)


def find_file(session: Session, trajectory_id: int) -> PersonFile | None:
    """The file that a trajectory is part of, as it stands today."""
    return queries.find_file_with(session, trajectory_id, on=today())


@forgetting.get("/trajecten/<int:trajectory_id>/gegevens")
@requires(Permission.ERASURE_ASK, of=find_file)
@shows_case(LookKind.CASE)
def own(file: PersonFile) -> str:
    """What is kept of oneself, why, and until when."""
    return own_page(file)


def own_page(file: PersonFile, *, reasons: tuple[Reason, ...] = ()) -> str:
    """The page; `reasons` say why a request was refused just now."""
    on = today()
    return render_template(
        "trajectories/forgetting/own.html",
        file=file,
        erased_on=file.erased_on(on),
        rule=file.rule,
        months=file.newest.rule_set.retention_months,
        why_not=file.reasons_not_erased(on),
        reasons=reasons,
        press=PressForm(formdata=None),
    )


@forgetting.post("/trajecten/<int:trajectory_id>/gegevens")
@requires(Permission.ERASURE_ASK, of=find_file)
@commits
def ask(file: PersonFile) -> Any:
    """Ask to be erased."""
    if not PressForm().validate_on_submit():
        raise NotFound
    try:
        actions.ask_erasure(
            db.session,
            file,
            by=current_account(),
            at=now(),
            base_url=current_app.config["SETTINGS"].base_url,
        )
    except RuleBroken as broken:
        return own_page(file, reasons=broken.reasons), 422
    flash(_("Je vraag is verstuurd. Je begeleider antwoordt."), "done")
    address = url_for("trajectories.forgetting.own", trajectory_id=file.newest.id)
    return redirect(address, 303)
