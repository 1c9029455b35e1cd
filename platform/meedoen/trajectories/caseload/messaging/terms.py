"""The words of messages: what a counsellor writes to a newcomer with one press."""

from enum import StrEnum


class MessageKind(StrEnum):
    """What a message is about."""

    REMINDER = "reminder"
    """Herinnering aan een afspraak."""
    HOW_ARE_YOU = "how_are_you"
    """Hoe gaat het?"""
    CALL_ME = "call_me"
    """Bel mij."""
    PAPER_MISSING = "paper_missing"
    """Er ontbreekt een papier."""
    PROPOSAL = "proposal"
    """Voorstel: an offer of the catalogue that may be something for this person."""


ASKS = frozenset(MessageKind) - {MessageKind.REMINDER}
"""The kinds that ask for an answer."""
