"""Writes of proofs: issue, renew when the hours changed, end; and keep the file that was signed."""

import secrets
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core import audit
from meedoen.core.errors import RuleBroken
from meedoen.trajectories.models import Activity, HoursEntry, Proof, Trajectory
from meedoen.trajectories.proving.content import activity_content, content_of
from meedoen.trajectories.proving.models import ProofDocument
from meedoen.trajectories.proving.queries import names_of_acceptors
from meedoen.trajectories.proving.rules import (
    ALPHABET,
    LENGTH,
    hours_of,
    reasons_no_proof,
    says_the_same,
    standing,
)
from meedoen.trajectories.rules import counted
from meedoen.trajectories.terms import ProofEnd, ProofKind

WAITING = "proofs without a file"
"""Under this name a session tells that it holds proofs whose file must still be made."""


def issue_proof(session: Session, trajectory: Trajectory, *, by: Account, at: datetime) -> Proof:
    """Issue the proof of a trajectory; its content never changes after that.

    One that stood before, of a trajectory that was taken up again, is replaced.
    """
    entries: list[HoursEntry] = counted(trajectory.hours)
    if before := standing(trajectory.proofs):
        end_proof(session, before, ProofEnd.REPLACED, by=by, at=at)
    proof = Proof(
        trajectory_id=trajectory.id,
        kind=ProofKind.WHOLE,
        minutes=sum(entry.minutes for entry in entries),
        content=content_of(trajectory, entries, by, at),
    )
    return issued(session, trajectory, proof, by, at)


def issue_activity_proof(
    session: Session, activity: Activity, *, by: Account, at: datetime
) -> Proof:
    """Issue the proof of one activity. Again gives the one that stands, while its hours are those.

    Whoever calls this holds the trajectory. Raises RuleBroken when no hours were accepted there.
    """
    trajectory = activity.trajectory
    if why := reasons_no_proof(trajectory.hours, activity.id):
        raise RuleBroken(*why)
    content = content_now(session, activity, at)
    before = standing(trajectory.proofs, activity.id)
    if before is not None:
        if says_the_same(before.content, content):
            return before
        end_proof(session, before, ProofEnd.REPLACED, by=by, at=at)
    proof = Proof(
        trajectory_id=trajectory.id,
        kind=ProofKind.ACTIVITY,
        activity_id=activity.id,
        minutes=sum(e.minutes for e in hours_of(trajectory.hours, activity.id)),
        content=content,
    )
    return issued(session, trajectory, proof, by, at)


def renew_proofs(session: Session, trajectory: Trajectory, *, by: Account, at: datetime) -> int:
    """Replace the proofs of activities whose accepted hours are others now; gives how many ended.

    Where no hours are left, the proof is withdrawn. Whoever calls this holds the trajectory.
    """
    activities = {activity.id: activity for activity in trajectory.activities}
    ended = 0
    for proof in list(trajectory.proofs):
        if proof.activity_id is None or proof.ended_at is not None:
            continue
        activity = activities[proof.activity_id]
        if not hours_of(trajectory.hours, activity.id):
            end_proof(session, proof, ProofEnd.WITHDRAWN, by=by, at=at)
        elif issue_activity_proof(session, activity, by=by, at=at) is proof:
            continue
        ended += 1
    return ended


def content_now(session: Session, activity: Activity, at: datetime) -> dict[str, object]:
    """What a proof of this activity would say now."""
    hours: list[HoursEntry] = hours_of(activity.trajectory.hours, activity.id)
    return activity_content(activity, hours, names_of_acceptors(session, hours), at)


def issued(
    session: Session, trajectory: Trajectory, proof: Proof, by: Account, at: datetime
) -> Proof:
    """Give a proof its code and write down that it was issued; its file is made after that."""
    proof.code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    proof.issued_at, proof.issued_by_id = at, by.id
    session.add(proof)
    session.flush()
    session.expire(trajectory, ["proofs"])
    session.info[WAITING] = True
    audit.record(
        session,
        "issue_proof",
        "proof",
        proof.id,
        by=by,
        at=at,
        trajectory=trajectory.id,
        minutes=proof.minutes,
        kind=proof.kind,
    )
    return proof


def end_proof(
    session: Session, proof: Proof, how: ProofEnd, *, by: Account, at: datetime, reason: str = ""
) -> None:
    """Write down that a proof holds no more; what it said stays."""
    proof.ended_at, proof.ended_how, proof.ended_by_id = at, how, by.id
    proof.ended_reason = reason
    session.flush()
    audit.record(session, "end_proof", "proof", proof.id, by=by, at=at, how=how)


def keep_document(
    session: Session, proof: Proof, pdf: bytes, *, certificate_sha256: str, at: datetime
) -> ProofDocument:
    """Keep the signed file of a proof, once: whoever comes second gets the first one's."""
    there = session.get(ProofDocument, proof.id)
    if there is not None:
        return there
    made = ProofDocument(
        proof_id=proof.id,
        pdf=pdf,
        sha256=sha256(pdf).hexdigest(),
        certificate_sha256=certificate_sha256,
        made_at=at,
    )
    session.add(made)
    session.flush()
    audit.record(session, "keep_document", "proof", proof.id, by=None, at=at, sha256=made.sha256)
    return made
