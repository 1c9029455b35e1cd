"""The Dutch words of the terms of finding; sentences about an offer stand in `documents`."""

from flask_babel import lazy_gettext as _l

from meedoen.offers.finding.terms import Children, Sort, Trait
from meedoen.offers.terms import Day, Daypart, Level, OfferStatus
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

DAYS = {
    Day.MON: _l("maandag"),
    Day.TUE: _l("dinsdag"),
    Day.WED: _l("woensdag"),
    Day.THU: _l("donderdag"),
    Day.FRI: _l("vrijdag"),
    Day.SAT: _l("zaterdag"),
    Day.SUN: _l("zondag"),
}
"""The days within a sentence, where Dutch writes them small."""

MOMENTS = {
    (Day.MON, Daypart.MORNING): _l("maandag voormiddag"),
    (Day.MON, Daypart.AFTERNOON): _l("maandag namiddag"),
    (Day.MON, Daypart.EVENING): _l("maandag avond"),
    (Day.TUE, Daypart.MORNING): _l("dinsdag voormiddag"),
    (Day.TUE, Daypart.AFTERNOON): _l("dinsdag namiddag"),
    (Day.TUE, Daypart.EVENING): _l("dinsdag avond"),
    (Day.WED, Daypart.MORNING): _l("woensdag voormiddag"),
    (Day.WED, Daypart.AFTERNOON): _l("woensdag namiddag"),
    (Day.WED, Daypart.EVENING): _l("woensdag avond"),
    (Day.THU, Daypart.MORNING): _l("donderdag voormiddag"),
    (Day.THU, Daypart.AFTERNOON): _l("donderdag namiddag"),
    (Day.THU, Daypart.EVENING): _l("donderdag avond"),
    (Day.FRI, Daypart.MORNING): _l("vrijdag voormiddag"),
    (Day.FRI, Daypart.AFTERNOON): _l("vrijdag namiddag"),
    (Day.FRI, Daypart.EVENING): _l("vrijdag avond"),
    (Day.SAT, Daypart.MORNING): _l("zaterdag voormiddag"),
    (Day.SAT, Daypart.AFTERNOON): _l("zaterdag namiddag"),
    (Day.SAT, Daypart.EVENING): _l("zaterdag avond"),
    (Day.SUN, Daypart.MORNING): _l("zondag voormiddag"),
    (Day.SUN, Daypart.AFTERNOON): _l("zondag namiddag"),
    (Day.SUN, Daypart.EVENING): _l("zondag avond"),
}
"""Each half-day within a sentence; whole, since languages put the two together in many ways."""

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
