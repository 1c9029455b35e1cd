"""The pages about the product itself, and what machines ask of it; no offer is shown here."""

from typing import Any

from flask import Blueprint, Response, abort, current_app, jsonify, render_template, url_for
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import MultiDict

from meedoen.offers.finding.forms import SearchForm
from meedoen.offers.finding.queries import list_addresses
from meedoen.offers.finding.showing.views import slug_or_word
from meedoen.offers.finding.site.forms import GalleryForm
from meedoen.offers.index_upkeep import SearchUnwell, upkeep_of
from meedoen.offers.indexing import Query
from meedoen.web.access import public
from meedoen.web.clock import today
from meedoen.web.session import db

site = Blueprint("site", __name__)


@site.get("/over")
@public
def about() -> str:
    """What this is, who is behind it, whose data it stands on."""
    return render_template("pages/about.html")


@site.get("/privacy")
@public
def privacy() -> str:
    """What is kept of people, why, how long, and what they can ask."""
    return render_template("pages/privacy.html")


@site.get("/toegankelijkheid")
@public
def accessibility() -> str:
    """How far everybody can use it, and what to do when not."""
    return render_template("pages/accessibility.html")


@site.get("/robots.txt")
@public
def robots() -> Response:
    """What search engines may read."""
    closed = (
        "/mijn",
        "/beheer",
        "/regie",
        "/trajecten",
        "/bewijs",
        "/delen",
        "/meegaan",
    )
    lines = [
        "User-agent: *",
        *(f"Disallow: {place}{path}" for path in closed for place in ("", "/*")),
    ]
    lines.append(f"Sitemap: {absolute('/sitemap.xml')}")
    return briefly(Response("\n".join(lines) + "\n", mimetype="text/plain"))


@site.get("/sitemap.xml")
@public
def sitemap() -> Response:
    """The public pages: the fixed ones and every offer that can be found."""
    fixed = ("/", "/aanbod", "/over", "/privacy", "/toegankelijkheid")
    offers = [
        (
            absolute(url_for("finding.showing.offer", offer_id=offer_id, slug=slug_or_word(title))),
            updated_at.date().isoformat(),
        )
        for offer_id, title, updated_at in list_addresses(db.session, on=today())
    ]
    page = render_template(
        "pages/sitemap.xml", fixed=[absolute(path) for path in fixed], offers=offers
    )
    return briefly(Response(page, mimetype="application/xml"))


@site.get("/onderdelen")
@public
def gallery() -> Any:
    """Every component, for who builds pages; in development only."""
    if not current_app.config["SETTINGS"].development:
        abort(404)
    wrong = GalleryForm(MultiDict({"fout-email": "amina"}), prefix="fout-")
    wrong.validate()
    return render_template(
        "gallery.html",
        form=GalleryForm(None),
        wrong_form=wrong,
        search_form=SearchForm(None, prefix="zoek-"),
    )


@site.get("/healthz")
@public
def alive() -> Response:
    """Whether this process answers at all."""
    return jsonify(status="ok")


@site.get("/readyz")
@public
def ready() -> tuple[Response, int]:
    """Whether people can be served: the database answers and there is an index to search."""
    wrong = {}
    try:
        db.session.execute(text("SELECT 1 FROM offers WHERE 1 = 0"))
    except SQLAlchemyError as error:
        db.session.rollback()
        wrong["database"] = type(error).__name__
    if not wrong:
        try:
            upkeep = upkeep_of(db.session)
            upkeep.search(Query(limit=0), on=today())
            if upkeep.ready(on=today()) is None:
                wrong["index"] = "is being made; answers come from the database"
        except (SearchUnwell, LookupError, OSError) as error:
            wrong["index"] = str(error)
    return jsonify(status="not ready" if wrong else "ok", wrong=wrong), 503 if wrong else 200


def absolute(path: str) -> str:
    """A path as a whole address."""
    return f"{current_app.config['SETTINGS'].base_url}{path}"


def briefly(response: Response) -> Response:
    """Let caches keep an answer for an hour."""
    response.cache_control.public = True
    response.cache_control.max_age = 3600
    return response
