"""Writes of roles: give one for its scope, and take it; which scope a role asks is a rule."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.accounts import rules
from meedoen.accounts.models import Account, AccountRole
from meedoen.accounts.terms import Role
from meedoen.core.audit import Actor, record
from meedoen.core.errors import Reason, RuleBroken
from meedoen.places.models import Agency, Municipality, Network


def give_role(
    session: Session,
    account: Account,
    role: Role,
    *,
    organisation_id: int | None = None,
    nis: str | None = None,
    network_code: str | None = None,
    agency_code: str | None = None,
    by: Actor | None,
    at: datetime,
) -> AccountRole:
    """Give `account` a role in its one scope; a role that it has already is given back as it is.

    Raises RuleBroken: "scope_missing" or "scope_not_of_role" (rules.SCOPE_OF), "scope_unknown"
    where there is no such municipality today, network or agency, "account_closed". An organisation
    is known by whoever asks.
    """
    scope: dict[str, object] = {
        "organisation_id": organisation_id,
        "nis": nis,
        "network_code": network_code,
        "agency_code": agency_code,
    }
    reasons = rules.scope_reasons(
        role,
        organisation_id=organisation_id,
        nis=nis,
        network_code=network_code,
        agency_code=agency_code,
    )
    if not reasons and not scope_exists(session, nis, network_code, agency_code):
        reasons = (Reason("scope_unknown", field=rules.SCOPE_OF[role]),)
    if account.closed_at is not None:
        reasons += (Reason("account_closed"),)
    if reasons:
        raise RuleBroken(*reasons)
    lock(session, account)
    if held := find_role(session, account, role, scope):
        return held
    held = AccountRole(role=role, **scope)
    account.roles.append(held)
    record(session, "give_role", "account", account.id, by=by, at=at, role=role.value, scope=scope)
    session.flush()
    return held


def take_role(
    session: Session,
    account: Account,
    role: Role,
    *,
    organisation_id: int | None = None,
    nis: str | None = None,
    network_code: str | None = None,
    agency_code: str | None = None,
    by: Actor | None,
    at: datetime,
) -> None:
    """Take a role from `account`; nothing happens when it does not have it."""
    scope: dict[str, object] = {
        "organisation_id": organisation_id,
        "nis": nis,
        "network_code": network_code,
        "agency_code": agency_code,
    }
    lock(session, account)
    held = find_role(session, account, role, scope)
    if held is not None:
        account.roles.remove(held)
        record(
            session, "take_role", "account", account.id, by=by, at=at, role=role.value, scope=scope
        )
        session.flush()


def lock(session: Session, account: Account) -> None:
    """Let nobody else change the roles of `account` until this transaction ends.

    The unique key cannot: empty scopes do not count as equal in it.
    """
    session.flush()
    session.execute(select(Account.id).where(Account.id == account.id).with_for_update())


def find_role(
    session: Session, account: Account, role: Role, scope: dict[str, object]
) -> AccountRole | None:
    """The role of this account with exactly this scope, as it stands in the database now."""
    return session.scalar(
        select(AccountRole).filter_by(account_id=account.id, role=role, **scope).limit(1)
    )


def scope_exists(
    session: Session, nis: str | None, network_code: str | None, agency_code: str | None
) -> bool:
    """Whether the place that a role is for stands today; True when it is for none."""
    if nis is not None:
        municipality = session.get(Municipality, nis)
        return municipality is not None and municipality.valid_to is None
    if network_code is not None:
        return session.get(Network, network_code) is not None
    return agency_code is None or session.get(Agency, agency_code) is not None
