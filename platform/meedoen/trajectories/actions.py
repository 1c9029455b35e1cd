"""Writes of a whole trajectory: hold, recheck, complete, stop; opening it lies apart."""

import csv
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from meedoen.accounts.models import Account
from meedoen.core import audit
from meedoen.core.errors import Reason, RuleBroken
from meedoen.trajectories import queries
from meedoen.trajectories.models import RuleSet, Trajectory
from meedoen.trajectories.proving.actions import issue_proof
from meedoen.trajectories.rules import obligation, reasons_not_complete, text_reasons
from meedoen.trajectories.terms import TrajectoryStatus

LONGEST_REASON = 1000


def load_rule_sets(session: Session, folder: Path) -> int:
    """Make the rule sets say what `rule_sets.csv` in `folder` says; gives how many there are.

    Doing so again changes nothing. A rule set is never removed: trajectories began under it.
    """
    there = {row.valid_from: row for row in session.scalars(select(RuleSet))}
    with (folder / "rule_sets.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            values = rule_set_values(line)
            row = there.setdefault(date.fromisoformat(line["valid_from"]), RuleSet())
            for name, value in values.items():
                if getattr(row, name) != value:
                    setattr(row, name, value)
            session.add(row)
    session.flush()
    return len(there)


def rule_set_values(line: Mapping[str, str]) -> dict[str, object]:
    """One line of the file as the values of a row."""
    return {
        "valid_from": date.fromisoformat(line["valid_from"]),
        "target_minutes": int(line["target_minutes"]),
        "day_minutes_max": int(line["day_minutes_max"]),
        "required_when_working": line["required_when_working"] == "yes",
        "required_when_studying": line["required_when_studying"] == "yes",
        "source": line["source"],
        "assumptions": line["assumptions"],
    }


def hold(session: Session, trajectory: Trajectory) -> Trajectory:
    """The trajectory as it stands now, kept from others until this transaction ends.

    Every act on a trajectory begins here. Its version goes up with each act, so that of two acts
    that saw the same state only one can land, also where the database knows no row locks.
    """
    fresh = queries.get_locked(session, trajectory)
    flag_modified(fresh, "status")
    return fresh


def recheck_obligation(
    session: Session,
    trajectory: Trajectory,
    *,
    obliged: bool,
    working: bool,
    studying: bool,
    by: Account,
    at: datetime,
) -> Trajectory:
    """Ask again whether the trajectory is required, after work or study changed."""
    trajectory = hold(session, trajectory)
    require_running(trajectory)
    now = (obliged, working, studying)
    if now == (trajectory.obliged, trajectory.working, trajectory.studying):
        return trajectory
    before = trajectory.obligation
    trajectory.obliged, trajectory.working, trajectory.studying = now
    trajectory.obligation, _ = obligation(
        obliged=obliged, working=working, studying=studying, rule_set=trajectory.rule_set
    )
    after = trajectory.obligation
    note(session, "recheck_obligation", trajectory, by, at, before=before, after=after)
    session.flush()
    return trajectory


def complete_trajectory(
    session: Session, trajectory: Trajectory, *, by: Account, at: datetime
) -> Trajectory:
    """Close a trajectory that reached its target, and issue the proof of participation.

    Doing so again gives the same trajectory and proof. Raises RuleBroken with all that lacks.
    """
    trajectory = hold(session, trajectory)
    if trajectory.status is TrajectoryStatus.COMPLETED:
        return trajectory
    why = reasons_not_complete(trajectory, trajectory.hours, trajectory.rule_set)
    if why:
        raise RuleBroken(*why)
    end(trajectory, TrajectoryStatus.COMPLETED, by, at)
    proof = issue_proof(session, trajectory, by=by, at=at)
    note(session, "complete_trajectory", trajectory, by, at, minutes=proof.minutes)
    session.flush()
    return trajectory


def stop_trajectory(
    session: Session, trajectory: Trajectory, *, reason: str, by: Account, at: datetime
) -> Trajectory:
    """Stop a running trajectory for a reason; its hours stay as they are. Safe twice."""
    trajectory = hold(session, trajectory)
    if trajectory.status is TrajectoryStatus.STOPPED:
        return trajectory
    require_running(trajectory)
    if why := text_reasons("reason", reason, most=LONGEST_REASON):
        raise RuleBroken(*why)
    end(trajectory, TrajectoryStatus.STOPPED, by, at)
    trajectory.ended_reason = reason.strip()
    note(session, "stop_trajectory", trajectory, by, at)
    session.flush()
    return trajectory


def end(trajectory: Trajectory, status: TrajectoryStatus, by: Account, at: datetime) -> None:
    """Write down that, when and by whom it ended."""
    trajectory.status = status
    trajectory.ended_at = at
    trajectory.ended_by_id = by.id


def require_running(trajectory: Trajectory) -> None:
    """Raises RuleBroken when the trajectory ended."""
    if trajectory.status is not TrajectoryStatus.RUNNING:
        raise RuleBroken(Reason("trajectory_not_running"))


def note(
    session: Session,
    act: str,
    trajectory: Trajectory,
    by: Account | None,
    at: datetime,
    **facts: Any,
) -> None:
    """One audit row about a trajectory."""
    audit.record(session, act, "trajectory", trajectory.id, by=by, at=at, **facts)
