"""The home page and the results; the pages of one thing stand in `showing`, the rest in `site`."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import (
    Blueprint,
    Flask,
    abort,
    current_app,
    make_response,
    render_template,
    request,
    url_for,
)
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.exceptions import ServiceUnavailable

from meedoen.offers.finding import documents, wording
from meedoen.offers.finding.carrying.views import carrying
from meedoen.offers.finding.filters.documents import chosen_of, groups_of
from meedoen.offers.finding.filters.queries import names_for_filter
from meedoen.offers.finding.filters.terms import Names
from meedoen.offers.finding.forms import LONGEST_QUESTION, MapForm, SearchForm, spelt
from meedoen.offers.finding.keeping.views import keeping
from meedoen.offers.finding.level.views import level
from meedoen.offers.finding.map.views import map_of, on_map
from meedoen.offers.finding.queries import FoundOffers, search_offers, widened
from meedoen.offers.finding.rules import FACETS, sort_of, wider_than
from meedoen.offers.finding.showing.views import cards_of, showing
from meedoen.offers.finding.site.views import site
from meedoen.offers.finding.terms import Criteria
from meedoen.offers.index_upkeep import SearchUnwell, keep_index
from meedoen.offers.terms import Goal
from meedoen.places.queries import codes_of_today, complete_places, find_place
from meedoen.places.terms import Found, Place
from meedoen.web.access import public
from meedoen.web.clock import today
from meedoen.web.headers import policy
from meedoen.web.languages import FRENCH, current_language
from meedoen.web.session import after_commit, db
from meedoen.web.spoken import kilometres, length

finding = Blueprint("finding", __name__)
finding.register_blueprint(level)
finding.register_blueprint(showing)
finding.register_blueprint(carrying)
finding.register_blueprint(keeping)
finding.register_blueprint(site)
finding.register_blueprint(on_map)

FRESH = 3


def init_search(app: Flask) -> None:
    """Keep a search index for the database of `app`, and bring it up to date after each commit."""
    with app.app_context():
        upkeep = keep_index(db.engine, app.config["SETTINGS"].index_dir)
    after_commit(app, lambda: upkeep.catch_up(on=today()))


@finding.record_once
def learn_words(state: BlueprintSetupState) -> None:
    """Teach the application the words of finding, and its pages how to say them."""
    state.app.extensions["dictionary"].learn(wording)
    state.app.jinja_env.filters.update(
        address=documents.address_words,
        town=documents.town_words,
        searched=documents.searched_words,
    )


@finding.app_context_processor
def base_address() -> dict[str, str]:
    """Where the product stands, for canonical addresses."""
    return {"base_url": current_app.config["SETTINGS"].base_url}


@finding.app_errorhandler(SearchUnwell)
def search_unwell(error: SearchUnwell) -> Any:
    """The index is being made and that takes long: try again in a moment."""
    return current_app.handle_user_exception(ServiceUnavailable(retry_after=5))


@finding.get("/")
@public
def home() -> str:
    """What this is, and the search."""
    fresh = search_offers(db.session, Criteria(page_size=FRESH), on=today()).found
    return render_template(
        "finding/home.html", form=SearchForm(None), goals=list(Goal), cards=cards_of(fresh, None)
    )


@finding.get("/aanbod")
@public
def results() -> Any:
    """What was found, as a list."""
    return answer_to(SearchForm(request.args), "finding/results.html")


@finding.get("/aanbod/kaart")
@public
def results_map() -> Any:
    """What was found, on a map with a list beside it."""

    def beside(form: SearchForm, criteria: Criteria) -> dict[str, Any]:
        return map_of(criteria, form.question())

    response = make_response(answer_to(MapForm(request.args), "finding/results_map.html", beside))
    if tiles := current_app.config["SETTINGS"].map_tiles:
        host = urlsplit(tiles)
        images_of = f"{host.scheme}://{host.netloc}"
        response.headers["Content-Security-Policy"] = policy(images_of=images_of)
    return response


def nothing_beside(form: SearchForm, criteria: Criteria) -> dict[str, Any]:
    """A list tells no more than what was found."""
    return {}


def answer_to(
    form: SearchForm,
    template: str,
    beside: Callable[[SearchForm, Criteria], dict[str, Any]] = nothing_beside,
) -> Any:
    """The page that answers a question; `beside` is what else it tells of what was found."""
    if len(request.query_string) > LONGEST_QUESTION:
        abort(414)
    if not form.validate():
        return render_template(template, form=form, asked=None, found=None), 400
    asked = find_place(db.session, form.place) if form.place else Found()
    if form.place and not asked.place:
        return ask_where(form, asked, template)
    form.gemeente.data = list(codes_of_today(db.session, form.gemeente.data))
    criteria = form.criteria(asked.place)
    if not form.niet_verder.data:
        criteria = widened(db.session, criteria, on=today())
    found = search_offers(db.session, criteria, on=today(), counted=FACETS)
    names = names_for_filter(
        db.session, criteria, found.facets, french=current_language().code == FRENCH
    )
    if not form.all_known(names):
        return render_template(template, form=form, asked=None, found=None), 400
    if criteria.page > found.pages:
        abort(404)
    page = page_of(form, asked, criteria, found, names)
    return render_template(template, **page, **beside(form, criteria))


def ask_where(form: SearchForm, asked: Found, template: str) -> Any:
    """Ask which place is meant; or say that we know none, with names that begin alike."""
    if asked.choices:
        choices = links_of(form, asked.choices)
        return render_template(template, form=form, asked=asked, choices=choices, found=None)
    near = complete_places(db.session, form.place[:3], 4)
    form.waar.errors = [_("We vinden deze plaats niet. Schrijf een gemeente of een postcode.")]
    page = render_template(
        template, form=form, asked=asked, choices=links_of(form, near), found=None
    )
    return page, 422


def links_of(form: SearchForm, places: Sequence[Place]) -> list[dict[str, str]]:
    """Places as links to this same search from there."""
    return [
        {"label": documents.searched_words(place), "href": form.address(waar=place.query)}
        for place in places
    ]


def page_of(
    form: SearchForm, asked: Found, criteria: Criteria, found: FoundOffers, names: Names
) -> dict[str, Any]:
    """Everything the page of results tells."""
    near = criteria.near
    asked_now = urlencode(list(request.args.items(multi=True)))
    wider = wider_than(criteria.radius_km) if near else None
    asked_metres = form.straal.data * 1000
    within = [one for one in found if one.metres is None or one.metres <= asked_metres]
    beyond = [one for one in found if one not in within]
    return {
        "form": form,
        "asked": asked,
        "criteria": criteria,
        "found": found,
        "summary": summary_of(criteria, found.total),
        "reading": documents.reading_words(found.understood, criteria.words)
        if found.total or found.translated
        else [],
        "sort_label": documents.say(sort_of(criteria)),
        "radius": spelt(form.straal.data),
        "cards": cards_of(within, near),
        "beyond": cards_of(beyond, near),
        "further": further_of(form, criteria),
        "alternatives": links_of(form, asked.alternatives),
        "chips": [
            {"label": one.label, "href": form.without(one.box, one.code)}
            for one in chosen_of(criteria, names)
        ],
        "groups": groups_of(criteria, found.facets, names),
        "level_questions": f"{url_for('finding.level.my_level')}?{asked_now}",
        "as_typed": form.address(letterlijk=True),
        "as_corrected": form.address(letterlijk=None),
        "wider": wider and {"far": length(wider, "kilometer"), "href": form.address(straal=wider)},
        "unfiltered": form.unfiltered(),
        "without_words": form.address(wat=None) if criteria.words else None,
        "page_address": lambda number: form.address(pagina=number),
    }


def further_of(form: SearchForm, criteria: Criteria) -> dict[str, Any] | None:
    """That the page looks further than was asked, and the way back; None where it does not."""
    if criteria.near is None or criteria.radius_km == form.straal.data:
        return None
    return {
        "asked": kilometres(form.straal.data * 1000),
        "to": kilometres(criteria.radius_km * 1000),
        "href": form.address(niet_verder=True),
    }


def summary_of(criteria: Criteria, total: int) -> str:
    """How much was found, and where, in words."""
    count = _("Niets gevonden")
    if total:
        count = ngettext("%(num)s resultaat", "%(num)s resultaten", total)
    if not criteria.near:
        return count
    place = documents.searched_words(criteria.near)
    if criteria.radius_km == 0:
        return _("%(count)s in %(place)s", count=count, place=place)
    distance = kilometres(criteria.radius_km * 1000)
    return _("%(count)s binnen %(far)s van %(place)s", count=count, far=distance, place=place)
