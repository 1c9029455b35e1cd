"""The demonstration, loaded once for all tests that look at it."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from apiflask import APIFlask
from sqlalchemy.orm import Session

from meedoen.seeding.demo.load import Made, seed_demo
from meedoen.web.clock import now
from meedoen.web.session import db
from tests.databases import Databases


@pytest.fixture(scope="module")
def loaded(
    whole_app: APIFlask, databases: Databases, written: set[str]
) -> Iterator[tuple[APIFlask, Session, Made, datetime]]:
    """The application, a session on the demonstration, what was made, and when.

    `written` makes the next test notice that the database is not fresh.
    """
    with whole_app.app_context():
        db.session.remove()
        db.engine.dispose()
        databases.restore()
        at = now()
        with Session(db.engine, expire_on_commit=False) as session:
            made = seed_demo(
                session, at=at, base_url="http://localhost", progress=lambda line: None
            )
            session.commit()
            yield whole_app, session, made, at
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def demo(loaded: tuple[APIFlask, Session, Made, datetime]) -> Session:
    """A session on the demonstration."""
    return loaded[1]


@pytest.fixture
def at(loaded: tuple[APIFlask, Session, Made, datetime]) -> datetime:
    """The moment at which it was made."""
    return loaded[3]
