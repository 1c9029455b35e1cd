"""What matters now to a newcomer, in words; the sentences of boards stand in `board`."""

from flask_babel import lazy_gettext as _l

from meedoen.trajectories.caseload.terms import Need
from meedoen.web.wording import Words

NEWCOMER_STEPS: Words = {
    Need.HOURS_DISPUTED: _l("Je begeleider kijkt na wat er niet klopt bij je uren."),
    Need.OUT_OF_REACH: _l("Je hebt nog uren nodig. Praat erover met je begeleider."),
    Need.ABSENT: _l("Je was er niet op je afspraken. Bel je begeleider."),
    Need.UNANSWERED: _l("Je uren wachten op een antwoord. Je begeleider volgt het op."),
    Need.HOURS_TO_ACCEPT: _l("Je begeleider kijkt je uren na."),
    Need.HOURS_TO_MEND: _l("Er klopt iets niet bij je uren. Praat erover met je begeleider."),
    Need.TO_RESUME: _l("Je rust is voorbij. Spreek af met je begeleider."),
    Need.TO_COMPLETE: _l("Je hebt genoeg uren. Je begeleider maakt je bewijs klaar."),
    Need.ACTIVITY_TO_JUDGE: _l("Je begeleider bekijkt je activiteit."),
    Need.NO_ACTIVITY: _l("Zoek een activiteit die je leuk vindt."),
    Need.PLAN_PASSED: _l("Was je op je afspraak? Vertel het aan je begeleider."),
    Need.SILENT: _l("Je hebt al lang geen uren. Zoek een activiteit of plan iets."),
    Need.NOT_CONFIRMED: _l("De contactpersoon kijkt je uren na."),
    Need.NOTHING: _l("Alles loopt goed. Ga zo door."),
    Need.AT_REST: _l("Je traject is in rust. Je moet nu niets doen."),
    Need.ENDED: _l("Dit traject is afgerond."),
}
"""What each need means for the newcomer."""
