"""A browser for the tests of accounts: each request stands alone, as it does in production."""

from collections.abc import Iterator
from typing import Any

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.pages import faults


class LoneClient(FlaskClient):
    """A client whose requests share nothing with each other but the cookie.

    The fixture `session` holds a context of the application open; without one of its own a request
    would find there who was signed in before, and the database session of that request.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Fetch; an HTML page with a fault fails the test, whatever the test is about."""
        with self.application.app_context():
            response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.status_code not in {301, 302, 303, 308}:
            wrong = faults(response.get_data(as_text=True))
            assert not wrong, f"{response.request.path}: {wrong}"
        return response


@pytest.fixture
def client(app: APIFlask) -> FlaskClient:
    """A browser without a face, and without form tokens."""
    app.test_client_class = LoneClient
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


@pytest.fixture
def csrf(client: FlaskClient) -> Iterator[None]:
    """Turn the check of form tokens on, as it is in production."""
    client.application.config["WTF_CSRF_ENABLED"] = True
    yield
    client.application.config["WTF_CSRF_ENABLED"] = False
