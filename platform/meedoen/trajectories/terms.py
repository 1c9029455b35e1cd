"""The words of the forty hours: obligation, statuses, activity, hours and proofs; no steps."""

from enum import StrEnum


class Obligation(StrEnum):
    """Whether this person must follow the participatie- en netwerktraject."""

    REQUIRED = "required"
    """Verplicht."""
    VOLUNTARY = "voluntary"
    """Vrijwillig: may follow it."""


class TrajectoryStatus(StrEnum):
    """Whether a trajectory is open, and how it ended; how far it is, is a step (`states`)."""

    RUNNING = "running"
    """Lopend."""
    SUSPENDED = "suspended"
    """In rust: open, but no hours on the days of the rest; the deadline moves."""
    COMPLETED = "completed"
    """Voltooid: the target is reached and the counsellor closed it."""
    STOPPED = "stopped"
    """Stopgezet, with a reason."""
    EXEMPTED = "exempted"
    """Vrijgesteld: it need not be followed any more, with a reason."""
    MOVED = "moved"
    """Verhuisd: it goes on elsewhere."""


OPEN = frozenset({TrajectoryStatus.RUNNING, TrajectoryStatus.SUSPENDED})
"""The statuses of a trajectory that did not end; a person has one such trajectory at most."""


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


class ConfirmedHow(StrEnum):
    """In which way the contact person said that the hours are right."""

    LINK = "link"
    """Via de link in de mail."""
    PAPER = "paper"
    """Op papier: the counsellor saw the signed sheet and recorded who signed."""


class ProofKind(StrEnum):
    """What a proof is of."""

    WHOLE = "whole"
    """Bewijs van deelname: of the whole trajectory."""
    ACTIVITY = "activity"
    """Bewijs per activiteit: of the accepted hours of one activity."""


class ProofEnd(StrEnum):
    """Why a proof holds no more."""

    REPLACED = "replaced"
    """Vervangen: the hours changed, and a newer one was issued."""
    WITHDRAWN = "withdrawn"
    """Ingetrokken: it should not be used any more."""
