"""Pages to sign in and out."""

from datetime import datetime
from typing import Any

from flask import (
    Blueprint,
    Response,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask import session as cookie
from flask_babel import gettext as _
from flask_login import login_user

from meedoen.accounts.actions import change_language
from meedoen.accounts.models import Account
from meedoen.accounts.visits import actions
from meedoen.accounts.visits.forms import SignInForm, pack, unpack
from meedoen.accounts.visits.queries import find_visit
from meedoen.core.errors import Reason, RuleBroken
from meedoen.messages.rules import mail_address
from meedoen.web.access import (
    Visit,
    current_account,
    present_address,
    public,
    safe_return_address,
)
from meedoen.web.addresses import in_language, without_language
from meedoen.web.clock import now
from meedoen.web.forms import PressForm, show_reasons
from meedoen.web.languages import DUTCH, LANGUAGES, asked_language
from meedoen.web.session import commits, db
from meedoen.web.tokens import send_again, shows_form_again, what_was_sent

visits = Blueprint("visits", __name__)

LONGEST_RETURN = 2000
NO_RETURN = ("/aanmelden", "/afmelden", "/wachtwoord")


def return_address(asked: str | None) -> str:
    """Where to go after signing in: a page of ours that is not about signing in itself."""
    address = safe_return_address(asked)
    if len(address) > LONGEST_RETURN or without_language(address).startswith(NO_RETURN):
        return safe_return_address(None)
    return address


@visits.get("/aanmelden")
@public
def sign_in() -> Any:
    """The sign-in form; who is signed in has no business here."""
    if current_account():
        return redirect(in_language(safe_return_address(None), asked_language()), 303)
    form = SignInForm(volgende=return_address(request.args.get("volgende")))
    return render_template("accounts/sign_in.html", form=form)


@visits.post("/aanmelden")
@public
@commits
@shows_form_again
def begin_visit() -> Any:
    """Sign in: a new cookie, and on to where the person was going.

    Who did so a moment ago, and sends the form again, is there already.
    """
    form = SignInForm()
    if not form.validate():
        if is_signed_in_as(form.email.data):
            return after_sign_in(form)
        return render_template("accounts/sign_in.html", form=form), 422
    at = now()
    try:
        token = actions.sign_in(
            db.session,
            email=form.email.data or "",
            password=form.password.data or "",
            address=sender(),
            at=at,
        )
    except RuleBroken as refusal:
        if waiting := find_wait(refusal):
            return please_wait(waiting)
        show_reasons(form, refusal.reasons)
        return render_template("accounts/sign_in.html", form=form), 422
    renew_cookie(token)
    return after_sign_in(form)


def is_signed_in_as(typed: str | None) -> bool:
    """Whether the mail address that was typed is that of whoever is signed in."""
    account, address = current_account(), mail_address(typed or "")
    return account is not None and address is not None and address == account.email


def after_sign_in(form: SignInForm) -> Any:
    """On to where the person was going, or first what they were sending when their visit ended."""
    goal = in_language(return_address(form.volgende.data), spoken_with(current_account(), now()))
    if form.bewaard.data:
        return render_template("accounts/resume.html", address=goal, kept=unpack(form.bewaard.data))
    return redirect(goal, 303)


@visits.post("/afmelden")
@public
@commits
@shows_form_again
def end_visit() -> Any:
    """Sign out, here and in the database; also when the visit was over already."""
    if current_account() and not PressForm().validate():
        return send_again()
    leave()
    flash(_("Je bent afgemeld."), "done")
    return redirect(url_for(".sign_in"), 303)


def spoken_with(account: Account, at: datetime) -> str:
    """The language in which to go on: of the page on which somebody signs in, else of the account.

    A page in Dutch says nothing: it is where everybody comes by default. Another one was chosen,
    and is kept in the account.
    """
    if asked_language() != DUTCH:
        change_language(db.session, account, asked_language(), by=account, at=at)
        return asked_language()
    return account.language if account.language in LANGUAGES else DUTCH


def renew_cookie(token: str) -> None:
    """Begin a cookie anew for the visit of `token`, so that nothing of an earlier one remains."""
    leave()
    visit = find_visit(db.session, token, now())
    if visit is not None:
        login_user(Visit(visit.account, token))


def leave() -> None:
    """End the visit that the cookie names, and empty the cookie.

    The form token goes too, also the one that Flask-WTF remembers for the rest of this request.
    """
    token = cookie.get("_user_id")
    if token is not None:
        actions.sign_out(db.session, str(token), at=now())
    cookie.clear()
    g.pop("csrf_token", None)


def sender() -> str:
    """The address that this request came from."""
    return request.remote_addr or ""


def find_wait(refusal: RuleBroken) -> Reason | None:
    """The reason that says to wait, when that is why."""
    return next((why for why in refusal.reasons if why.code == "too_many_attempts"), None)


def please_wait(reason: Reason) -> Response:
    """The page that says how long to wait (429)."""
    page = render_template("accounts/please_wait.html", reason=reason, sent=what_was_sent())
    response = make_response(page, 429)
    response.headers["Retry-After"] = str(reason.facts["seconds"])
    return response


def ask_to_sign_in_again() -> Response:
    """For a form that arrives after its visit ended (401): sign in, then send it as it was.

    What was typed travels in the person's own page, not on the server; passwords and files do not.
    """
    form = SignInForm(
        formdata=None, volgende=present_address(), bewaard=pack(request.form.items(True))
    )
    page = render_template("accounts/sign_in.html", form=form, again=True)
    return make_response(page, 401)
