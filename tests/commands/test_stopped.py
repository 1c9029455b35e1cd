"""Ctrl-C in a command: one line says what was kept, exit status 130, and the data is whole."""

import os
import pkgutil
import signal
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meedoen.commands import stopped
from meedoen.factory import create_app
from meedoen.offers.models import Offer
from meedoen.seeding.reference import SEED_DATA
from meedoen.settings import read_settings
from meedoen.web.session import db
from tests import examples
from tests.commands.conftest import Flask, rows
from tests.safety.product import ROOT, Product, end, wait_for

NOTHING = "nothing was changed."
LOADED = "the reference data is loaded."
DRAIN = "what the index lacks comes in by: flask --app app search drain"
TIDIED = "the database is tidied; run it again for people to be erased, the index and the mail."
NO_BACKUP = "no backup was made, and nothing is left of it."
SARA = "sara@stad.test is newcomer; a link to set a password leaves with the next mail."

NO_INDEX = "there is no usable index (mend it: flask --app app search drain)"
EQUAL = "the index is whole and holds 1 offers, the database 1; 0 notes wait."
WHOLE = "{tmp}/kept is whole."

COMMIT = "sqlalchemy.orm:Session.commit"

SYNTHETIC = "seed synthetic --offers 9"
REFRESH = "places refresh {reference}"
CREATE = "accounts create --role newcomer --email sara@stad.test"
BACKUP = "backup create {tmp}/kept"
DOWN = "db downgrade base"

HERE = "meedoen.commands"
READ = "meedoen.offers.indexing:read_documents"
RUB_OUT = "meedoen.offers.indexing:rub_out"
MIGRATE = "alembic.runtime.environment:EnvironmentContext.run_migrations"

CASES = [
    ("seed reference", f"{HERE}.seed:seed_reference", NOTHING),
    ("seed reference", COMMIT, LOADED),
    (REFRESH, f"{HERE}.places:load_reference", NOTHING),
    (REFRESH, COMMIT, LOADED),
    (SYNTHETIC, f"{HERE}.seed:seed_synthetic", NOTHING),
    (SYNTHETIC, COMMIT, f"9 offers are added; {DRAIN}"),
    (SYNTHETIC, f"{HERE}.seed:rebuild_index", f"9 offers are added; {DRAIN}"),
    ("housekeeping", f"{HERE}.upkeep:expire_offers", NOTHING),
    ("housekeeping", COMMIT, TIDIED),
    ("housekeeping", f"{HERE}.upkeep:tidy_index", TIDIED),
    ("housekeeping", "meedoen.messages.delivery:Delivery.deliver", TIDIED),
    (CREATE, f"{HERE}.accounts:invite", NOTHING),
    (CREATE, COMMIT, SARA),
    (BACKUP, f"{HERE}.backup:copy_database", NO_BACKUP),
    (BACKUP, f"{HERE}.backup:pack", NO_BACKUP),
    (BACKUP, "pathlib:Path.rename", WHOLE),
    (DOWN, MIGRATE, NOTHING),
    ("search rebuild", READ, NO_INDEX),
    ("search rebuild", RUB_OUT, EQUAL),
    ("search drain", READ, NO_INDEX),
]
"""What is typed, after which work Ctrl-C is pressed, and what is said."""


@pytest.fixture
def press_after(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """`press_after("module:function")`: press Ctrl-C whenever this function has done its work."""

    def patch(place: str) -> None:
        theirs = pkgutil.resolve_name(place)

        @wraps(theirs)
        def pressed(*args: Any, **extra: Any) -> Any:
            done = theirs(*args, **extra)
            signal.raise_signal(signal.SIGINT)
            return done

        monkeypatch.setattr(place.replace(":", "."), pressed)

    return patch


@pytest.fixture
def offer(session: Session) -> Offer:
    """A published offer, whose note waits."""
    made = examples.offer(session, examples.organisation(session), "Praattafel")
    session.commit()
    return made


@pytest.mark.parametrize(("typed", "place", "said"), CASES)
def test_whoever_stops_a_command_reads_what_was_kept(
    flask: Flask,
    session: Session,
    offer: Offer,
    press_after: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    typed: str,
    place: str,
    said: str,
) -> None:
    before = rows(session)
    press_after(place)
    result = flask(*typed.format(tmp=tmp_path, reference=SEED_DATA / "reference").split())
    monkeypatch.undo()
    assert (result.exit_code, result.stderr) == (130, f"Stopped: {said.format(tmp=tmp_path)}\n")
    if said in {NOTHING, NO_BACKUP}:
        assert rows(session) == before
    assert [file.name for file in tmp_path.iterdir()] == (["kept"] if said == WHOLE else [])
    assert flask("search", "drain").exit_code == 0
    assert flask("search", "status").exit_code == 0


def test_a_migration_that_was_committed_is_told(
    flask: Flask, press_after: Callable[[str], None]
) -> None:
    press_after("sqlalchemy:Connection.commit")
    result = flask("db", "downgrade", "base")
    assert (result.exit_code, result.stderr) == (
        130,
        "Stopped: the tables are changed as was asked.\n",
    )


def test_ctrl_c_that_the_operator_turned_off_stops_nothing(flask: Flask) -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with stopped.unbroken():
            signal.raise_signal(signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_restore_that_is_stopped_while_it_reads_has_brought_back_nothing(
    make_product: Callable[..., Product],
) -> None:
    product = make_product("fresh", empty=True)
    slow = product.folder.parent / "slow"
    os.mkfifo(slow)
    begun = product.begin("backup", "restore", str(slow))
    wait_for(begun, "Unpacking")
    begun.send_signal(signal.SIGINT)
    assert begun.wait(timeout=30) == 130
    assert begun.stderr
    assert begun.stderr.read() == f"Stopped: {NOTHING}\n"
    end(begun)
    assert [file.name for file in product.folder.iterdir()] == ["secret_key"]


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (
            "meedoen.commands.backup:bring_back_database",
            "all is restored, but not up to date; do that: flask --app app start",
        ),
        ("meedoen.commands.backup:rebuild_index", f"all is restored; {DRAIN}"),
    ],
)
def test_a_restore_that_is_stopped_later_has_brought_back_all(
    flask: Flask,
    offer: Offer,
    press_after: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    make_product: Callable[..., Product],
    tmp_path: Path,
    place: str,
    said: str,
) -> None:
    kept = tmp_path / "kept"
    assert flask("backup", "create", str(kept)).exit_code == 0
    product = make_product("fresh", empty=True)
    app = create_app(ROOT, read_settings(ROOT, product.environment))
    with app.app_context():
        press_after(place)
        result = app.test_cli_runner().invoke(args=["backup", "restore", str(kept)])
        assert (result.exit_code, result.stderr) == (130, f"Stopped: {said}\n")
        monkeypatch.undo()
        assert app.test_cli_runner().invoke(args=["db", "upgrade"]).exit_code == 0
        assert app.test_cli_runner().invoke(args=["search", "drain"]).exit_code == 0
        assert db.session.scalar(select(func.count(Offer.id))) == 1
        db.session.remove()
        db.engine.dispose()
