"""Why a municipality sees no names, and why a protocol cannot be written down, in Dutch."""

from flask_babel import lazy_gettext as _l

from meedoen.web.wording import Words

REASONS: Words = {
    "no_protocol": _l("Er is geen protocol over gegevens opgeschreven voor jouw gemeente."),
    "protocol_ended": _l("Het protocol over gegevens gold tot en met %(day)s."),
    "protocol_withdrawn": _l("Het protocol over gegevens is ingetrokken op %(day)s."),
    "protocol_ahead": _l("Het volgende protocol begint op %(day)s."),
    "protocol_elsewhere": _l("Kies een gemeente van jouw agentschap."),
    "protocol_known": _l("Een protocol met dit nummer staat er al voor deze gemeente."),
    "ends_before_it_begins": _l("Het einde ligt voor het begin. Kijk de dagen na."),
    "protocol_too_long": _l("Dit duurt meer dan %(years)s jaar. Kijk de dagen na."),
    "protocol_over": _l("Dit protocol geldt al niet meer."),
}
