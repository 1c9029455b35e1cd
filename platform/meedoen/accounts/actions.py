"""Writes of accounts: make, change and close them, set passwords; roles are given in `roles`."""

from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from meedoen.accounts import documents, passwords, rules
from meedoen.accounts.models import Account
from meedoen.accounts.queries import find_account_by_email, find_account_by_token
from meedoen.accounts.visits.actions import count_attempt, end_all_visits, forget_failures_of
from meedoen.accounts.visits.terms import Attempt
from meedoen.core.audit import Actor, record
from meedoen.core.errors import Reason, RuleBroken
from meedoen.messages.actions import queue_message
from meedoen.messages.queries import was_queued_since
from meedoen.messages.rules import mail_address

INVITATION_LASTS = timedelta(days=7)
RESET_LASTS = timedelta(hours=1)

ONE_CLICK = timedelta(minutes=2)
"""A second invitation within this time is the same click, and sends nothing."""


def create_account(
    session: Session,
    *,
    name: str,
    email: str | None = None,
    phone: str | None = None,
    language: str = "nl",
    by: Actor | None,
    at: datetime,
) -> Account:
    """Make an account without roles or password. The address is kept in its one form.

    Raises RuleBroken with all that is wrong: name, address ("bad_address", "email_taken", in any
    case or spelling of the same address), telephone, language.
    """
    address = mail_address(email)
    reasons = details_reasons(name=name, phone=phone, language=language)
    if email and address is None:
        reasons += (Reason("bad_address", field="email"),)
    if address and find_account_by_email(session, address):
        reasons += (Reason("email_taken", field="email"),)
    if reasons:
        raise RuleBroken(*reasons)
    account = Account(
        name=tidy(name),
        email=address,
        phone=tidy(phone or "") or None,
        language=language,
        created_at=at,
        roles=[],
    )
    try:
        with session.begin_nested():
            session.add(account)
    except IntegrityError as error:
        raise RuleBroken(Reason("email_taken", field="email")) from error
    record(session, "create_account", "account", account.id, by=by, at=at)
    return account


def details_reasons(*, name: str, phone: str | None, language: str) -> tuple[Reason, ...]:
    """Why these details cannot be kept; empty when they can."""
    return (
        *rules.name_reasons(tidy(name)),
        *rules.phone_reasons(tidy(phone or "")),
        *rules.language_reasons(language),
    )


def tidy(text: str) -> str:
    """`text` with single spaces, none at the ends."""
    return " ".join(text.split())


def change_details(
    session: Session,
    account: Account,
    *,
    name: str,
    phone: str | None,
    language: str,
    by: Actor,
    at: datetime,
) -> None:
    """Change a person's own name, telephone and language. Raises RuleBroken."""
    reasons = details_reasons(name=name, phone=phone, language=language)
    if reasons:
        raise RuleBroken(*reasons)
    account.name = tidy(name)
    account.phone = tidy(phone or "") or None
    account.language = language
    record(session, "change_details", "account", account.id, by=by, at=at)
    session.flush()


def change_language(
    session: Session, account: Account, language: str, *, by: Actor, at: datetime
) -> None:
    """Write to somebody in another language from now on; the same again changes nothing."""
    if reasons := rules.language_reasons(language):
        raise RuleBroken(*reasons)
    if account.language != language:
        account.language = language
        record(session, "change_language", "account", account.id, by=by, at=at)
        session.flush()


def close_account(session: Session, account: Account, *, by: Actor | None, at: datetime) -> None:
    """Let nobody sign in with this account again, and end its visits; once is enough."""
    if account.closed_at is None:
        account.closed_at = at
        end_all_visits(session, account, at=at)
        record(session, "close_account", "account", account.id, by=by, at=at)
        session.flush()


def reopen_account(session: Session, account: Account, *, by: Actor | None, at: datetime) -> None:
    """Let a closed account be used again, once its owner has set a new password."""
    if account.closed_at is not None:
        account.closed_at = None
        account.password_hash = None
        record(session, "reopen_account", "account", account.id, by=by, at=at)
        session.flush()


def set_password(
    session: Session,
    account: Account,
    password: str,
    *,
    by: Actor | None,
    at: datetime,
    keep: str | None = None,
) -> None:
    """Give `account` a new password, and end its visits but the one of the token `keep`.

    Links to set a password die by it. Raises RuleBroken (rules.password_reasons).
    """
    reasons = rules.password_reasons(password, email=account.email)
    if reasons:
        raise RuleBroken(*reasons)
    account.password_hash = passwords.hash_of(password)
    end_all_visits(session, account, at=at, keep=keep)
    record(session, "set_password", "account", account.id, by=by, at=at)
    session.flush()


def set_password_by_link(session: Session, token: str, password: str, *, at: datetime) -> Account:
    """Set the password that a link from a mail allows; of two uses at once one succeeds.

    Whoever has the link owns the address, so failed sign-ins of others no longer count.
    Raises RuleBroken: "link_dead", or what is wrong with the password.
    """
    account = find_account_by_token(session, token, at=at, lock=True)
    if account is None:
        raise RuleBroken(Reason("link_dead"))
    set_password(session, account, password, by=account, at=at)
    forget_failures_of(session, account.email)
    return account


def change_password(
    session: Session,
    account: Account,
    *,
    present: str,
    password: str,
    address: str,
    keep: str | None,
    at: datetime,
) -> None:
    """Change one's own password, proved by the present one; other visits end.

    Raises RuleBroken: "present_wrong", "too_many_attempts", or what is wrong with the new one.
    Wrong tries count as failed sign-ins do, so this commits halfway as `sign_in` does.
    """
    kept = account.password_hash
    count_attempt(session, Attempt.SIGN_IN, who=account.email or "", address=address, at=at)
    session.commit()
    proved = passwords.fits(kept, present)
    session.refresh(account, with_for_update={"of": Account})
    if not proved or account.password_hash != kept:
        raise RuleBroken(Reason("present_wrong", field="present"))
    forget_failures_of(session, account.email)
    set_password(session, account, password, by=account, at=at, keep=keep)


def invite(
    session: Session, account: Account, *, by: Actor | None, at: datetime, base_url: str
) -> None:
    """Mail `account` a link to set a password, good for 7 days and for one use.

    A second call within two minutes sends nothing. Raises RuleBroken: "no_address",
    "account_closed".
    """
    if account.closed_at is not None:
        raise RuleBroken(Reason("account_closed"))
    if account.email is None:
        raise RuleBroken(Reason("no_address", field="email"))
    about = f"set_password:{account.id}:"
    if was_queued_since(session, about, moment=at - ONE_CLICK):
        return
    letter = documents.invitation_letter(account, until=at + INVITATION_LASTS, base_url=base_url)
    queue_message(
        session,
        key=f"{about}{at:%Y%m%dT%H%M}",
        recipient=account.email,
        letter=letter,
        at=at,
    )
    record(session, "invite", "account", account.id, by=by, at=at)
    session.flush()


def request_reset(
    session: Session, *, email: str, address: str, at: datetime, base_url: str
) -> None:
    """Mail a link to set a new password, good for one hour, when `email` has an open account.

    The caller learns nothing: where there is no account, the same letter is written and the same
    rows are laid, and then taken back. `address` is where the request came from. Raises
    RuleBroken("too_many_attempts"), which also does not depend on there being an account.
    """
    count_attempt(session, Attempt.RESET, who=mail_address(email) or email, address=address, at=at)
    account = find_account_by_email(session, email)
    known = account is not None and account.closed_at is None
    owner = account if account is not None and known else Account(id=0, name="", language="nl")
    recipient = owner.email or "niemand@meedoen.test"
    with session.begin_nested() as work:
        letter = documents.reset_letter(owner, until=at + RESET_LASTS, base_url=base_url)
        queue_message(
            session,
            key=f"reset_password:{owner.id}:{int(at.timestamp() * 1000)}",
            recipient=recipient,
            letter=letter,
            at=at,
        )
        record(session, "request_reset", "account", owner.id, by=None, at=at)
        session.flush()
        if not known:
            work.rollback()
