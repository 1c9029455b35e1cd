"""Reads of notes: those of one trajectory, for its page and for a request for access."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from meedoen.trajectories.caseload.notes.models import CaseNote


def list_notes(session: Session, trajectory_id: int) -> Sequence[CaseNote]:
    """The notes of a trajectory with who wrote them, the newest first."""
    return session.scalars(
        select(CaseNote)
        .where(CaseNote.trajectory_id == trajectory_id)
        .options(joinedload(CaseNote.by))
        .order_by(CaseNote.at.desc(), CaseNote.id.desc())
    ).all()


def find_by_request(session: Session, request_key: str) -> CaseNote | None:
    """The note that the form of this name wrote."""
    return session.scalar(select(CaseNote).where(CaseNote.request_key == request_key))
