"""The mails that accounts ask for: an invitation, a new password, a new role."""

from datetime import datetime
from typing import NamedTuple

from flask_babel import force_locale
from flask_babel import gettext as _

from meedoen.accounts.links import password_token
from meedoen.accounts.models import Account
from meedoen.messages.documents import letter, moment_in_words, spoken


class Letter(NamedTuple):
    """A mail without its envelope."""

    subject: str
    body: str


def password_link(account: Account, *, until: datetime, base_url: str) -> str:
    """The address at which `account` may set a password, once, before `until`."""
    return f"{base_url}/wachtwoord/{password_token(account, until=until)}"


def invitation_letter(account: Account, *, until: datetime, base_url: str) -> Letter:
    """'You have an account': with a link to set the first password."""
    language = account.language
    with force_locale(spoken(language)):
        subject = _("Je account bij Meedoen")
    body = letter(
        "messages/set_password.txt",
        language=language,
        name=account.name,
        link=password_link(account, until=until, base_url=base_url),
        until=moment_in_words(until, language=language),
        base_url=base_url,
    )
    return Letter(subject, body)


def reset_letter(account: Account, *, until: datetime, base_url: str) -> Letter:
    """'You asked for a new password': with a link to set it."""
    language = account.language
    with force_locale(spoken(language)):
        subject = _("Kies een nieuw wachtwoord voor Meedoen")
    body = letter(
        "messages/reset_password.txt",
        language=language,
        name=account.name,
        link=password_link(account, until=until, base_url=base_url),
        until=moment_in_words(until, language=language),
    )
    return Letter(subject, body)


def new_role_letter(account: Account, *, base_url: str) -> Letter:
    """'You can do more': for somebody who had an account already."""
    with force_locale(spoken(account.language)):
        subject = _("Je kan meer doen bij Meedoen")
    body = letter(
        "messages/new_role.txt", language=account.language, name=account.name, base_url=base_url
    )
    return Letter(subject, body)
