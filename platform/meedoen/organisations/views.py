"""Pages on which an organisation registers and keeps its own data."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from meedoen.core.errors import RuleBroken
from meedoen.organisations import actions, queries
from meedoen.organisations.contacts.views import contacts
from meedoen.organisations.forms import ChangeForm, RegistrationForm, VisitorRegistrationForm
from meedoen.organisations.members.actions import register_by_account, register_by_visitor
from meedoen.organisations.members.queries import list_invitations_for
from meedoen.organisations.members.views import members
from meedoen.organisations.models import Organisation
from meedoen.organisations.review.views import review
from meedoen.permissions import Permission
from meedoen.web.access import current_account, public, requires, signed_in
from meedoen.web.clock import now
from meedoen.web.forms import show_reasons
from meedoen.web.session import commits, db
from meedoen.web.tokens import shows_form_again

organisations = Blueprint("organisations", __name__)
organisations.register_blueprint(members)
organisations.register_blueprint(contacts)
organisations.register_blueprint(review)


def registration_form() -> RegistrationForm:
    """The form for whoever is there: a visitor also says who they are."""
    form = RegistrationForm() if current_account() else VisitorRegistrationForm()
    form.offer_municipalities(queries.list_home_municipalities(db.session))
    return form


@organisations.get("/organisaties/registreren")
@public
def register() -> str:
    """Ask for a new organisation."""
    form = registration_form()
    return render_template("organisations/register.html", form=form)


@organisations.post("/organisaties/registreren")
@public
@commits
@shows_form_again
def register_sent() -> Response | tuple[str, int]:
    """Keep the new organisation, once however often the form is sent."""
    form = registration_form()
    if form.validate_on_submit():
        try:
            return keep_registration(form)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return render_template("organisations/register.html", form=form), 422


def keep_registration(form: RegistrationForm) -> Response:
    """Register for whoever is there, and lead them on. Raises RuleBroken."""
    account = current_account()
    key = str(form.request_key.data)
    address = request.remote_addr or ""
    if isinstance(form, VisitorRegistrationForm):
        register_by_visitor(
            db.session,
            member_name=form.member_name.data or "",
            member_email=form.member_email.data or "",
            request_key=key,
            address=address,
            at=now(),
            base_url=current_app.config["SETTINGS"].base_url,
            **form.typed(),
        )
        return redirect(url_for("organisations.registered"), 303)
    register_by_account(
        db.session, request_key=key, by=account, address=address, at=now(), **form.typed()
    )
    flash(_("Je organisatie is geregistreerd. De gemeente bekijkt ze nu."), "done")
    return redirect(url_for("organisations.own"), 303)


@organisations.get("/organisaties/registreren/verstuurd")
@public
def registered() -> str:
    """Say that a mail is on its way; the same for every address."""
    return render_template("organisations/registered.html")


@organisations.get("/beheer")
@signed_in
def own() -> str:
    """The organisations that one works for, and what each can best do now."""
    account = current_account()
    mine = queries.list_organisations_of(db.session, account)
    return render_template(
        "organisations/own.html",
        organisations=mine,
        members=queries.count_members(db.session, [one.id for one in mine]),
        invitations=list_invitations_for(db.session, account),
    )


@organisations.get("/beheer/organisaties/<int:organisation_id>")
@requires(Permission.ORGANISATION_EDIT, of=queries.get_organisation)
def change(organisation: Organisation) -> str:
    """Show the data of one's own organisation, to be changed."""
    form = change_form()
    form.fill_from(organisation)
    return render_template("organisations/change.html", form=form, organisation=organisation)


@organisations.post("/beheer/organisaties/<int:organisation_id>")
@requires(Permission.ORGANISATION_EDIT, of=queries.get_organisation)
@commits
@shows_form_again
def change_sent(organisation: Organisation) -> Response | tuple[str, int]:
    """Keep the changed data."""
    form = change_form()
    if form.validate_on_submit():
        try:
            actions.change_organisation(
                db.session,
                organisation,
                seen_version=form.seen_version.data,
                by=current_account(),
                at=now(),
                **form.typed(),
            )
            flash(_("We hebben je gegevens bewaard."), "done")
            return redirect(url_for(".change", organisation_id=organisation.id), 303)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    page = render_template("organisations/change.html", form=form, organisation=organisation)
    return page, 422


def change_form() -> ChangeForm:
    """The form with the municipalities to choose from."""
    form = ChangeForm()
    form.offer_municipalities(queries.list_home_municipalities(db.session))
    return form
