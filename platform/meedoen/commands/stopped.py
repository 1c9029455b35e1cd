"""What Ctrl-C does to a command: one line says what was kept, and the exit status is 130."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import IO, Any, ClassVar

import click

KEPT = "meedoen.kept"
"""Under which name the context of click holds what `when_stopped` was told last."""

NOTHING = "nothing was changed."


class Stopped(click.ClickException):
    """Somebody pressed Ctrl-C; the message says what was done and what was kept."""

    exit_code: ClassVar[int] = 130
    """128 and the number of SIGINT, as shells have it."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Say so on stderr; it is no error."""
        click.echo(f"Stopped: {self.format_message()}", file=file, err=True)


def when_stopped(words: str) -> None:
    """From here on, whoever stops the command reads `words`; before that, that nothing changed."""
    context = click.get_current_context(silent=True)
    if context is not None:
        context.meta[KEPT] = words


@contextmanager
def stoppable() -> Iterator[None]:
    """Turn Ctrl-C into the one line. Raises Stopped."""
    try:
        yield
    except KeyboardInterrupt as error:
        context = click.get_current_context(silent=True)
        raise Stopped((context.meta if context else {}).get(KEPT, NOTHING)) from error


def keep(commit: Callable[[], object], words: str) -> None:
    """Commit; whoever stops the command after it reads `words`, whoever stopped it before does not.

    Ctrl-C waits for the commit, so that the words are true.
    """
    with unbroken():
        commit()
        when_stopped(words)


@contextmanager
def unbroken() -> Iterator[None]:
    """Let Ctrl-C wait until what happens inside is whole.

    For moments, in the main thread, and not one inside another.
    """
    asked = []

    def note(number: int, frame: FrameType | None) -> None:
        asked.append(number)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if asked:
        signal.raise_signal(signal.SIGINT)
