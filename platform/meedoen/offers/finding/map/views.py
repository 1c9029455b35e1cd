"""The data of the map: the land it is drawn from, and the offers of a search; the page is above."""

import json
from typing import Any

from flask import Blueprint, Response, abort, current_app, request, url_for

from meedoen.offers.finding.documents import say
from meedoen.offers.finding.filters.queries import read_names
from meedoen.offers.finding.filters.terms import NAMED
from meedoen.offers.finding.forms import LONGEST_QUESTION, SearchForm
from meedoen.offers.finding.map import documents
from meedoen.offers.finding.map.queries import Mark, find_marks
from meedoen.offers.finding.queries import widened
from meedoen.offers.finding.rules import choices_of
from meedoen.offers.finding.showing.views import slug_or_word
from meedoen.offers.finding.terms import Criteria
from meedoen.offers.terms import OfferType
from meedoen.places.boundaries.documents import named, whole_land
from meedoen.places.boundaries.queries import (
    current_land,
    list_parts,
    list_towns,
    version_of_places,
)
from meedoen.places.boundaries.rules import ORIGIN
from meedoen.places.boundaries.terms import Land
from meedoen.places.queries import codes_of_today, find_place
from meedoen.places.terms import Found
from meedoen.settings import Settings
from meedoen.web.access import public
from meedoen.web.addresses import without_language
from meedoen.web.clock import today
from meedoen.web.problems import problem
from meedoen.web.session import db

on_map = Blueprint("map", __name__)

FRESH_SECONDS = 60
FOR_EVER = 31_536_000
SHORTLY = 300


@on_map.get("/aanbod/kaart/land.json")
@public
def land() -> Response:
    """Borders, names and stations; its address names its version, so that browsers keep it."""
    return kept(*whole_land(land_now(), list_towns(db.session)))


@on_map.get("/aanbod/kaart/delen.json")
@public
def parts() -> Response:
    """Names of parts of municipalities, for who looks from nearby."""
    told = [named(*part) for part in list_parts(db.session)]
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return kept(text, version_of_places(db.session))


def kept(text: str, version: str) -> Response:
    """Data that browsers keep for ever where the address names the version that it is."""
    response = Response(text, mimetype="application/json")
    response.cache_control.public = True
    response.cache_control.max_age = FOR_EVER if request.args.get("v") == version else SHORTLY
    return response


@on_map.get("/aanbod/kaart.json")
@public
def marks() -> Response:
    """The offers of the same question as the page, where they happen."""
    if len(request.query_string) > LONGEST_QUESTION:
        abort(414)
    form = SearchForm(request.args)
    if not form.validate():
        return problem(400, str(next(iter(form.errors.values()))[0]))
    asked = find_place(db.session, form.place) if form.place else Found()
    if form.place and not asked.place:
        return problem(422, "The place is unknown, or there are more of this name.")
    form.gemeente.data = list(codes_of_today(db.session, form.gemeente.data))
    criteria = form.criteria(asked.place)
    if not form.niet_verder.data:
        criteria = widened(db.session, criteria, on=today())
    wanted = {facet: choices_of(criteria).get(facet, frozenset()) for facet in NAMED}
    if not form.all_known(read_names(db.session, wanted)):
        return problem(400, "A choice of the filter is unknown.")
    found = find_marks(db.session, criteria, on=today())
    told = documents.rows(found, criteria.near, address_of)
    response = Response(json.dumps(told, ensure_ascii=False), mimetype="application/json")
    response.cache_control.public = True
    response.cache_control.max_age = FRESH_SECONDS
    response.add_etag()
    response.make_conditional(request)
    return response


def address_of(mark: Mark) -> str:
    """The page of an offer, without the searched place: that goes along once for all of them."""
    return url_for("finding.showing.offer", offer_id=mark.id, slug=slug_or_word(mark.title))


def land_now() -> Land:
    """The map as it is drawn now."""
    settings: Settings = current_app.config["SETTINGS"]
    return current_land(settings.data_dir)


def map_of(criteria: Criteria, question: str) -> dict[str, Any]:
    """What the page of the map tells beside the list; `question` is the query of its address."""
    found = find_marks(db.session, criteria, on=today())
    shown, towns = land_now(), list_towns(db.session)
    settings: Settings = current_app.config["SETTINGS"]
    return {
        "picture": documents.picture(shown, towns, criteria, found.marks),
        "land_address": without_language(
            url_for("finding.map.land", v=whole_land(shown, towns)[1])
        ),
        "parts_address": without_language(
            url_for("finding.map.parts", v=version_of_places(db.session))
        ),
        "marks_address": url_for("finding.map.marks") + question,
        "carried": criteria.near.query if criteria.near else "",
        "not_on_map": documents.missing_words(found),
        "whose": documents.whose_words(shown),
        "types": [(kind.value, say(kind)) for kind in OfferType],
        "origin": "{} {}".format(*ORIGIN),
        "tiles": settings.map_tiles,
        "tiles_of": settings.map_attribution,
    }
