"""The words of participation: how far the answer to somebody who wants to join has come."""

from enum import StrEnum


class InterestStatus(StrEnum):
    """How an interest stands with the organisation."""

    WAITING = "waiting"
    """Wacht: nobody of the organisation answered yet."""
    CONTACTED = "contacted"
    """Gecontacteerd: the organisation called or wrote, and does not know yet."""
    JOINS = "joins"
    """Doet mee: it was agreed that the person comes."""
    NOT_POSSIBLE = "not_possible"
    """Lukt niet: it cannot be, for a reason that was said."""
