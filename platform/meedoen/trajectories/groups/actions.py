"""The write of hours of a group: all that were chosen or, when that was asked, all that can be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core import audit
from meedoen.core.errors import Conflict, Reason, RuleBroken
from meedoen.trajectories.actions import hold, require_running
from meedoen.trajectories.groups.models import HoursBatch
from meedoen.trajectories.groups.queries import entries_of, find_by_request
from meedoen.trajectories.groups.rules import Presence, reasons_no_group
from meedoen.trajectories.hours.actions import enter, report
from meedoen.trajectories.hours.rules import When
from meedoen.trajectories.ledger.terms import ActedAs
from meedoen.trajectories.models import Activity, HoursEntry
from meedoen.trajectories.terms import HoursState


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a group: the hours that were entered, and why others were not."""

    entered: Sequence[HoursEntry] = ()
    refused: Mapping[int, tuple[Reason, ...]] = field(default_factory=dict)
    """By the number of the activity."""


def log_group(
    session: Session,
    offer_id: int,
    people: Mapping[int, Activity],
    chosen: Sequence[Presence],
    *,
    when: When,
    acted: ActedAs,
    by: Account,
    at: datetime,
    request_key: str,
    leave_out: bool = False,
) -> Outcome:
    """Enter hours of everybody who was chosen, in one act; each has its own line and entry.

    `people` are the activities that `by` may enter hours for, by their number. When one is refused
    nothing is entered, and all reasons come back; with `leave_out` the others are. Trajectories are
    held in the order of their ids, so that two such acts wait for each other and never for ever.
    The same form sent again gives what it entered. Raises RuleBroken when nobody was chosen.
    """
    here = [one for one in chosen if one.activity_id in people]
    if why := reasons_no_group(here):
        raise RuleBroken(*why)
    for activity in in_order(people[one.activity_id] for one in here):
        hold(session, activity.trajectory)
    if batch := find_by_request(session, request_key):
        if batch.by_id != by.id:
            raise Conflict
        return Outcome(entries_of(session, batch))
    with session.begin_nested() as attempt:
        batch = HoursBatch(
            offer_id=offer_id,
            on_date=when.on_date,
            by_id=by.id,
            acted_as=acted,
            at=at,
            request_key=request_key,
        )
        session.add(batch)
        session.flush()
        outcome = enter_each(session, people, here, batch, when=when, by=by, at=at)
        if not outcome.entered or (outcome.refused and not leave_out):
            attempt.rollback()
            return Outcome(refused=outcome.refused)
        audit.record(
            session,
            "log_group",
            "hours_batch",
            batch.id,
            by=by,
            at=at,
            offer=offer_id,
            entries=len(outcome.entered),
            left_out=len(outcome.refused),
        )
        session.flush()
    return outcome


def in_order(activities: Iterable[Activity]) -> list[Activity]:
    """Activities by their trajectory, in which order they are held."""
    return sorted(activities, key=lambda one: (one.trajectory_id, one.id))


def enter_each(
    session: Session,
    people: Mapping[int, Activity],
    chosen: Sequence[Presence],
    batch: HoursBatch,
    *,
    when: When,
    by: Account,
    at: datetime,
) -> Outcome:
    """Enter hours of one person after the other, and gather what is refused."""
    entered: list[HoursEntry] = []
    refused: dict[int, tuple[Reason, ...]] = {}
    by_number = {one.activity_id: one for one in chosen}
    for activity in in_order(people[number] for number in by_number):
        one = by_number[activity.id]
        try:
            entered.append(enter_one(session, activity, one, batch, when=when, by=by, at=at))
        except RuleBroken as broken:
            refused[activity.id] = broken.reasons
    return Outcome(entered, refused)


def enter_one(
    session: Session,
    activity: Activity,
    one: Presence,
    batch: HoursBatch,
    *,
    when: When,
    by: Account,
    at: datetime,
) -> HoursEntry:
    """Hours of one person: those that were planned for that day there, else new ones."""
    trajectory = activity.trajectory
    vouched = one.vouched and batch.acted_as is ActedAs.COUNSELLOR
    for planned in trajectory.hours:
        if (
            planned.state is HoursState.PLANNED
            and planned.activity_id == activity.id
            and planned.on_date == when.on_date
        ):
            require_running(hold(session, trajectory))
            return report(
                session,
                trajectory,
                planned,
                one.when(when),
                "report_planned",
                by,
                at,
                None,
                vouched=vouched,
                acted=batch.acted_as,
                batch=batch.id,
            )
    return enter(
        session,
        activity,
        HoursState.REPORTED,
        one.when(when),
        by=by,
        at=at,
        note="",
        vouched=vouched,
        key=None,
        acted=batch.acted_as,
        batch=batch.id,
    )
