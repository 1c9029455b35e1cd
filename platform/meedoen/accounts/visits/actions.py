"""Writes of visits: sign in, sign out, count what is tried, forget what is over."""

import secrets
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from meedoen.accounts import passwords
from meedoen.accounts.links import keyed_hash
from meedoen.accounts.models import Account, SignIn, SignInAttempt
from meedoen.accounts.visits.queries import list_recent_attempts, token_hash_of
from meedoen.accounts.visits.rules import (
    LIMITS,
    VISIT_LASTS,
    WINDOW,
    minutes_to_wait,
    network_of,
    seconds_to_wait,
)
from meedoen.accounts.visits.terms import Attempt
from meedoen.core.audit import record
from meedoen.core.errors import Reason, RuleBroken
from meedoen.messages.rules import mail_address


def sign_in(session: Session, *, email: str, password: str, address: str, at: datetime) -> str:
    """Open a visit and give its token. `address` is where the request came from.

    Raises RuleBroken: "too_many_attempts" (facts: seconds, minutes) or "wrong_credentials", which
    is the same for an unknown address, a wrong password, no password and a closed account, and
    takes as long.

    Unlike other actions this one commits once halfway: the attempt is kept before the password is
    looked at, so that it counts although the answer is an error, so that tries at the same moment
    see each other, and so that no writer waits while a hash is checked. The visit itself is left
    to the caller to commit.
    """
    typed = mail_address(email)
    account = session.scalar(select(Account).where(Account.email == typed)) if typed else None
    kept = account.password_hash if account and account.closed_at is None else None
    account_id = account.id if account else None
    attempt_id = count_attempt(session, Attempt.SIGN_IN, who=typed or email, address=address, at=at)
    session.commit()

    if not passwords.fits(kept, password) or kept is None:
        raise RuleBroken(Reason("wrong_credentials"))
    better = passwords.hash_of(password) if passwords.is_outdated(kept) else None

    account = session.get_one(Account, account_id, populate_existing=True, with_for_update=True)
    if account.closed_at is not None or account.password_hash != kept:
        raise RuleBroken(Reason("wrong_credentials"))
    if better:
        account.password_hash = better
    forget_attempts_like(session, attempt_id)
    return open_visit(session, account, at=at)


def open_visit(session: Session, account: Account, *, at: datetime) -> str:
    """Begin a visit of somebody who has proved who they are; gives its token."""
    token = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            account_id=account.id,
            token_hash=token_hash_of(token),
            started_at=at,
            expires_at=at + VISIT_LASTS,
        )
    )
    record(session, "sign_in", "account", account.id, by=account, at=at)
    session.flush()
    return token


def sign_out(session: Session, token: str, *, at: datetime) -> None:
    """End the visit of this token; nothing happens when it has ended."""
    session.execute(
        update(SignIn)
        .where(SignIn.token_hash == token_hash_of(token), SignIn.ended_at.is_(None))
        .values(ended_at=at)
    )


def end_all_visits(
    session: Session, account: Account, *, at: datetime, keep: str | None = None
) -> None:
    """Sign `account` out everywhere, but for the visit of the token `keep`."""
    question = update(SignIn).where(SignIn.account_id == account.id, SignIn.ended_at.is_(None))
    if keep is not None:
        question = question.where(SignIn.token_hash != token_hash_of(keep))
    session.execute(question.values(ended_at=at))


def count_attempt(session: Session, kind: Attempt, *, who: str, address: str, at: datetime) -> int:
    """Write down one attempt for `who` (a mail address) from `address`; gives its id.

    Raises RuleBroken("too_many_attempts") when one of the two has used up its attempts; a refused
    attempt is not written, so that the wait grows no longer.
    """
    require_attempt(session, kind, who=who, address=address, at=at)
    return count_miss(session, kind, who=who, address=address, at=at)


def require_attempt(
    session: Session, kind: Attempt, *, who: str, address: str, at: datetime
) -> None:
    """Raise RuleBroken("too_many_attempts") when `who` or `address` has used up its attempts."""
    limit = LIMITS[kind]
    account_key, address_key = keys_of(kind, who, address)
    wait = max(
        seconds_to_wait(list_recent_attempts(session, column, key, most=most, at=at), most, at=at)
        for column, key, most in (
            (SignInAttempt.account_key, account_key, limit.per_account),
            (SignInAttempt.address_key, address_key, limit.per_address),
        )
    )
    if wait:
        facts: dict[str, object] = {"seconds": wait, "minutes": minutes_to_wait(wait)}
        raise RuleBroken(Reason("too_many_attempts", facts=facts))


def count_miss(session: Session, kind: Attempt, *, who: str, address: str, at: datetime) -> int:
    """Write down an attempt that was allowed; gives its id."""
    account_key, address_key = keys_of(kind, who, address)
    attempt = SignInAttempt(account_key=account_key, address_key=address_key, at=at)
    session.add(attempt)
    session.flush()
    return attempt.id


def keys_of(kind: Attempt, who: str, address: str) -> tuple[str, str]:
    """Under which hashes an attempt is counted: of who it was for, and of where it came from."""
    return (
        keyed_hash(kind, "account", who.casefold()),
        keyed_hash(kind, "address", network_of(address)),
    )


def forget_attempts_like(session: Session, attempt_id: int) -> None:
    """Take back the failures of one account from one address, after it succeeded there."""
    attempt = session.get(SignInAttempt, attempt_id)
    if attempt is not None:
        session.execute(
            delete(SignInAttempt).where(
                SignInAttempt.account_key == attempt.account_key,
                SignInAttempt.address_key == attempt.address_key,
            )
        )


def forget_failures_of(session: Session, email: str | None) -> None:
    """Let somebody who proved to own the address sign in at once, whatever others tried."""
    if email:
        key = keyed_hash(Attempt.SIGN_IN, "account", email)
        session.execute(delete(SignInAttempt).where(SignInAttempt.account_key == key))


def forget_old_attempts(session: Session, *, at: datetime) -> int:
    """Remove attempts that no longer count; gives how many."""
    question = delete(SignInAttempt).where(SignInAttempt.at <= at - WINDOW)
    return len(session.execute(question.returning(SignInAttempt.id)).all())


def forget_ended_visits(session: Session, *, at: datetime) -> int:
    """Remove visits that are over; the audit trail keeps that they were. Gives how many."""
    over = or_(SignIn.ended_at.is_not(None), SignIn.expires_at <= at)
    return len(session.execute(delete(SignIn).where(over).returning(SignIn.id)).all())
