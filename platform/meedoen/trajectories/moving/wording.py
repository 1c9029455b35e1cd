"""The words of moving that newcomers read too: why a move cannot be, and how it stands."""

from flask_babel import lazy_gettext as _l

from meedoen.trajectories.moving.terms import NoticeState
from meedoen.web.wording import Words

TERMS: dict[type, Words] = {
    NoticeState: {
        NoticeState.WAITING: _l("Je begeleider kijkt dit nog na."),
        NoticeState.RECORDED: _l("Je begeleider schreef het op."),
        NoticeState.DECLINED: _l("Je begeleider schreef het niet op. Bel of mail je begeleider."),
        NoticeState.WITHDRAWN: _l("Je hebt dit ingetrokken."),
    },
}

REASONS: Words = {
    "moves_out_of_reach": _l("Dit traject kan alleen in Vlaanderen en Brussel."),
    "postcode_not_there": _l("De postcode %(postcode)s hoort niet bij deze gemeente."),
    "move_too_far_ahead": _l("Deze dag is nog te ver weg. Kies een dag in de komende 6 maanden."),
    "before_last_move": _l("Het vorige adres geldt sinds %(since)s. Kies een latere dag."),
    "same_home": _l("Dat is hetzelfde adres als nu."),
    "move_answered": _l("Hier is al op geantwoord."),
}
