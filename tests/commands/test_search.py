"""`flask search …`: status tells the truth and mends nothing; drain and rebuild mend."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from apiflask import APIFlask
from sqlalchemy.orm import Session

from meedoen.offers.index_upkeep import writing
from meedoen.offers.models import Offer
from search_index.storage import BUILDER, locked
from tests import examples
from tests.commands.conftest import Flask


@pytest.fixture
def offer(session: Session) -> Offer:
    """One published offer, whose note waits."""
    made = examples.offer(session, examples.organisation(session), "Praattafel")
    session.commit()
    return made


def index_of(app: APIFlask) -> Path:
    """The folder of the index."""
    return Path(app.config["SETTINGS"].index_dir)


def test_equal_exits_0_and_says_how_many(flask: Flask, offer: Offer) -> None:
    assert "1 offers in the index" in flask("search", "rebuild").stdout
    result = flask("search", "status")
    assert (result.exit_code, result.stdout) == (0, "index 1, database 1, waiting notes 0\n")


def test_no_index_exits_1_and_makes_none(flask: Flask, app: APIFlask, offer: Offer) -> None:
    result = flask("search", "status")
    assert result.exit_code == 1
    assert "No usable index" in result.stderr
    assert "flask --app app search drain" in result.stderr
    assert not index_of(app).exists()


def test_a_waiting_note_exits_1_until_it_is_drained(
    flask: Flask, session: Session, offer: Offer
) -> None:
    flask("search", "rebuild")
    offer.title = "Babbeltafel"
    session.commit()
    result = flask("search", "status")
    assert (result.exit_code, result.stdout) == (1, "index 1, database 1, waiting notes 1\n")
    assert result.stderr == (
        "Error: Index and database differ (mend it: flask --app app search drain)\n"
    )
    assert flask("search", "drain").stdout == "0 notes wait\n"
    assert flask("search", "status").exit_code == 0


def lost_folder(folder: Path) -> None:
    """As if somebody tidied up."""
    shutil.rmtree(folder)


def broken_files(folder: Path) -> None:
    """As if the disk forgot."""
    for file in folder.rglob("*"):
        if file.is_file():
            file.write_bytes(b"\0" * 20)


@pytest.mark.parametrize("harm", [lost_folder, broken_files])
def test_drain_makes_a_lost_or_broken_index_again(
    flask: Flask, app: APIFlask, offer: Offer, harm: Callable[[Path], None]
) -> None:
    flask("search", "rebuild")
    harm(index_of(app))
    assert flask("search", "status").exit_code == 1
    result = flask("search", "drain")
    assert (result.exit_code, result.stdout) == (0, "0 notes wait\n")
    assert flask("search", "status").exit_code == 0


def test_a_rebuild_goes_on_while_changes_are_brought_in_but_not_beside_another(
    flask: Flask, app: APIFlask, offer: Offer
) -> None:
    with writing(index_of(app)) as held:
        assert held
        assert flask("search", "rebuild").exit_code == 0
    with locked(index_of(app), BUILDER, wait=False):
        result = flask("search", "rebuild")
    assert result.exit_code == 1
    assert "Another process is making the index" in result.stderr


def test_a_drain_waits_for_no_other_writer_for_ever(
    flask: Flask, app: APIFlask, offer: Offer, monkeypatch: pytest.MonkeyPatch
) -> None:
    flask("search", "rebuild")
    monkeypatch.setattr("meedoen.commands.search.PATIENCE", 0.05)
    with writing(index_of(app)) as held:
        assert held
        result = flask("search", "drain")
    assert result.exit_code == 1
    assert "Another process is writing the index" in result.stderr
