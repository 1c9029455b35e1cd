"""Who looked at hours before they were accepted (ADR 9), and which acceptance is taken back."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Protocol

from meedoen.core.errors import Reason
from meedoen.trajectories.terms import HoursState


class Handled(Protocol):
    """Who did what with an entry of hours; None where nobody did."""

    @property
    def logged_by_id(self) -> int: ...
    @property
    def paper_seen_by_id(self) -> int | None: ...
    @property
    def accepted_by_id(self) -> int | None: ...


def all_by_one(entry: Handled) -> bool:
    """Whether one person planned or logged these hours, saw the paper and accepted them."""
    return entry.logged_by_id == entry.paper_seen_by_id == entry.accepted_by_id


TAKE_BACK_WITHIN = timedelta(minutes=10)
"""How long an acceptance may be taken back by who gave it: a slip, no second thought (ours)."""


class Accepted(Handled, Protocol):
    """An entry as it stands with its acceptance."""

    @property
    def id(self) -> int | None: ...
    @property
    def state(self) -> HoursState: ...
    @property
    def corrects_id(self) -> int | None: ...
    @property
    def on_date(self) -> date: ...
    @property
    def accepted_at(self) -> datetime | None: ...


def reasons_not_taken_back(
    entry: Accepted, existing: Iterable[Accepted], *, by_id: int, at: datetime, proven: bool
) -> tuple[Reason, ...]:
    """Why an acceptance stays; empty when it can be taken back, and the hours are confirmed again.

    Only who accepted takes back, within ten minutes, while no proof rests on it (`proven`) and no
    correction is about it. The acceptance of a correction stays: it moved other hours already.
    """
    facts: dict[str, object] = {"date": entry.on_date}
    if entry.state is not HoursState.ACCEPTED or entry.accepted_at is None:
        return (Reason("wrong_state", facts=facts | {"state": entry.state}),)
    if entry.accepted_by_id != by_id:
        return (Reason("accepted_by_another", facts=facts),)
    if at - entry.accepted_at > TAKE_BACK_WITHIN:
        minutes = TAKE_BACK_WITHIN.seconds // 60
        return (Reason("accepted_too_long_ago", facts=facts | {"minutes": minutes}),)
    if proven:
        return (Reason("proof_rests_on_it", facts=facts),)
    dropped = {HoursState.SENT_BACK, HoursState.WITHDRAWN}
    corrected = any(e.corrects_id == entry.id and e.state not in dropped for e in existing)
    if corrected or entry.corrects_id is not None:
        return (Reason("correction_rests_on_it", facts=facts),)
    return ()
