"""The Dutch words of a trajectory that its newcomer reads; those of others stand in `page`."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from meedoen.trajectories.terms import HoursState, Obligation
from meedoen.web.spoken import on_date
from meedoen.web.wording import Words

TERMS: dict[type, Words] = {
    Obligation: {
        Obligation.REQUIRED: _l("verplicht"),
        Obligation.VOLUNTARY: _l("vrijwillig"),
    },
    HoursState: {
        HoursState.PLANNED: _l("gepland"),
        HoursState.REPORTED: _l("gemeld"),
        HoursState.CONFIRMED: _l("bevestigd"),
        HoursState.ACCEPTED: _l("aanvaard"),
        HoursState.SENT_BACK: _l("teruggestuurd"),
        HoursState.WITHDRAWN: _l("ingetrokken"),
    },
}

REASONS: Words = {
    "runs_already": _l("Voor deze persoon loopt al een traject."),
    "replaced_by_correction": _l("Deze uren zijn rechtgezet. De rechtzetting telt."),
    "trajectory_not_running": _l("Dit traject loopt niet meer."),
    "during_rest": _l("Op %(date)s was het traject in rust. Dan tellen er geen uren."),
    "not_in_steps": _l("Uren tellen per %(step)s minuten. Vul een veelvoud daarvan in."),
    "minutes_negative": _l("Het aantal minuten kan niet onder nul zijn."),
    "minutes_zero": _l("Vul een begin en een einde in, of een aantal minuten boven nul."),
    "begin_without_end": _l("Vul het begin en het einde allebei in, of geen van beide."),
    "ends_before_begin": _l(
        "Het einde ligt niet na het begin. Duurde het tot na middernacht? "
        "Splits het dan over twee dagen."
    ),
    "minutes_disagree": _l(
        "Van begin tot einde is %(spent)s minuten, maar er staat %(minutes)s minuten."
    ),
    "before_start": _l("Het traject begint pas op %(starts_on)s."),
    "in_the_future": _l("Deze dag komt nog. Plan de uren, en meld ze na de activiteit."),
    "not_over_yet": _l("De activiteit is nog niet gedaan. Meld de uren erna."),
    "overlaps": _l(
        "Op %(date)s staat al ‘%(activity)s’, van %(begin)s tot %(end)s. "
        "Dat valt op hetzelfde moment."
    ),
    "day_too_long": _l(
        "Samen met %(others)s komt %(date)s op %(minutes)s minuten. "
        "Een dag telt hoogstens %(most)s minuten."
    ),
    "longer_than_a_day": _l(
        "%(minutes)s minuten op één dag is te veel. Een dag telt hoogstens %(most)s minuten."
    ),
    "text_missing": _l("Vul dit in."),
    "text_too_long": _l("Dit is te lang: hoogstens %(most)s tekens."),
    "text_unreadable": _l("Hier staan tekens in die we niet kunnen lezen. Typ deze tekst opnieuw."),
    "changed_meanwhile": _l("De uren van %(date)s zijn intussen veranderd. Kijk ze opnieuw na."),
    "wrong_state": _l("De uren van %(date)s zijn al %(state)s. Dit kan nu niet meer."),
    "same_elsewhere": _l(
        "Op %(date)s staan al %(minutes)s minuten bij %(host)s (‘%(activity)s’). "
        "Zijn het echt twee keer andere uren?"
    ),
    "before_offer": _l("‘%(activity)s’ begint pas op %(first)s. Is de datum juist?"),
    "after_offer": _l("‘%(activity)s’ was gedaan op %(last)s. Is de datum juist?"),
    "not_yours_to_link": _l("Dit traject kan je niet overnemen. Vraag het aan je begeleider."),
}


def paper_witness(name: str, at: datetime) -> str:
    """Who saw the signed sheet and when; only the counsellor of a trajectory writes that down."""
    return str(_("%(name)s, trajectbegeleider, op %(day)s", name=name, day=on_date(at)))


STATE_MARKS: dict[HoursState, tuple[str, str]] = {
    HoursState.PLANNED: ("plain", "pale"),
    HoursState.REPORTED: ("plain", "dotted"),
    HoursState.CONFIRMED: ("plain", "ring"),
    HoursState.ACCEPTED: ("leaf", "solid"),
    HoursState.SENT_BACK: ("coral", "cross"),
    HoursState.WITHDRAWN: ("plain", "cross"),
}
"""Tone and shape of a state, as the component `status` takes them."""


def obligation_words(obligation: Obligation) -> str:
    """The whole sentence of an obligation."""
    if obligation is Obligation.REQUIRED:
        return str(_("Het traject is verplicht."))
    return str(_("Het traject is vrijwillig."))
