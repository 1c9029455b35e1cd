"""A trajectory, and a browser with its counsellor in it."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.trajectories.models import Activity
from tests.conftest import PageClient
from tests.trajectories.examples import activity, trajectory

SignIn = Callable[[PageClient, Account], None]


@pytest.fixture
def joined(session: Session) -> Activity:
    """An approved activity in a running trajectory."""
    return activity(session, trajectory(session))


@pytest.fixture
def guided(client: PageClient, joined: Activity, sign_in: SignIn) -> PageClient:
    """A browser in which the counsellor of `joined` is signed in."""
    sign_in(client, joined.trajectory.counsellor)
    return client
