"""A message as it reads in one language, and the mail that carries it."""

from collections.abc import Mapping
from dataclasses import dataclass

from meedoen.accounts.models import Account
from meedoen.messages.documents import Letter, home_of, spoken, write_letter
from meedoen.offers.models import Offer
from meedoen.trajectories.caseload.messaging.terms import MessageKind
from meedoen.trajectories.caseload.messaging.wording import SUBJECTS, TEXTS
from meedoen.trajectories.models import HoursEntry
from meedoen.web.languages import LANGUAGES, Language, speaking
from meedoen.web.spoken import on_weekday, with_clock


@dataclass(frozen=True, slots=True)
class About:
    """What messages to one person are about."""

    newcomer: Account
    counsellor: Account
    appointment: HoursEntry | None = None
    offer: Offer | None = None
    base_url: str = ""

    def facts(self, language: str) -> Mapping[str, str]:
        """What fills the gaps of a text, as that language says it."""
        facts = {}
        if self.appointment:
            facts["activity"] = self.appointment.activity.title
            day = on_weekday(self.appointment.on_date)
            facts["when"] = with_clock(day, self.appointment.begins_at)
        if self.offer:
            facts["offer"] = self.offer.title
            facts["link"] = f"{home_of(self.base_url, language=language)}/aanbod/{self.offer.id}/"
        return facts


def sentence(kind: MessageKind, about: About, language: str) -> str:
    """What the message says, without greeting and name, in a language."""
    with speaking(spoken(language)):
        return str(TEXTS[kind]) % about.facts(language)


def letter(kind: MessageKind, about: About, language: str) -> Letter:
    """The mail of a message, in a language."""
    return write_letter(
        "messages/case_message.txt",
        subject=SUBJECTS[kind],
        language=language,
        name=about.newcomer.name,
        words=sentence(kind, about, language),
        counsellor=about.counsellor,
    )


def language_of(newcomer: Account) -> Language:
    """The language in which somebody is written to."""
    return LANGUAGES[spoken(newcomer.language)]
