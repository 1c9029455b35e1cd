"""`flask db …`: what it says when the database is not where the migrations lead."""

import pytest
from apiflask import APIFlask
from sqlalchemy import text

from meedoen.web.session import db
from tests.commands.conftest import Flask


@pytest.fixture
def from_the_future(app: APIFlask) -> None:
    """A database of a later version of the product."""
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))


@pytest.mark.parametrize("typed", ["db upgrade", "db upgrade 0001", "db check", "start"])
def test_a_database_of_a_later_version_is_named(
    flask: Flask, from_the_future: None, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    monkeypatch.setattr("meedoen.commands.start.listen", lambda settings: None)
    result = flask(*typed.split())
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: The database is at revision 9999, which this version")
    assert len(result.stderr.splitlines()) == 1


def test_a_second_upgrade_changes_nothing_and_a_downgrade_of_nothing_is_trouble(
    flask: Flask,
) -> None:
    assert flask("db", "upgrade").exit_code == 0
    assert flask("db", "downgrade", "base").exit_code == 0
    result = flask("db", "downgrade")
    assert result.exit_code == 1
    assert "db current` tells where the database is" in result.stderr
    assert len(result.stderr.splitlines()) == 1
