"""Pages on which an agency administrator invites colleagues and ends their access."""

from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request
from flask_babel import gettext as _

from meedoen.accounts.colleagues import actions
from meedoen.accounts.colleagues.forms import InviteForm
from meedoen.accounts.colleagues.queries import (
    Colleague,
    area_of,
    count_colleagues,
    find_colleague,
    list_colleagues,
    list_places_for,
)
from meedoen.accounts.colleagues.rules import INVITED
from meedoen.accounts.rules import SCOPE_OF
from meedoen.accounts.terms import Role
from meedoen.core.errors import RuleBroken
from meedoen.permissions import Permission
from meedoen.web.access import current_account, requires
from meedoen.web.clock import now
from meedoen.web.forms import show_reasons
from meedoen.web.pages import asked_page
from meedoen.web.session import commits, db
from meedoen.web.tokens import shows_form_again

colleagues = Blueprint("colleagues", __name__)

ON_A_PAGE = 50


@colleagues.get("/regie/medewerkers")
@requires(Permission.COLLEAGUE_INVITE)
def overview() -> Any:
    """Everybody who works for the agency, its municipalities and its networks."""
    area = area_of(db.session, current_account())
    paging = asked_page(size=ON_A_PAGE, total=count_colleagues(db.session, area=area))
    found = list_colleagues(db.session, area=area, offset=paging.offset, limit=paging.size)
    return render_template(
        "accounts/colleagues.html",
        colleagues=found,
        paging=paging,
        url_for_page=lambda page: f"/regie/medewerkers?pagina={page}",
    )


@colleagues.get("/regie/medewerkers/uitnodigen")
@requires(Permission.COLLEAGUE_INVITE)
def invite() -> Any:
    """First the role, then who and where."""
    asked = request.args.get("rol")
    if asked is None:
        return render_template("accounts/choose_role.html", roles=INVITED)
    form = InviteForm(formdata=None, rol=asked)
    return invite_page(form, role_of(asked))


@colleagues.post("/regie/medewerkers/uitnodigen")
@requires(Permission.COLLEAGUE_INVITE)
@commits
@shows_form_again
def invite_now() -> Any:
    """Give the role and mail the person."""
    form = InviteForm()
    role = role_of(form.rol.data)
    if not form.validate():
        return invite_page(form, role), 422
    try:
        account = actions.invite_colleague(
            db.session,
            name=form.name.data or "",
            email=form.email.data or "",
            role=role,
            place=form.place.data or "",
            by=current_account(),
            at=now(),
            base_url=current_app.config["SETTINGS"].base_url,
        )
    except RuleBroken as refusal:
        show_reasons(form, refusal.reasons)
        return invite_page(form, role), 422
    flash(_("We stuurden een mail naar %(email)s.", email=account.email), "done")
    return redirect("/regie/medewerkers", 303)


def role_of(code: str | None) -> Role:
    """The role that was chosen; 404 for one that is not given here."""
    found = next((role for role in INVITED if role.value == code), None)
    return found or abort(404)


def invite_page(form: InviteForm, role: Role) -> str:
    """The form for one role, with the places of one's own area to choose from."""
    area = area_of(db.session, current_account())
    places = list(list_places_for(db.session, role, area))
    form.place.choices = places if len(places) == 1 else [("", _("Kies een plek")), *places]
    form.place.label.text = {
        "nis": _("Gemeente"),
        "network_code": _("Netwerk"),
        "agency_code": _("Agentschap"),
    }[SCOPE_OF[role] or ""]
    return render_template("accounts/invite_colleague.html", form=form, role=role)


@colleagues.post("/regie/medewerkers/<int:role_id>/uitnodigen")
@requires(Permission.COLLEAGUE_END, of=find_colleague)
@commits
def invite_again(colleague: Colleague) -> Any:
    """Mail a new link to somebody who has not set a password yet."""
    try:
        actions.invite_again(
            db.session,
            colleague,
            by=current_account(),
            at=now(),
            base_url=current_app.config["SETTINGS"].base_url,
        )
    except RuleBroken as refusal:
        explain = current_app.extensions["dictionary"].explain
        flash(" ".join(explain(why) for why in refusal.reasons), "info")
    else:
        flash(_("We stuurden een nieuwe mail naar %(name)s.", name=colleague.account.name), "done")
    return redirect("/regie/medewerkers", 303)


@colleagues.get("/regie/medewerkers/<int:role_id>/stoppen")
@requires(Permission.COLLEAGUE_END, of=find_colleague)
def end_access(colleague: Colleague) -> Any:
    """Ask whether it is meant."""
    return render_template("accounts/end_access.html", colleague=colleague, reasons=())


@colleagues.post("/regie/medewerkers/<int:role_id>/stoppen")
@requires(Permission.COLLEAGUE_END, of=find_colleague)
@commits
def end_access_now(colleague: Colleague) -> Any:
    """End this access."""
    name = colleague.account.name
    try:
        actions.end_access(db.session, colleague, by=current_account(), at=now())
    except RuleBroken as refusal:
        return render_template(
            "accounts/end_access.html", colleague=colleague, reasons=refusal.reasons
        ), 422
    flash(_("De toegang van %(name)s is gestopt.", name=name), "done")
    return redirect("/regie/medewerkers", 303)
