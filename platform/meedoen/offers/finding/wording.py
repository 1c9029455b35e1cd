"""The Dutch words of the terms of finding; sentences about an offer stand in `documents`."""

from flask_babel import lazy_gettext as _l

from meedoen.offers.finding.terms import Children, Sort, Trait
from meedoen.offers.terms import Day
from meedoen.web.wording import Words

TERMS: dict[type, Words] = {
    Sort: {
        Sort.DISTANCE: _l("Dichtbij eerst"),
        Sort.RELEVANCE: _l("Wat het best past"),
        Sort.NEWEST: _l("Nieuwste eerst"),
    },
    Trait: {
        Trait.FREE_PLACES: _l("Er is nog plaats"),
        Trait.FREE_OF_COST: _l("Gratis"),
        Trait.WOMEN_ONLY: _l("Alleen voor vrouwen"),
        Trait.ACCESSIBLE: _l("Je kan er met een rolstoel in"),
        Trait.ONLINE: _l("Online"),
    },
    Children: {
        Children.WELCOME: _l("Kinderen welkom"),
        Children.CHILDCARE: _l("Er is kinderopvang"),
    },
}
REASONS: Words = {}

SHORT_DAYS = {
    Day.MON: _l("ma"),
    Day.TUE: _l("di"),
    Day.WED: _l("wo"),
    Day.THU: _l("do"),
    Day.FRI: _l("vr"),
    Day.SAT: _l("za"),
    Day.SUN: _l("zo"),
}
