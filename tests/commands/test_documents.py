"""`flask documents`: the key that signs proofs, and their files."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from apiflask import APIFlask
from sqlalchemy.orm import Session

from meedoen.commands.backup import KEPT
from meedoen.settings import Settings, SettingsError, read_settings
from meedoen.trajectories.proving.actions import issue_activity_proof
from meedoen.trajectories.proving.queries import find_document
from meedoen.trajectories.proving.signing.keys import OWN
from meedoen.trajectories.terms import HoursState
from tests.commands.conftest import Flask
from tests.examples import NOW
from tests.trajectories.examples import activity, hours, trajectory

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def own_folder(app: APIFlask, tmp_path: Path) -> Iterator[Path]:
    """A folder of this test alone for the key."""
    settings: Settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(settings, data_dir=tmp_path)
    yield tmp_path
    app.config["SETTINGS"] = settings
    shutil.rmtree(tmp_path)


def test_the_key_is_shown_and_made_at_first_need(flask: Flask, own_folder: Path) -> None:
    first, again = flask("documents", "key", "show"), flask("documents", "key", "show")
    assert first.exit_code == 0
    assert "signed by itself" in first.output
    assert "SHA-256: " in first.output
    assert first.output == again.output
    assert (own_folder / "signing.pem").stat().st_mode & 0o777 == 0o600
    shown = flask("documents", "key", "certificate").output
    assert "BEGIN CERTIFICATE" in shown
    assert "PRIVATE" not in shown


def test_the_key_goes_along_in_a_backup() -> None:
    assert OWN in KEPT


def test_a_renewed_key_is_another(flask: Flask, own_folder: Path) -> None:
    before = flask("documents", "key", "show").output
    refused = flask("documents", "key", "renew")
    assert refused.exit_code != 0
    assert flask("documents", "key", "show").output == before
    renewed = flask("documents", "key", "renew", "--yes")
    assert renewed.exit_code == 0
    assert renewed.output != before
    assert flask("documents", "key", "show").output == renewed.output


def test_a_key_that_cannot_be_used_is_told_in_one_line(flask: Flask, own_folder: Path) -> None:
    (own_folder / "signing.pem").write_text("niets")
    told = flask("documents", "key", "show")
    assert told.exit_code == 2
    assert "Nothing can be signed" in told.output
    assert len(told.output.strip().splitlines()) == 1


def test_a_key_file_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="SIGNING_FILE"):
        read_settings(ROOT, {"DATA_DIR": str(tmp_path), "SIGNING_FILE": str(tmp_path / "none")})


def test_the_password_of_a_key_is_never_shown(tmp_path: Path) -> None:
    settings = read_settings(ROOT, {"DATA_DIR": str(tmp_path), "SIGNING_PASSWORD": "geheim"})
    assert settings.signing_password == "geheim"
    assert "geheim" not in repr(settings)


def test_files_that_wait_are_made(flask: Flask, session: Session) -> None:
    joined = activity(session, trajectory(session))
    hours(session, joined, HoursState.ACCEPTED)
    proof = issue_activity_proof(session, joined, by=joined.trajectory.counsellor, at=NOW)
    session.commit()
    assert flask("documents", "make").output == "files of proofs made: 1\n"
    assert flask("documents", "make").output == "files of proofs made: 0\n"
    session.commit()
    assert find_document(session, proof.id) is not None
