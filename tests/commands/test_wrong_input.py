"""Wrong input of any command: one clear line on stderr, exit status 2, nothing changed."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from meedoen.settings import read_settings
from tests.commands.conftest import Flask, rows

ROOT = Path(__file__).resolve().parents[2]

HUGE, MANY = "a" * 300, "9" * 40

NOWHERE = (
    "upgrade nonsuch",
    "downgrade nonsuch",
    "stamp nonsuch",
    "show nonsuch",
    "history --rev-range nonsuch:",
    "migrate --head nonsuch",
    "upgrade {torn}",
)

WRONG = [
    ("search bogus", "No such command 'bogus'"),
    ("search status --loud", "No such option '--loud'"),
    ("search status now", "unexpected extra argument"),
    ("seed synthetic", "Missing option '--offers'"),
    ("seed synthetic --offers many", "not a valid integer"),
    ("seed synthetic --offers 0", "not in the range"),
    ("seed synthetic --offers -5", "not in the range"),
    ("seed synthetic --offers 3000000", "not in the range"),
    ("seed synthetic --offers 5 --seed x", "not a valid integer"),
    ("seed nonsense", "No such command"),
    ("accounts create", "Missing option"),
    ("accounts create --role counsellor", "Missing option '--email'"),
    ("accounts create --role king --email a@b.be", "'king' is not one of"),
    ("accounts create --role counsellor --email nonsense --agency agii", "e-mailadres"),
    ("accounts create --role newcomer --email= --name Sara", "e-mailadres"),
    (f"accounts create --role newcomer --email {HUGE}@b.be", "e-mailadres"),
    (f"accounts create --role newcomer --email a@b.be --name {HUGE}", "te lang"),
    ("accounts create --role organisation_member --email a@b.be --organisation 9", "names nothing"),
    (f"accounts create --role organisation_member --email a@b.be --organisation {MANY}", "range"),
    ("accounts create --role counsellor --email a@b.be --agency {torn}", "cannot be read"),
    ("accounts create --role organisation_member --email a@b.be --organisation x", "not a valid"),
    ("places refresh", "Missing argument 'FOLDER'"),
    ("places refresh /does/not/exist", "does not exist"),
    ("places refresh {tmp}", "cannot be read"),
    ("places import-boundaries", "Missing argument 'FILE'"),
    ("places import-boundaries /does/not/exist", "does not exist"),
    ("places import-boundaries {tmp}", "is a directory"),
    ("places import-boundaries {tmp}/text", "no JSON"),
    ("backup create", "Missing argument 'FILE'"),
    ("backup create {tmp}", "is a directory"),
    ("backup create {tmp}/text", "never overwrites"),
    (f"backup create {{tmp}}/{HUGE}", "cannot be written"),
    ("backup create /does/not/exist/backup", "cannot be written"),
    ("backup restore", "Missing argument 'FILE'"),
    ("backup restore /does/not/exist", "does not exist"),
    ("backup restore {tmp}/text", "not empty"),
    ("housekeeping now", "unexpected extra argument"),
    ("start --fast", "No such option"),
    ("db bogus", "No such command"),
    ("db upgrade 0001 0002", "unexpected extra argument"),
    *((f"db {act}", "Can't locate revision") for act in NOWHERE),
    ("db upgrade +9", "didn't produce 9 migrations"),
    ("db history --rev-range=0001", "History range requires"),
    ("db revision --rev-id 0001", "cannot be the name"),
    (f"db revision --rev-id {HUGE}", "cannot be the name"),
    ("db revision --rev-id a/b", "cannot be the name"),
]


@pytest.mark.parametrize(("typed", "said"), WRONG, ids=[typed[:60] for typed, _ in WRONG])
def test_wrong_input_is_one_line_and_changes_nothing(
    flask: Flask, session: Session, tmp_path: Path, typed: str, said: str
) -> None:
    (tmp_path / "text").write_text("Dag")
    before = rows(session)
    result = flask(*typed.format(tmp=tmp_path, torn="\udcff").split())
    assert result.exit_code == 2, result.output
    assert len(result.stderr.splitlines()) == 1, result.stderr
    assert result.stderr.startswith("Error: ")
    assert said in result.stderr
    assert result.stdout == ""
    assert rows(session) == before
    assert {file.name for file in tmp_path.iterdir()} == {"text"}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "http", "PORT must be a number"),
        ("PORT", "0", "PORT must be a number"),
        ("PORT", "9" * 5000, "PORT must be a number"),
        ("BASE_URL", "http://[", "BASE_URL must be a whole address"),
        ("BASE_URL", "http://here:port", "BASE_URL must be a whole address"),
        ("SEED", "everything", "SEED must be"),
        ("DATABASE_URL", "mysql://here", "DATABASE_URL must name"),
        ("DATABASE_URL", "postgresql://here:port/meedoen", "DATABASE_URL cannot be read"),
        ("DATABASE_URL", "sqlite:here", "DATABASE_URL cannot be read"),
        ("MAIL_URL", "pigeon://here", "MAIL_URL must be"),
        ("MAIL_URL", "smtp://[", "MAIL_URL must be"),
        ("DATA_DIR", "/dev/null/here", "DATA_DIR"),
        ("DATA_DIR", "/proc/1", "DATA_DIR"),
        ("MAP_TILES", "https://tiles.example/{z}/{x}/{y}.png", "MAP_ATTRIBUTION"),
    ],
)
def test_a_wrong_setting_is_one_line(tmp_path: Path, name: str, value: str, said: str) -> None:
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), name: value}
    ended = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", "search", "status"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1, ended.stderr
    assert said in ended.stderr
    assert not any(tmp_path.glob("*.db"))


@pytest.mark.parametrize("command", ["upgrade", "show", "downgrade", "stamp"])
def test_an_empty_word_names_no_revision(flask: Flask, command: str) -> None:
    result = flask("db", command, "")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: An empty word names no revision")


def test_a_backup_without_a_name_is_refused(flask: Flask) -> None:
    result = flask("backup", "create", "")
    assert result.exit_code == 2
    assert "Take a new name" in result.stderr


@pytest.mark.parametrize("typed", ["search bogus", "seed synthetic", "db upgrade --sql"])
def test_wrong_usage_says_where_to_read_on(flask: Flask, typed: str) -> None:
    result = flask(*typed.split())
    assert re.search(r"\(\S.* --help tells more\)\n$", result.stderr), result.stderr


def test_a_host_of_ipv6_makes_an_address_that_can_be_read(tmp_path: Path) -> None:
    settings = read_settings(tmp_path, {"DATA_DIR": str(tmp_path), "HOST": "::1"})
    assert settings.base_url == "http://[::1]:8000"
