"""The Dutch words of the terms and reasons of accounts, and of the outbox below it."""

from flask_babel import lazy_gettext as _l

from meedoen.accounts.terms import Role
from meedoen.accounts.visits.terms import Attempt
from meedoen.web.wording import Words

TERMS: dict[type, Words] = {
    Role: {
        Role.NEWCOMER: _l("Inburgeraar"),
        Role.ORGANISATION_MEMBER: _l("Medewerker van een organisatie"),
        Role.COUNSELLOR: _l("Trajectbegeleider"),
        Role.MUNICIPALITY_OFFICER: _l("Medewerker van een lokaal bestuur"),
        Role.NETWORK_COACH: _l("Netwerkmedewerker"),
        Role.AGENCY_ADMINISTRATOR: _l("Beheerder van een agentschap"),
        Role.SYSTEM_ADMINISTRATOR: _l("Systeembeheerder"),
    },
    Attempt: {
        Attempt.SIGN_IN: _l("Aanmelden"),
        Attempt.RESET: _l("Een nieuw wachtwoord vragen"),
        Attempt.REGISTER: _l("Een organisatie registreren"),
        Attempt.JOIN: _l("Vragen om mee te doen"),
        Attempt.SHARE_CODE: _l("Een code proberen"),
    },
}

REASONS: Words = {
    "name_missing": _l("Schrijf een naam."),
    "name_too_long": _l("Deze naam is te lang. Neem hoogstens %(most)s tekens."),
    "name_unreadable": _l("In deze naam staat een teken dat we niet kunnen lezen."),
    "bad_address": _l("Dit e-mailadres klopt niet. Een voorbeeld: naam@voorbeeld.be."),
    "email_taken": _l("Er is al een account met dit e-mailadres."),
    "phone_unreadable": _l("Dit telefoonnummer klopt niet. Een voorbeeld: 0470 12 34 56."),
    "language_unknown": _l("Deze taal kennen we niet."),
    "scope_missing": _l("Zeg erbij voor welke plek deze rol is."),
    "scope_not_of_role": _l("De rol ‘%(role)s’ hoort niet bij deze plek."),
    "scope_unknown": _l("Deze plek kennen we niet, of ze bestaat niet meer."),
    "scope_outside": _l("Deze plek hoort niet bij jouw agentschap."),
    "role_not_given_here": _l("De rol ‘%(role)s’ kan je hier niet geven."),
    "own_access": _l("Je kan je eigen toegang niet stoppen. Vraag het aan een collega."),
    "account_closed": _l("Dit account is gesloten."),
    "no_address": _l("Deze persoon heeft geen e-mailadres."),
    "has_password": _l("Deze persoon heeft al een wachtwoord. Een uitnodiging is niet nodig."),
    "password_unreadable": _l("In dit wachtwoord staat een teken dat we niet kunnen lezen."),
    "password_short": _l("Dit wachtwoord is te kort. Neem minstens %(least)s tekens."),
    "password_long": _l("Dit wachtwoord is te lang. Neem hoogstens %(most)s tekens."),
    "password_is_address": _l("Je e-mailadres is geen veilig wachtwoord. Kies iets anders."),
    "password_common": _l("Dit wachtwoord is makkelijk te raden. Kies iets anders."),
    "passwords_differ": _l("De 2 wachtwoorden zijn niet gelijk."),
    "present_wrong": _l(
        "Dit is niet je wachtwoord van nu. Heb je het net veranderd? Dan is dat al gelukt."
    ),
    "wrong_credentials": _l("Je e-mailadres of je wachtwoord klopt niet."),
    "link_dead": _l("Deze link werkt niet meer."),
    "too_many_attempts": _l("Je probeerde dit te vaak. Wacht nog %(minutes)s minuten."),
}
