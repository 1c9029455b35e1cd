"""The mails that tell somebody, in their language, on which day they will be erased."""

from datetime import date

from flask_babel import lazy_gettext as _l

from meedoen.accounts.models import Account
from meedoen.messages.documents import Letter, home_of, write_letter


def file_letter(account: Account, *, day: date, base_url: str) -> Letter:
    """Tells a newcomer that their trajectory is over for long, and what they can still take."""
    return write_letter(
        "messages/erasure_of_file.txt",
        subject=_l("We wissen binnenkort je gegevens"),
        language=account.language,
        name=account.name,
        day=day,
        link=home_of(base_url, language=account.language) + "/mijn-traject/dossier",
    )


def account_letter(account: Account, *, day: date, base_url: str) -> Letter:
    """Tells the owner of an account that nobody uses it, and how to keep it."""
    return write_letter(
        "messages/erasure_of_account.txt",
        subject=_l("We wissen binnenkort je account"),
        language=account.language,
        name=account.name,
        day=day,
        link=home_of(base_url, language=account.language) + "/aanmelden",
    )


def refused_letter(
    account: Account, *, day: date, reason: str, trajectory_id: int, base_url: str
) -> Letter:
    """Tells who asked on a day to be erased that it is not done, and why."""
    home = home_of(base_url, language=account.language)
    return write_letter(
        "messages/erasure_refused.txt",
        subject=_l("Mijn gegevens"),
        language=account.language,
        name=account.name,
        day=day,
        reason=reason,
        link=f"{home}/trajecten/{trajectory_id}/gegevens",
    )
