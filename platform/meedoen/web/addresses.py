"""The addresses of languages: `/ar/aanbod` is `/aanbod` in Arabic; Dutch has no prefix.

The prefix is taken off before Flask looks at an address and put back by `url_for`, as if the
product stood in that folder. So no view, route or form knows of languages.
"""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, redirect, request

from meedoen.web.audience import PAGES
from meedoen.web.languages import (
    DUTCH,
    LANGUAGES,
    SPOKEN,
    Language,
    asked_language,
    current_language,
)

WITHOUT_LANGUAGE = (
    "/api/",
    "/assets/",
    "/healthz",
    "/readyz",
    "/robots.txt",
    "/sitemap.xml",
    "/static/",
)
"""What machines ask for: it has one address, so with a prefix it is not there."""

COOKIE = "meedoen-taal"
"""Holds the code of the language that somebody chose, and nothing else."""

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def parts_of(path: str) -> tuple[str, str]:
    """The code of the language of a path, and the path without it; Dutch has no code in it.

    What is left begins with one slash: with two, a browser would read it as another host.
    """
    code, _slash, rest = path.removeprefix("/").partition("/")
    if path.startswith("/") and code in LANGUAGES and code != DUTCH:
        return code, f"/{rest.lstrip('/')}"
    return DUTCH, path


def prefix_of(code: str) -> str:
    """What stands before every path of a language: nothing, or '/ar'."""
    return "" if code == DUTCH else f"/{code}"


def in_language(address: str, code: str) -> str:
    """A path of ours, with or without a language, as it is in another one; its query stays.

    The outcome is no safe address to send somebody to, unless `address` was.
    """
    return prefix_of(code) + parts_of(address)[1]


def without_language(address: str) -> str:
    """A path of ours as it is in Dutch, and for what has no language."""
    return in_language(address, DUTCH)


def this_page() -> str:
    """The path and query of this page, without its language, safe to link to whatever was asked."""
    path = "/" + quote(request.path.lstrip("/"))
    query = request.query_string.decode("utf-8", "replace")
    return f"{path}?{query}" if query else path


def with_prefixes(inner: Wsgi) -> Wsgi:
    """The application behind the prefixes of languages."""

    def outer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        code, path = parts_of(environ.get("PATH_INFO", ""))
        if code != DUTCH and not path.startswith(WITHOUT_LANGUAGE):
            environ[SPOKEN] = code
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + prefix_of(code)
            environ["PATH_INFO"] = path
        return inner(environ, start_response)

    return outer


def init_addresses(app: Flask) -> None:
    """Give `app` its addresses in every language, and its templates what they tell of them."""
    app.wsgi_app = with_prefixes(app.wsgi_app)  # type: ignore[method-assign,assignment]

    @app.before_request
    def only_in_dutch() -> Response | None:
        """A work area has no other language: its Dutch page is the one."""
        if asked_language() == DUTCH or request.endpoint in {None, *PAGES}:
            return None
        return to_dutch()

    @app.after_request
    def tell_language(response: Response) -> Response:
        if response.mimetype == "text/html":
            response.content_language.add(current_language().code)
        if request.endpoint == "finding.home" and asked_language() == DUTCH:
            response.vary.update(("Accept-Language", "Cookie"))
        return response

    @app.context_processor
    def languages_of_page() -> dict[str, Any]:
        here = request.endpoint is None or request.endpoint in PAGES
        return {
            "spoken_in": tuple(LANGUAGES.values()) if here else (),
            "this_page": this_page(),
            "offered_language": offered_language(),
            "in_language": in_language,
        }


def to_dutch() -> Response:
    """This page in Dutch; a form that was sent is sent there."""
    return redirect(this_page(), 308)  # type: ignore[return-value]


def offered_language() -> Language | None:
    """On the Dutch home page, another language that somebody chose before or their browser asks."""
    if request.endpoint != "finding.home" or asked_language() != DUTCH:
        return None
    chosen = request.cookies.get(COOKIE) or request.accept_languages.best_match(LANGUAGES)
    return LANGUAGES.get(chosen) if chosen and chosen != DUTCH else None
