"""How a command says no: one clear line on stderr, exit status 2 for wrong input, 1 for trouble."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

import click
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.exc import DBAPIError

from meedoen.commands.stopped import stoppable

ADVICE = {
    r"no such (table|column)|^(relation|column) .* does not exist": (
        "bring the tables up to date: flask --app app db upgrade"
    ),
    r"locked|lock timeout": "another command or the server is writing; try again",
    r"full|No space left": "make room on the disk",
    r"": "look at DATABASE_URL, and whether the database answers",
}
"""What to do when a database says so; the first that fits."""


class Refused(click.ClickException):
    """Wrong input; nothing was changed."""

    exit_code: ClassVar[int] = 2


class Trouble(click.ClickException):
    """The input was right, but the surroundings are not as they must be."""

    exit_code: ClassVar[int] = 1


@contextmanager
def one_line() -> Iterator[None]:
    """Turn what ended a command into one line: wrong usage, Ctrl-C, a database not there or made.

    Input that cannot be written in UTF-8 (half a sign from a terminal in another encoding) is
    wrong wherever it is refused.
    """
    try:
        with stoppable():
            yield
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        said = " ".join(error.format_message().split())
        more = f" ({error.ctx.command_path} --help tells more)" if error.ctx else ""
        raise Refused(f"{said}{more}") from error
    except UnicodeEncodeError as error:
        raise Refused(
            f"{error.object!a} holds a sign that cannot be read; type it again"
        ) from error
    except DBAPIError as error:
        said = " ".join(str(error.orig).split())
        advice = next(advice for mark, advice in ADVICE.items() if re.search(mark, said))
        raise Trouble(f"The database: {said} ({advice})") from error


class PlainCommand(click.Command):
    """A command of ours that stands alone; whatever goes wrong is one line."""

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        with one_line():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        with one_line():
            return super().invoke(ctx)


class PlainGroup(AppGroup):
    """A group of our commands; each runs with the application at hand, and answers in one line."""

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        with one_line():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        with one_line():
            return super().invoke(ctx)


def plain_command(work: Callable[[], None]) -> PlainCommand:
    """Make a command of `work` that stands alone, outside any group."""
    return click.command(cls=PlainCommand)(with_appcontext(work))
