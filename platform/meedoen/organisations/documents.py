"""The letters to organisations and to whom they invite; their text is in `templates/messages`."""

from flask_babel import lazy_gettext as _l

from meedoen.messages.documents import Letter, write_letter
from meedoen.organisations.models import Organisation
from meedoen.organisations.terms import OrganisationStatus


def decision_letter(organisation: Organisation, *, language: str, base_url: str) -> Letter:
    """What the municipality or agency decided, in the language of the reader.

    `base_url` is the address of this site, without a slash at its end.
    """
    name = organisation.name
    subjects = {
        OrganisationStatus.VERIFIED: _l("%(name)s is goedgekeurd", name=name),
        OrganisationStatus.REFUSED: _l("%(name)s is niet goedgekeurd", name=name),
        OrganisationStatus.PAUSED: _l("%(name)s staat op pauze", name=name),
    }
    return write_letter(
        "messages/organisation_decision.txt",
        subject=subjects[organisation.status],
        language=language,
        organisation=organisation,
        link=f"{base_url}/beheer/organisaties/{organisation.id}",
    )


def invitation_letter(
    organisation: Organisation, *, name: str, language: str, base_url: str
) -> Letter:
    """The question to become a member; answering it asks to sign in first."""
    return write_letter(
        "messages/organisation_invitation.txt",
        subject=_l("Werk je mee voor %(name)s?", name=organisation.name),
        language=language,
        name=name,
        organisation=organisation,
        link=f"{base_url}/organisaties/uitnodigingen/{organisation.id}",
        forgotten=f"{base_url}/wachtwoord/vergeten",
    )
