"""The Dutch words of the terms and reasons of participation."""

from flask_babel import lazy_gettext as _l

from meedoen.participation.terms import InterestStatus
from meedoen.web.wording import Words

TERMS: dict[type, Words] = {
    InterestStatus: {
        InterestStatus.WAITING: _l("Wacht op antwoord"),
        InterestStatus.CONTACTED: _l("Gecontacteerd"),
        InterestStatus.JOINS: _l("Doet mee"),
        InterestStatus.NOT_POSSIBLE: _l("Lukt niet"),
    },
}

REASONS: Words = {
    "offer_not_joinable": _l("Hier kan je nu niet meer meedoen. Zoek iets anders in de buurt."),
    "no_way_to_reach": _l("Schrijf je telefoon of je e-mailadres. Zo kunnen we je bereiken."),
    "message_wrong": _l("Dit bericht is te lang of onleesbaar. Neem hoogstens %(most)s tekens."),
    "interest_move_impossible": _l("Deze vraag staat al op ‘%(before)s’."),
}
