"""Pages on the contact persons of one's own organisation."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from meedoen.core.errors import RuleBroken
from meedoen.organisations.contacts import actions
from meedoen.organisations.contacts.forms import ContactForm
from meedoen.organisations.contacts.queries import get_contact
from meedoen.organisations.members.views import ADDRESS, people_page, to_people
from meedoen.organisations.models import Contact, Organisation
from meedoen.organisations.queries import get_organisation
from meedoen.permissions import Permission
from meedoen.web.access import current_account, requires
from meedoen.web.clock import now
from meedoen.web.forms import PressForm, show_reasons
from meedoen.web.session import commits, db
from meedoen.web.tokens import shows_form_again

contacts = Blueprint("contacts", __name__)

ONE = f"{ADDRESS}/contacten/<int:contact_id>"


@contacts.post(f"{ADDRESS}/contacten")
@requires(Permission.ORGANISATION_EDIT, of=get_organisation)
@commits
@shows_form_again
def add_contact(organisation: Organisation) -> Response | tuple[str, int]:
    """Add a contact person."""
    form = ContactForm(prefix="contact-")
    if form.validate_on_submit():
        try:
            actions.add_contact(
                db.session,
                organisation,
                name=form.name.data or "",
                email=form.email.data or "",
                phone=form.phone.data,
                whatsapp=form.whatsapp.data,
                by=current_account(),
                at=now(),
            )
            flash(_("De contactpersoon staat erbij."), "done")
            return to_people(organisation)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return people_page(organisation, contact_form=form), 422


@contacts.get(ONE)
@requires(Permission.ORGANISATION_EDIT, of=get_contact)
def change(contact: Contact) -> str:
    """Show one contact person, to be changed."""
    return render_template(
        "organisations/contact.html",
        contact=contact,
        form=ContactForm(obj=contact),
        press_form=PressForm(),
    )


@contacts.post(ONE)
@requires(Permission.ORGANISATION_EDIT, of=get_contact)
@commits
@shows_form_again
def change_sent(contact: Contact) -> Response | tuple[str, int]:
    """Keep the changes of one contact person."""
    form = ContactForm()
    if form.validate_on_submit():
        try:
            actions.change_contact(
                db.session,
                contact,
                name=form.name.data or "",
                email=form.email.data or "",
                phone=form.phone.data,
                whatsapp=form.whatsapp.data,
                by=current_account(),
                at=now(),
            )
            flash(_("We hebben de gegevens bewaard."), "done")
            return to_people(contact.organisation)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    page = render_template(
        "organisations/contact.html", contact=contact, form=form, press_form=PressForm()
    )
    return page, 422


@contacts.post(f"{ONE}/stoppen")
@requires(Permission.ORGANISATION_EDIT, of=get_contact)
@commits
def retire(contact: Contact) -> Response:
    """Let a contact person stop; twice is once."""
    actions.retire_contact(db.session, contact, by=current_account(), at=now())
    flash(_("%(name)s is geen contactpersoon meer.", name=contact.name), "done")
    return redirect(
        url_for("organisations.members.people", organisation_id=contact.organisation_id), 303
    )
