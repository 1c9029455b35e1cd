"""The doors: every view wears `requires` or `public`; what is granted stands in `permissions`."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Response, abort, g, redirect, request
from flask_login import UserMixin, current_user

from meedoen.core.errors import NotFound
from meedoen.permissions import Permission, Person, may
from meedoen.web.addresses import this_page
from meedoen.web.session import db

F = TypeVar("F", bound=Callable[..., Any])


class Visit(UserMixin):  # type: ignore[misc]
    """Who is signed in, as Flask-Login wants it: the cookie names the visit, not the account."""

    def __init__(self, account: Person, token: str) -> None:
        self.account = account
        self.id = token


def current_account() -> Any:
    """The account that is signed in, or None. Typed by the domain that asks.

    While the database is unwell nobody can be looked up, and an error page must still be made.
    """
    if g.get("database_unwell"):
        return None
    return current_user.account if current_user.is_authenticated else None


def public(view: F) -> F:
    """Anybody may open this page."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: Callable[..., Any]) -> Callable[..., Any]:
    """Anybody who is signed in may open this page; it shows their own things only."""

    @wraps(view)
    def wrapper(**url: Any) -> Any:
        return view(**url) if current_account() else to_sign_in()

    wrapper.access = "signed_in"  # type: ignore[attr-defined]
    return wrapper


def requires(
    permission: Permission, *, of: Callable[..., Any] | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Only who has `permission` comes in.

    With `of`, a query called with the session and the URL's arguments, the thing it finds is
    checked and handed to the view in place of those arguments. What is not there, or must not be
    seen, answers 404; a page without a thing answers 403; nobody signed in is asked to sign in.
    What was handed over stays known in `g.let_in`, for whoever writes down who looked at it.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def wrapper(**url: Any) -> Any:
            person: Person | None = current_account()
            if person is None:
                return to_sign_in()
            if of is None:
                return view(**url) if may(person, permission) else abort(403)
            thing = of(db.session, **url)
            if thing is None or not may(person, permission, thing):
                raise NotFound
            g.let_in = thing
            return view(thing)

        wrapper.access = permission  # type: ignore[attr-defined]
        return wrapper

    return decorate


def to_sign_in() -> Response:
    """Ask to sign in, and come back to this page after it."""
    asked = urlencode({"volgende": present_address()})
    return redirect(f"{request.script_root}/aanmelden?{asked}", 303)  # type: ignore[return-value]


def present_address() -> str:
    """The address that was asked for, with its question where it has one."""
    return request.script_root + this_page()


def safe_return_address(address: str | None, *, otherwise: str = "/mijn") -> str:
    """`address` when it is a path of this product, else the person's own page, or `otherwise`.

    A path starts with one slash and holds no backslash, tab, line break or other control sign:
    browsers read those as another host.
    """
    if (
        address
        and address.startswith("/")
        and not address.startswith("//")
        and "\\" not in address
        and address.isprintable()
    ):
        return address
    return otherwise
