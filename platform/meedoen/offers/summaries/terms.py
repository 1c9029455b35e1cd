"""How a summary in another language stands towards the Dutch."""

from enum import StrEnum


class SummaryState(StrEnum):
    """Whether a summary still tells what the Dutch tells; codes are those of the API."""

    MISSING = "missing"
    """Nog niet geschreven."""
    OUTDATED = "outdated"
    """Verouderd: the Dutch changed after it was written or confirmed."""
    UP_TO_DATE = "up_to_date"
    """In orde."""
