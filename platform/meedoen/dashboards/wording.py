"""What matters now to a newcomer, in words; the sentences of boards stand in `board`."""

from flask_babel import lazy_gettext as _l

from meedoen.trajectories.terms import Need
from meedoen.web.wording import Words

NEWCOMER_STEPS: Words = {
    Need.HOURS_DISPUTED: _l("Je begeleider kijkt na wat er niet klopt bij je uren."),
    Need.HOURS_TO_ACCEPT: _l("Je begeleider kijkt je uren na."),
    Need.HOURS_TO_MEND: _l("Er klopt iets niet bij je uren. Praat erover met je begeleider."),
    Need.TO_RESUME: _l("Je rust is voorbij. Spreek af met je begeleider."),
    Need.TO_COMPLETE: _l("Je hebt genoeg uren. Je begeleider maakt je bewijs klaar."),
    Need.ACTIVITY_TO_JUDGE: _l("Je begeleider bekijkt je activiteit."),
    Need.NO_ACTIVITY: _l("Zoek een activiteit die je leuk vindt."),
    Need.SILENT: _l("Je hebt al lang geen uren. Zoek een activiteit of plan iets."),
    Need.NOT_CONFIRMED: _l("De contactpersoon kijkt je uren na."),
    Need.NOTHING: _l("Alles loopt goed. Ga zo door."),
    Need.AT_REST: _l("Je traject is in rust. Je moet nu niets doen."),
    Need.ENDED: _l("Dit traject is afgerond."),
}
"""What each need means for the newcomer."""
