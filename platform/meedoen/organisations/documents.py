"""The letters to organisations and to whom they invite; their text is in `templates/messages`."""

from dataclasses import dataclass

from flask_babel import force_locale
from flask_babel import gettext as _

from meedoen.messages.documents import letter, spoken
from meedoen.organisations.models import Organisation
from meedoen.organisations.terms import OrganisationStatus


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail: one line of subject, and plain text."""

    subject: str
    body: str


def decision_letter(organisation: Organisation, *, language: str, base_url: str) -> Letter:
    """What the municipality or agency decided, in the language of the reader.

    `base_url` is the address of this site, without a slash at its end.
    """
    name = organisation.name
    with force_locale(spoken(language)):
        subject = {
            OrganisationStatus.VERIFIED: _("%(name)s is goedgekeurd", name=name),
            OrganisationStatus.REFUSED: _("%(name)s is niet goedgekeurd", name=name),
            OrganisationStatus.PAUSED: _("%(name)s staat op pauze", name=name),
        }[organisation.status]
    body = letter(
        "messages/organisation_decision.txt",
        language=language,
        organisation=organisation,
        link=f"{base_url}/beheer/organisaties/{organisation.id}",
    )
    return Letter(subject, body)


def invitation_letter(
    organisation: Organisation, *, name: str, language: str, base_url: str
) -> Letter:
    """The question to become a member; answering it asks to sign in first."""
    with force_locale(spoken(language)):
        subject = _("Werk je mee voor %(name)s?", name=organisation.name)
    body = letter(
        "messages/organisation_invitation.txt",
        language=language,
        name=name,
        organisation=organisation,
        link=f"{base_url}/organisaties/uitnodigingen/{organisation.id}",
        forgotten=f"{base_url}/wachtwoord/vergeten",
    )
    return Letter(subject, body)
