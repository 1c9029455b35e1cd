"""`flask search …`: the index made again, compared with the database, brought up to date."""

import click
from flask import current_app
from flask.cli import AppGroup

from meedoen.commands.refused import Refused
from meedoen.offers.index_upkeep import SearchUnwell, upkeep_of, writing
from meedoen.offers.indexing import rebuild, status
from meedoen.web.clock import today
from meedoen.web.session import db

search = AppGroup("search", help="The search index.")

PATIENCE = 60.0
"""Seconds that a command waits for another process that writes the index."""


def rebuild_index() -> int:
    """Make the index again from the database, beside the old one; gives how many it holds."""
    folder = current_app.config["SETTINGS"].index_dir
    with writing(folder, patience=PATIENCE) as held:
        if not held:
            raise Refused("Another process is writing the index; try again later.")
        return rebuild(db.session, folder, on=today())


@search.command("rebuild")
def rebuild_command() -> None:
    """Make the index again from the database while people go on searching."""
    click.echo(f"{rebuild_index()} offers in the index")


@search.command("status")
def status_command() -> None:
    """Compare index and database; exit status 1 when they differ."""
    try:
        index = upkeep_of(db.session).opened(on=today())
    except SearchUnwell as unwell:
        click.echo(f"no usable index: {unwell}")
        raise SystemExit(1) from unwell
    found = status(db.session, index, on=today())
    click.echo(
        f"index {found.documents}, database {found.findable}, waiting notes {found.waiting_notes}"
    )
    if not found.equal:
        raise SystemExit(1)


@search.command("drain")
def drain_command() -> None:
    """Bring waiting change notes into the index."""
    upkeep = upkeep_of(db.session)
    upkeep.catch_up(on=today())
    found = status(db.session, upkeep.opened(on=today()), on=today())
    click.echo(f"{found.waiting_notes} notes wait")
