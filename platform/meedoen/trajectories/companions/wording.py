"""The words of how it stands with a companion, which newcomers read in their language."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from meedoen.trajectories.companions.terms import CompanionState
from meedoen.web.wording import Words

TERMS: dict[type, Words] = {
    CompanionState: {
        CompanionState.ASKED: _l("gevraagd"),
        CompanionState.ACCEPTED: _l("gaat mee"),
        CompanionState.DECLINED: _l("kan niet"),
        CompanionState.WENT: _l("samen gegaan"),
        CompanionState.ABSENT: _l("niet gekomen"),
        CompanionState.CANCELLED: _l("gaat niet door"),
    },
}

TOLD = _l("%(name)s gaat met je mee: %(when)s. Je spreekt af: %(where)s.")
"""What the newcomer reads in a text message."""

REASONS: Words = {}


def subject_for_newcomer(name: str, *, goes: bool) -> LazyString:
    """The subject of the mail that tells who goes along, or that it changed."""
    return _l("%(name)s gaat met je mee", name=name) if goes else _l("Je eerste bezoek verandert")
