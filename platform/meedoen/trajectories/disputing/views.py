"""The acts on the page of an entry by which hours are disputed and a dispute is answered."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _

from meedoen.core.errors import RuleBroken
from meedoen.permissions import Permission
from meedoen.trajectories.disputing import actions
from meedoen.trajectories.disputing.forms import DisputeForm, KeepForm
from meedoen.trajectories.hours.queries import find_entry
from meedoen.trajectories.hours.views import entry_page, sent
from meedoen.trajectories.models import HoursEntry
from meedoen.web.access import current_account, requires
from meedoen.web.clock import now
from meedoen.web.forms import show_reasons
from meedoen.web.session import commits, db
from meedoen.web.tokens import shows_form_again

disputing = Blueprint("disputing", __name__)


@disputing.post("/trajecten/<int:trajectory_id>/uren/<int:entry_id>/klopt-niet")
@requires(Permission.HOURS_DISPUTE, of=find_entry)
@commits
@shows_form_again
def dispute(entry: HoursEntry) -> Any:
    """The newcomer says what is not right."""
    form = DisputeForm(prefix="dispute-")
    if form.validate_on_submit():
        try:
            actions.dispute_hours(
                db.session,
                entry,
                reason=form.reason.data or "",
                by=current_account(),
                at=now(),
                request_key=str(form.request_key.data),
            )
            flash(_("Dank je. Je begeleider kijkt het na."), "done")
            address = url_for(
                "trajectories.hours.show", trajectory_id=entry.trajectory_id, entry_id=entry.id
            )
            return redirect(address, 303)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return entry_page(entry, dispute=form), 422


@disputing.post("/trajecten/<int:trajectory_id>/uren/<int:entry_id>/antwoord")
@requires(Permission.HOURS_ACCEPT, of=find_entry)
@commits
@shows_form_again
def keep(entry: HoursEntry) -> Any:
    """The counsellor answers that the hours stay as they are."""
    form = KeepForm(prefix="keep-")

    def act() -> None:
        actions.keep_disputed(
            db.session, entry, reason=form.reason.data or "", by=current_account(), at=now()
        )

    return sent(entry, "keep", form, act, _("Je antwoord is bewaard."))
