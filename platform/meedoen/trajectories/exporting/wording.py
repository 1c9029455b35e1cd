"""The words of exports, for who types them over: Dutch alone."""

from datetime import date

from flask_babel import lazy_gettext as _l

from meedoen.trajectories.exporting.terms import ExportChange, ExportScope
from meedoen.web.wording import Words

TERMS: dict[type, Words] = {
    ExportScope: {
        ExportScope.CASELOAD: _l("eigen trajecten"),
        ExportScope.AGENCY: _l("heel het agentschap"),
    },
    ExportChange: {
        ExportChange.SAME: _l("hetzelfde"),
        ExportChange.NEW: _l("nieuw"),
        ExportChange.CHANGED: _l("gewijzigd"),
        ExportChange.GONE: _l("verdwenen"),
    },
}

REASONS: Words = {}

FIELDS = {
    "name": _l("Naam"),
    "nis": _l("NIS-code"),
    "municipality": _l("Gemeente"),
    "starts_on": _l("Begin"),
    "obligation": _l("Verplichting"),
    "status": _l("Status"),
    "minutes": _l("Aanvaarde minuten"),
    "completed_on": _l("Voltooid op"),
    "proof_code": _l("Bewijscode"),
    "counsellor": _l("Begeleider"),
}
"""What the values of a trajectory are called."""

CODES = {
    "required": _l("verplicht"),
    "voluntary": _l("vrijwillig"),
    "running": _l("lopend"),
    "completed": _l("voltooid"),
    "suspended": _l("in rust"),
    "stopped": _l("stopgezet"),
    "exempted": _l("vrijgesteld"),
    "moved": _l("verhuisd"),
}


def in_words(field: str, value: object) -> str:
    """A value as people read it; nothing is a dash."""
    if value is None or value == "":
        return "–"
    if field in {"starts_on", "completed_on"}:
        return f"{date.fromisoformat(str(value)):%d/%m/%Y}"
    return str(CODES.get(str(value), value)) if field in {"obligation", "status"} else str(value)
