"""What somebody may ask 'why?' of."""

from enum import StrEnum


class Question(StrEnum):
    """A why, asked by counsellor or newcomer of one trajectory."""

    HOURS = "hours"
    """Waarom tellen deze uren wel of niet?"""
    OBLIGATION = "obligation"
    """Waarom is dit verplicht of vrijwillig?"""
    ACTIVITIES = "activities"
    """Welke activiteiten tellen mee?"""
    DEADLINE = "deadline"
    """Waarom deze einddatum?"""
