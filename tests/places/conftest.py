"""Databases for the tests of places: one filled and only read, and fresh ones to load into."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session

from meedoen.core.database import Base
from meedoen.places.actions import refresh_reference
from meedoen.places.gazetteer.queries import read_gazetteer
from meedoen.places.gazetteer.rules import Gazetteer

FOLDER = Path(__file__).resolve().parents[2] / "seed_data" / "reference"


@contextmanager
def in_memory() -> Iterator[Session]:
    """A session on an empty SQLite database that keeps its foreign keys.

    It holds the tables of every domain that was imported: some take note when a place changes.
    """
    engine = create_engine("sqlite://")
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys=ON"))
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture(scope="session")
def places() -> Iterator[Session]:
    """A session with the reference data, shared by all tests that only read."""
    with in_memory() as session:
        refresh_reference(session, FOLDER)
        session.commit()
        yield session


@pytest.fixture(scope="session")
def gazetteer(places: Session) -> Gazetteer:
    """The gazetteer of the reference data."""
    return read_gazetteer(places)


@pytest.fixture
def fresh() -> Iterator[Session]:
    """A session on an empty database of the test's own."""
    with in_memory() as session:
        yield session


@pytest.fixture
def seeded(places: Session, fresh: Session) -> Session:
    """A session on a copy of the filled database, of the test's own."""
    filled, empty = (session.connection().connection for session in (places, fresh))
    assert filled.driver_connection is not None
    filled.driver_connection.backup(empty.driver_connection)
    return fresh


@pytest.fixture
def edited(tmp_path: Path) -> Callable[..., Path]:
    """`edited(file, old, new)`: a copy of the reference files in which one text was replaced."""
    folder = tmp_path / "reference"
    shutil.copytree(FOLDER, folder)

    def edit(file: str, old: str, new: str) -> Path:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        return folder

    return edit
