"""The Dutch words of forgetting that newcomers read in their own language."""

from flask_babel import lazy_gettext as _l

from meedoen.web.wording import Words

REASONS: Words = {
    "still_open": _l("Het traject loopt nog."),
    "dispute_stands": _l("Er is nog geen antwoord over uren die niet kloppen."),
    "held": _l("Het agentschap moet de gegevens bewaren tot en met %(until)s."),
    "kept_after_end": _l(
        "Het traject eindigde op %(ended)s. We bewaren het daarna nog %(months)s maanden."
    ),
}
