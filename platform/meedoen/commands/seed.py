"""`flask seed …`: reference data, the demonstration, a synthetic catalogue."""

import time

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import func, select

from meedoen.accounts.models import Account
from meedoen.commands.refused import Refused
from meedoen.commands.search import rebuild_index
from meedoen.places.models import Municipality
from meedoen.seeding.demo.load import seed_demo
from meedoen.seeding.demo.people import PASSWORD, has_demo
from meedoen.seeding.reference import seed_reference
from meedoen.seeding.synthetic import seed_synthetic
from meedoen.settings import Settings
from meedoen.web.clock import now
from meedoen.web.session import db

seed = AppGroup("seed", help="Fill the database.")

MOST_OFFERS = 2_000_000


def fill_when_empty(settings: Settings) -> None:
    """Give an empty database what SEED says; one that holds places or people is left alone."""
    if settings.seed == "none":
        return
    if not db.session.scalar(select(func.count()).select_from(Municipality)):
        load_reference_data()
    if settings.seed == "demo" and not db.session.scalar(select(func.count(Account.id))):
        load_demonstration()


def load_reference_data() -> None:
    """Load the reference data in one transaction, and say what was done."""
    begun = time.monotonic()
    loaded = seed_reference(db.session)
    db.session.commit()
    click.echo(f"Reference data: {loaded}, in {time.monotonic() - begun:.1f} s")


def load_demonstration() -> None:
    """Load the demonstration in one transaction, build its index, and say what was done."""
    begun = time.monotonic()
    base_url = current_app.config["SETTINGS"].base_url
    made = seed_demo(db.session, at=now(), base_url=base_url, progress=click.echo)
    db.session.commit()
    rebuild_index()
    click.echo(f"Demonstration: {made}, in {time.monotonic() - begun:.1f} s")


@seed.command("reference")
def reference() -> None:
    """Load or refresh municipalities, postcodes, regions; safe to repeat."""
    load_reference_data()


@seed.command("demo")
def demo() -> None:
    """Load invented organisations, offers and people, once."""
    if has_demo(db.session):
        raise Refused("The demonstration is here already.")
    if not db.session.scalar(select(func.count()).select_from(Municipality)):
        load_reference_data()
    load_demonstration()
    click.echo(f"Accounts: …@demo.test, password {PASSWORD}")


@seed.command("synthetic")
@click.option("--offers", type=click.IntRange(1, MOST_OFFERS), required=True, help="How many.")
@click.option("--seed", "number", type=int, default=1, help="Same number, same catalogue.")
def synthetic(offers: int, number: int) -> None:
    """Add a believable catalogue of any size, for trials and measurements."""
    begun = time.monotonic()
    with click.progressbar(length=offers, label="Offers") as bar:
        made = seed_synthetic(db.session, offers=offers, seed=number, at=now(), progress=bar.update)
    db.session.commit()
    rebuild_index()
    seconds = time.monotonic() - begun
    click.echo(f"{made} offers in {current_app.config['SETTINGS'].data_dir}, in {seconds:.0f} s")
