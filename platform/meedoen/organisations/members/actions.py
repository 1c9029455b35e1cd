"""Writes on the members of an organisation: who registers, who is invited, who leaves."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Unpack

from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.accounts.actions import create_account, invite
from meedoen.accounts.models import Account
from meedoen.accounts.queries import find_account_by_email
from meedoen.accounts.roles.actions import give_role, take_role
from meedoen.accounts.terms import Role
from meedoen.accounts.visits.actions import count_attempt
from meedoen.accounts.visits.terms import Attempt
from meedoen.core import audit
from meedoen.core.audit import Actor
from meedoen.core.engine import hold_form
from meedoen.messages.actions import queue_message
from meedoen.messages.queries import was_queued_since
from meedoen.messages.rules import mail_address
from meedoen.organisations.actions import read_person, refuse, register_organisation
from meedoen.organisations.documents import invitation_letter
from meedoen.organisations.members import queries, rules
from meedoen.organisations.models import Invitation, Organisation
from meedoen.organisations.queries import find_by_request, list_members
from meedoen.organisations.rules import Typed, wrong_with_person

ONE_DAY = timedelta(days=1)
"""A person hears once in so long that this organisation asks for them."""


def register_by_visitor(
    session: Session,
    *,
    member_name: str,
    member_email: str,
    request_key: str,
    address: str,
    at: datetime,
    base_url: str,
    **typed: Unpack[Typed],
) -> Organisation:
    """Register for somebody who is not signed in, and ask them by mail to become the member.

    Nothing is given away: whether the address has an account or not, what follows is one mail to
    it, and whoever reads that mail signs in and says yes. `address` is where the request came
    from. Raises RuleBroken as in `register_organisation`, for a wrong name or address of the
    member, and with "too_many_attempts".
    """
    wrong = wrong_with_person(name=member_name, email=member_email)
    refuse([replace(reason, field=f"member_{reason.field}") for reason in wrong])
    request_key = f"visitor:{request_key}"
    hold_form(session, request_key)
    if known := find_by_request(session, request_key):
        return known
    who = mail_address(member_email) or member_email
    count_attempt(session, Attempt.REGISTER, who=who, address=address, at=at)
    organisation = register_organisation(session, request_key=request_key, by=None, at=at, **typed)
    add_member(
        session,
        organisation,
        name=member_name,
        email=member_email,
        by=None,
        at=at,
        base_url=base_url,
    )
    return organisation


def register_by_account(
    session: Session,
    *,
    request_key: str,
    by: Account,
    address: str,
    at: datetime,
    **typed: Unpack[Typed],
) -> Organisation:
    """Register for somebody who is signed in, who becomes its first member at once.

    The key of the form is bound to the account: nobody becomes a member by another's form.
    `address` is where the request came from. Raises RuleBroken as in `register_organisation`, and
    with "too_many_attempts".
    """
    request_key = f"{by.id}:{request_key}"
    hold_form(session, request_key)
    if known := find_by_request(session, request_key):
        return known
    count_attempt(session, Attempt.REGISTER, who=f"account {by.id}", address=address, at=at)
    organisation = register_organisation(session, request_key=request_key, by=by, at=at, **typed)
    give_role(
        session,
        by,
        Role.ORGANISATION_MEMBER,
        organisation_id=organisation.id,
        by=by,
        at=at,
    )
    return organisation


def add_member(
    session: Session,
    organisation: Organisation,
    *,
    name: str,
    email: str,
    by: Actor | None,
    at: datetime,
    base_url: str,
) -> None:
    """Invite somebody by mail to become a member; they are one when they say yes.

    For the organisation it looks the same whether the address has an account or not: it cannot
    find out who has one, nor attach a stranger's. A member, or somebody invited already, is not
    invited again; who was invited and taken back today, is invited without another mail. Raises
    RuleBroken for a wrong name or address, or too many open invitations.
    """
    name, email, _ = read_person(name, email)
    account = find_account_by_email(session, email)
    if account and queries.find_membership(session, organisation.id, account.id):
        return
    if account and queries.find_invitation(session, organisation.id, account.id):
        return
    refuse(
        rules.may_invite(
            by_organisation=queries.count_invitations_by(session, organisation.id),
            of_person=queries.count_invitations_of(session, account.id) if account else 0,
        )
    )
    if account is None:
        account = create_account(session, name=name, email=email, by=by, at=at)
    invitation = Invitation(
        organisation=organisation, account=account, name=name, email=email, invited_at=at
    )
    session.add(invitation)
    session.flush()
    audit.record(session, "invite_member", "organisation", organisation.id, by=by, at=at)
    about = f"invitation:{organisation.id}:{account.id}:"
    if was_queued_since(session, about, moment=at - ONE_DAY):
        return
    if account.closed_at is None and account.password_hash is None:
        invite(session, account, by=by, at=at, base_url=base_url)
    letter = invitation_letter(
        organisation, name=name, language=account.language, base_url=base_url
    )
    queue_message(
        session,
        key=f"{about}{at:%Y%m%dT%H%M%S}",
        recipient=email,
        letter=letter,
        at=at,
    )


def accept_invitation(
    session: Session, invitation: Invitation, *, by: Account, at: datetime
) -> None:
    """Become a member of the organisation that asks."""
    give_role(
        session,
        by,
        Role.ORGANISATION_MEMBER,
        organisation_id=invitation.organisation_id,
        by=by,
        at=at,
    )
    end_invitation(session, invitation, "accept_invitation", by=by, at=at)


def decline_invitation(
    session: Session, invitation: Invitation, *, by: Account, at: datetime
) -> None:
    """Say no; the organisation only sees that the invitation is gone."""
    end_invitation(session, invitation, "decline_invitation", by=by, at=at)


def withdraw_invitation(
    session: Session, invitation: Invitation, *, by: Actor, at: datetime
) -> None:
    """Take an invitation back; the link in the mail leads nowhere from now on."""
    end_invitation(session, invitation, "withdraw_invitation", by=by, at=at)


def end_invitation(
    session: Session, invitation: Invitation, act: str, *, by: Actor, at: datetime
) -> None:
    """Remove the open invitation and record how it ended."""
    audit.record(session, act, "organisation", invitation.organisation_id, by=by, at=at)
    session.delete(invitation)
    session.flush()


def remove_member(
    session: Session, organisation: Organisation, account: Account, *, by: Actor, at: datetime
) -> None:
    """End a membership; from the next request on the organisation is closed to that person.

    Nothing happens for who is no member. Raises RuleBroken with `last_member` where nobody would
    be left.
    """
    session.execute(
        select(Organisation.id).where(Organisation.id == organisation.id).with_for_update()
    )
    members = list_members(session, organisation.id)
    if account not in members:
        return
    refuse(rules.may_leave(others=len(members) - 1))
    take_role(
        session,
        account,
        Role.ORGANISATION_MEMBER,
        organisation_id=organisation.id,
        by=by,
        at=at,
    )
    audit.record(
        session,
        "remove_member",
        "organisation",
        organisation.id,
        by=by,
        at=at,
        account_id=account.id,
    )
    session.flush()
