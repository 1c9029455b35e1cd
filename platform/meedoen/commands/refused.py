"""How a command says no: one clear line on stderr and exit status 2."""

from typing import ClassVar

import click


class Refused(click.ClickException):
    """Wrong input; nothing was changed."""

    exit_code: ClassVar[int] = 2
