"""Refuses what no browser sends, before anything reads it: bytes that are no text.

Signs that are text but cannot be kept are refused beside their box (`web.forms`); in a query,
which has no boxes, a NUL sign is refused here.
"""

import re
from urllib.parse import unquote_to_bytes

from flask import Flask, request
from werkzeug.exceptions import BadRequest

FORM = "application/x-www-form-urlencoded"
NAME = re.compile(r"[A-Za-z0-9_.-]{1,40}")
"""What a name of ours can look like; no other is repeated to whoever sent it."""


class Unreadable(BadRequest):
    """A part of a query or form is no text; `parameter` names it, None if that is no name."""

    def __init__(self, parameter: str) -> None:
        super().__init__("It holds a NUL sign, or bytes that are not UTF-8.")
        self.parameter = parameter if NAME.fullmatch(parameter) else None


def init_reading(app: Flask) -> None:
    """Answer 400 to such a query or form; bind this before whatever else looks at the form.

    Without it each wrong byte would be kept as signs that nobody typed.
    """

    @app.before_request
    def refuse_unreadable() -> None:
        check(request.query_string, nul=False)
        if request.mimetype == FORM:
            check(request.get_data(), nul=True)


def check(sent: bytes, *, nul: bool) -> None:
    """Raise Unreadable for the first part of a query or form, as it was sent, that is no text.

    `nul` says whether a NUL sign may stand in it.
    """
    if not is_text(sent, nul=nul):
        first = next(part for part in sent.split(b"&") if not is_text(part, nul=nul))
        name = unquote_to_bytes(first.partition(b"=")[0])
        raise Unreadable(name.decode("utf-8", "replace"))


def is_text(sent: bytes, *, nul: bool) -> bool:
    """Whether a query or form, as it was sent, is UTF-8; browsers always send it so."""
    try:
        text = unquote_to_bytes(sent).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return nul or "\x00" not in text
