"""Wrong input of any command: one clear line on stderr, exit status 2, nothing changed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tests.commands.conftest import Flask, rows

ROOT = Path(__file__).resolve().parents[2]

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
    (
        "accounts create --role organisation_member --email a@b.be --organisation 9",
        "organisation 9",
    ),
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
    ("backup create /does/not/exist/backup", "cannot be written"),
    ("backup restore", "Missing argument 'FILE'"),
    ("backup restore /does/not/exist", "does not exist"),
    ("backup restore {tmp}/text", "not empty"),
    ("housekeeping now", "unexpected extra argument"),
    ("start --fast", "No such option"),
]


@pytest.mark.parametrize(("typed", "said"), WRONG, ids=[typed for typed, _ in WRONG])
def test_wrong_input_is_one_line_and_changes_nothing(
    flask: Flask, session: Session, tmp_path: Path, typed: str, said: str
) -> None:
    (tmp_path / "text").write_text("Dag")
    before = rows(session)
    result = flask(*typed.format(tmp=tmp_path).split())
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
        ("SEED", "everything", "SEED must be"),
        ("DATABASE_URL", "mysql://here", "DATABASE_URL must name"),
        ("MAIL_URL", "pigeon://here", "MAIL_URL must be"),
        ("DATA_DIR", "/dev/null/here", "DATA_DIR"),
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
