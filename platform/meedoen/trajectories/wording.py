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
