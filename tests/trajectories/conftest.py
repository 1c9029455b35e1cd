"""A browser that leaves no transaction behind, as a server that answers one request does."""

from typing import Any

import pytest
from flask import g, has_app_context
from werkzeug.test import TestResponse

from meedoen.web.session import db
from tests.conftest import PageClient


@pytest.fixture
def client(client: PageClient, monkeypatch: pytest.MonkeyPatch) -> PageClient:
    """The client, ending the session of each request though the test's own context stays open."""
    ask = client.open

    def ask_and_leave(*args: Any, **kwargs: Any) -> TestResponse:
        try:
            return ask(*args, **kwargs)
        finally:
            if has_app_context():
                db.session.remove()
                g.pop("_login_user", None)

    monkeypatch.setattr(client, "open", ask_and_leave)
    return client
