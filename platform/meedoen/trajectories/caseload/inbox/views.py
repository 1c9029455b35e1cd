"""The inbox: everything that needs a press, by person; many hours accepted, and taken back."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from meedoen.core.errors import Reason, RuleBroken
from meedoen.permissions import Permission
from meedoen.trajectories.accepting.actions import Outcome, accept_many, take_back_hours
from meedoen.trajectories.caseload.inbox import queries
from meedoen.trajectories.hours.forms import read_chosen
from meedoen.trajectories.models import HoursEntry
from meedoen.trajectories.page.wording import waited
from meedoen.web.access import current_account, requires
from meedoen.web.clock import now
from meedoen.web.forms import PressForm
from meedoen.web.session import commits, db

inbox = Blueprint("inbox", __name__)

Refused = Sequence[tuple[HoursEntry, tuple[Reason, ...]]]


@inbox.get("/trajecten/te-doen")
@requires(Permission.CASELOAD_VIEW)
def show() -> str:
    """Everything that waits for this counsellor."""
    return inbox_page()


def inbox_page(*, refused: Refused = (), reasons: Sequence[Reason] = ()) -> str:
    """The inbox; with what was refused of the act that came before it."""
    me, at = current_account(), now()
    piles = queries.list_inbox(db.session, me, at=at)
    return render_template(
        "trajectories/caseload/inbox/show.html",
        piles=piles,
        total=sum(pile.size for pile in piles),
        acceptable=sum(len(pile.to_accept) for pile in piles),
        just_accepted=queries.list_just_accepted(db.session, me, at=at),
        refused=refused,
        reasons=reasons,
        press=PressForm(formdata=None),
        waited=lambda since: waited(since, at),
    )


def chosen() -> list[tuple[HoursEntry, int | None]]:
    """The entries that were ticked, or all that were shown when that button was pressed.

    Those of another caseload are left out, as if they were not there.
    """
    everything = request.form.get("what") == "all"
    pairs = read_chosen(request.form.getlist("shown" if everything else "entries"))
    versions: dict[int, int | None] = dict(pairs)
    found = queries.list_entries(db.session, list(versions), of=current_account())
    return [(entry, versions[entry.id]) for entry in found]


@inbox.post("/trajecten/te-doen/aanvaarden")
@requires(Permission.CASELOAD_VIEW)
@commits
def accept() -> Any:
    """Accept many hours at once; what cannot be is shown with its reasons."""
    try:
        outcome = accept_many(db.session, chosen(), by=current_account(), at=now())
    except RuleBroken as broken:
        return inbox_page(reasons=broken.reasons), 422
    count = len(outcome.done)
    done = ngettext("%(num)s keer aanvaard.", "%(num)s keer aanvaard.", count)
    return answered(outcome, done)


@inbox.post("/trajecten/te-doen/terugnemen")
@requires(Permission.CASELOAD_VIEW)
@commits
def take_back() -> Any:
    """Take back what was accepted a moment ago."""
    try:
        outcome = take_back_hours(db.session, chosen(), by=current_account(), at=now())
    except RuleBroken as broken:
        return inbox_page(reasons=broken.reasons), 422
    return answered(outcome, _("Teruggenomen. De uren wachten weer op jou."))


def answered(outcome: Outcome, done: str) -> Any:
    """Back to the inbox; or the inbox itself, when something was refused and that must be read."""
    if outcome.refused:
        return inbox_page(refused=outcome.refused), 200 if outcome.done else 422
    flash(done, "done")
    return redirect(url_for("trajectories.inbox.show"), 303)
