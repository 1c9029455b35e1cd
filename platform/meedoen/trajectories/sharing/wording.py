"""The words of sharing, which newcomers read in their language."""

from flask_babel import lazy_gettext as _l

from meedoen.web.wording import Words

REASONS: Words = {
    "nothing_to_share": _l("Je traject is nog niet gestart. Er is nog niets om te delen."),
    "share_days_unknown": _l("Kies hoe lang de code werkt."),
    "share_too_many": _l("Je hebt al %(most)s codes. Stop er eerst één."),
}
