"""The Dutch words about companions that counsellors and companions read."""

from flask_babel import lazy_gettext as _l

from meedoen.trajectories.companions.terms import CompanionNeed
from meedoen.web.wording import Words

TERMS: dict[type, Words] = {
    CompanionNeed: {
        CompanionNeed.UNANSWERED: _l("Er is nog geen antwoord"),
        CompanionNeed.DECLINED: _l("Kan niet meegaan"),
        CompanionNeed.OUTCOME: _l("Hoe ging het?"),
    },
}

REASONS: Words = {
    "visit_passed": _l("Dit moment is voorbij."),
    "visit_too_far": _l("Dit is te ver weg. Kies een dag binnen %(days)s dagen."),
    "visit_still_ahead": _l("Het bezoek moet nog komen. Zeg het daarna."),
    "companion_not_reachable": _l("Vul een e-mailadres of een telefoonnummer in."),
    "companion_is_newcomer": _l("Dit is het adres van de deelnemer zelf."),
    "companion_other_state": _l("Het staat nu zo: %(state)s. Dit kan niet meer."),
    "companion_there": _l("Voor ‘%(activity)s’ is al iemand gevraagd."),
    "companion_activity_refused": _l("‘%(activity)s’ is afgekeurd."),
    "companion_changed": _l("Intussen is de afspraak veranderd. Kijk ze opnieuw na."),
}
