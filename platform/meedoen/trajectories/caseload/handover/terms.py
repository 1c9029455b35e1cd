"""The words of a hand-over: how it stands."""

from enum import StrEnum


class HandoverState(StrEnum):
    """How a hand-over stands."""

    OFFERED = "offered"
    """Aangeboden aan een ander agentschap: nothing moved yet."""
    ACCEPTED = "accepted"
    """Overgenomen."""
    REFUSED = "refused"
    """Geweigerd, with a reason."""
    WITHDRAWN = "withdrawn"
    """Ingetrokken by whoever offered it."""
