"""The Dutch words of the ledger, which newcomers read in their language."""

from flask_babel import lazy_gettext as _l

from meedoen.trajectories.ledger.terms import Act, ActedAs, Through
from meedoen.web.wording import Words

TERMS: dict[type, Words] = {
    Act: {
        Act.CARRIED_OVER: _l("overgenomen van vroeger"),
        Act.PLAN_HOURS: _l("gepland"),
        Act.LOG_HOURS: _l("gemeld"),
        Act.REPORT_PLANNED: _l("gemeld"),
        Act.CHANGE_HOURS: _l("verbeterd"),
        Act.CORRECT_HOURS: _l("rechtzetting gemeld"),
        Act.ASK_CONFIRMATION: _l("bevestiging gevraagd"),
        Act.CONFIRM_HOURS: _l("bevestigd"),
        Act.RECORD_PAPER_CONFIRMATION: _l("bevestigd"),
        Act.CONTEST_HOURS: _l("niet juist, teruggestuurd"),
        Act.SEND_BACK_HOURS: _l("teruggestuurd"),
        Act.WITHDRAW_HOURS: _l("ingetrokken"),
        Act.ACCEPT_HOURS: _l("aanvaard"),
        Act.TAKE_BACK_HOURS: _l("aanvaarding teruggenomen"),
        Act.NOTE_ABSENCE: _l("niet gekomen"),
        Act.DISPUTE_HOURS: _l("gemeld dat dit niet klopt"),
        Act.ANSWER_DISPUTE: _l("geantwoord"),
        Act.ATTACH_PHOTO: _l("foto van het blad toegevoegd"),
        Act.REMOVE_PHOTO: _l("foto van het blad verwijderd"),
    },
    ActedAs: {
        ActedAs.NEWCOMER: _l("deelnemer"),
        ActedAs.COUNSELLOR: _l("begeleider"),
        ActedAs.ORGANISATION: _l("organisatie"),
        ActedAs.CONTACT: _l("contactpersoon"),
        ActedAs.SYSTEM: "Meedoen",
    },
    Through: {
        Through.PAGE: _l("op Meedoen"),
        Through.LINK: _l("met de link in de mail"),
        Through.PAPER: _l("op papier"),
        Through.COMMAND: _l("door Meedoen zelf"),
    },
}

LINE_MARKS: dict[Act, tuple[str, str]] = {
    Act.CARRIED_OVER: ("plain", "solid"),
    Act.PLAN_HOURS: ("plain", "pale"),
    Act.LOG_HOURS: ("plain", "dotted"),
    Act.REPORT_PLANNED: ("plain", "dotted"),
    Act.CHANGE_HOURS: ("plain", "dotted"),
    Act.CORRECT_HOURS: ("plain", "dotted"),
    Act.ASK_CONFIRMATION: ("plain", "pale"),
    Act.CONFIRM_HOURS: ("plain", "ring"),
    Act.RECORD_PAPER_CONFIRMATION: ("plain", "ring"),
    Act.CONTEST_HOURS: ("coral", "solid"),
    Act.SEND_BACK_HOURS: ("coral", "solid"),
    Act.WITHDRAW_HOURS: ("coral", "solid"),
    Act.ACCEPT_HOURS: ("leaf", "solid"),
    Act.TAKE_BACK_HOURS: ("plain", "ring"),
    Act.NOTE_ABSENCE: ("coral", "solid"),
    Act.DISPUTE_HOURS: ("coral", "solid"),
    Act.ANSWER_DISPUTE: ("sun", "solid"),
    Act.ATTACH_PHOTO: ("plain", "dotted"),
    Act.REMOVE_PHOTO: ("coral", "solid"),
}
"""Tone and shape of an act, as the component `timeline` takes them."""
