"""The words of the forty hours: obligation, states of a trajectory, of activities and of hours."""

from enum import StrEnum


class Obligation(StrEnum):
    """Whether this person must follow the participatie- en netwerktraject."""

    REQUIRED = "required"
    """Verplicht."""
    VOLUNTARY = "voluntary"
    """Vrijwillig: may follow it."""


class TrajectoryStatus(StrEnum):
    """Where a trajectory is."""

    RUNNING = "running"
    """Lopend."""
    COMPLETED = "completed"
    """Voltooid: the target is reached and the counsellor closed it."""
    STOPPED = "stopped"
    """Stopgezet, with a reason."""


class ActivityDecision(StrEnum):
    """What counsellor and newcomer judged of an activity (two criteria, domain.md 2.3)."""

    PROPOSED = "proposed"
    """Voorgesteld."""
    APPROVED = "approved"
    """Goedgekeurd."""
    REFUSED = "refused"
    """Afgekeurd, with a reason."""


class HoursState(StrEnum):
    """The life of one entry of hours; only accepted hours count."""

    PLANNED = "planned"
    """Gepland: an appointment ahead."""
    REPORTED = "reported"
    """Gemeld: said to have happened."""
    CONFIRMED = "confirmed"
    """Bevestigd by the contact person of the activity."""
    ACCEPTED = "accepted"
    """Aanvaard by the counsellor."""
    SENT_BACK = "sent_back"
    """Teruggestuurd, with a reason."""
    WITHDRAWN = "withdrawn"
    """Ingetrokken: never happened, or entered by mistake."""
