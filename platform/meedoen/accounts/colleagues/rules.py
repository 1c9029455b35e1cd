"""Whom an agency administrator may invite, for where, and whose access may end."""

from typing import NamedTuple

from meedoen.accounts.rules import SCOPE_OF
from meedoen.accounts.terms import Role
from meedoen.core.errors import Reason

INVITED = (
    Role.COUNSELLOR,
    Role.MUNICIPALITY_OFFICER,
    Role.NETWORK_COACH,
    Role.AGENCY_ADMINISTRATOR,
)
"""The roles that an agency administrator gives."""


class Area(NamedTuple):
    """What somebody's agencies reach: their own codes, and those of the places they serve today."""

    agencies: frozenset[str]
    municipalities: frozenset[str]
    networks: frozenset[str]

    def reaches(self, role: Role, scope: str) -> bool:
        """Whether the scope of a role lies within."""
        inside = {
            "agency_code": self.agencies,
            "nis": self.municipalities,
            "network_code": self.networks,
        }
        return scope in inside.get(SCOPE_OF[role] or "", frozenset())


def reasons_not_to_invite(role: Role, scope: str, *, area: Area) -> tuple[Reason, ...]:
    """Why an administrator with this area cannot give this role for this scope."""
    if role not in INVITED:
        return (Reason("role_not_given_here", field="place", facts={"role": role}),)
    if not area.reaches(role, scope):
        return (Reason("scope_outside", field="place"),)
    return ()


def reasons_not_to_end(account_id: int, *, by_id: int) -> tuple[Reason, ...]:
    """Why somebody cannot end this access: nobody shuts themselves out."""
    return (Reason("own_access"),) if account_id == by_id else ()
