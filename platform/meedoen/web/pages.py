"""What every page shares: error pages, the stylesheet, assets with a version, paging."""

import hashlib
from functools import cache
from itertools import chain
from math import ceil
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, abort, current_app, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from meedoen.core.errors import Conflict, NotFound
from meedoen.permissions import Permission, may
from meedoen.web.access import current_account, public
from meedoen.web.problems import problem
from meedoen.web.session import db

pages = Blueprint("pages", __name__)


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
        return url_for("pages.stylesheet", v=version)
    return url_for("static", filename=path, v=version_of(static / path))


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


def wants_json() -> bool:
    """Whether the API answers, so that errors are problem documents."""
    return request.path.startswith("/api/")


def init_pages(app: Flask) -> None:
    """Bind shared pages, error answers and template helpers to `app`."""
    app.register_blueprint(pages)

    def answer(code: int, headers: list[tuple[str, str]] | None = None) -> Response:
        db.session.rollback()
        if wants_json():
            response = problem(code, sentences(code)[1])
        else:
            response = Response(error_page(code), status=code)
        response.headers.extend(headers or [])
        return response

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Any:
        code = error.code or 500
        if code < 400:
            return error.get_response()
        kept = [h for h in error.get_response().headers if h[0] in {"Allow", "Retry-After"}]
        return answer(code, kept)

    @app.errorhandler(NotFound)
    def not_found(error: NotFound) -> Response:
        return answer(404)

    @app.errorhandler(Conflict)
    def conflict(error: Conflict) -> Response:
        return answer(409)

    @app.errorhandler(OperationalError)
    def database_unwell(error: OperationalError) -> Response:
        said = str(error.orig).lower()
        if "full" in said:
            return answer(507)
        app.logger.error("database: %s", error.orig)
        return answer(503, [("Retry-After", "5")])

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        app.logger.exception("unexpected error on %s", request.path)
        return answer(500)

    @app.before_request
    def refuse_control_signs() -> None:
        sent = chain(request.args.values(), request.form.values())
        if any("\x00" in value for value in sent):
            abort(400)

    @app.context_processor
    def helpers() -> dict[str, Any]:
        account = current_account()
        return {
            "asset": asset,
            "current_account": account,
            "can": lambda name, thing=None: may(account, Permission(name), thing),
        }


def sentences(code: int) -> tuple[str, str, str]:
    """Title, what happened, and what to do next, for an error of this status."""
    known = {
        400: (
            _("Deze vraag begrijpen we niet"),
            _("Er klopt iets niet in het adres of in het formulier."),
            _("Ga terug en probeer het opnieuw."),
        ),
        401: (
            _("Meld je eerst aan"),
            _("Deze pagina is voor mensen met een account."),
            _("Meld je aan en probeer het opnieuw."),
        ),
        403: (
            _("Deze pagina is niet voor jou"),
            _("Je account heeft geen toegang tot deze pagina."),
            _("Denk je dat dit niet klopt? Vraag het aan je beheerder."),
        ),
        404: (
            _("We vinden deze pagina niet"),
            _("Het adres is fout, of de pagina bestaat niet meer."),
            _("Zoek hieronder wat je nodig hebt."),
        ),
        405: (
            _("Dit kan hier niet"),
            _("Deze pagina kan je alleen lezen, of alleen versturen."),
            _("Ga terug en gebruik de knop op de pagina."),
        ),
        409: (
            _("Iemand anders was je voor"),
            _("Intussen is dit gewijzigd. Je wijziging is niet bewaard."),
            _("Ga terug, vernieuw de pagina en kijk opnieuw."),
        ),
        410: (
            _("Dit is er niet meer"),
            _("Dit stond hier vroeger, maar het is weggehaald."),
            _("Zoek iets anders in de buurt."),
        ),
        413: (
            _("Dit is te groot"),
            _("Je stuurde meer dan we kunnen aannemen."),
            _("Maak het kleiner en probeer het opnieuw."),
        ),
        429: (
            _("Even wachten"),
            _("Je hebt dit te vaak na elkaar geprobeerd."),
            _("Wacht een kwartier en probeer het dan opnieuw."),
        ),
        503: (
            _("We kunnen nu even niet verder"),
            _("Het is te druk, of we zijn aan het onderhoud bezig."),
            _("Probeer het over enkele seconden opnieuw."),
        ),
        507: (
            _("Bewaren lukt nu niet"),
            _("Er is geen plaats meer om je wijziging te bewaren. Er is niets veranderd."),
            _("Ga terug; wat je schreef staat er nog. Probeer het straks opnieuw."),
        ),
    }
    if code in known:
        return known[code]
    if code < 500:
        return known[400]
    return (
        _("Er ging iets mis bij ons"),
        _("Dat ligt niet aan jou. We hebben het genoteerd. Er is niets veranderd."),
        _("Probeer het straks opnieuw."),
    )


def error_page(code: int) -> str:
    """The whole error page, in words."""
    title, happened, next_step = sentences(code)
    return render_template(
        "errors/page.html", code=code, title=title, happened=happened, next_step=next_step
    )
