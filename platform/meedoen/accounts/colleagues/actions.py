"""Writes of colleagues: invite somebody for a role, invite again, end an access."""

from datetime import datetime

from sqlalchemy.orm import Session

from meedoen.accounts.actions import close_account, create_account, invite, reopen_account
from meedoen.accounts.colleagues.queries import Colleague, area_of
from meedoen.accounts.colleagues.rules import reasons_not_to_end, reasons_not_to_invite
from meedoen.accounts.documents import new_role_letter
from meedoen.accounts.models import Account
from meedoen.accounts.queries import find_account_by_email
from meedoen.accounts.roles.actions import give_role, take_role
from meedoen.accounts.rules import SCOPE_OF
from meedoen.accounts.terms import Role
from meedoen.core.errors import Reason, RuleBroken
from meedoen.messages.actions import queue_message


def invite_colleague(
    session: Session,
    *,
    name: str,
    email: str,
    role: Role,
    place: str,
    by: Account,
    at: datetime,
    base_url: str,
) -> Account:
    """Give somebody a role for `place` (NIS, network or agency code), and mail them.

    Who has an account already keeps it, under its own name; a closed one is opened again, without
    its old password. Who has no password gets the invitation. Doing so twice does it once.
    Raises RuleBroken: "role_not_given_here", "scope_outside", and what create_account and give_role
    refuse.
    """
    reasons = reasons_not_to_invite(role, place, area=area_of(session, by))
    if reasons:
        raise RuleBroken(*reasons)
    account = find_account_by_email(session, email)
    if account is None:
        account = create_account(session, name=name, email=email, by=by, at=at)
    reopen_account(session, account, by=by, at=at)
    before = {held.id for held in account.roles}
    scope = SCOPE_OF[role]
    held = give_role(
        session,
        account,
        role,
        nis=place if scope == "nis" else None,
        network_code=place if scope == "network_code" else None,
        agency_code=place if scope == "agency_code" else None,
        by=by,
        at=at,
    )
    if account.password_hash is None:
        invite(session, account, by=by, at=at, base_url=base_url)
    elif held.id not in before and account.email:
        letter = new_role_letter(account, base_url=base_url)
        queue_message(
            session,
            key=f"new_role:{held.id}",
            recipient=account.email,
            letter=letter,
            at=at,
        )
    return account


def invite_again(
    session: Session, colleague: Colleague, *, by: Account, at: datetime, base_url: str
) -> None:
    """Mail a new link to somebody who has not set a password. Raises RuleBroken("has_password")."""
    if colleague.account.password_hash is not None:
        raise RuleBroken(Reason("has_password"))
    invite(session, colleague.account, by=by, at=at, base_url=base_url)


def end_access(session: Session, colleague: Colleague, *, by: Account, at: datetime) -> None:
    """Take this one role; who has no role left cannot sign in any more.

    Raises RuleBroken("own_access").
    """
    account = colleague.account
    reasons = reasons_not_to_end(account.id, by_id=by.id)
    if reasons:
        raise RuleBroken(*reasons)
    held = colleague.held
    take_role(
        session,
        account,
        held.role,
        nis=held.nis,
        network_code=held.network_code,
        agency_code=held.agency_code,
        by=by,
        at=at,
    )
    if not account.roles:
        close_account(session, account, by=by, at=at)
