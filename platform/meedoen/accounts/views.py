"""Pages to set a password and keep one's own data; signing in and colleagues have their own."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from meedoen.accounts import actions
from meedoen.accounts.colleagues.views import colleagues
from meedoen.accounts.forms import (
    ChangePasswordForm,
    DetailsForm,
    ForgottenForm,
    PasswordForm,
)
from meedoen.accounts.languages.views import languages
from meedoen.accounts.queries import find_account_by_token, was_used
from meedoen.accounts.rules import SHORTEST_PASSWORD
from meedoen.accounts.visits.actions import end_all_visits
from meedoen.accounts.visits.views import find_wait, leave, please_wait, sender, visits
from meedoen.core.errors import Reason, RuleBroken
from meedoen.web.access import current_account, public, signed_in
from meedoen.web.addresses import in_language
from meedoen.web.clock import now
from meedoen.web.forms import show_reasons
from meedoen.web.session import commits, db
from meedoen.web.tokens import shows_form_again

accounts = Blueprint("accounts", __name__)
accounts.register_blueprint(visits)
accounts.register_blueprint(colleagues)
accounts.register_blueprint(languages)


@accounts.get("/wachtwoord/vergeten")
@public
def forgotten() -> Any:
    """Ask for a link to set a new password."""
    return render_template("accounts/forgotten.html", form=ForgottenForm())


@accounts.post("/wachtwoord/vergeten")
@public
@commits
@shows_form_again
def send_link() -> Any:
    """Mail a link when there is such an account; the answer is the same when there is none."""
    form = ForgottenForm()
    if not form.validate():
        return render_template("accounts/forgotten.html", form=form), 422
    try:
        actions.request_reset(
            db.session,
            email=form.email.data or "",
            address=sender(),
            at=now(),
            base_url=current_app.config["SETTINGS"].base_url,
        )
    except RuleBroken as refusal:
        if waiting := find_wait(refusal):
            return please_wait(waiting)
        raise
    return redirect(url_for(".link_sent"), 303)


@accounts.get("/wachtwoord/vergeten/verstuurd")
@public
def link_sent() -> Any:
    """Look in your mail."""
    return render_template("accounts/link_sent.html")


@accounts.get("/wachtwoord/<token>")
@public
def set_password(token: str) -> Any:
    """The form behind a link from a mail."""
    account = find_account_by_token(db.session, token, at=now())
    if account is None:
        return link_dead(token)
    return password_page(PasswordForm(), account)


@accounts.post("/wachtwoord/<token>")
@public
@commits
@shows_form_again
def set_password_now(token: str) -> Any:
    """Set the password; then the person signs in with it."""
    account = find_account_by_token(db.session, token, at=now())
    if account is None:
        return link_dead(token)
    form = PasswordForm()
    if not is_complete(form):
        return password_page(form, account), 422
    try:
        actions.set_password_by_link(db.session, token, form.password.data or "", at=now())
    except RuleBroken as refusal:
        if refusal.reasons == (Reason("link_dead"),):
            return link_dead(token)
        show_reasons(form, refusal.reasons)
        return password_page(form, account), 422
    leave()
    flash(_("Je wachtwoord is bewaard. Meld je nu aan."), "done")
    return redirect(url_for(".visits.sign_in"), 303)


def link_dead(token: str) -> tuple[str, int]:
    """What to do with a link that opens nothing; it may have done its work a moment ago."""
    used = was_used(db.session, token, at=now())
    return render_template("accounts/link_dead.html", used=used), 410


def password_page(form: PasswordForm, account: Any) -> str:
    """The form to choose a password, for the first time or anew."""
    return render_template(
        "accounts/set_password.html", form=form, account=account, least=SHORTEST_PASSWORD
    )


def is_complete(form: PasswordForm) -> bool:
    """Whether the form can be handed on: all filled in, and the same twice."""
    if not form.validate():
        return False
    if not form.is_same_twice:
        show_reasons(form, [Reason("passwords_differ", field="repeat")])
        return False
    return True


@accounts.get("/account")
@signed_in
def own_account() -> Any:
    """One's own name, telephone and address; ways to change the password and to leave."""
    account = current_account()
    return own_page(DetailsForm(obj=account))


@accounts.post("/account")
@signed_in
@commits
@shows_form_again
def change_own_details() -> Any:
    """Keep one's own name and telephone."""
    account = current_account()
    form = DetailsForm(language=account.language)
    if not form.validate():
        return own_page(form), 422
    try:
        actions.change_details(
            db.session,
            account,
            name=form.name.data or "",
            phone=form.phone.data,
            language=form.language.data,
            by=account,
            at=now(),
        )
    except RuleBroken as refusal:
        show_reasons(form, refusal.reasons)
        return own_page(form), 422
    flash(_("Je gegevens zijn bewaard."), "done")
    return redirect(in_language("/account", account.language), 303)


def own_page(form: DetailsForm) -> str:
    """The page of one's own account."""
    return render_template("accounts/own_account.html", form=form, account=current_account())


@accounts.get("/account/wachtwoord")
@signed_in
def change_password() -> Any:
    """The form to change one's password."""
    form = ChangePasswordForm()
    return render_template("accounts/change_password.html", form=form, least=SHORTEST_PASSWORD)


@accounts.post("/account/wachtwoord")
@signed_in
@commits
@shows_form_again
def change_password_now() -> Any:
    """Change one's password; other visits end, this one goes on."""
    form = ChangePasswordForm()
    page = "accounts/change_password.html"
    if not is_complete(form):
        return render_template(page, form=form, least=SHORTEST_PASSWORD), 422
    try:
        actions.change_password(
            db.session,
            current_account(),
            present=form.present.data or "",
            password=form.password.data or "",
            address=sender(),
            keep=current_user.get_id(),
            at=now(),
        )
    except RuleBroken as refusal:
        if waiting := find_wait(refusal):
            return please_wait(waiting)
        show_reasons(form, refusal.reasons)
        return render_template(page, form=form, least=SHORTEST_PASSWORD), 422
    flash(_("Je nieuwe wachtwoord is bewaard."), "done")
    return redirect(url_for(".own_account"), 303)


@accounts.post("/account/overal-afmelden")
@signed_in
@commits
def sign_out_everywhere() -> Any:
    """End all visits of this person, this one too."""
    end_all_visits(db.session, current_account(), at=now())
    leave()
    flash(_("Je bent overal afgemeld."), "done")
    return redirect(url_for(".visits.sign_in"), 303)
