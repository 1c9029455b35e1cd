"""Pages on the people of an organisation: its members and whom it invites."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from meedoen.accounts.queries import get_account
from meedoen.core.errors import NotFound, RuleBroken
from meedoen.organisations.contacts.forms import ContactForm
from meedoen.organisations.members import actions, queries
from meedoen.organisations.members.forms import InvitationForm, WhichForm
from meedoen.organisations.models import Invitation, Organisation
from meedoen.organisations.queries import get_organisation, list_members
from meedoen.permissions import Permission
from meedoen.web.access import current_account, requires, signed_in
from meedoen.web.clock import now
from meedoen.web.forms import PressForm, show_reasons
from meedoen.web.session import commits, db
from meedoen.web.tokens import shows_form_again

members = Blueprint("members", __name__)

ADDRESS = "/beheer/organisaties/<int:organisation_id>/mensen"


def people_page(
    organisation: Organisation,
    *,
    invitation_form: InvitationForm | None = None,
    contact_form: ContactForm | None = None,
    press_form: PressForm | None = None,
) -> str:
    """The page of all people, with the form that was sent, if any was."""
    return render_template(
        "organisations/people.html",
        organisation=organisation,
        members=list_members(db.session, organisation.id),
        invitations=queries.list_invitations_by(db.session, organisation.id),
        invitation_form=invitation_form or InvitationForm(formdata=None, prefix="lid-"),
        contact_form=contact_form or ContactForm(formdata=None, prefix="contact-"),
        press_form=press_form or PressForm(formdata=None),
    )


def to_people(organisation: Organisation) -> Response:
    """Back to the page of all people."""
    return redirect(url_for("organisations.members.people", organisation_id=organisation.id), 303)


@members.get(ADDRESS)
@requires(Permission.ORGANISATION_EDIT, of=get_organisation)
def people(organisation: Organisation) -> str:
    """Members, invitations and contact persons of one's own organisation."""
    return people_page(organisation)


@members.post(f"{ADDRESS}/uitnodigen")
@requires(Permission.ORGANISATION_EDIT, of=get_organisation)
@commits
@shows_form_again
def invite_member(organisation: Organisation) -> Response | tuple[str, int]:
    """Invite somebody; the answer is the same whether they have an account or not."""
    form = InvitationForm(prefix="lid-")
    if form.validate_on_submit():
        try:
            actions.add_member(
                db.session,
                organisation,
                name=form.name.data or "",
                email=form.email.data or "",
                by=current_account(),
                at=now(),
                base_url=current_app.config["SETTINGS"].base_url,
            )
            flash(_("We hebben een mail gestuurd met de vraag om mee te werken."), "done")
            return to_people(organisation)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return people_page(organisation, invitation_form=form), 422


@members.post(f"{ADDRESS}/verwijderen")
@requires(Permission.ORGANISATION_EDIT, of=get_organisation)
@commits
def remove_member(organisation: Organisation) -> Response | tuple[str, int]:
    """Let a member go, oneself included; who is gone already is gone."""
    form = WhichForm()
    if not form.validate_on_submit():
        raise NotFound
    account = get_account(db.session, form.id.data or 0)
    by = current_account()
    try:
        actions.remove_member(db.session, organisation, account, by=by, at=now())
    except RuleBroken as broken:
        show_reasons(form, broken.reasons)
        return people_page(organisation, press_form=form), 422
    flash(_("Deze persoon werkt niet meer mee."), "done")
    return redirect("/beheer", 303) if account.id == by.id else to_people(organisation)


@members.post(f"{ADDRESS}/intrekken")
@requires(Permission.ORGANISATION_EDIT, of=get_organisation)
@commits
def withdraw_invitation(organisation: Organisation) -> Response:
    """Take an invitation back; one that is gone already is gone."""
    form = WhichForm()
    if not form.validate_on_submit():
        raise NotFound
    invitation = queries.find_invitation_by(db.session, organisation.id, form.id.data or 0)
    if invitation:
        actions.withdraw_invitation(db.session, invitation, by=current_account(), at=now())
        flash(_("De uitnodiging is ingetrokken."), "done")
    return to_people(organisation)


def own_invitation(organisation_id: int) -> Invitation | None:
    """The open invitation of whoever is signed in; raises NotFound where there never was one."""
    account = current_account()
    invitation = queries.find_invitation(db.session, organisation_id, account.id)
    if invitation is None and not queries.find_membership(db.session, organisation_id, account.id):
        raise NotFound
    return invitation


@members.get("/organisaties/uitnodigingen/<int:organisation_id>")
@signed_in
def invitation(organisation_id: int) -> str | Response:
    """Ask whether one wants to become a member; a member is led on."""
    found = own_invitation(organisation_id)
    if found is None:
        return redirect("/beheer", 303)
    return render_template("organisations/invitation.html", invitation=found, form=PressForm())


@members.post("/organisaties/uitnodigingen/<int:organisation_id>/ja")
@signed_in
@commits
def accept_invitation(organisation_id: int) -> Response:
    """Say yes; a second yes changes nothing."""
    found = own_invitation(organisation_id)
    if found:
        actions.accept_invitation(db.session, found, by=current_account(), at=now())
        flash(_("Je werkt nu mee voor %(name)s.", name=found.organisation.name), "done")
    return redirect("/beheer", 303)


@members.post("/organisaties/uitnodigingen/<int:organisation_id>/nee")
@signed_in
@commits
def decline_invitation(organisation_id: int) -> Response:
    """Say no; a second no changes nothing."""
    account = current_account()
    found = queries.find_invitation(db.session, organisation_id, account.id)
    if found:
        actions.decline_invitation(db.session, found, by=account, at=now())
        flash(_("Je hebt nee gezegd. We sturen je hierover niets meer."), "done")
    return redirect("/mijn", 303)
