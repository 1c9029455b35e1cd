"""The words of disputes: how one was answered."""

from enum import StrEnum


class Answer(StrEnum):
    """What the counsellor did with hours that the newcomer says are not right."""

    KEPT = "kept"
    """De uren blijven zoals ze zijn, with a reason."""
    SENT_BACK = "sent_back"
    """Teruggestuurd, to be mended."""
    WITHDRAWN = "withdrawn"
    """Ingetrokken."""
    CORRECTED = "corrected"
    """Rechtzetting gemeld: the accepted hours count until it is accepted."""
