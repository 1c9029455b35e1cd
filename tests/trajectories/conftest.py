"""A browser that leaves no transaction behind, and a trajectory with its counsellor in it."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import g, has_app_context
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from meedoen.accounts.models import Account
from meedoen.trajectories.models import Activity
from meedoen.web.session import db
from tests.conftest import PageClient
from tests.trajectories.examples import activity, trajectory

SignIn = Callable[[PageClient, Account], None]


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


@pytest.fixture
def joined(session: Session) -> Activity:
    """An approved activity in a running trajectory."""
    return activity(session, trajectory(session))


@pytest.fixture
def guided(client: PageClient, joined: Activity, sign_in: SignIn) -> PageClient:
    """A browser in which the counsellor of `joined` is signed in."""
    sign_in(client, joined.trajectory.counsellor)
    return client
