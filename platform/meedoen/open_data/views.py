"""The addresses of the public API and the page that explains it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from apiflask import APIBlueprint
from flask import Response, current_app, render_template, request
from flask.blueprints import BlueprintSetupState
from pydantic import BaseModel

from meedoen.offers.finding.completing.queries import complete_organisations, complete_words
from meedoen.offers.finding.filters.queries import read_names
from meedoen.offers.finding.filters.terms import NAMED
from meedoen.offers.finding.forms import LONGEST_QUESTION
from meedoen.offers.finding.queries import FoundOffer, next_sessions, search_offers
from meedoen.offers.finding.rules import FACETS, choices_of
from meedoen.offers.finding.showing.queries import (
    get_public_offer,
    list_coming_sessions,
    nearest_place,
)
from meedoen.offers.finding.showing.views import (
    address_of_municipality,
    address_of_organisation,
    slug_for,
)
from meedoen.offers.finding.terms import Criteria
from meedoen.offers.indexing import read_geography
from meedoen.offers.rules import is_findable
from meedoen.offers.summaries.queries import read_summaries
from meedoen.open_data.documents import (
    facets_answer,
    feature_of,
    municipality_answer,
    near_answer,
    page_of,
    place_answer,
    summary_of,
)
from meedoen.open_data.forms import (
    NoQuestion,
    OfferQuestion,
    OffersQuestion,
    PlacesQuestion,
    Question,
    Refused,
    SuggestQuestion,
    check_together,
    read_question,
)
from meedoen.open_data.specification.documents import complete
from meedoen.open_data.terms import (
    FeaturesAnswer,
    MunicipalitiesAnswer,
    OfferAnswer,
    OfferPageAnswer,
    OffersAnswer,
    PlacesAnswer,
    Problem,
    SuggestAnswer,
    SuggestedOrganisation,
    SuggestedPlace,
    WordAnswer,
)
from meedoen.places.queries import (
    codes_of_today,
    complete_places,
    find_place,
    list_municipalities,
)
from meedoen.places.terms import Found, Place
from meedoen.web.access import public
from meedoen.web.clock import now, today
from meedoen.web.problems import problem
from meedoen.web.session import db

open_data = APIBlueprint("open_data", __name__, url_prefix="/api", tag="open data")

FRESH_SECONDS = 60
MOST_SESSIONS = 100
GEOJSON = "application/geo+json"
QUESTIONS: dict[str, type[Question]] = {
    "/api/v1/offers": OffersQuestion,
    "/api/v1/offers.geojson": OffersQuestion,
    "/api/v1/offers/{offer_id}": OfferQuestion,
    "/api/v1/places": PlacesQuestion,
    "/api/v1/suggest": SuggestQuestion,
    "/api/v1/municipalities": NoQuestion,
}


@open_data.record_once
def describe(state: BlueprintSetupState) -> None:
    """Let the specification tell what the questions take, and machines of others read answers."""
    state.app.config["OPENAPI_VERSION"] = "3.1.0"
    state.app.spec_processor(lambda spec: complete(spec, QUESTIONS, Problem))  # type: ignore[attr-defined]


@open_data.after_app_request
def open_to_others(response: Response) -> Response:
    """Any site may read the API; nothing in it is private."""
    if request.path.startswith("/api/v1/"):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@open_data.before_request
def check_query() -> Response | None:
    """Refuse a query that is too long, before anything reads it."""
    if len(request.query_string) > LONGEST_QUESTION:
        return problem(400, "The query is longer than 4096 bytes.")
    return None


@open_data.errorhandler(Refused)
def refused(error: Refused) -> Response:
    """Say which parameter is unfit, and why."""
    response = problem(400, error.detail, parameter=error.parameter)
    if error.more:
        response.set_data(json.dumps(json.loads(response.get_data()) | error.more))
    return response


@open_data.get("/v1/offers")
@public
@open_data.output(OffersAnswer)
@open_data.doc(summary="Find offers", operation_id="findOffers")
def find_offers() -> Response:
    """Published offers that fit, nearest first where a place is given."""
    question = read_question(OffersQuestion, request.args)
    asked = place_of(question.near)
    criteria = criteria_of(question, asked.place)
    found = search_offers(db.session, criteria, on=today(), counted=FACETS)
    return answer(
        OffersAnswer(
            total=found.total,
            page=question.page,
            page_size=question.page_size,
            near=near_answer(asked),
            radius_km=criteria.radius_km if asked.place else None,
            suggestion=found.suggestion,
            words=[WordAnswer.model_validate(asdict(word)) for word in found.understood],
            facets=facets_answer(found.facets, criteria),
            offers=answers_of(found.found),
        )
    )


@open_data.get("/v1/offers.geojson")
@public
@open_data.output(FeaturesAnswer, content_type=GEOJSON)
@open_data.doc(summary="Find offers, as GeoJSON", operation_id="findOffersOnMap")
def find_features() -> Response:
    """The same question as `/offers`, answered as a FeatureCollection."""
    question = read_question(OffersQuestion, request.args)
    near = place_of(question.near).place
    found = search_offers(db.session, criteria_of(question, near), on=today())
    features = [
        feature_of(one, row.offer)
        for one, row in zip(answers_of(found.found), found.found, strict=True)
    ]
    return answer(
        FeaturesAnswer(
            total=found.total,
            page=question.page,
            page_size=question.page_size,
            features=features,
        ),
        mimetype=GEOJSON,
    )


@open_data.get("/v1/offers/<int:offer_id>")
@public
@open_data.output(OfferPageAnswer)
@open_data.doc(summary="One offer", operation_id="getOffer", responses={404: "No such offer."})
def get_offer(offer_id: int) -> Response:
    """One published offer with all that its page tells; 410 when it was withdrawn."""
    question = read_question(OfferQuestion, request.args)
    offer = get_public_offer(db.session, offer_id)
    if not is_findable(offer, on=today()):
        return problem(410, "This offer was withdrawn.")
    near = place_of(question.near).place
    nearest = nearest_place(offer, near) if near else None
    first = offer.places[0] if offer.places else None
    metres, place = nearest if nearest else (None, first)
    summary = summary_of(
        FoundOffer(offer, metres, place),
        read_geography(db.session),
        url=absolute(slug_for(offer, None)),
        dates=next_sessions(db.session, [offer.id], at=now()),
        told=read_summaries(db.session, [offer]),
    )
    coming = list_coming_sessions(db.session, offer, at=now(), most=MOST_SESSIONS)
    return answer(OfferPageAnswer(**(summary | page_of(offer, coming))))


@open_data.get("/v1/places")
@public
@open_data.output(PlacesAnswer)
@open_data.doc(summary="Complete the name of a place", operation_id="completePlaces")
def find_places() -> Response:
    """Municipalities, deelgemeenten, postcodes and old names that begin so, at most eight."""
    question = read_question(PlacesQuestion, request.args)
    found = complete_places(db.session, question.q)
    return answer(PlacesAnswer(places=[place_answer(place) for place in found]))


@open_data.get("/v1/suggest")
@public
@open_data.output(SuggestAnswer)
@open_data.doc(summary="Complete what somebody types", operation_id="suggest")
def suggest() -> Response:
    """Words in use, organisations with offers, and places, that go on as `q` does."""
    question = read_question(SuggestQuestion, request.args)
    typed, most, on = question.q, question.limit, today()
    return answer(
        SuggestAnswer(
            words=list(complete_words(db.session, typed, on=on, limit=most)),
            organisations=[
                SuggestedOrganisation(
                    id=one.id, name=one.name, url=absolute(address_of_organisation(one))
                )
                for one in complete_organisations(db.session, typed, on=on, limit=most)
            ],
            places=[
                SuggestedPlace(label=place.label, query=place.query)
                for place in complete_places(db.session, typed, most)
            ],
        )
    )


@open_data.get("/v1/municipalities")
@public
@open_data.output(MunicipalitiesAnswer)
@open_data.doc(summary="All municipalities", operation_id="listMunicipalities")
def find_municipalities() -> Response:
    """The municipalities of today, with their region, network and agency."""
    read_question(NoQuestion, request.args)
    rows = list_municipalities(db.session)
    return answer(
        MunicipalitiesAnswer(
            municipalities=[
                municipality_answer(row, url=absolute(address_of_municipality(row))) for row in rows
            ]
        )
    )


@open_data.get("/docs")
@public
@open_data.doc(hide=True)
def docs() -> str:
    """The specification as a page for people."""
    spec: dict[str, Any] = current_app.spec  # type: ignore[attr-defined]
    return render_template("open_data/docs.html", spec=spec)


def place_of(text: str | None) -> Found:
    """The place that `near` means, or nothing where it was not given.

    Raises Refused when it is unknown, or more than one.
    """
    if text is None:
        return Found()
    found = find_place(db.session, text)
    if found.choices:
        choices = [place_answer(place).model_dump(mode="json") for place in found.choices]
        raise Refused(
            "near", "This can be more than one place; give the query of a choice.", choices=choices
        )
    if found.place is None:
        raise Refused("near", "This place is unknown.")
    return found


def criteria_of(question: OffersQuestion, near: Place | None) -> Criteria:
    """What is asked, once all it names was found to be there. Raises Refused."""
    check_together(question)
    today_codes = codes_of_today(db.session, question.municipality)
    criteria = replace(question.criteria(near), municipalities=frozenset(today_codes))
    wanted = {facet: choices_of(criteria).get(facet, frozenset()) for facet in NAMED}
    names = read_names(db.session, wanted)
    for facet, codes in wanted.items():
        if unknown := codes - names[facet].keys():
            raise Refused(facet, f"Unknown: {', '.join(sorted(unknown)[:3])}.")
    return criteria


def answers_of(found: Sequence[FoundOffer]) -> list[OfferAnswer]:
    """What a list tells of each offer."""
    geography = read_geography(db.session)
    dates = next_sessions(db.session, [row.offer.id for row in found], at=now())
    told = read_summaries(db.session, [row.offer for row in found])
    return [
        OfferAnswer(
            **summary_of(
                row, geography, url=absolute(slug_for(row.offer, None)), dates=dates, told=told
            )
        )
        for row in found
    ]


def answer(document: BaseModel, *, mimetype: str = "application/json") -> Response:
    """A document that caches may keep for a minute and then ask whether it still holds."""
    response = Response(document.model_dump_json(), mimetype=mimetype)
    response.cache_control.public = True
    response.cache_control.max_age = FRESH_SECONDS
    response.add_etag()
    response.make_conditional(request)
    return response


def absolute(path: str) -> str:
    """A path as a whole address."""
    return f"{current_app.config['SETTINGS'].base_url}{path}"
