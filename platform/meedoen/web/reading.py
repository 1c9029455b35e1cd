"""Refuses what no browser sends, before anything reads it: bytes that are no text, NUL signs."""

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

    Without it each wrong byte would be kept as a sign that nobody typed (U+FFFD).
    """

    @app.before_request
    def refuse_unreadable() -> None:
        check(request.query_string)
        if request.mimetype == FORM:
            check(request.get_data())
        for name, text in request.form.items(multi=True):
            if "\x00" in text:
                raise Unreadable(name)


def check(sent: bytes) -> None:
    """Raise Unreadable for the first part of a query or form, as it was sent, that is no text."""
    if not is_text(sent):
        first = next(part for part in sent.split(b"&") if not is_text(part))
        name = unquote_to_bytes(first.partition(b"=")[0])
        raise Unreadable(name.decode("utf-8", "replace"))


def is_text(sent: bytes) -> bool:
    """Whether a query or form is UTF-8 without NUL; browsers always send it so."""
    try:
        return "\x00" not in unquote_to_bytes(sent).decode("utf-8")
    except UnicodeDecodeError:
        return False
