"""`flask start`: makes the database ready where needed, then serves; what `make run` calls."""

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade
from waitress import serve

from meedoen.commands.seed import fill_when_empty
from meedoen.seeding.demo.people import ACCOUNTS, PASSWORD, has_demo
from meedoen.settings import Settings
from meedoen.web.session import db

THREADS = 8


@click.command()
@with_appcontext
def start() -> None:
    """Bring the database up to date, fill it when it is empty, and serve."""
    settings: Settings = current_app.config["SETTINGS"]
    upgrade()
    fill_when_empty(settings)
    demo = has_demo(db.session)
    db.session.close()
    click.echo(f"Meedoen: {settings.base_url}")
    if demo:
        click.echo(f"Demonstration accounts, password {PASSWORD}:")
        for account in ACCOUNTS:
            click.echo(f"  {account.email:<28} {account.what}")
    serve(
        current_app._get_current_object(),  # type: ignore[attr-defined]
        host=settings.host,
        port=settings.port,
        threads=THREADS,
        channel_timeout=60,
        ident=None,
    )
