"""The words of looks, which newcomers read in their language."""

from flask_babel import lazy_gettext as _l

from meedoen.trajectories.looking.terms import LookedAs, LookKind
from meedoen.web.wording import Words

TERMS: dict[type, Words] = {
    LookKind: {
        LookKind.CASE: _l("Je traject: uren, activiteiten, notities en berichten"),
        LookKind.HOURS: _l("Uren van één dag, met alles wat ermee gebeurde"),
        LookKind.PLAN: _l("Je week en je plan"),
        LookKind.PROOFS: _l("Je bewijzen"),
        LookKind.MESSAGES: _l("Je berichten en je afspraken"),
        LookKind.EXPORT: _l("Een bestand met trajecten, waar ook jij in staat"),
        LookKind.CONFIRMATION: _l("Je voornaam en de uren om te bevestigen"),
        LookKind.PROOF_CHECK: _l("De controle van je bewijs"),
        LookKind.SUMMARY: _l("De samenvatting die jij deelde"),
        LookKind.FIRST_VISIT: _l("Je voornaam en de afspraak voor je eerste bezoek"),
        LookKind.RESIDENTS: _l("Een lijst van inwoners, met je naam en of je een bewijs hebt"),
    },
    LookedAs: {
        LookedAs.COUNSELLOR: _l("begeleider"),
        LookedAs.ADMINISTRATOR: _l("beheerder van het agentschap"),
        LookedAs.CONTACT: _l("contactpersoon van de activiteit"),
        LookedAs.COMPANION: _l("toeleider, die met je meegaat"),
        LookedAs.ORGANISATION: _l("lid van de organisatie"),
        LookedAs.OFFICER: _l("medewerker van je gemeente"),
        LookedAs.CODE_HOLDER: _l("iemand met de code"),
    },
}

REASONS: Words = {}
