"""Writes of the counsellor's judgement: accept hours, take that back, send back, withdraw."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core.errors import Reason, RuleBroken
from meedoen.trajectories.accepting.rules import reasons_not_taken_back
from meedoen.trajectories.actions import LONGEST_REASON, hold, require_running
from meedoen.trajectories.disputing.actions import settle
from meedoen.trajectories.disputing.rules import reasons_unanswered
from meedoen.trajectories.disputing.terms import Answer
from meedoen.trajectories.hours.actions import move, reasons_stuck
from meedoen.trajectories.ledger.actions import record
from meedoen.trajectories.models import HoursEntry, Trajectory
from meedoen.trajectories.proving.actions import renew_proofs
from meedoen.trajectories.rules import text_reasons
from meedoen.trajectories.terms import HoursState


def accept_hours(
    session: Session,
    entries: Sequence[tuple[HoursEntry, int | None]],
    *,
    by: Account,
    at: datetime,
) -> int:
    """Accept entries of one trajectory, all or none; gives how many minutes they are.

    Each comes with the version that was seen. What this person accepted already is passed over, so
    that a form sent twice does it once. Proofs of activities follow. Raises RuleBroken when one is
    not confirmed or was changed or decided meanwhile, or when the newcomer waits for an answer
    about it.
    """
    if not entries:
        raise RuleBroken(Reason("nothing_chosen", "entries"))
    trajectory = hold(session, entries[0][0].trajectory)
    require_running(trajectory)
    fresh = [
        (entry, version)
        for entry, version in entries
        if entry.state is not HoursState.ACCEPTED or entry.accepted_by_id != by.id
    ]
    if why := [
        reason
        for entry, version in fresh
        for reason in (
            *reasons_stuck(entry, HoursState.ACCEPTED, version),
            *reasons_unanswered([entry]),
        )
    ]:
        raise RuleBroken(*why)
    account_id = by.id  # Read first: reading an expired account would write half an acceptance.
    for entry, _ in fresh:
        entry.state = HoursState.ACCEPTED
        entry.accepted_by_id = account_id
        entry.accepted_at = at
        record(session, "accept_hours", entry, by, at, minutes=entry.minutes)
    session.flush()
    renew_proofs(session, trajectory, by=by, at=at)
    return sum(entry.minutes for entry, _ in entries)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of many entries at once: those that were done, and why the others were not."""

    done: Sequence[HoursEntry]
    refused: Sequence[tuple[HoursEntry, tuple[Reason, ...]]]


def accept_many(
    session: Session,
    entries: Sequence[tuple[HoursEntry, int | None]],
    *,
    by: Account,
    at: datetime,
) -> Outcome:
    """Accept what can be accepted of the entries of any trajectories, each by the same rule.

    What cannot stays as it is and comes back with its reasons. Trajectories are held one after the
    other in the order of their ids, so that two such acts wait for each other and never for ever.
    Raises RuleBroken when nothing was chosen.
    """
    if not entries:
        raise RuleBroken(Reason("nothing_chosen", "entries"))

    def accept(trajectory: Trajectory, chosen: list[Seen]) -> list[HoursEntry]:
        accept_hours(session, chosen, by=by, at=at)
        return [entry for entry, _ in chosen]

    def why_not(trajectory: Trajectory, entry: HoursEntry, version: int | None) -> Reasons:
        if entry.state is HoursState.ACCEPTED and entry.accepted_by_id == by.id:
            return ()
        return (
            *reasons_stuck(entry, HoursState.ACCEPTED, version),
            *reasons_unanswered([entry]),
        )

    return each_trajectory(session, entries, why_not, accept)


def take_back_hours(
    session: Session,
    entries: Sequence[tuple[HoursEntry, int | None]],
    *,
    by: Account,
    at: datetime,
) -> Outcome:
    """Take the acceptance of entries back: they are confirmed again, as they were.

    An act of its own in the trail, beside the acceptance, which stays there. What is confirmed
    already is passed over, so that a form sent twice does it once.
    """
    if not entries:
        raise RuleBroken(Reason("nothing_chosen", "entries"))

    def take_back(trajectory: Trajectory, chosen: list[Seen]) -> list[HoursEntry]:
        found = [entry for entry, _ in chosen if entry.state is HoursState.ACCEPTED]
        for entry in found:
            entry.state = HoursState.CONFIRMED
            entry.accepted_by_id = entry.accepted_at = None
            record(session, "take_back_hours", entry, by, at, minutes=entry.minutes)
        session.flush()
        renew_proofs(session, trajectory, by=by, at=at)
        return found

    def why_not(trajectory: Trajectory, entry: HoursEntry, version: int | None) -> Reasons:
        if entry.state is HoursState.CONFIRMED:
            return ()
        return reasons_not_taken_back(
            entry, trajectory.hours, by_id=by.id, at=at, proven=is_proven(trajectory)
        )

    return each_trajectory(session, entries, why_not, take_back)


def is_proven(trajectory: Trajectory) -> bool:
    """Whether a proof of the whole stands; those of activities follow the hours."""
    return any(proof.activity_id is None and proof.ended_at is None for proof in trajectory.proofs)


Seen = tuple[HoursEntry, int | None]
Reasons = tuple[Reason, ...]


def each_trajectory(
    session: Session,
    entries: Sequence[Seen],
    why_not: Callable[[Trajectory, HoursEntry, int | None], Reasons],
    act: Callable[[Trajectory, list[Seen]], list[HoursEntry]],
) -> Outcome:
    """Hold each trajectory in turn and let `act` do those of its entries that no rule refuses."""
    done: list[HoursEntry] = []
    refused: list[tuple[HoursEntry, Reasons]] = []
    chosen: dict[int, list[Seen]] = defaultdict(list)
    for entry, version in entries:
        chosen[entry.trajectory_id].append((entry, version))
    for key in sorted(chosen):
        try:
            trajectory = hold(session, chosen[key][0][0].trajectory)
            require_running(trajectory)
        except RuleBroken as broken:
            refused += [(entry, broken.reasons) for entry, _ in chosen[key]]
            continue
        asked = [(entry, seen, why_not(trajectory, entry, seen)) for entry, seen in chosen[key]]
        refused += [(entry, why) for entry, _, why in asked if why]
        good = [(entry, seen) for entry, seen, why in asked if not why]
        done += act(trajectory, good) if good else []
    return Outcome(done, refused)


def send_back_hours(
    session: Session,
    entry: HoursEntry,
    *,
    reason: str,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> HoursEntry:
    """Send reported or confirmed hours back with a reason. Again changes nothing."""
    require_running(hold(session, entry.trajectory))
    if entry.state is HoursState.SENT_BACK:
        return entry
    if why := text_reasons("reason", reason, most=LONGEST_REASON):
        raise RuleBroken(*why)
    move(entry, HoursState.SENT_BACK, version)
    entry.sent_back_reason = reason.strip()
    entry.sent_back_at = at
    entry.sent_back_by_name = None
    record(session, "send_back_hours", entry, by, at, said=entry.sent_back_reason)
    settle(session, entry, Answer.SENT_BACK, entry.sent_back_reason, by=by, at=at)
    session.flush()
    return entry


def withdraw_hours(
    session: Session, entry: HoursEntry, *, by: Account, at: datetime, version: int | None = None
) -> HoursEntry:
    """Take back hours that never happened or were a mistake, before acceptance. Safe twice."""
    require_running(hold(session, entry.trajectory))
    if entry.state is HoursState.WITHDRAWN:
        return entry
    move(entry, HoursState.WITHDRAWN, version)
    record(session, "withdraw_hours", entry, by, at)
    settle(session, entry, Answer.WITHDRAWN, "", by=by, at=at)
    session.flush()
    return entry
