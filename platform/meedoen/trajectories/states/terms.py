"""The steps of a trajectory, and the reasons for which its status changes."""

from enum import StrEnum


class Step(StrEnum):
    """How far a trajectory is; it follows from the facts and is not stored (domain.md 9.3)."""

    INFORMED = "informed"
    """Ingelicht: it was opened, and the counsellor explains what it asks."""
    SEARCHING = "searching"
    """Activiteit zoeken."""
    AGREED = "agreed"
    """Activiteit afgesproken: one was approved."""
    RUNNING = "running"
    """Bezig met uren: hours were reported."""
    PROOF_WAITING = "proof_waiting"
    """Wachten op het bewijs: the target is reached."""
    COMPLETED = "completed"
    """Klaar: the proof was handed out."""


class StatusReason(StrEnum):
    """Why a status changed. None of them says anything about health: we keep no such data."""

    TARGET_REACHED = "target_reached"
    """Het doel is bereikt."""
    WORK = "work"
    """Werk."""
    STUDY = "study"
    """Studie of opleiding."""
    CARE = "care"
    """Zorg voor kinderen of familie."""
    PERSONAL = "personal"
    """Persoonlijke reden, which we do not ask about."""
    AGE = "age"
    """Leeftijd."""
    DECISION = "decision"
    """Beslissing van het agentschap."""
    MOVED_AWAY = "moved_away"
    """Verhuisd."""
    REST_OVER = "rest_over"
    """De rust is voorbij."""
    MISTAKE = "mistake"
    """Vergissing: it should not have been set."""
    OTHER = "other"
    """Andere reden, told in words."""


class Act(StrEnum):
    """What a counsellor can do to how a trajectory stands; codes are the ends of addresses."""

    SUSPEND = "rust"
    """Laat dit traject rusten."""
    RESUME = "hervatten"
    """Hervat dit traject, after a rest."""
    EXEMPT = "vrijstellen"
    """Geef een vrijstelling."""
    MOVE = "verhuisd"
    """De deelnemer gaat weg uit Vlaanderen en Brussel: the trajectory ends."""
    REOPEN = "heropenen"
    """Open dit traject opnieuw, when it was ended by mistake."""
