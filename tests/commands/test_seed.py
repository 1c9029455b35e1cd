"""`flask seed …`: once, the same for the same seed, all or nothing."""

import signal
from collections.abc import Callable
from dataclasses import replace

import pytest
from apiflask import APIFlask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.commands.seed import fill_when_empty
from meedoen.offers.models import Offer, OfferPlace, SearchChange
from meedoen.places.models import Municipality
from meedoen.seeding.demo.people import ACCOUNTS
from meedoen.settings import Settings
from tests import examples
from tests.commands.conftest import Flask, rows
from tests.safety.product import Browser, Product, end, wait_for


def catalogue(session: Session) -> list[tuple[object, ...]]:
    """Titles and points of all offers."""
    question = (
        select(Offer.title, Offer.level, OfferPlace.postcode, OfferPlace.lat, OfferPlace.lon)
        .join(OfferPlace, OfferPlace.offer_id == Offer.id, isouter=True)
        .order_by(Offer.id)
    )
    found = [tuple(row) for row in session.execute(question)]
    session.rollback()
    return found


def empty_catalogue(session: Session) -> None:
    """Take every offer away."""
    for offer in session.scalars(select(Offer)):
        session.delete(offer)
    session.commit()


def test_the_same_seed_gives_the_same_catalogue_and_it_can_be_searched(
    flask: Flask, app: APIFlask, session: Session
) -> None:
    made = flask("seed", "synthetic", "--offers", "300", "--seed", "7")
    assert made.exit_code == 0, made.output
    assert "300 offers" in made.stdout
    first = catalogue(session)
    assert len(first) == 300
    assert flask("search", "status").stdout == "index 300, database 300, waiting notes 0\n"
    page = app.test_client().get("/aanbod").get_data(as_text=True)
    assert "300" in page
    empty_catalogue(session)
    flask("seed", "synthetic", "--offers", "300", "--seed", "7")
    assert catalogue(session) == first
    empty_catalogue(session)
    flask("seed", "synthetic", "--offers", "300", "--seed", "8")
    assert catalogue(session) != first


def test_a_catalogue_whose_index_was_not_made_leaves_notes_for_whoever_comes_next(
    flask: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die() -> int:
        raise SystemExit(9)

    monkeypatch.setattr("meedoen.commands.seed.rebuild_index", die)
    flask("seed", "synthetic", "--offers", "20")
    assert session.scalar(select(func.count(SearchChange.id))) == 20
    session.rollback()
    assert flask("search", "drain").exit_code == 0
    assert flask("search", "status").stdout == "index 20, database 20, waiting notes 0\n"


def test_reference_data_again_changes_nothing(flask: Flask, session: Session) -> None:
    before = rows(session)
    result = flask("seed", "reference")
    assert result.exit_code == 0
    assert "0 rows added, 0 changed, 0 removed" in result.stdout
    assert rows(session) == before


@pytest.mark.parametrize("email", [ACCOUNTS[0].email, "sara@stad.test"])
def test_the_demonstration_comes_once_and_never_among_real_people(
    flask: Flask, session: Session, email: str
) -> None:
    examples.person(session, "Sara", email=email)
    session.commit()
    before = rows(session)
    result = flask("seed", "demo")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert rows(session) == before


@pytest.mark.parametrize("seed", ["demo", "reference", "none"])
def test_a_start_fills_no_database_that_holds_places(
    app: APIFlask, session: Session, seed: str
) -> None:
    settings: Settings = app.config["SETTINGS"]
    before = rows(session)
    fill_when_empty(replace(settings, seed=seed))
    assert rows(session) == before


@pytest.mark.parametrize(
    ("command", "kept"),
    [
        (("seed", "demo"), "nothing was changed."),
        (("start",), "the tables are up to date, nothing was loaded; start again."),
    ],
)
def test_ctrl_c_stops_cleanly_and_leaves_the_database_as_it_was(
    make_product: Callable[..., Product], command: tuple[str, ...], kept: str
) -> None:
    product = make_product("stopped", empty=True, seed="demo")
    assert product.run("db", "upgrade").returncode == 0
    begun = product.begin(*command)
    wait_for(begun, "Reference data")
    begun.send_signal(signal.SIGINT)
    assert begun.wait(timeout=30) == 130
    assert begun.stderr
    assert begun.stderr.read() == f"Stopped: {kept}\n"
    end(begun)
    with product.session() as session:
        for kind in (Municipality, Account, Offer):
            assert session.scalar(select(func.count()).select_from(kind)) == 0


@pytest.mark.parametrize("way", [signal.SIGINT, signal.SIGTERM])
def test_a_server_that_is_told_to_stop_ends_with_0(
    make_product: Callable[..., Product], way: signal.Signals
) -> None:
    product = make_product("served")
    product.start()
    Browser(product).get("/healthz")
    assert product.process
    product.process.send_signal(way)
    assert product.process.wait(timeout=30) == 0


def test_a_port_that_is_taken_is_one_line(make_product: Callable[..., Product]) -> None:
    product = make_product("first")
    product.start()
    second = make_product("second")
    second.port = product.port
    refused = second.run("start")
    assert refused.returncode == 2
    assert (
        refused.stderr
        == f"Error: Cannot listen at 127.0.0.1:{product.port}: Address already in use\n"
    )
