"""The filter in words: its groups with their counts, and what was chosen; no address is made."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Any

from flask_babel import gettext as _

from meedoen.offers.finding.documents import say
from meedoen.offers.finding.filters.terms import (
    NAMED,
    TRAIT_BOXES,
    Chosen,
    Group,
    Names,
    Option,
)
from meedoen.offers.finding.rules import TRAITS, choices_of, sort_of
from meedoen.offers.finding.terms import Children, Criteria, Sort, Trait
from meedoen.offers.terms import Day, Daypart, Goal, Language, Level, OfferType
from meedoen.web.spoken import briefly, quoted

Counts = Mapping[str, Mapping[str, int]]


def groups_of(criteria: Criteria, counts: Counts, names: Names) -> list[Group]:
    """The questions of the filter, what most people ask first; each choice with its count."""
    goals = options_of("doel", Goal, criteria.goals, counts.get("goal", {}))
    types = options_of("soort", OfferType, criteria.types, counts.get("type", {}))
    practical = (*traits_of(criteria, counts), *children_of(criteria, counts))
    days = options_of("dag", Day, criteria.days, counts.get("day", {}))
    parts = options_of("dagdeel", Daypart, criteria.dayparts, counts.get("daypart", {}))
    spoken = options_of("taal", Language, criteria.languages, counts.get("language", {}))
    dated = bool(criteria.first_day or criteria.last_day)
    levels, sorts = levels_of(criteria, counts.get("level", {})), sorts_of(criteria)
    titles = {
        "municipality": _("Gemeente"),
        "region": _("Regio"),
        "organisation": _("Organisatie"),
    }
    return [
        Group(_("Doel"), goals, open=True),
        Group(_("Wat is voor jou belangrijk?"), practical, open=True),
        Group(_("Soort"), types, open=answered(types)),
        Group(_("Wanneer?"), kind="dates", open=dated),
        Group(_("Dag"), days, open=answered(days)),
        Group(_("Deel van de dag"), parts, open=answered(parts)),
        Group(_("Mijn Nederlands"), levels, "levels", open=True),
        *(
            Group(titles[facet], shown, open=answered(shown))
            for facet in NAMED
            if (shown := named_of(facet, criteria, counts.get(facet, {}), names[facet]))
        ),
        Group(_("Ze spreken ook"), worth_asking(spoken), open=answered(spoken)),
        Group(_("Volgorde"), sorts, "radio", open=criteria.sort is not None),
    ]


def answered(options: Iterable[Option]) -> bool:
    """Whether anything of a group was chosen."""
    return any(option.checked for option in options)


def worth_asking(options: Iterable[Option]) -> tuple[Option, ...]:
    """What gives anything, and what was chosen: a long list is no help where most give nothing."""
    return tuple(option for option in options if option.count or option.checked)


def options_of(
    box: str, terms: type[Enum], chosen: Iterable[Any], counts: Mapping[str, int]
) -> tuple[Option, ...]:
    """All terms of an enum, in its order."""
    return tuple(
        Option(box, str(term.value), say(term), term in chosen, counts.get(str(term.value), 0))
        for term in terms
    )


def traits_of(criteria: Criteria, counts: Counts) -> Iterator[Option]:
    """Each yes, in a box of its own."""
    for trait in Trait:
        facet, code = TRAITS[trait]
        count = counts.get(facet, {}).get(code, 0)
        yield Option(TRAIT_BOXES[trait], "1", say(trait), trait in criteria.traits, count)


def children_of(criteria: Criteria, counts: Counts) -> tuple[Option, ...]:
    """What one can do with one's children."""
    return options_of("kinderen", Children, criteria.children, counts.get("children", {}))


def levels_of(criteria: Criteria, counts: Mapping[str, int]) -> tuple[Option, ...]:
    """The levels of Dutch; each counts the offers for this level and lower."""
    return tuple(
        Option(
            "niveau",
            str(level.value),
            say(level),
            level is criteria.level,
            sum(counts.get(str(lower.value), 0) for lower in Level if lower <= level),
        )
        for level in Level
    )


def named_of(
    facet: str, criteria: Criteria, counts: Mapping[str, int], names: Mapping[str, str]
) -> tuple[Option, ...]:
    """Things with a name, those with the most offers first."""
    chosen = choices_of(criteria).get(facet, ())
    ordered = sorted(names, key=lambda code: (-counts.get(code, 0), names[code]))
    return tuple(
        Option(NAMED[facet], code, names[code], code in chosen, counts.get(code, 0))
        for code in ordered
    )


def sorts_of(criteria: Criteria) -> tuple[Option, ...]:
    """The orders that can be; by distance needs a place."""
    return tuple(
        Option("volgorde", sort.value, say(sort), sort is sort_of(criteria))
        for sort in Sort
        if sort is not Sort.DISTANCE or criteria.near
    )


def chosen_of(criteria: Criteria, names: Names) -> Iterator[Chosen]:
    """All that narrows the search now, each as a part that can be taken away."""
    if criteria.words:
        yield Chosen("wat", None, quoted(criteria.words))
    for box, terms, held in (
        ("soort", OfferType, criteria.types),
        ("doel", Goal, criteria.goals),
        ("dag", Day, criteria.days),
        ("dagdeel", Daypart, criteria.dayparts),
        ("kinderen", Children, criteria.children),
        ("taal", Language, criteria.languages),
    ):
        yield from (Chosen(box, str(term.value), say(term)) for term in terms if term in held)
    if criteria.level:
        yield Chosen("niveau", None, say(criteria.level))
    if criteria.first_day:
        yield Chosen("van", None, _("Vanaf %(day)s", day=briefly(criteria.first_day)))
    if criteria.last_day:
        day = briefly(criteria.last_day)
        yield Chosen("tot", None, _("Tot en met %(day)s", day=day))
    for trait, box in TRAIT_BOXES.items():
        if trait in criteria.traits:
            yield Chosen(box, None, say(trait))
    choices = choices_of(criteria)
    for facet, box in NAMED.items():
        for code in sorted(choices.get(facet, ())):
            yield Chosen(box, code, names[facet].get(code, code))
