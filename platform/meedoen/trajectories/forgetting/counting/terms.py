"""How long a trajectory lasted, in pieces too large to recognise somebody by."""

from enum import StrEnum


class Lasted(StrEnum):
    """For how many weeks a trajectory was open."""

    UP_TO_13 = "up_to_13"
    """Tot 3 maanden."""
    UP_TO_26 = "up_to_26"
    """3 tot 6 maanden."""
    UP_TO_52 = "up_to_52"
    """6 tot 12 maanden."""
    UP_TO_104 = "up_to_104"
    """1 tot 2 jaar."""
    LONGER = "longer"
    """Langer dan 2 jaar."""
