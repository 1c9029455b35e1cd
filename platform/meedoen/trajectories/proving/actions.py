"""The one write of proofs: issue it, once, with what is true at that moment."""

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core import audit
from meedoen.trajectories.models import HoursEntry, Proof, Trajectory
from meedoen.trajectories.proving.rules import ALPHABET, LENGTH, initials
from meedoen.trajectories.rules import counted, local
from meedoen.trajectories.terms import ConfirmedHow


def issue_proof(session: Session, trajectory: Trajectory, *, by: Account, at: datetime) -> Proof:
    """Issue the proof of a trajectory; its content never changes after that."""
    entries: list[HoursEntry] = counted(trajectory.hours)
    proof = Proof(
        trajectory_id=trajectory.id,
        code="".join(secrets.choice(ALPHABET) for _ in range(LENGTH)),
        issued_at=at,
        issued_by_id=by.id,
        minutes=sum(entry.minutes for entry in entries),
        content=content_of(trajectory, entries, by, at),
    )
    session.add(proof)
    session.flush()
    session.expire(trajectory, ["proofs"])
    audit.record(
        session,
        "issue_proof",
        "proof",
        proof.id,
        by=by,
        at=at,
        trajectory=trajectory.id,
        minutes=proof.minutes,
    )
    return proof


def content_of(
    trajectory: Trajectory, entries: list[HoursEntry], by: Account, at: datetime
) -> dict[str, object]:
    """What the proof says, as plain values: names and days as they are now."""
    name = trajectory.newcomer.name
    days = [entry.on_date for entry in entries if entry.minutes]
    return {
        "name": name,
        "initials": initials(name),
        "first_on": min(days, default=trajectory.starts_on).isoformat(),
        "last_on": max(days, default=trajectory.starts_on).isoformat(),
        "starts_on": trajectory.starts_on.isoformat(),
        "issued_on": local(at).date().isoformat(),
        "agency": trajectory.agency.name,
        "counsellor": by.name,
        "target_minutes": trajectory.rule_set.target_minutes,
        "activities": activities_of(trajectory, entries),
    }


def activities_of(trajectory: Trajectory, entries: list[HoursEntry]) -> list[dict[str, object]]:
    """Title, host, days and minutes of each activity that has counted hours.

    And how many of these minutes were confirmed on paper: nobody but the counsellor saw that.
    """
    lines = []
    for activity in trajectory.activities:
        mine = [entry for entry in entries if entry.activity_id == activity.id and entry.minutes]
        if mine:
            lines.append(
                {
                    "title": activity.title,
                    "host": activity.host,
                    "minutes": sum(entry.minutes for entry in mine),
                    "paper_minutes": sum(
                        entry.minutes for entry in mine if entry.confirmed_how is ConfirmedHow.PAPER
                    ),
                    "first_on": min(entry.on_date for entry in mine).isoformat(),
                    "last_on": max(entry.on_date for entry in mine).isoformat(),
                }
            )
    return lines
