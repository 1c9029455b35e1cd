"""How an offer is told: its card, when it is, what it costs, who may join; in Dutch sentences."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import ngettext

from meedoen.offers.finding import wording
from meedoen.offers.indexing import How, Understood
from meedoen.offers.models import Offer, OfferPlace
from meedoen.offers.summaries.queries import Told
from meedoen.offers.terms import Day, Daypart, Level
from meedoen.places.models import Municipality
from meedoen.places.terms import Place, PlaceKind
from meedoen.web.languages import FRENCH, current_language
from meedoen.web.spoken import (
    at_moment,
    in_a_row,
    kilometres,
    number,
    one_of,
    quoted,
)


def say(term: Any) -> str:
    """The words of a term."""
    return str(current_app.extensions["dictionary"].say(term))


def week_words(week: Iterable[tuple[Day, Daypart]]) -> str:
    """Parts of the week in a few words: 'maandagavond en woensdagvoormiddag'."""
    order = sorted(week, key=lambda moment: (list(Day).index(moment[0]), moment[1].value))
    words = [str(wording.MOMENTS[moment]) for moment in order]
    if len(words) > 3:
        days = [str(wording.DAYS[day]) for day in Day if any(day is one for one, _part in order)]
        words = [_("elke dag")] if len(days) == 7 else days
    return in_a_row(words)


def cost_words(offer: Offer) -> str:
    """What it costs: 'Gratis', '5 euro', '2,50 euro'."""
    if not offer.cost_cents:
        return _("Gratis")
    euro = offer.cost_cents / 100
    return _("%(amount)s euro", amount=number(euro, "0.00" if euro % 1 else "0"))


def town_words(town: Municipality) -> str:
    """The name of a municipality: French on a page in French, else Dutch, as on its signs."""
    return town.name_fr if current_language().code == FRENCH else town.name_nl


def searched_words(place: Place) -> str:
    """The name of a searched place, likewise; a point has none."""
    if place.kind is PlaceKind.POINT:
        return str(_("deze plek"))
    return (current_language().code == FRENCH and place.label_fr) or place.label


def place_words(place: OfferPlace) -> str:
    """A place in a few words: its municipality, and the part of it that was named."""
    names = (place.municipality.name_nl, place.municipality.name_fr)
    return in_town(town_words(place.municipality), place.part, names)


def in_town(town: str, part: str, names: Collection[str]) -> str:
    """A municipality, and the part of it that was named, if it is one: 'Muizen (Mechelen)'.

    `names` are those that the municipality has itself.
    """
    return f"{part} ({town})" if part and part not in names else town


def address_words(place: OfferPlace) -> str:
    """A place as on a letter, without its municipality: 'De Brug, Dorpsstraat 1, 2800'."""
    return ", ".join(filter(None, [place.name, place.street, place.postcode]))


def distance_words(metres: float | None, near: Place | None) -> str | None:
    """How far it is from the searched place; what lies in it has no distance but a name."""
    if metres is None or near is None:
        return None
    if metres > 0:
        return kilometres(metres)
    if near.kind is PlaceKind.MUNICIPALITY:
        return _("in jouw gemeente")
    return _("hier") if near.kind is PlaceKind.POINT else _("in jouw buurt")


def where_words(offer: Offer, place: OfferPlace | None) -> str:
    """Where it happens: the place that counted, or the words for no place at all."""
    if place:
        return place_words(place)
    if offer.places:
        more = len(offer.places) - 1
        first = place_words(offer.places[0])
        if more:
            return ngettext(
                "%(place)s en %(num)s andere", "%(place)s en %(num)s andere", more, place=first
            )
        return first
    return _("Wij komen naar jou") if offer.comes_to_you else _("Online")


def tags_of(offer: Offer) -> list[str]:
    """Short facts that help to choose."""
    facts = (
        (not offer.cost_cents, _("Gratis")),
        (offer.childcare, _("Kinderopvang")),
        (offer.children_welcome and not offer.childcare, _("Kinderen welkom")),
        (offer.women_only, _("Alleen voor vrouwen")),
    )
    return [words for holds, words in facts if holds]


def reading_words(understood: Iterable[Understood], typed: str) -> list[str]:
    """How typed words were read, where that was not simply as they stand, in sentences.

    A question that is one word or name is shown as it was typed, others are folded.
    """
    words = [word for word in understood if word.how is not How.IGNORED]
    translated = any(word.how is How.TRANSLATED for word in words)
    told = [
        _(
            "We lezen ‘%(typed)s’ als %(read)s.",
            typed=word.typed,
            read=one_of([quoted(part) for part in word.read.split("+")]),
        )
        for word in words
        if word.how is How.SPLIT
    ]
    told += [
        _(
            "‘%(typed)s’ is in het Nederlands ‘%(read)s’.",
            typed=typed if len(words) == 1 else word.typed,
            read=_("’ of ‘").join(word.read.split("+")),
        )
        for word in words
        if word.how is How.TRANSLATED
    ]
    told += [
        _("‘%(typed)s’ vinden we nergens.", typed=word.typed)
        for word in words
        if word.how is How.UNKNOWN and not translated
    ]
    if words and not translated and not words[0].needed:
        told.append(_("Weinig past bij al je woorden. Je ziet ook wat bij een deel ervan past."))
    return told


def card_of(
    offer: Offer,
    *,
    url: str,
    next_session: datetime | None,
    metres: float | None = None,
    place: OfferPlace | None = None,
    near: Place | None = None,
    told: Told | None = None,
) -> dict[str, Any]:
    """An offer as the component offer_card wants it; `told` is its summary in the language spoken.

    A card has no room to say that a summary is behind the Dutch, so it then shows the Dutch.
    """
    in_own = told is not None and not told.outdated
    week = [(moment.day, moment.daypart) for moment in offer.moments]
    return {
        "url": url,
        "title": offer.title,
        "summary": told.text if told and in_own else offer.summary,
        "summary_in_dutch": not in_own,
        "type": offer.type.value,
        "type_label": say(offer.type),
        "level": offer.level or Level.STARTING,
        "level_label": say(Level(offer.level or Level.STARTING)),
        "organisation_name": offer.organisation.name,
        "place_label": where_words(offer, place),
        "distance_label": distance_words(metres, near),
        "distance_here": metres == 0,
        "when_label": week_words(week) or (at_moment(next_session) if next_session else ""),
        "cost_label": cost_words(offer),
        "tags": tags_of(offer),
        "full": offer.full,
    }
