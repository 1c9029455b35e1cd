"""What a device may keep of the pages that were seen, to be read without internet."""

from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, render_template, request

from meedoen.web.access import current_account, public

offline = Blueprint("offline", __name__)

KEPT = frozenset(
    {
        "finding.home",
        "finding.results",
        "finding.showing.municipality",
        "finding.showing.offer",
        "finding.showing.organisation",
        "finding.keeping.own",
        "finding.keeping.shown",
        "finding.site.about",
        "finding.site.privacy",
        "offline.no_internet",
    }
)
"""Public pages that are kept; never for who is signed in, since others may use the device."""

MARK = "Meedoen-Keep"
"""The header that tells the worker to keep a page."""


def init_offline(app: Flask) -> None:
    """Mark what may be kept, and serve the worker that keeps it."""
    app.register_blueprint(offline)

    @app.after_request
    def mark(response: Response) -> Response:
        kept = request.endpoint in KEPT and request.method == "GET"
        if kept and response.status_code == 200 and current_account() is None:
            response.headers[MARK] = "1"
        return response


@offline.get("/sw.js")
@public
def worker() -> Response:
    """The worker, or the one that takes it away where the operator wants nothing kept."""
    name = "offline_worker.js" if current_app.config["SETTINGS"].offline else "offline_off.js"
    script = (Path(current_app.static_folder or "") / "js" / name).read_text(encoding="utf-8")
    response = Response(script, mimetype="text/javascript")
    response.cache_control.no_cache = True
    return response


@offline.get("/geen-internet")
@public
def no_internet() -> str:
    """What is shown without internet in place of a page that was not seen before."""
    return render_template("errors/no_internet.html")
