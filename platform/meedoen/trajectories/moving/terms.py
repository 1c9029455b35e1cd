"""The words of moving: what became of a move that a newcomer told."""

from enum import StrEnum


class NoticeState(StrEnum):
    """How it stands with a move that a newcomer told to the counsellor."""

    WAITING = "waiting"
    """Wacht: the counsellor did not look at it yet."""
    RECORDED = "recorded"
    """Opgeschreven: the counsellor wrote the new home down."""
    DECLINED = "declined"
    """Niet opgeschreven: the counsellor says that it is not right."""
    WITHDRAWN = "withdrawn"
    """Ingetrokken: the newcomer does not move after all, or told it anew."""
