"""The words of proofs, which newcomers read: on paper beside the Dutch, and on the pages."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from meedoen.trajectories.terms import ProofEnd, ProofKind
from meedoen.web.spoken import hours_and_minutes, in_full, on_date
from meedoen.web.wording import Words

TERMS: dict[type, Words] = {
    ProofKind: {
        ProofKind.WHOLE: _l("bewijs van deelname"),
        ProofKind.ACTIVITY: _l("bewijs per activiteit"),
    },
    ProofEnd: {
        ProofEnd.REPLACED: _l("vervangen"),
        ProofEnd.WITHDRAWN: _l("ingetrokken"),
    },
}

REASONS: Words = {
    "no_accepted_hours": _l("Voor deze activiteit zijn nog geen uren aanvaard."),
}


def paper_words(facts: Mapping[str, Any]) -> dict[str, str]:
    """All words of the paper in the language that is spoken now; values are not among them."""
    begin, end = facts["first_on"], facts["last_on"]
    of_activity = facts["kind"] == ProofKind.ACTIVITY
    return {
        "title": _("Bewijs per activiteit") if of_activity else _("Bewijs van deelname"),
        "trajectory": _("Participatie- en netwerktraject"),
        "took_part": took_part(begin, end),
        "total": in_full(facts["minutes"]),
        "total_label": _("Totaal aanvaarde uren"),
        "activity": _("Activiteit"),
        "host": _("Bij"),
        "period": _("Periode"),
        "hours": _("Uren"),
        "day": _("Datum"),
        "confirmed_by": _("Bevestigd door"),
        "accepted_by": _("Aanvaard door"),
        "how": how(of_activity=of_activity),
        "issued_on": _("Uitgereikt op"),
        "issued": on_date(facts["issued_on"]),
        "issued_by": _("Uitgereikt door"),
        "counsellor": _("Trajectbegeleider"),
        "check": _("Controleer dit bewijs"),
        "signed": _("Dit bestand is digitaal ondertekend. De Nederlandse tekst geldt."),
    }


def took_part(begin: date, end: date) -> str:
    """From when to when somebody took part, as a sentence that stands by itself."""
    if begin == end:
        return str(_("Deze persoon nam deel op %(day)s.", day=on_date(begin)))
    return str(
        _(
            "Deze persoon nam deel van %(begin)s tot %(end)s.",
            begin=on_date(begin),
            end=on_date(end),
        )
    )


def how(*, of_activity: bool) -> str:
    """In which way the hours came to count."""
    if of_activity:
        return str(_("De contactpersoon bevestigde de uren. De trajectbegeleider aanvaardde ze."))
    return str(
        _(
            "De contactpersoon van elke activiteit bevestigde de uren, met een link of op papier. "
            "De trajectbegeleider aanvaardde ze."
        )
    )


def on_paper(minutes: int) -> str:
    """How much of it was confirmed on paper."""
    return str(_("%(hours)s bevestigd op papier", hours=hours_and_minutes(minutes)))
