"""How an offer is told: its card, when it is, what it costs, who may join; in Dutch sentences."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from flask import current_app
from flask_babel import format_date, format_datetime, format_decimal
from flask_babel import gettext as _

from meedoen.offers.finding.rules import BRUSSELS
from meedoen.offers.indexing import Geography, How, Understood
from meedoen.offers.models import Offer, OfferPlace
from meedoen.offers.terms import CatchmentKind, Day, Daypart, Language, Level
from meedoen.places.terms import Place, PlaceKind
from meedoen.web.wording import hours_and_minutes, kilometres


def say(term: Any) -> str:
    """The words of a term."""
    return str(current_app.extensions["dictionary"].say(term))


def moment_words(moment: datetime) -> str:
    """A moment as people say it: 'dinsdag 3 maart, 14 uur'."""
    local = moment.astimezone(BRUSSELS)
    clock = format_datetime(moment, "H 'uur'" if local.minute == 0 else "H.mm 'uur'")
    return f"{format_date(local.date(), 'EEEE d MMMM')}, {clock}"


def day_words(day: date) -> str:
    """A day as people say it: 'dinsdag 3 maart 2026'."""
    return str(format_date(day, "EEEE d MMMM y"))


def week_words(week: Iterable[tuple[Day, Daypart]]) -> str:
    """Parts of the week in a few words: 'maandagavond en woensdagvoormiddag'."""
    order = sorted(week, key=lambda moment: (list(Day).index(moment[0]), moment[1].value))
    words = [f"{say(day)} {say(part)}".lower() for day, part in order]
    if len(words) > 3:
        days = [say(day).lower() for day in Day if any(day is other for other, _part in order)]
        words = [_("elke dag")] if len(days) == 7 else days
    return _(" en ").join([", ".join(words[:-1]), words[-1]] if words[1:] else words)


def cost_words(offer: Offer) -> str:
    """What it costs: 'Gratis', '5 euro', '2,50 euro'."""
    if not offer.cost_cents:
        return _("Gratis")
    euro = offer.cost_cents / 100
    return _("%(amount)s euro", amount=format_decimal(euro, "0.00" if euro % 1 else "0"))


def place_words(place: OfferPlace) -> str:
    """A place in a few words: its municipality, and the part of it that was named."""
    return town_words(place.municipality.name_nl, place.part)


def town_words(town: str, part: str) -> str:
    """A municipality, and the part of it that was named, if one was: 'Muizen (Mechelen)'."""
    return f"{part} ({town})" if part and part != town else town


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
        return _("%(place)s en %(more)s andere", place=first, more=more) if more else first
    return _("Wij komen naar jou") if offer.comes_to_you else _("Online")


def whom_words(offer: Offer) -> str:
    """For whom it is, where it is not for all."""
    women = _("Alleen voor vrouwen") if offer.women_only else ""
    return ". ".join(filter(None, [women, offer.target_group]))


def tags_of(offer: Offer) -> list[str]:
    """Short facts that help to choose."""
    facts = (
        (not offer.cost_cents, _("Gratis")),
        (offer.childcare, _("Kinderopvang")),
        (offer.children_welcome and not offer.childcare, _("Kinderen welkom")),
        (offer.women_only, _("Alleen voor vrouwen")),
    )
    return [words for holds, words in facts if holds]


def reading_words(understood: Iterable[Understood]) -> list[str]:
    """How typed words were read, where that was not simply as they stand, in sentences."""
    words = [word for word in understood if word.how is not How.IGNORED]
    told = [
        _(
            "We lezen ‘%(typed)s’ als ‘%(read)s’.",
            typed=word.typed,
            read=_("’ of ‘").join(word.read.split("+")),
        )
        for word in words
        if word.how is How.SPLIT
    ]
    told += [
        _("‘%(typed)s’ vinden we nergens.", typed=word.typed)
        for word in words
        if word.how is How.UNKNOWN
    ]
    if words and not words[0].needed:
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
) -> dict[str, Any]:
    """An offer as the component offer_card wants it."""
    week = [(moment.day, moment.daypart) for moment in offer.moments]
    return {
        "url": url,
        "title": offer.title,
        "summary": offer.summary,
        "type": offer.type.value,
        "type_label": say(offer.type),
        "level": offer.level or Level.STARTING,
        "level_label": say(Level(offer.level or Level.STARTING)),
        "organisation_name": offer.organisation.name,
        "place_label": where_words(offer, place),
        "distance_label": distance_words(metres, near),
        "distance_here": metres == 0,
        "when_label": week_words(week) or (moment_words(next_session) if next_session else ""),
        "cost_label": cost_words(offer),
        "tags": tags_of(offer),
        "full": offer.full,
    }


def facts_of(offer: Offer, geography: Geography) -> list[tuple[str, str, str]]:
    """The practical list of an offer: question, answer, drawing; what was not said stays empty."""
    return [
        (_("Kost"), ". ".join(filter(None, [cost_words(offer), offer.cost_note])), "euro"),
        (_("UiTPAS"), _("Je kan je UiTPAS gebruiken") if offer.uitpas else "", "check"),
        (_("Kinderen"), children_words(offer), "child"),
        (_("Leeftijd"), age_words(offer), "person"),
        (_("Voor wie"), whom_words(offer), "people"),
        (
            _("Rolstoel"),
            _("Je kan er met een rolstoel in") if offer.wheelchair_accessible else "",
            "check",
        ),
        (_("Wie kan meedoen?"), catchment_words(offer, geography), "place"),
        (_("Duur"), duration_words(offer), "clock"),
        (_("Plaatsen"), seats_words(offer), "people"),
        (_("Andere talen"), languages_words(offer), "bubble"),
        (_("Verzekering"), insurance_words(offer), "check"),
        (_("Onkosten"), offer.volunteer_allowance, "euro"),
        (_("Begeleider op de werkplek"), offer.internship_tutor, "person"),
    ]


def children_words(offer: Offer) -> str:
    """Whether children can come along."""
    if offer.childcare:
        return _("Er is kinderopvang")
    return _("Je kinderen zijn welkom") if offer.children_welcome else ""


def seats_words(offer: Offer) -> str:
    """For how many people there is place, and whether all of it is taken."""
    seats = _("%(n)s plaatsen", n=offer.seats) if offer.seats else ""
    return ". ".join(filter(None, [seats, _("Nu volzet") if offer.full else ""]))


def languages_words(offer: Offer) -> str:
    """What the host speaks besides Dutch."""
    spoken = [say(language) for language in Language if language in offer.host_languages]
    return _("Ze spreken ook %(languages)s", languages=", ".join(spoken)) if spoken else ""


def age_words(offer: Offer) -> str:
    """From which to which age."""
    if offer.min_age and offer.max_age:
        return _("Van %(low)s tot %(high)s jaar", low=offer.min_age, high=offer.max_age)
    if offer.min_age:
        return _("Vanaf %(low)s jaar", low=offer.min_age)
    return _("Tot %(high)s jaar", high=offer.max_age) if offer.max_age else ""


def catchment_words(offer: Offer, geography: Geography) -> str:
    """Who may join, as far as where they live goes."""
    if offer.catchment is CatchmentKind.EVERYONE:
        return _("Iedereen, waar je ook woont")
    codes = [row.region_code for row in offer.catchment_regions]
    if offer.catchment is CatchmentKind.MUNICIPALITIES:
        codes = [row.nis for row in offer.catchment_municipalities]
    names = (geography.names.get(code, code) for code in codes)
    return _("Wie woont in %(names)s", names=", ".join(sorted(names)))


def duration_words(offer: Offer) -> str:
    """How long one meeting takes, and all of it."""
    each, whole = offer.minutes_per_meeting, offer.minutes_total
    words = []
    if each:
        words.append(_("%(time)s per keer", time=hours_and_minutes(each)))
    if whole:
        words.append(_("%(time)s in het totaal", time=hours_and_minutes(whole)))
    return ", ".join(words)


def insurance_words(offer: Offer) -> str:
    """Who insures whoever joins."""
    if offer.insurance is None:
        return ""
    return ". ".join(filter(None, [say(offer.insurance), offer.insurance_note]))


def municipality_words(name: str, total: int) -> str:
    """How much there is in a municipality."""
    if not total:
        return _("Er is nu geen aanbod in %(name)s zelf.", name=name)
    if total == 1:
        return _("Er is 1 manier om mee te doen voor wie in %(name)s woont.", name=name)
    return _(
        "Er zijn %(n)s manieren om mee te doen voor wie in %(name)s woont.", n=total, name=name
    )
