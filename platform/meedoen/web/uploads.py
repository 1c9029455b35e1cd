"""How much a request may bring: forms little, and a view that takes files what it says."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request, session

F = TypeVar("F", bound=Callable[..., Any])

MEBIBYTE = 1024 * 1024


def takes_files(most_bytes: int) -> Callable[[F], F]:
    """Mark a view whose form may bring so many bytes, from somebody who is signed in."""

    def decorate(view: F) -> F:
        view.takes_bytes = most_bytes  # type: ignore[attr-defined]
        return view

    return decorate


def init_uploads(app: Flask) -> None:
    """Let such views take what they may; bind this before whatever reads a form.

    Who has no visit in their cookie is held to the size of any other form.
    """

    @app.before_request
    def allow_files() -> None:
        view = current_app.view_functions.get(request.endpoint or "")
        most = getattr(view, "takes_bytes", None)
        if most is not None and "_user_id" in session:
            request.max_content_length = most
