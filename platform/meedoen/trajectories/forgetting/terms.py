"""The words of forgetting: because of what somebody was erased."""

from enum import StrEnum


class Because(StrEnum):
    """Because of what a person was erased."""

    KEPT_LONG_ENOUGH = "kept_long_enough"
    """De bewaartermijn is voorbij: so many months after the end of the trajectory."""
    UNUSED = "unused"
    """Het account werd lang niet gebruikt."""
    ASKED = "asked"
    """De persoon vroeg het (GDPR, article 17)."""
    MISTAKE = "mistake"
    """Vergissing: the trajectory should never have been opened, or was opened twice."""
    ORDERED = "ordered"
    """Opgelegd by a court or the data protection authority."""


BY_HAND = (Because.ASKED, Because.MISTAKE, Because.ORDERED)
"""What an administrator can give as the reason; the others are the clock's."""
