"""Which answers show a case, in which role somebody looks, and what counts as one look."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from meedoen.trajectories.looking.terms import LookedAs, LookKind

SHOWING = frozenset({200, 206, 400, 422})
"""Answers that hold the page: found, or a refused form shown again. Others tell nothing of a case:
they lead elsewhere, or are pages of an error."""

KEPT = timedelta(days=2 * 365)
"""So long a look is shown to the newcomer (ours): longer than most trajectories last."""


class RoleScope(Protocol):
    """One role of somebody."""

    @property
    def role(self) -> str: ...
    @property
    def agency_code(self) -> str | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One look: whose file, what of it, by whom and as what. `mark` tells two links apart."""

    newcomer_id: int
    trajectory_id: int | None
    kind: LookKind
    looked_as: LookedAs
    by_id: int | None = None
    by_name: str = ""
    body: str = ""
    """The agency, organisation or activity for which somebody looked."""
    mark: str = ""

    def once(self, at: datetime) -> str:
        """The name under which this look is written once: per person, kind and hour.

        What somebody opens with a code is written each minute, since nobody is known by a code.
        """
        moment = at.astimezone(UTC)
        spell = moment.strftime("%Y%m%d%H%M" if self.kind is LookKind.SUMMARY else "%Y%m%d%H")
        who = self.by_id if self.by_id is not None else "-"
        return f"{self.newcomer_id}/{self.kind}/{self.looked_as}/{who}/{self.mark}/{spell}"


def looked_as(roles: Iterable[RoleScope], agency_code: str, *, guides: bool) -> LookedAs:
    """In which role somebody looks at a case of this agency; `guides`: it is in their caseload.

    Whoever is let in without a role at the agency works at the organisation of the activity.
    """
    held = {one.role for one in roles if one.agency_code == agency_code}
    if guides and "counsellor" in held:
        return LookedAs.COUNSELLOR
    return LookedAs.ADMINISTRATOR if held else LookedAs.ORGANISATION
