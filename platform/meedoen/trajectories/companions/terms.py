"""The words of companions: how it stands, and what waits for the counsellor."""

from enum import StrEnum


class CompanionState(StrEnum):
    """How it stands with somebody who was asked to go along."""

    ASKED = "asked"
    """Gevraagd: no answer yet."""
    ACCEPTED = "accepted"
    """Gaat mee."""
    DECLINED = "declined"
    """Kan niet."""
    WENT = "went"
    """Samen gegaan."""
    ABSENT = "absent"
    """Niet gekomen: the newcomer was not there."""
    CANCELLED = "cancelled"
    """Gaat niet door: the counsellor cancelled it."""


class CompanionNeed(StrEnum):
    """What the counsellor must do about a companion."""

    UNANSWERED = "unanswered"
    """Geen antwoord: for three days, or the visit is tomorrow."""
    DECLINED = "declined"
    """Kan niet: look for somebody else, or go without."""
    OUTCOME = "outcome"
    """Afloop: the visit is over and nobody said how it went."""
