"""Errors of the API as problem documents (RFC 9457)."""

import json
from http import HTTPStatus

from flask import Response


def problem(code: int, detail: str, *, parameter: str | None = None) -> Response:
    """An `application/problem+json` answer; `parameter` names what was wrong in the question."""
    body: dict[str, object] = {
        "type": "about:blank",
        "title": HTTPStatus(code).phrase,
        "status": code,
        "detail": detail,
    }
    if parameter:
        body["parameter"] = parameter
    return Response(
        json.dumps(body, ensure_ascii=False), status=code, mimetype="application/problem+json"
    )
