"""Acts on the proofs of a trajectory: ask for one of an activity, take one back."""

from datetime import datetime

from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core.errors import RuleBroken
from meedoen.trajectories.actions import LONGEST_REASON, hold
from meedoen.trajectories.models import Activity, Proof
from meedoen.trajectories.proving.actions import end_proof, issue_activity_proof
from meedoen.trajectories.proving.rules import reasons_not_withdrawn
from meedoen.trajectories.rules import text_reasons
from meedoen.trajectories.terms import ProofEnd


def ask_activity_proof(session: Session, activity: Activity, *, by: Account, at: datetime) -> Proof:
    """Issue the proof of an activity, by its counsellor or its newcomer. Safe twice.

    Raises RuleBroken when no hours were accepted there.
    """
    hold(session, activity.trajectory)
    return issue_activity_proof(session, activity, by=by, at=at)


def withdraw_proof(
    session: Session, proof: Proof, *, reason: str, by: Account, at: datetime
) -> Proof:
    """Take a proof back for a reason; the page that checks it says so. Safe twice.

    One that was replaced already stays replaced. Raises RuleBroken without a reason, and for the
    proof of the whole.
    """
    hold(session, proof.trajectory)
    session.refresh(proof)
    if proof.ended_at is not None:
        return proof
    if why := reasons_not_withdrawn(proof) or text_reasons("reason", reason, most=LONGEST_REASON):
        raise RuleBroken(*why)
    end_proof(session, proof, ProofEnd.WITHDRAWN, by=by, at=at, reason=reason.strip())
    return proof
