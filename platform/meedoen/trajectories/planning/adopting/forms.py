"""The form by which a plan is taken: its sessions, as they were shown."""

import re
from collections.abc import Iterable

from meedoen.web.fields import HiddenNumber, RequestKey
from meedoen.web.forms import NEEDED, PageForm


class TakeForm(PageForm):
    """A button, with the name of the form; the sessions are boxes of their own."""

    request_key = RequestKey()


class SayNoForm(PageForm):
    """A button that says no to an organisation."""

    organisation = HiddenNumber(validators=[NEEDED])


def read_sessions(sent: Iterable[str]) -> list[int]:
    """Ids of sessions, each once; whatever has another shape is left out."""
    found = (re.fullmatch(r"[0-9]{1,9}", value, re.ASCII) for value in sent)
    return list(dict.fromkeys(int(one[0]) for one in found if one))
