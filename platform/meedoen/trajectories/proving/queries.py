"""Reads of proofs: by trajectory, by the code that somebody was given, and their files."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from meedoen.accounts.models import Account
from meedoen.trajectories.models import HoursEntry, Proof, Trajectory
from meedoen.trajectories.proving.models import ProofDocument
from meedoen.trajectories.proving.rules import read_code


def find_proof(session: Session, typed: str) -> Proof | None:
    """The proof with this code, however it was typed; None for anything else."""
    code = read_code(typed)
    return session.scalar(select(Proof).where(Proof.code == code)) if code else None


def find_proof_in(session: Session, trajectory_id: int, proof_id: int) -> Proof | None:
    """One proof of this trajectory, with the trajectory."""
    return session.scalar(
        select(Proof)
        .where(Proof.id == proof_id, Proof.trajectory_id == trajectory_id)
        .options(joinedload(Proof.trajectory).joinedload(Trajectory.newcomer))
    )


def find_document(session: Session, proof_id: int) -> ProofDocument | None:
    """The signed file of a proof; None while it was not made."""
    return session.get(ProofDocument, proof_id)


def list_without_document(session: Session, *, most: int) -> list[Proof]:
    """Proofs whose file was not made yet, the oldest first."""
    return list(
        session.scalars(
            select(Proof)
            .join(Proof.trajectory)
            .outerjoin(ProofDocument, ProofDocument.proof_id == Proof.id)
            .where(ProofDocument.proof_id.is_(None), Trajectory.erased_at.is_(None))
            .order_by(Proof.id)
            .limit(most)
        )
    )


def names_of_acceptors(session: Session, entries: Iterable[HoursEntry]) -> dict[int, str]:
    """The names of who accepted these hours, by the id of the account."""
    ids = {entry.accepted_by_id for entry in entries if entry.accepted_by_id is not None}
    found = session.execute(select(Account.id, Account.name).where(Account.id.in_(ids)))
    return {key: value for key, value in found}  # noqa: C416
