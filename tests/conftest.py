"""Fixtures of every test: the application on a fresh database, a client that looks at each page."""

import hashlib
import os
import secrets
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import event
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from meedoen.accounts.models import Account, SignIn
from meedoen.factory import create_app
from meedoen.seeding.reference import seed_reference
from meedoen.settings import read_settings
from meedoen.web.session import db
from scripts.translations import compile_all
from tests.databases import Databases, open_databases
from tests.pages import faults

# The same examples each time and no limit of time each, so that red means a defect on every
# machine. `--hypothesis-profile=explore` looks for new ones.
hypothesis.settings.register_profile("steady", deadline=None, derandomize=True)
hypothesis.settings.register_profile("explore", deadline=None)
hypothesis.settings.load_profile("steady")

# Whoever runs the tests in the background has Ctrl-C ignored, and so would what they start.
signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).resolve().parent.parent

# Tests look whether the loops of the search stay within bounds; the product does not (ADR 18).
os.environ["NUMBA_BOUNDSCHECK"] = "1"
os.environ["NUMBA_CACHE_DIR"] = str(ROOT / ".pytest_cache" / "loops")

LONG = ("browser", "safety", "commands", "seeding")
"""Folders whose tests take long: they come first, so that no worker waits for another's end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks the database or a browser; put what takes long in front."""
    for item in items:
        if "databases" in getattr(item, "fixturenames", ()):
            item.add_marker("database")
        if item.path.parent.name == "browser":
            item.add_marker("browser")
    items.sort(key=lambda item: item.path.parent.name not in LONG)


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """The databases of this run, empty."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "one")
    opened, clear = open_databases(tmp_path_factory.mktemp("database"), worker)
    yield opened
    clear()


@pytest.fixture(scope="session")
def whole_app(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[APIFlask]:
    """The application, made once, with migrations run and reference data loaded."""
    folder = tmp_path_factory.mktemp("data")
    settings = read_settings(
        ROOT,
        {
            "DATA_DIR": str(folder),
            "DATABASE_URL": databases.url,
            "SECRET_KEY": "a key for tests alone",
            "BASE_URL": "http://localhost",
            "DEVELOPMENT": "1",
        },
    )
    compile_all()
    app = create_app(ROOT, replace(settings, quick_passwords=True))
    app.testing = True
    with app.app_context():
        upgrade()
        seed_reference(db.session)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
        databases.keep()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def written(whole_app: APIFlask) -> set[str]:
    """Holds "yes" once anything was committed to the database since it was last fresh."""
    seen: set[str] = set()
    with whole_app.app_context():
        event.listen(db.engine, "commit", lambda connection: seen.add("yes"))
    return seen


@pytest.fixture
def app(whole_app: APIFlask, databases: Databases, written: set[str]) -> APIFlask:
    """The application on a fresh database, without index or mail of an earlier test."""
    settings = whole_app.config["SETTINGS"]
    with whole_app.app_context():
        db.session.remove()
        if written:
            db.engine.dispose()
            databases.restore()
            written.clear()
    for folder in (settings.index_dir, settings.data_dir / "outbox"):
        shutil.rmtree(folder, ignore_errors=True)
    return whole_app


@pytest.fixture
def session(app: APIFlask) -> Iterator[Session]:
    """A session of the test's own, beside the one of a request; commit to let pages see it."""
    with app.app_context(), Session(db.engine, expire_on_commit=False) as opened:
        yield opened


class PageClient(FlaskClient):
    """A client that looks at every page it is given, and can send forms with their token."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Fetch; an HTML page with a fault fails the test, whatever the test is about.

        Each request gets an application context of its own, as in the product: the fixture
        `session` keeps one open, whose signed-in person would else be everybody's.
        """
        with self.application.app_context():
            response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.status_code not in {301, 302, 303, 308}:
            wrong = faults(response.get_data(as_text=True))
            assert not wrong, f"{response.request.path}: {wrong}"
        return response


@pytest.fixture
def client(app: APIFlask) -> PageClient:
    """A browser without a face. CSRF is off here; the tests of forms turn it on."""
    app.test_client_class = PageClient
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    assert isinstance(client, PageClient)
    return client


@pytest.fixture
def sign_in(session: Session) -> Callable[[FlaskClient, Account], None]:
    """`sign_in(client, account)`: this browser is the account's from now on. Commits `session`."""

    def signing_in(client: FlaskClient, account: Account) -> None:
        token = secrets.token_urlsafe()
        now = datetime.now(UTC)
        session.add(
            SignIn(
                account_id=account.id,
                token_hash=hashlib.sha256(token.encode()).hexdigest(),
                started_at=now,
                expires_at=now + timedelta(hours=12),
            )
        )
        session.commit()
        with client.session_transaction() as cookie:
            cookie.clear()
            cookie["_user_id"] = token
            cookie["_fresh"] = True

    return signing_in


@pytest.fixture
def csrf(app: APIFlask, client: PageClient) -> Iterator[None]:
    """Turn the check of form tokens on, as it is in production."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def count_queries(app: APIFlask) -> Callable[[], Any]:
    """`with count_queries() as asked: …; asked` is the list of statements that were sent."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        asked: list[str] = []

        def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA")):
                asked.append(statement)

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield asked
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return counting
