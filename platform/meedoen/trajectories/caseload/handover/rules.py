"""To whom a trajectory can be given on."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from meedoen.core.errors import Reason
from meedoen.permissions import RoleScope
from meedoen.trajectories.activities.rules import Named, reasons_unfit_contact
from meedoen.trajectories.caseload.handover.terms import HandoverState
from meedoen.trajectories.terms import ActivityDecision


class Taker(Named, Protocol):
    """Whoever would guide it from now on."""

    @property
    def id(self) -> int: ...
    @property
    def closed_at(self) -> datetime | None: ...
    @property
    def roles(self) -> Sequence[RoleScope]: ...


class Follower(Named, Protocol):
    """Whoever follows it."""

    @property
    def id(self) -> int: ...


class Joined(Protocol):
    """An activity with its contact person."""

    @property
    def contact_name(self) -> str: ...
    @property
    def contact_email(self) -> str: ...
    @property
    def decision(self) -> ActivityDecision: ...


def reasons_not_taken(
    taker: Taker,
    *,
    agency: str,
    now_with: int,
    newcomer: Follower,
    activities: Iterable[Joined],
) -> tuple[Reason, ...]:
    """Why somebody cannot take a trajectory over in an agency; empty when they can.

    They guide for that agency, are neither the newcomer nor who has it now, and no contact person
    of its activities: nobody confirms hours that they accept themselves.
    """
    guides = any(one.role == "counsellor" and one.agency_code == agency for one in taker.roles)
    if not guides or taker.closed_at is not None:
        return (Reason("guides_nobody_there", "to"),)
    if taker.id in {now_with, newcomer.id}:
        return (Reason("cannot_take_it", "to"),)
    for activity in activities:
        if activity.decision is ActivityDecision.REFUSED:
            continue
        found = reasons_unfit_contact(
            name=activity.contact_name,
            email=activity.contact_email,
            newcomer=newcomer,
            counsellor=taker,
        )
        if any(reason.code == "contact_is_counsellor" for reason in found):
            return (Reason("taker_is_contact", "to"),)
    return ()


def reasons_not_decided(state: HandoverState) -> tuple[Reason, ...]:
    """Why an offer cannot be accepted, refused or withdrawn any more; empty when it can."""
    return () if state is HandoverState.OFFERED else (Reason("handover_decided"),)
