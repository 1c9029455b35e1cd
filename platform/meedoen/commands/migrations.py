"""`flask db …`: the commands of Flask-Migrate, which answer here as ours do."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import click
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from click.core import ParameterSource
from flask import current_app
from flask_migrate import upgrade
from flask_migrate.cli import db as theirs

from meedoen.commands.refused import PlainCommand, PlainGroup, Refused, Trouble
from meedoen.web.session import db

USEFUL = ("upgrade", "downgrade", "current", "history", "heads", "show", "stamp", "check")
FOR_DEVELOPERS = ("revision", "migrate")
"""The others make sense where migrations have branches, or are not there yet."""

LEFT_OUT: dict[str, object] = {"directory": None, "sql": False, "tag": None, "x_arg": ()}
"""Options that make no sense here, with what they are instead: our migrations stand in one place,
and read the data that they change."""

NAME = re.compile(r"[0-9A-Za-z_]{1,32}")
"""What a new revision may be called; the database keeps 32 signs."""

WHERE_TO_LOOK = "`flask --app app db history` lists them, `db current` tells where the database is"

# What it logs is raised again here, as one line.
logging.getLogger("flask_migrate").disabled = True


class Migration(PlainCommand):
    """A command of Flask-Migrate; wrong input ends with 2, and says where to look."""

    def __init__(self, command: click.Command) -> None:
        """Take it over, without the options that are left out."""
        fixed = {one.name: LEFT_OUT[one.name] for one in command.params if one.name in LEFT_OUT}
        super().__init__(
            command.name,
            params=[one for one in command.params if one.name not in LEFT_OUT],
            callback=partial(command.callback, **fixed) if command.callback else None,
            help=command.help,
        )

    def invoke(self, ctx: click.Context) -> Any:
        """Run it. Raises Refused, Trouble."""
        fresh = ctx.params.get("rev_id")
        if fresh is not None and (not NAME.fullmatch(fresh) or fresh in known_revisions()):
            raise Refused(f"{fresh!r} cannot be the name of a new revision; {WHERE_TO_LOOK}")
        if "" in (ctx.params.get("revision"), ctx.params.get("head")):
            raise Refused(f"An empty word names no revision; {WHERE_TO_LOOK}")
        typed = (ctx.get_parameter_source(name) for name in ctx.params)
        with in_words(typed=ParameterSource.COMMANDLINE in typed):
            return super().invoke(ctx)


@contextmanager
def in_words(*, typed: bool) -> Iterator[None]:
    """Turn the end that Flask-Migrate makes of an error into one line.

    Who typed nothing beside the command cannot have typed it wrong: that is Trouble, else Refused.
    """
    try:
        yield
    except SystemExit as end:
        why = end.__context__
        if not isinstance(why, CommandError | RuntimeError):
            raise
        if strange := unknown_revisions():
            raise Trouble(
                f"The database is at revision {strange}, which this version of Meedoen does not "
                "know; run the version that made it, or a newer one"
            ) from why
        said = " ".join(str(why).split()).rstrip(".")
        raise (Refused if typed else Trouble)(f"{said}; {WHERE_TO_LOOK}") from why


def known_revisions() -> set[str]:
    """The migrations of this clone."""
    config = current_app.extensions["migrate"].migrate.get_config()
    return {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}


def unknown_revisions() -> str:
    """Where the database is, if no migration of this clone leads there; else nothing."""
    with db.engine.connect() as connection:
        heads = MigrationContext.configure(connection).get_current_heads()
    return ", ".join(sorted(set(heads) - known_revisions()))


def bring_up_to_date() -> None:
    """Run the migrations that the database lacks. Raises Trouble."""
    with in_words(typed=False):
        upgrade()


migrations = PlainGroup(
    "db",
    help="Bring the tables up to date.",
    callback=partial(theirs.callback, directory=None, x_arg=()),
    commands=[Migration(theirs.commands[name]) for name in sorted((*USEFUL, *FOR_DEVELOPERS))],
)
