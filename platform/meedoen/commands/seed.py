"""`flask seed …`: reference data, the demonstration, a synthetic catalogue."""

import time

import click
from flask import current_app
from sqlalchemy import exists, select

from meedoen.accounts.models import Account
from meedoen.commands.places import REFERENCE_IS_THERE
from meedoen.commands.refused import PlainGroup, Refused
from meedoen.commands.search import INDEX_LACKS, index_writer, rebuild_index
from meedoen.commands.stopped import keep, when_stopped
from meedoen.places.models import Municipality
from meedoen.seeding.demo.catalogue import MUNICIPALITIES
from meedoen.seeding.demo.load import seed_demo
from meedoen.seeding.demo.people import PASSWORD, has_demo
from meedoen.seeding.reference import seed_reference
from meedoen.seeding.synthetic import seed_synthetic
from meedoen.settings import Settings
from meedoen.web.clock import now
from meedoen.web.session import db

seed = PlainGroup("seed", help="Fill the database.")

MOST_OFFERS = 2_000_000


def fill_when_empty(settings: Settings) -> None:
    """Give an empty database what SEED says; one that holds places or people is left alone."""
    if settings.seed == "none" or has_places() or has_people():
        db.session.rollback()
        return
    if settings.seed == "demo":
        load_demonstration()
    else:
        load_reference_data()
        keep(db.session.commit, REFERENCE_IS_THERE)


def has_places() -> bool:
    """Whether the reference data is there."""
    return bool(db.session.scalar(select(exists().select_from(Municipality))))


def has_people() -> bool:
    """Whether anybody has an account."""
    return bool(db.session.scalar(select(exists().select_from(Account))))


def load_reference_data() -> None:
    """Load the reference data, and say what was done; whoever calls commits."""
    begun = time.monotonic()
    loaded = seed_reference(db.session)
    click.echo(f"Reference data: {loaded}, in {time.monotonic() - begun:.1f} s")


def load_demonstration(municipalities: int = MUNICIPALITIES) -> None:
    """Load the demonstration, and the places where they lack, all or nothing; build its index."""
    begun = time.monotonic()
    settings: Settings = current_app.config["SETTINGS"]
    with index_writer():
        if not has_places():
            load_reference_data()
        made = seed_demo(
            db.session,
            at=now(),
            base_url=settings.base_url,
            progress=click.echo,
            municipalities=municipalities,
            photos=settings.photos_dir,
        )
        keep(db.session.commit, f"the demonstration is loaded; {INDEX_LACKS}")
        rebuild_index()
        when_stopped("the demonstration is loaded, and can be searched.")
    click.echo(f"Demonstration: {made}, in {time.monotonic() - begun:.1f} s")


@seed.command("reference")
def reference() -> None:
    """Load or refresh municipalities, postcodes, regions; safe to repeat."""
    load_reference_data()
    keep(db.session.commit, REFERENCE_IS_THERE)


@seed.command("demo")
def demo() -> None:
    """Load invented organisations, offers and people, once, where nobody has an account yet."""
    if has_demo(db.session):
        raise Refused("The demonstration is here already.")
    if has_people():
        raise Refused(
            "People have accounts here; the demonstration, with its known password, may not join. "
            "Give it a DATA_DIR of its own."
        )
    load_demonstration()
    click.echo(f"Accounts: …@demo.test, password {PASSWORD}")


@seed.command("synthetic")
@click.option("--offers", type=click.IntRange(1, MOST_OFFERS), required=True, help="How many.")
@click.option("--seed", "number", type=int, default=1, help="Same number, same catalogue.")
def synthetic(offers: int, number: int) -> None:
    """Add a believable catalogue of any size, for trials and measurements."""
    begun = time.monotonic()
    with index_writer():
        if not has_places():
            load_reference_data()
        with click.progressbar(length=offers, label="Offers") as bar:
            made = seed_synthetic(
                db.session, offers=offers, seed=number, at=now(), progress=bar.update
            )
        keep(db.session.commit, f"{made} offers are added; {INDEX_LACKS}")
        rebuild_index()
        when_stopped(f"{made} offers are added, and can be searched.")
    seconds = time.monotonic() - begun
    click.echo(f"{made} offers in {current_app.config['SETTINGS'].data_dir}, in {seconds:.0f} s")
