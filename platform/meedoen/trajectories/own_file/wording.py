"""The headings of a newcomer's file, and which of its values are told by their words."""

from enum import Enum

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from meedoen.offers.terms import Goal, Level, OfferType
from meedoen.participation.terms import InterestStatus
from meedoen.trajectories.companions.terms import CompanionState
from meedoen.trajectories.disputing.terms import Answer
from meedoen.trajectories.looking.terms import LookedAs, LookKind
from meedoen.trajectories.terms import HoursState, Obligation, ProofEnd

HEADINGS: dict[str, LazyString] = {
    "file": _l("Mijn dossier bij Meedoen"),
    "account": _l("Mijn gegevens"),
    "trajectory": _l("Mijn traject"),
    "activities": _l("Mijn activiteiten"),
    "hours": _l("Mijn uren"),
    "disputes": _l("Wat volgens mij niet klopte"),
    "week": _l("Mijn week"),
    "messages": _l("Berichten aan mij"),
    "notes": _l("Notities van mijn begeleiders"),
    "companions": _l("Wie met mij meeging"),
    "handovers": _l("Overdrachten"),
    "proofs": _l("Mijn bewijzen"),
    "looks": _l("Wie keek in mijn dossier?"),
    "shares": _l("Wat ik deelde"),
    "interests": _l("Waar ik wilde meedoen"),
    "visits": _l("Wanneer ik aangemeld was"),
}
"""They stand in the language of the reader, with the Dutch beside it."""

WORDS_OF: dict[str, type[Enum]] = {
    "answer": Answer,
    "companion": CompanionState,
    "ended": ProofEnd,
    "goal": Goal,
    "interest": InterestStatus,
    "kind": LookKind,
    "level": Level,
    "looked_as": LookedAs,
    "obligation": Obligation,
    "state": HoursState,
    "type": OfferType,
}
"""Terms by the names that the page of the file gives them."""
