"""The Dutch words of the terms of finding; sentences about an offer stand in `documents`."""

from flask_babel import lazy_gettext as _l

from meedoen.offers.finding.terms import Children, Sort, Trait
from meedoen.offers.terms import Day, Level, OfferStatus
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

TALKING: Words = {
    Level.STARTING: _l("Weinig. Je kan meedoen als je nog niet veel Nederlands verstaat."),
    Level.LITTLE: _l("Een beetje. Je verstaat al iets. Zelf praten mag nog moeilijk zijn."),
    Level.SOME: _l("Redelijk veel. Je verstaat al veel en je kan iets zeggen."),
    Level.GOOD: _l("Veel. Je verstaat en spreekt goed Nederlands."),
}
"""How much somebody has to talk, per level (the definitions of the taaliconen)."""

GONE: Words = {
    OfferStatus.PAUSED: _l("Het staat even op pauze. Misschien komt het terug."),
    OfferStatus.EXPIRED: _l("Het is voorbij."),
    OfferStatus.ARCHIVED: _l("De organisatie doet dit niet meer."),
    OfferStatus.SUBMITTED: _l("De organisatie past het aan. Kijk later nog eens."),
    OfferStatus.RETURNED: _l("De organisatie past het aan. Kijk later nog eens."),
    OfferStatus.PUBLISHED: _l("Het is even weg. Kijk later nog eens."),
}
"""Why an offer that was public is not shown now; PUBLISHED where its organisation rests."""
