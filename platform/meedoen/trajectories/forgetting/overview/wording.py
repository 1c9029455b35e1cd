"""The Dutch words of forgetting for those who guide and administer, and of what was counted."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from meedoen.trajectories.forgetting.counting.terms import Lasted
from meedoen.trajectories.forgetting.terms import Because
from meedoen.web.wording import Words

TERMS: dict[type, Words] = {
    Because: {
        Because.KEPT_LONG_ENOUGH: _l("De bewaartermijn is voorbij"),
        Because.UNUSED: _l("Het account werd niet meer gebruikt"),
        Because.ASKED: _l("De deelnemer vroeg het"),
        Because.MISTAKE: _l("Het traject werd per vergissing geopend"),
        Because.ORDERED: _l("Een rechter of de Gegevensbeschermingsautoriteit vraagt het"),
    },
    Lasted: {
        Lasted.UP_TO_13: _l("Tot 3 maanden"),
        Lasted.UP_TO_26: _l("3 tot 6 maanden"),
        Lasted.UP_TO_52: _l("6 tot 12 maanden"),
        Lasted.UP_TO_104: _l("1 tot 2 jaar"),
        Lasted.LONGER: _l("Langer dan 2 jaar"),
    },
}

REASONS: Words = {
    "told_first": _l("Eerst krijgt de deelnemer een mail. Wissen kan vanaf %(then)s."),
    "hold_within_a_year": _l("Kies een dag na vandaag, ten laatste binnen een jaar."),
}

COUNTED: Mapping[str, object] = {
    "told": _l("verwittigd: %(num)s"),
    "attempts": _l("aanmeldpogingen: %(num)s"),
    "visits": _l("bezoeken: %(num)s"),
    "interests": _l("vragen om mee te doen: %(num)s"),
    "mails": _l("teksten van mails: %(num)s"),
    "exports": _l("uitvoer: %(num)s"),
}
"""What a run counts, in the order in which pages tell it."""

GOES = (
    _l("Naam, e-mail, telefoon, taal en wachtwoord."),
    _l("Berichten, notities en alles wat iemand in eigen woorden schreef."),
    _l("De namen van activiteiten en contactpersonen, het plan en de vrije momenten."),
    _l("Werk, studie en waarom een traject rustte of stopte."),
    _l("Het bestand en de inhoud van elk bewijs."),
    _l("Wat in de uitvoer en in mails over deze persoon staat."),
)
"""What is erased, for the page that tells it before."""

STAYS = (
    _l("Dagen en minuten van de uren, zonder naam, zodat het logboek nog klopt."),
    _l("Van een bewijs: soort, uren, dag, agentschap en code. Zo kan iemand het nog controleren."),
    _l("Eén rij voor de statistiek, zonder naam en zonder nummer."),
    _l("Dat er gewist werd, wanneer en waarom, met het nummer van het traject."),
)
"""What stays, and why."""
