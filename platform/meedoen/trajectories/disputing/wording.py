"""The Dutch words of disputes, which newcomers read in their language."""

from flask_babel import lazy_gettext as _l

from meedoen.trajectories.disputing.terms import Answer
from meedoen.web.wording import Words

TERMS: dict[type, Words] = {
    Answer: {
        Answer.KEPT: _l("De uren blijven zoals ze zijn."),
        Answer.SENT_BACK: _l("De uren zijn teruggestuurd. Ze worden verbeterd."),
        Answer.WITHDRAWN: _l("De uren zijn ingetrokken."),
        Answer.CORRECTED: _l("Er komt een rechtzetting. Tot dan tellen de oude uren."),
    },
}

REASONS: Words = {
    "not_disputable": _l("Deze uren zijn al %(state)s. Je kan er niets meer over melden."),
    "disputed_already": _l("Je hebt dit al gemeld. Wacht op het antwoord van je begeleider."),
}
