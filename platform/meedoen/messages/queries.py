"""Reads of the outbox."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, load_only

from meedoen.messages.models import OutgoingMessage


def find_message(session: Session, key: str) -> OutgoingMessage | None:
    """The mail under this key, sent or not."""
    return session.scalar(select(OutgoingMessage).where(OutgoingMessage.key == key))


def was_queued_since(session: Session, key_start: str, *, moment: datetime) -> bool:
    """Whether a mail whose key begins so was put in the outbox at `moment` or later."""
    return (
        session.scalar(
            select(
                select(OutgoingMessage)
                .where(
                    OutgoingMessage.key.startswith(key_start, autoescape=True),
                    OutgoingMessage.created_at >= moment,
                )
                .exists()
            )
        )
        is True
    )


def find_next_waiting(session: Session, *, at: datetime) -> OutgoingMessage | None:
    """The mail that has been due longest at `at`."""
    return session.scalar(
        select(OutgoingMessage)
        .where(OutgoingMessage.sent_at.is_(None), OutgoingMessage.next_try_at <= at)
        .order_by(OutgoingMessage.next_try_at, OutgoingMessage.id)
        .limit(1)
        .execution_options(populate_existing=True)
    )


def list_readable(session: Session) -> list[OutgoingMessage]:
    """The mails that were not emptied; their texts are not read."""
    return list(
        session.scalars(
            select(OutgoingMessage)
            .where(OutgoingMessage.recipient != "")
            .options(load_only(OutgoingMessage.key))
        )
    )


def count_waiting(session: Session) -> int:
    """How many mails have not left."""
    return (
        session.scalar(
            select(func.count())
            .select_from(OutgoingMessage)
            .where(OutgoingMessage.sent_at.is_(None))
        )
        or 0
    )
