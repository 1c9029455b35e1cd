"""Refuses what no browser sends, before anything reads it: bytes that are no text, NUL signs."""

from itertools import chain
from urllib.parse import unquote_to_bytes

from flask import Flask, abort, request

FORM = "application/x-www-form-urlencoded"


def init_reading(app: Flask) -> None:
    """Answer 400 to such a query or form; bind this before whatever else looks at the form.

    Without it each wrong byte would be kept as a sign that nobody typed (U+FFFD).
    """

    @app.before_request
    def refuse_unreadable() -> None:
        if not is_text(request.query_string):
            abort(400, "The query is not UTF-8.")
        if request.mimetype == FORM and not is_text(request.get_data()):
            abort(400)
        sent = chain(*request.args.items(multi=True), *request.form.items(multi=True))
        if any("\x00" in text for text in sent):
            abort(400)


def is_text(sent: bytes) -> bool:
    """Whether a query or form, as it was sent, is UTF-8; browsers always send it so."""
    try:
        unquote_to_bytes(sent).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
