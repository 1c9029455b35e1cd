"""Reads of accounts and their roles."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.accounts.links import is_alive, is_used, read_token
from meedoen.accounts.models import Account
from meedoen.accounts.visits.queries import find_visit
from meedoen.core.errors import NotFound
from meedoen.messages.rules import mail_address

__all__ = [
    "find_account_by_email",
    "find_account_by_token",
    "find_visit",
    "get_account",
    "was_used",
]


def get_account(session: Session, account_id: int) -> Account:
    """The account with this id, open or closed. Raises NotFound."""
    account = session.get(Account, account_id)
    if account is None:
        raise NotFound
    return account


def find_account_by_email(session: Session, email: str | None) -> Account | None:
    """The account with this address, open or closed; whatever is typed, in any case."""
    address = mail_address(email)
    if address is None:
        return None
    return session.scalar(select(Account).where(Account.email == address))


def find_account_by_token(
    session: Session, token: str, *, at: datetime, lock: bool = False
) -> Account | None:
    """The account that a link may set the password of at `at`; None for a dead or foreign link.

    With `lock` nobody else can use the same link until this transaction ends.
    """
    link = read_token(token)
    if link is None:
        return None
    question = select(Account).where(Account.id == link.account_id)
    if lock:
        question = question.with_for_update().execution_options(populate_existing=True)
    account = session.scalar(question)
    return account if account and is_alive(link, account, at=at) else None


def was_used(session: Session, token: str, *, at: datetime) -> bool:
    """Whether a link that no longer opens an account did so until a password was set."""
    link = read_token(token)
    account = session.get(Account, link.account_id) if link else None
    return bool(link and account and is_used(link, account, at=at))
