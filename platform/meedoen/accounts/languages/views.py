"""Where a language is chosen; what is shown in which language is decided by the address alone."""

from typing import Any

from flask import Blueprint, abort, current_app, redirect, request

from meedoen.accounts.actions import change_language
from meedoen.web.access import current_account, public, safe_return_address
from meedoen.web.addresses import COOKIE, in_language
from meedoen.web.clock import now
from meedoen.web.forms import PressForm
from meedoen.web.languages import LANGUAGES
from meedoen.web.session import commits, db

languages = Blueprint("languages", __name__)

YEAR = 365 * 24 * 60 * 60


@languages.post("/taal")
@public
@commits
def choose() -> Any:
    """Go on in another language, and remember it here and in the account.

    Who is not signed in has no session and needs no form token: nothing of theirs can be changed
    but the language of the next home page, and a token would set a cookie on every visitor.
    """
    code = request.form.get("kies", "")
    if code not in LANGUAGES:
        abort(400)
    if account := current_account():
        if not PressForm().validate():
            abort(400)
        change_language(db.session, account, code, by=account, at=now())
    home = in_language("/", code)
    wanted = in_language(request.form.get("naar", ""), code)
    response = redirect(safe_return_address(wanted, otherwise=home), 303)
    response.set_cookie(
        COOKIE,
        code,
        max_age=YEAR,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response
