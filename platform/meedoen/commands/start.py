"""`flask start`: makes the database ready where needed, then serves; what `make run` calls."""

import logging
import os
import signal
from typing import Any

import click
from flask import current_app
from sqlalchemy.exc import OperationalError
from waitress.server import create_server

from meedoen.commands.migrations import bring_up_to_date
from meedoen.commands.refused import Refused, plain_command
from meedoen.commands.search import heal_index
from meedoen.commands.seed import fill_when_empty
from meedoen.commands.stopped import when_stopped
from meedoen.offers.index_upkeep import upkeep_of
from meedoen.seeding.demo.people import ACCOUNTS, PASSWORD, has_demo
from meedoen.settings import Settings
from meedoen.trajectories.proving.keeping import keep_waiting
from meedoen.web.clock import now, today
from meedoen.web.session import db

THREADS = 8

CONNECTIONS = 400
"""At once; one that holds a half-sent form takes two files of the 1024 that a process may open."""

LARGEST_REQUEST = 8 * 1024 * 1024
"""What is read at all; what is larger than a form may be, gets a page in words up to this."""


@plain_command
def start() -> None:
    """Bring the database up to date, fill it when it is empty, and serve."""
    os.umask(0o077)  # The database and all else that is made here is for its owner alone.
    settings: Settings = current_app.config["SETTINGS"]
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    signal.signal(signal.SIGTERM, stop)
    server = listen(settings)
    bring_up_to_date()
    when_stopped("the tables are up to date, nothing was loaded; start again.")
    fill_when_empty(settings)
    when_stopped("the database is whole; start again, which mends the index where needed.")
    try:
        heal_index()
        click.echo("Search gets ready: seconds, or half a minute the first time on this machine.")
        upkeep_of(db.session).warm(on=today())
    except (click.ClickException, OperationalError) as trouble:
        # Pages say that search rests; all else works, and the next question tries again.
        click.echo(f"Search rests: {trouble}", err=True)
    keep_waiting(db.session, at=now())
    demo = has_demo(db.session)
    db.session.close()
    click.echo(f"Meedoen: {settings.base_url}")
    if demo:
        click.echo(f"Demonstration accounts, password {PASSWORD}:")
        for account in ACCOUNTS:
            click.echo(f"  {account.email:<28} {account.what}")
    try:
        server.run()
    finally:
        current_app.extensions["delivery"].stop()


def listen(settings: Settings) -> Any:
    """A server at HOST and PORT, before any other work: who comes early waits for the first page.

    Eight threads answer; half-sent requests wait in one loop and take none of them. With fewer
    connections than people who send slowly, nobody else would come in.
    """
    try:
        return create_server(
            current_app._get_current_object(),  # type: ignore[attr-defined]
            host=settings.host,
            port=settings.port,
            threads=THREADS,
            connection_limit=CONNECTIONS,
            asyncore_use_poll=True,
            channel_timeout=60,
            max_request_body_size=LARGEST_REQUEST,
            ident=None,
        )
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or error
        raise Refused(f"Cannot listen at {settings.host}:{settings.port}: {said}") from error


def stop(number: int, frame: object) -> None:
    """End as Ctrl-C does: who is being answered gets the answer."""
    raise SystemExit(0)
