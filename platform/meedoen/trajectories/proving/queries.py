"""Reads of proofs: by trajectory, and by the code that somebody was given."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.trajectories.models import Proof
from meedoen.trajectories.proving.rules import read_code


def find_proof(session: Session, typed: str) -> Proof | None:
    """The proof with this code, however it was typed; None for anything else."""
    code = read_code(typed)
    return session.scalar(select(Proof).where(Proof.code == code)) if code else None
