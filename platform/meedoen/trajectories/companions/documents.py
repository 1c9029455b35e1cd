"""The mails about a first visit: to the companion in Dutch, to the newcomer in their language."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from meedoen.messages.documents import Letter, home_of, moment_in_words, spoken, write_letter
from meedoen.trajectories.companions.models import Companion
from meedoen.trajectories.companions.queries import address_of
from meedoen.trajectories.companions.terms import CompanionState
from meedoen.trajectories.companions.wording import TOLD, subject_for_newcomer
from meedoen.trajectories.links import GO_ALONG, make_token
from meedoen.trajectories.sharing.rules import first_name
from meedoen.web.languages import DUTCH, speaking


def link_of(companion: Companion, base_url: str) -> str:
    """The address by which this companion answers; the same for one asking, so that it can be sent
    by mail and by text message."""
    token = make_token(
        GO_ALONG, companion.id, address_of(companion), at=companion.asked_at.replace(microsecond=0)
    )
    return f"{base_url}/meegaan/{token}"


def asked_letter(companion: Companion, base_url: str, *, again: bool = False) -> Letter:
    """The question to go along; `again` when time or place changed."""
    who = first_name(companion.trajectory.newcomer.name)
    subject = _l("Er is iets veranderd: ga je mee met %(who)s?", who=who)
    return write_letter(
        "messages/companion_asked.txt",
        subject=subject if again else _l("Ga je mee met %(who)s?", who=who),
        language=DUTCH,
        companion=companion,
        who=who,
        again=again,
        when=moment_in_words(companion.meets_at, language=DUTCH),
        counsellor=companion.trajectory.counsellor,
        link=link_of(companion, base_url),
    )


def cancelled_letter(companion: Companion) -> Letter:
    """Tells the companion that the visit is off."""
    who = first_name(companion.trajectory.newcomer.name)
    return write_letter(
        "messages/companion_cancelled.txt",
        subject=_l("Je moet niet meegaan met %(who)s", who=who),
        language=DUTCH,
        companion=companion,
        who=who,
        when=moment_in_words(companion.meets_at, language=DUTCH),
        counsellor=companion.trajectory.counsellor,
    )


def newcomer_letter(companion: Companion, base_url: str) -> Letter:
    """Tells the newcomer who goes along and where they meet, or that it is off."""
    trajectory = companion.trajectory
    language = trajectory.newcomer.language
    goes = companion.state is CompanionState.ACCEPTED
    return write_letter(
        "messages/companion_told.txt",
        subject=subject_for_newcomer(companion.name, goes=goes),
        language=language,
        name=trajectory.newcomer.name,
        companion=companion,
        goes=goes,
        when=moment_in_words(companion.meets_at, language=language),
        counsellor=trajectory.counsellor,
        link=f"{home_of(base_url, language=language)}/trajecten/{trajectory.id}",
    )


def text_for_newcomer(companion: Companion, language: str) -> str:
    """The same in one line, for a text message."""
    with speaking(spoken(language)):
        return str(TOLD) % {
            "name": companion.name,
            "when": moment_in_words(companion.meets_at, language=language),
            "where": companion.meeting_point,
        }


def text_for_companion(companion: Companion, base_url: str) -> str:
    """The question in one line with its link, for a text message; in Dutch."""
    who = first_name(companion.trajectory.newcomer.name)
    when = moment_in_words(companion.meets_at, language=DUTCH)
    with speaking(DUTCH):
        question = _l("Ga je mee met %(who)s, %(when)s? Antwoord hier:", who=who, when=when)
        return f"{question} {link_of(companion, base_url)}"


def told_key(companion: Companion, at: datetime) -> str:
    """What makes a mail to the newcomer one mail: how it stands, for which moment."""
    return f"companion-told/{companion.id}/{companion.state}/{int(at.timestamp())}"
