"""The mail that tells a counsellor that somebody asks to be erased; it names nobody."""

from flask_babel import lazy_gettext as _l

from meedoen.accounts.models import Account
from meedoen.messages.documents import Letter, write_letter


def asked_letter(reader: Account, *, trajectory_id: int, base_url: str) -> Letter:
    """Tells that there is something to answer; who it is stands on the page."""
    return write_letter(
        "messages/erasure_asked.txt",
        subject=_l("Een deelnemer vraagt om gegevens te wissen"),
        language="nl",
        name=reader.name,
        link=f"{base_url}/trajecten/{trajectory_id}/wissen",
    )
