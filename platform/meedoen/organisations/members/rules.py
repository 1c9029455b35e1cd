"""What makes a membership possible; no database, no web, no clock."""

from meedoen.core.errors import Reason

OPEN_BY_ORGANISATION = 20
"""How many invitations one organisation may have open, so that nobody mails the world with it."""

OPEN_OF_PERSON = 5
"""How many invitations one person may have open, so that nobody floods a stranger with mail."""


def may_leave(*, others: int) -> tuple[Reason, ...]:
    """Why a member cannot be removed: an organisation keeps at least one. `others` stay behind."""
    return () if others > 0 else (Reason("last_member"),)


def may_invite(*, by_organisation: int, of_person: int) -> tuple[Reason, ...]:
    """Why this person cannot be invited now: too many invitations wait for an answer."""
    if by_organisation < OPEN_BY_ORGANISATION and of_person < OPEN_OF_PERSON:
        return ()
    return (Reason("too_many_invitations", field="email"),)
