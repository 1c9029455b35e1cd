"""The mails that accounts ask for: an invitation, a new password, a new role."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from meedoen.accounts.links import password_token
from meedoen.accounts.models import Account
from meedoen.messages.documents import Letter, home_of, moment_in_words, write_letter


def password_link(account: Account, *, until: datetime, base_url: str) -> str:
    """The address at which `account` may set a password, once, before `until`."""
    home = home_of(base_url, language=account.language)
    return f"{home}/wachtwoord/{password_token(account, until=until)}"


def invitation_letter(account: Account, *, until: datetime, base_url: str) -> Letter:
    """'You have an account': with a link to set the first password."""
    return write_letter(
        "messages/set_password.txt",
        subject=_l("Je account bij Meedoen"),
        language=account.language,
        name=account.name,
        link=password_link(account, until=until, base_url=base_url),
        until=moment_in_words(until, language=account.language),
        base_url=home_of(base_url, language=account.language),
    )


def reset_letter(account: Account, *, until: datetime, base_url: str) -> Letter:
    """'You asked for a new password': with a link to set it."""
    return write_letter(
        "messages/reset_password.txt",
        subject=_l("Kies een nieuw wachtwoord voor Meedoen"),
        language=account.language,
        name=account.name,
        link=password_link(account, until=until, base_url=base_url),
        until=moment_in_words(until, language=account.language),
    )


def new_role_letter(account: Account, *, base_url: str) -> Letter:
    """'You can do more': for somebody who had an account already."""
    return write_letter(
        "messages/new_role.txt",
        subject=_l("Je kan meer doen bij Meedoen"),
        language=account.language,
        name=account.name,
        base_url=home_of(base_url, language=account.language),
    )
