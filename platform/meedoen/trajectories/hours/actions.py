"""Writes of hours: plan, log, report, change, correct; accepting and sending back lie apart."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core.errors import Conflict, Reason, RuleBroken
from meedoen.trajectories.actions import LONGEST_REASON, hold, require_running
from meedoen.trajectories.disputing.actions import settle
from meedoen.trajectories.disputing.terms import Answer
from meedoen.trajectories.doubting.rules import warnings
from meedoen.trajectories.hours.rules import (
    When,
    reasons_not_corrected,
    reasons_not_mended,
    reasons_not_moved,
    refusals,
)
from meedoen.trajectories.ledger.actions import record
from meedoen.trajectories.ledger.terms import ActedAs
from meedoen.trajectories.models import Activity, HoursEntry, Trajectory
from meedoen.trajectories.rules import local, text_reasons
from meedoen.trajectories.terms import HoursState


def plan_hours(
    session: Session,
    activity: Activity,
    *,
    when: When,
    by: Account,
    at: datetime,
    note: str = "",
    vouched: bool = False,
    request_key: str | None = None,
) -> HoursEntry:
    """Write down an appointment ahead; see `log_hours`."""
    return enter(
        session,
        activity,
        HoursState.PLANNED,
        when,
        by=by,
        at=at,
        note=note,
        vouched=vouched,
        key=request_key,
    )


def log_hours(
    session: Session,
    activity: Activity,
    *,
    when: When,
    by: Account,
    at: datetime,
    note: str = "",
    vouched: bool = False,
    request_key: str | None = None,
) -> HoursEntry:
    """Write down hours that are said to have happened, at an approved activity.

    `request_key` names the form; the same form sent again gives what it logged. Raises RuleBroken
    with every reason of `rules.refusals`, and of `rules.warnings` unless a counsellor `vouched`.
    """
    return enter(
        session,
        activity,
        HoursState.REPORTED,
        when,
        by=by,
        at=at,
        note=note,
        vouched=vouched,
        key=request_key,
    )


def enter(
    session: Session,
    activity: Activity,
    state: HoursState,
    when: When,
    *,
    by: Account,
    at: datetime,
    note: str,
    vouched: bool,
    key: str | None,
    corrects: HoursEntry | None = None,
    acted: ActedAs | None = None,
    batch: int | None = None,
) -> HoursEntry:
    """Add one entry when no rule refuses it; `acted` and `batch` as in the ledger."""
    trajectory = hold(session, activity.trajectory)
    if key and (there := find_by_request(session, trajectory, key)):
        return there
    if corrects and (why := reasons_not_corrected(corrects, trajectory.hours)):
        raise RuleBroken(*why)
    entry = HoursEntry(
        trajectory_id=trajectory.id,
        activity_id=activity.id,
        corrects_id=corrects.id if corrects else None,
        state=state,
        note=note.strip(),
        logged_by_id=by.id,
        logged_at=at,
        request_key=key,
    )
    with session.no_autoflush:
        fill(entry, when)
        entry.activity = activity
        despite = check(entry, trajectory, at=at, note=note, vouched=vouched)
    session.add(entry)
    session.flush()
    session.expire(trajectory, ["hours"])
    act = (
        "correct_hours" if corrects else f"{'plan' if state is HoursState.PLANNED else 'log'}_hours"
    )
    facts: dict[str, Any] = {"corrects": corrects.id} if corrects else {}
    record(
        session,
        act,
        entry,
        by,
        at,
        said=entry.note,
        despite=despite,
        minutes=entry.minutes,
        acted=acted,
        batch=batch,
        **facts,
    )
    if corrects:
        settle(session, corrects, Answer.CORRECTED, entry.note, by=by, at=at)
    session.flush()
    return entry


def fill(entry: HoursEntry, when: When) -> None:
    """Put date, times and minutes in an entry."""
    entry.on_date = when.on_date
    entry.begins_at = when.begins_at
    entry.ends_at = when.ends_at
    entry.minutes = when.spent()


def check(
    entry: HoursEntry, trajectory: Trajectory, *, at: datetime, note: str, vouched: bool
) -> list[str]:
    """The codes of the warnings that somebody vouched for. Raises RuleBroken for all else."""
    now = local(at)
    why = refusals(
        entry,
        trajectory.hours,
        trajectory,
        trajectory.rule_set,
        on=now.date(),
        until=now.time(),
    )
    if note.strip():
        why += text_reasons("note", note, most=LONGEST_REASON)
    doubts = warnings(entry, trajectory.hours, entry.activity.offer)
    if why or (doubts and not vouched):
        raise RuleBroken(*why, *(() if vouched else doubts))
    return sorted({doubt.code for doubt in doubts})


def find_by_request(
    session: Session, trajectory: Trajectory, request_key: str
) -> HoursEntry | None:
    """The entry that the form of this name added. Raises Conflict for a form of another's."""
    there = session.scalar(select(HoursEntry).where(HoursEntry.request_key == request_key))
    if there is not None and there.trajectory_id != trajectory.id:
        raise Conflict
    return there


def report_planned(
    session: Session,
    entry: HoursEntry,
    *,
    by: Account,
    at: datetime,
    version: int | None = None,
    when: When | None = None,
    vouched: bool = False,
) -> HoursEntry:
    """Say that planned hours happened, as planned or as `when` tells. Again changes nothing."""
    trajectory = hold(session, entry.trajectory)
    require_running(trajectory)
    if entry.state is HoursState.REPORTED:
        return entry
    return report(
        session, trajectory, entry, when, "report_planned", by, at, version, vouched=vouched
    )


def change_sent_back(
    session: Session,
    entry: HoursEntry,
    *,
    when: When,
    by: Account,
    at: datetime,
    version: int | None = None,
    note: str = "",
    vouched: bool = False,
) -> HoursEntry:
    """Mend hours that were sent back; they are reported anew, and confirmed anew after that.

    Raises RuleBroken also for a correction that another one overtook.
    """
    trajectory = hold(session, entry.trajectory)
    require_running(trajectory)
    if entry.state is not HoursState.SENT_BACK:
        raise RuleBroken(Reason("wrong_state", facts={"state": entry.state, "date": entry.on_date}))
    if why := reasons_not_mended(entry, trajectory.hours):
        raise RuleBroken(*why)
    report(session, trajectory, entry, when, "change_hours", by, at, version, note, vouched=vouched)
    for name in ("confirmed_by_name", "confirmed_at", "confirmed_how", "paper_seen_by_id"):
        setattr(entry, name, None)
    entry.sent_back_at = entry.sent_back_by_name = None
    entry.sent_back_reason = ""
    session.flush()
    return entry


def report(
    session: Session,
    trajectory: Trajectory,
    entry: HoursEntry,
    when: When | None,
    act: str,
    by: Account,
    at: datetime,
    version: int | None,
    note: str = "",
    *,
    vouched: bool,
    acted: ActedAs | None = None,
    batch: int | None = None,
) -> HoursEntry:
    """Let an entry become reported, with other times where given, when no rule refuses it."""
    try:
        with session.no_autoflush:
            move(entry, HoursState.REPORTED, version)
            if when is not None:
                fill(entry, when)
            entry.note = note.strip() or entry.note
            despite = check(entry, trajectory, at=at, note=note, vouched=vouched)
    except RuleBroken:
        session.expire(entry)
        raise
    record(
        session,
        act,
        entry,
        by,
        at,
        said=note.strip(),
        despite=despite,
        minutes=entry.minutes,
        acted=acted,
        batch=batch,
    )
    session.flush()
    return entry


def correct_hours(
    session: Session,
    entry: HoursEntry,
    *,
    when: When,
    note: str,
    by: Account,
    at: datetime,
    vouched: bool = False,
    request_key: str | None = None,
) -> HoursEntry:
    """Correct accepted hours by a new entry that names the old one; zero minutes: did not happen.

    The old one counts until the correction itself was accepted. `note` says why.
    """
    if why := text_reasons("note", note, most=LONGEST_REASON):
        raise RuleBroken(*why)
    return enter(
        session,
        entry.activity,
        HoursState.REPORTED,
        when,
        by=by,
        at=at,
        note=note,
        vouched=vouched,
        key=request_key,
        corrects=entry,
    )


def move(entry: HoursEntry, to: HoursState, version: int | None) -> None:
    """Let an entry go to a state when the rules allow it, and when it is what was seen."""
    if why := reasons_stuck(entry, to, version):
        raise RuleBroken(*why)
    entry.state = to


def reasons_stuck(entry: HoursEntry, to: HoursState, version: int | None) -> tuple[Reason, ...]:
    """Why an entry cannot go to a state: it is not what was seen, or the rules do not allow it."""
    if why := reasons_not_moved(entry, to):
        return why
    if version is not None and version != entry.version:
        return (Reason("changed_meanwhile", facts={"date": entry.on_date}),)
    return ()
