"""The Dutch words of why a plan cannot be taken; counsellors read them."""

from flask_babel import lazy_gettext as _l

from meedoen.trajectories.planning.terms import PlanStatus
from meedoen.web.wording import Words

TERMS: dict[type, Words] = {
    PlanStatus: {
        PlanStatus.CHOSEN: _l("gekozen"),
        PlanStatus.ADOPTED: _l("overgenomen"),
        PlanStatus.OVERTAKEN: _l("vervangen"),
    },
}

REASONS: Words = {
    "plan_without_week": _l("Schrijf eerst op wanneer de deelnemer kan."),
    "plan_at_rest": _l("Dit traject is in rust. Hervat het eerst."),
    "plan_empty": _l("In dit plan staat niets. Kies een ander voorstel."),
    "plan_changed": _l("Een afspraak van dit plan is er niet meer. Kies een ander voorstel."),
    "plan_not_needed": _l("Alle uren zijn al gedaan of gepland."),
    "plan_session_gone": _l("‘%(offer)s’ op %(day)s gaat niet door."),
    "plan_full": _l("‘%(offer)s’ is volzet."),
    "plan_does_not_count": _l("‘%(offer)s’ telt niet mee, of niemand kan de uren bevestigen."),
    "plan_outside_days": _l("‘%(offer)s’ op %(day)s is te vroeg of te laat voor dit plan."),
    "plan_level_too_high": _l("Voor ‘%(offer)s’ is meer Nederlands nodig."),
    "plan_too_far": _l("‘%(offer)s’ is te ver van huis."),
    "plan_host_not_wanted": _l("De deelnemer wil niet naar de organisatie van ‘%(offer)s’."),
    "plan_not_for_you": _l(
        "‘%(offer)s’ past niet bij deze deelnemer: kinderen, vrouwen, leeftijd of rolstoel."
    ),
    "plan_not_free": _l("De deelnemer is niet vrij op het moment van ‘%(offer)s’ (%(day)s)."),
    "plan_clash_with_hours": _l("‘%(offer)s’ op %(day)s valt samen met uren die er al staan."),
    "plan_day_too_long": _l("Op %(day)s worden het te veel uren voor één dag."),
    "plan_twice": _l("‘%(offer)s’ op %(day)s staat er twee keer."),
    "plan_clash": _l("‘%(offer)s’ en ‘%(other)s’ op %(day)s vallen te dicht bij elkaar."),
    "plan_week_full": _l("Er is een week met meer dan %(most)s afspraken."),
    "plan_series_cut": _l("‘%(offer)s’ is een reeks. Die volg je helemaal of niet."),
}
