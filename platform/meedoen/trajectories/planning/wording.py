"""The Dutch words of a plan that a newcomer reads; those of adopting one stand in `adopting`."""

from flask_babel import lazy_gettext as _l

from meedoen.trajectories.planning.terms import ChildrenNeed, Emphasis, Loosened, WomenOnly
from meedoen.web.wording import Words

TERMS: dict[type, Words] = {
    ChildrenNeed: {
        ChildrenNeed.NONE: _l("Nee, ik kom alleen"),
        ChildrenNeed.ALONG: _l("Ja, mijn kinderen komen mee"),
        ChildrenNeed.CHILDCARE: _l("Ja, en er moet kinderopvang zijn"),
    },
    WomenOnly: {
        WomenOnly.NO: _l("Nee"),
        WomenOnly.ALSO: _l("Dat mag ook"),
        WomenOnly.ONLY: _l("Ja, alleen met vrouwen"),
    },
    Emphasis: {
        Emphasis.SOON: _l("Het snelst klaar"),
        Emphasis.NEAR: _l("Het minst ver"),
        Emphasis.WISHED: _l("Het meest wat je graag doet"),
        Emphasis.STEADY: _l("Het vaakst op hetzelfde moment"),
    },
    Loosened: {
        Loosened.HALF_DAY: _l("Nog een halve dag vrij"),
        Loosened.FURTHER: _l("5 kilometer verder reizen"),
        Loosened.LEVEL: _l("Iets waar je meer Nederlands voor nodig hebt"),
        Loosened.MORE_OFTEN: _l("Een keer meer per week gaan"),
    },
}

REASONS: Words = {
    "no_half_day_free": _l("Kies minstens één moment waarop je kan."),
    "plan_radius_wrong": _l("Kies een getal van 1 tot %(most)s."),
    "plan_week_wrong": _l("Kies een getal van 1 tot %(most)s."),
    "week_changed_meanwhile": _l(
        "Intussen is dit al veranderd, door iemand anders of in een ander venster."
    ),
}
