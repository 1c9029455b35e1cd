"""What the file of a newcomer is called, and the values that it is made of."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from enum import Enum

FORMAT = "meedoen-own-file"
VERSION = 1

Facts = dict[str, object]
"""Plain values by name: text, numbers, truths, nothing, lists of these and dictionaries."""


def plain(value: object) -> object:
    """A value as JSON holds it: terms by code, days and moments by ISO 8601, moments in UTC."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return value


def told(row: object, *names: str, **others: object) -> Facts:
    """Some values of a row under their own names, and others beside them."""
    facts = {name: plain(getattr(row, name)) for name in names}
    return facts | {name: plain(value) for name, value in others.items()}


def file_of_proof(code: str) -> str:
    """The name of the file of a proof within the whole."""
    return f"bewijzen/{code}.pdf"


def file_of_photo(number: int) -> str:
    """The name of a photo within the whole."""
    return f"fotos/{number}.jpg"


def name_of_file(day: date) -> str:
    """The name of the file that is downloaded; it does not tell whose it is."""
    return f"meedoen-dossier-{day.isoformat()}.zip"


def listed(facts: Mapping[str, object], name: str) -> list[Facts]:
    """A list of dictionaries within facts."""
    found = facts[name]
    assert isinstance(found, list)
    return found
