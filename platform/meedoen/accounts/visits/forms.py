"""The sign-in form, and what somebody had typed elsewhere when their visit was over."""

import json
from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, PasswordField

from meedoen.accounts.forms import TYPED_PASSWORD
from meedoen.messages.rules import LONGEST_ADDRESS
from meedoen.web.forms import NEEDED, PageForm, at_most
from meedoen.web.tokens import typed_fields

MOST_KEPT = 500


class SignInForm(PageForm):
    """Who signs in, where to go after it, and what to send then."""

    email = EmailField(
        _l("E-mailadres"),
        validators=[NEEDED, at_most(LONGEST_ADDRESS)],
    )
    password = PasswordField(
        _l("Wachtwoord"),
        validators=TYPED_PASSWORD,
    )
    volgende = HiddenField()
    bewaard = HiddenField()


def pack(fields: Iterable[tuple[str, str]]) -> str:
    """What was typed, as the text of one hidden field; passwords and tokens are left out."""
    return json.dumps(typed_fields(fields))


def unpack(text: str | None) -> list[tuple[str, str]]:
    """What `pack` kept; nothing when the text is anything else."""
    try:
        kept = json.loads(text or "[]")
    except (ValueError, RecursionError):
        return []
    if not isinstance(kept, list) or len(kept) > MOST_KEPT:
        return []
    pairs = [tuple(pair) for pair in kept if isinstance(pair, list) and len(pair) == 2]
    return [
        (name, value) for name, value in pairs if isinstance(name, str) and isinstance(value, str)
    ]
