"""Reads of visits and attempts."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from meedoen.accounts.models import Account, SignIn, SignInAttempt
from meedoen.accounts.visits.rules import WINDOW


def token_hash_of(token: str) -> str:
    """What is kept of a visit's token: its SHA-256."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def find_visit(session: Session, token: str, at: datetime) -> SignIn | None:
    """The visit that this token opens at `at`, with account and roles, in one query.

    None when it ended, lasted its time, or the account was closed.
    """
    return (
        session.scalars(
            select(SignIn)
            .join(SignIn.account)
            .where(
                SignIn.token_hash == token_hash_of(token),
                SignIn.ended_at.is_(None),
                SignIn.expires_at > at,
                Account.closed_at.is_(None),
            )
            .options(joinedload(SignIn.account).joinedload(Account.roles))
        )
        .unique()
        .one_or_none()
    )


def list_recent_attempts(
    session: Session,
    column: InstrumentedAttribute[str],
    key: str,
    *,
    most: int,
    at: datetime,
) -> Sequence[datetime]:
    """When the latest attempts under `key` were, at most `most`, newest first."""
    return session.scalars(
        select(SignInAttempt.at)
        .where(column == key, SignInAttempt.at > at - WINDOW)
        .order_by(SignInAttempt.at.desc())
        .limit(most)
    ).all()
