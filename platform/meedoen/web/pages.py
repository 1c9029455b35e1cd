"""What every page shares: error pages, the stylesheet, assets with a version, paging."""

import hashlib
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    g,
    render_template,
    request,
    url_for,
)
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from meedoen.core.engine import WRITES
from meedoen.core.errors import Conflict, NotFound
from meedoen.permissions import Permission, may
from meedoen.web.access import current_account, public
from meedoen.web.addresses import without_language
from meedoen.web.problems import problem
from meedoen.web.reading import Unreadable
from meedoen.web.session import db
from meedoen.web.tokens import what_was_sent

pages = Blueprint("pages", __name__)

MAY_SUCCEED = {409, 500, 503, 507}
"""What went wrong, but not in what was sent."""

LAST_PAGE = 100_000
"""No list of ours is longer; a higher number is no page of anything."""


@cache
def whole_stylesheet(folder: Path) -> str:
    """All styles as one text: tokens, base, then the components by name."""
    files = [folder / "tokens.css", folder / "base.css", *sorted(folder.glob("components/*.css"))]
    return "\n".join(file.read_text() for file in files)


@cache
def version_of(file: Path) -> str:
    """A short hash of a file's content, so that browsers may keep it for ever."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


@pages.get("/assets/app.css")
@public
def stylesheet() -> Response:
    """The one stylesheet."""
    response = Response(
        whole_stylesheet(Path(current_app.static_folder or "") / "css"), mimetype="text/css"
    )
    response.cache_control.public = True
    response.cache_control.max_age = 31536000 if "v" in request.args else 300
    return response


def asset(path: str) -> str:
    """The address of a static file, with its version; `app.css` is the one stylesheet."""
    static = Path(current_app.static_folder or "")
    if path == "app.css":
        version = hashlib.sha256(whole_stylesheet(static / "css").encode()).hexdigest()[:12]
        return without_language(url_for("pages.stylesheet", v=version))
    return without_language(url_for("static", filename=path, v=version_of(static / path)))


class Paging:
    """Which part of a long list a page shows; `number` starts at 1."""

    def __init__(self, *, number: int, size: int, total: int) -> None:
        self.number = number
        self.size = size
        self.total = total
        self.last = max(1, ceil(total / size))

    @property
    def offset(self) -> int:
        """How many rows stand before this page."""
        return (self.number - 1) * self.size


def asked_page(*, size: int, total: int) -> Paging:
    """The page of a list that the address asks for, the first where it asks for none.

    As on the results of a search: 400 for what is no number of a page, 404 beyond the last one.
    """
    asked = request.args.get("pagina", "").strip() or "1"
    if not (asked.isascii() and asked.isdecimal() and len(asked) <= len(str(LAST_PAGE))):
        abort(400)
    paging = Paging(number=int(asked), size=size, total=total)
    if not 1 <= paging.number <= LAST_PAGE:
        abort(400)
    if paging.number > paging.last:
        abort(404)
    return paging


def wants_json() -> bool:
    """Whether the API answers, so that errors are problem documents."""
    return request.path.startswith("/api/")


def init_pages(app: Flask) -> None:
    """Bind shared pages, error answers and template helpers to `app`."""
    app.register_blueprint(pages)

    def answer(
        code: int,
        description: str = "",
        headers: list[tuple[str, str]] | None = None,
        parameter: str | None = None,
    ) -> Response:
        db.session.rollback()
        if wants_json():
            response = problem(code, description, parameter=parameter)
        else:
            response = Response(error_page(code, parameter), status=code)
        response.headers.extend(headers or [])
        return response

    @app.errorhandler(Unreadable)
    def unreadable(error: Unreadable) -> Response:
        return answer(400, error.description or "", parameter=error.parameter)

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Any:
        code = error.code or 500
        if code < 400:
            return error.get_response()
        kept = [h for h in error.get_response().headers if h[0] in {"Allow", "Retry-After"}]
        return answer(code, error.description or "", kept)

    @app.errorhandler(NotFound)
    def not_found(error: NotFound) -> Response:
        return answer(404, "There is nothing here.")

    @app.errorhandler(Conflict)
    def conflict(error: Conflict) -> Response:
        return answer(409, "Somebody else changed this first.")

    @app.errorhandler(OperationalError)
    def database_unwell(error: OperationalError) -> Response:
        g.database_unwell = True
        WRITES.set(False)
        said = str(error.orig).lower()
        if "full" in said or "no space left" in said:
            return answer(507, "There is no room to keep anything.")
        app.logger.error("database: %s", error.orig)
        return answer(503, "Try again in a moment.", [("Retry-After", "5")])

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        # Not the address: it may hold the token of a link, or a name.
        app.logger.exception("unexpected error in %s", request.endpoint)
        return answer(500, "Something went wrong on our side.")

    @app.context_processor
    def helpers() -> dict[str, Any]:
        account = current_account()
        return {
            "asset": asset,
            "current_account": account,
            "can": lambda name, thing=None: may(account, Permission(name), thing),
        }


def error_page(code: int, parameter: str | None = None) -> str:
    """The whole error page, in words; a code without a page of its own gets its kind's.

    `parameter` names the part of an address or form that was at fault. A form that may succeed
    when it is sent again stands ready on the page.
    """
    kind = "errors/400.html" if code < 500 else "errors/500.html"
    again = code in MAY_SUCCEED and request.method == "POST" and "token_refused" not in g
    sent = what_was_sent() if again else None
    return render_template([f"errors/{code}.html", kind], parameter=parameter, sent=sent)
