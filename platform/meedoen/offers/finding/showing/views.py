"""The public pages of an offer, an organisation and a municipality."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for

from meedoen.core.errors import NotFound
from meedoen.offers.finding import documents, wording
from meedoen.offers.finding.queries import FoundOffer, next_sessions, search_offers
from meedoen.offers.finding.rules import week_of
from meedoen.offers.finding.showing.documents import (
    also_told,
    children_answer,
    duration_words,
    event_of,
    for_whom,
    gone_words,
    guide_of,
    languages_words,
    municipality_words,
    price_of,
    share_links,
    way_to,
)
from meedoen.offers.finding.showing.queries import (
    get_public_offer,
    get_public_organisation,
    list_coming_sessions,
    list_in_municipalities,
    list_nearby,
    list_public_offers_of,
    nearest_place,
    nearest_station,
)
from meedoen.offers.finding.terms import Criteria
from meedoen.offers.indexing import read_geography
from meedoen.offers.models import Offer
from meedoen.offers.rules import is_findable
from meedoen.offers.summaries.queries import summaries_in
from meedoen.offers.terms import Day, Daypart, Goal, Level
from meedoen.organisations.models import Organisation
from meedoen.places.models import Municipality
from meedoen.places.queries import find_place, find_successor, list_neighbours
from meedoen.places.rules import slug_of
from meedoen.places.terms import Place
from meedoen.web.access import public
from meedoen.web.clock import now, today
from meedoen.web.languages import current_language
from meedoen.web.session import db

showing = Blueprint("showing", __name__)

LONGEST_LIST = 12
LONGEST_PLACE = 100


@showing.get("/aanbod/<int:offer_id>")
@showing.get("/aanbod/<int:offer_id>/<slug>")
@public
def offer(offer_id: int, slug: str = "") -> Any:
    """One offer: is it for me, what will we do, when, where, with whom, how do I join."""
    shown = get_public_offer(db.session, offer_id)
    near = searched_place()
    if not is_findable(shown, on=today()):
        return gone_page(shown, near)
    if slug != slug_or_word(shown.title):
        return redirect(slug_for(shown, near), 301)
    cards = cards_of(list_nearby(db.session, shown, on=today()), None)
    return render_template("finding/showing/offer.html", nearby=cards, **page_of(shown, near))


def gone_page(shown: Offer, near: Place | None = None) -> tuple[str, int]:
    """Why an offer that was public is not there, with others near it."""
    nearby = cards_of(list_nearby(db.session, shown, on=today()), near)
    why = gone_words(shown, on=today())
    return render_template("finding/showing/gone.html", why=why, nearby=nearby), 410


def page_of(shown: Offer, near: Place | None) -> dict[str, Any]:
    """What the page of an offer tells, seen from a place; its preview tells the same."""
    coming = list_coming_sessions(db.session, shown, at=now())
    found = nearest_place(shown, near) if near else None
    language = current_language()
    canonical = slug_for(shown, None)
    address = current_app.config["SETTINGS"].base_url + canonical
    return {
        "offer": shown,
        "told": summaries_in(db.session, [shown], language.code).get(shown.id),
        "language": language,
        "coming": coming,
        "week": week_of(shown.moments, shown.sessions),
        "days": [(day.value, wording.SHORT_DAYS[day], documents.say(day)) for day in Day],
        "parts": [(part.value, documents.say(part)) for part in Daypart],
        "near": near,
        "distance": documents.distance_words(found[0], near) if found else None,
        "inside": bool(found and found[0] == 0),
        "for_whom": for_whom(shown, read_geography(db.session)),
        "talking": wording.TALKING[Level(shown.level)] if shown.level else None,
        "languages": languages_words(shown),
        "duration": duration_words(shown),
        "ways": [way_to(place, *nearest_station(db.session, place)) for place in shown.places],
        "price": price_of(shown),
        "children": children_answer(shown),
        "also_told": also_told(shown),
        "goals": [goal for goal in Goal if goal in shown.goals],
        "level_term": Level(shown.level) if shown.level else None,
        "nowhere": documents.where_words(shown, None),
        "organisation_address": address_of_organisation(shown.organisation),
        "canonical": canonical,
        "address": address,
        "share_links": share_links(shown.title, address),
        "event": event_of(shown, coming, address=address),
        "contact_person": guide_of(shown),
    }


@showing.get("/organisaties/<int:organisation_id>")
@showing.get("/organisaties/<int:organisation_id>/<slug>")
@public
def organisation(organisation_id: int, slug: str = "") -> Any:
    """One organisation with what it offers."""
    shown = get_public_organisation(db.session, organisation_id)
    if slug != slug_or_word(shown.name):
        return redirect(address_of_organisation(shown), 301)
    found = list_public_offers_of(db.session, shown.id, on=today())
    return render_template(
        "finding/showing/organisation.html",
        organisation=shown,
        cards=cards_of(found, None),
        town_address=address_of_municipality(shown.municipality),
    )


@showing.get("/gemeenten/<nis>")
@showing.get("/gemeenten/<nis>/<slug>")
@public
def municipality(nis: str, slug: str = "") -> Any:
    """One municipality: what there is in it, and at its neighbours."""
    shown = find_successor(db.session, nis) if nis.isascii() and nis.isdecimal() else None
    if shown is None:
        raise NotFound
    if nis != shown.nis or slug != shown.slug:
        return redirect(address_of_municipality(shown), 301)
    near = find_place(db.session, shown.nis).place
    if near is None:
        raise NotFound
    here = search_offers(
        db.session, Criteria(near=near, radius_km=0, page_size=LONGEST_LIST), on=today()
    )
    neighbours = list_neighbours(db.session, shown.nis)
    around = list_in_municipalities(
        db.session,
        frozenset(row.nis for row in neighbours) - {shown.nis},
        near,
        on=today(),
        most=LONGEST_LIST,
    )
    own = {row.offer.id for row in here}
    return render_template(
        "finding/showing/municipality.html",
        municipality=shown,
        intro=municipality_words(documents.town_words(shown), here.total),
        cards=cards_of(here.found, None),
        around=cards_of([row for row in around if row.offer.id not in own], near),
        neighbours=[
            (documents.town_words(row), address_of_municipality(row)) for row in neighbours
        ],
        more=url_for("finding.results", waar=near.query),
    )


def searched_place() -> Place | None:
    """The place that was searched from, carried along in `waar`; an unknown one is none."""
    text = request.args.get("waar", "")
    return find_place(db.session, text).place if 0 < len(text) <= LONGEST_PLACE else None


def cards_of(found: Sequence[FoundOffer], near: Place | None) -> list[dict[str, Any]]:
    """Offers as cards; the searched place goes along, so that the offer's page can say how far."""
    dates = next_sessions(db.session, [row.offer.id for row in found], at=now())
    told = summaries_in(db.session, [row.offer for row in found], current_language().code)
    return [
        documents.card_of(
            row.offer,
            url=slug_for(row.offer, near),
            next_session=dates.get(row.offer.id),
            metres=row.metres,
            place=row.place,
            near=near,
            told=told.get(row.offer.id),
        )
        for row in found
    ]


def slug_or_word(name: str) -> str:
    """The readable part of an address, never empty."""
    return slug_of(name) or "meedoen"


def slug_for(offer: Offer, near: Place | None) -> str:
    """The address of an offer, with the place it was searched from if there is one."""
    carried: dict[str, Any] = {"waar": near.query} if near else {}
    return url_for(
        "finding.showing.offer", offer_id=offer.id, slug=slug_or_word(offer.title), **carried
    )


def address_of_organisation(shown: Organisation) -> str:
    """The address of an organisation's public page."""
    return url_for(
        "finding.showing.organisation", organisation_id=shown.id, slug=slug_or_word(shown.name)
    )


def address_of_municipality(shown: Municipality) -> str:
    """The address of a municipality's public page."""
    return url_for("finding.showing.municipality", nis=shown.nis, slug=shown.slug)
