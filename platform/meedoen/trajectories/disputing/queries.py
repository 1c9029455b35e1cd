"""Reads of disputes: those of one entry."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from meedoen.trajectories.disputing.models import Dispute
from meedoen.trajectories.models import HoursEntry


def list_disputes(session: Session, entry: HoursEntry) -> list[Dispute]:
    """The disputes of one entry, newest first."""
    return list(
        session.scalars(
            select(Dispute)
            .where(Dispute.entry_id == entry.id)
            .options(joinedload(Dispute.answered_by))
            .order_by(Dispute.id.desc())
        )
    )


def find_open(session: Session, entry: HoursEntry) -> Dispute | None:
    """The dispute of this entry that waits for an answer."""
    return session.scalar(
        select(Dispute).where(Dispute.entry_id == entry.id, Dispute.answered_at.is_(None))
    )


def find_by_request(session: Session, request_key: str) -> Dispute | None:
    """The dispute that the form of this name opened."""
    return session.scalar(select(Dispute).where(Dispute.request_key == request_key))
