"""Forms whose token is missing or old: nothing is done, nothing is lost, and it says what to do.

The token proves that a form came from a page of ours (CSRF). It grows old by itself: a browser
forgets its cookie, or somebody signs in again in another window.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFError, CSRFProtect
from wtforms.validators import ValidationError

from meedoen.web.access import current_account, present_address
from meedoen.web.form_words import TOO_OLD

F = TypeVar("F", bound=Callable[..., Any])

NO_COOKIE = _l(
    "Je browser stuurde geen cookie mee. Kijk je formulier na en stuur het nog eens. "
    "Lukt het weer niet? Laat dan cookies toe voor Meedoen."
)


class FormToken(FlaskForm.Meta.csrf_class):  # type: ignore[misc]
    """The token in a form: good when the door of the product found it good, and else never."""

    def validate_csrf_token(self, form: Any, field: Any) -> None:
        """Say in words why a form was not taken."""
        if not g.get("csrf_valid"):
            raise ValidationError(g.get("token_refused", TOO_OLD))


def shows_form_again(view: F) -> F:
    """Mark a view that shows its form, with what was typed, when the form is refused.

    Its form is refused where the token was; it may do nothing before it knows that.
    """
    view.shows_form_again = True  # type: ignore[attr-defined]
    return view


def init_tokens(app: Flask, ask_to_sign_in_again: Callable[[], Response]) -> CSRFProtect:
    """Let no form in without its token; `ask_to_sign_in_again` answers who is signed in no more.

    Gives what knows of the forms that need none.
    """
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # It is checked here.
    door = CSRFProtect(app)

    @app.before_request
    def check_token() -> Response | None:
        if not app.config["WTF_CSRF_ENABLED"]:
            return None
        try:
            door.protect(apply_exemptions=True)
        except CSRFError:
            known = app.config["SESSION_COOKIE_NAME"] in request.cookies
            g.token_refused = TOO_OLD if known else NO_COOKIE
            return instead(ask_to_sign_in_again)
        return None

    @app.after_request
    def tell_browsers(response: Response) -> Response:
        if g.get("token_refused") and response.status_code == 422:
            response.status_code = 400
        return response

    return door


def instead(ask_to_sign_in_again: Callable[[], Response]) -> Response | None:
    """The answer to a form without its token; None where its own page shows it again."""
    view = current_app.view_functions[request.endpoint or ""]
    if comes_from_elsewhere():
        return make_response(render_template("errors/elsewhere.html"), 400)
    if getattr(view, "access", "public") != "public" and current_account() is None:
        return ask_to_sign_in_again()
    return None if getattr(view, "shows_form_again", False) else send_again()


def comes_from_elsewhere() -> bool:
    """Whether the browser says that another site made it send this form.

    Nothing of such a form is offered again, and no cookie is set: one press would do what that
    site wants, and a new cookie would end the visit of whoever is signed in.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.host


def send_again() -> Response:
    """The page that holds what was sent, with a fresh token, and asks to press once more."""
    return make_response(render_template("errors/send_again.html", **what_was_sent()), 400)


def what_was_sent() -> dict[str, Any]:
    """The address and the fields of the present form, as a page can hold them ready."""
    return {
        "address": present_address(),
        "kept": typed_fields(request.form.items(multi=True)),
    }


def typed_fields(fields: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The fields of a form that may stand in a page again: no passwords and no tokens."""
    return [
        (name, value)
        for name, value in fields
        if not name.endswith("csrf_token")
        and "password" not in name
        and name not in {"present", "repeat"}
    ]
