"""How a command says no: one clear line on stderr, exit status 2 for wrong input, 1 for trouble."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

import click
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.exc import DBAPIError


class Refused(click.ClickException):
    """Wrong input; nothing was changed."""

    exit_code: ClassVar[int] = 2


class Trouble(click.ClickException):
    """The input was right, but the surroundings are not as they must be."""

    exit_code: ClassVar[int] = 1


@contextmanager
def one_line() -> Iterator[None]:
    """Turn what went wrong into one line: wrong usage, a database that is not there or not made."""
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        raise Refused(" ".join(error.format_message().split())) from error
    except DBAPIError as error:
        said = " ".join(str(error.orig).split())
        if "no such table" in said or said.startswith('relation "'):
            said = f"{said} (make the tables first: flask --app app db upgrade)"
        raise Trouble(f"The database: {said}") from error


class PlainCommand(click.Command):
    """A command of ours; whatever goes wrong is one line."""

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        with one_line():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        with one_line():
            return super().invoke(ctx)


class PlainGroup(AppGroup):
    """A group of our commands; each runs with the application at hand."""

    command_class = PlainCommand

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        with one_line():
            return super().make_context(*args, **extra)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        with one_line():
            return super().resolve_command(ctx, args)


def plain_command(work: Callable[[], None]) -> PlainCommand:
    """Make a command of `work` that stands alone, outside any group."""
    return click.command(cls=PlainCommand)(with_appcontext(work))
