"""Reads of memberships and open invitations; members by name are listed one room up."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from meedoen.accounts.models import AccountRole
from meedoen.organisations.models import Invitation, Organisation
from meedoen.permissions import Person


def find_invitation(session: Session, organisation_id: int, account_id: int) -> Invitation | None:
    """The open invitation of this account to this organisation."""
    return session.scalar(
        select(Invitation)
        .where(Invitation.organisation_id == organisation_id, Invitation.account_id == account_id)
        .options(joinedload(Invitation.organisation).joinedload(Organisation.municipality))
    )


def find_invitation_by(
    session: Session, organisation_id: int, invitation_id: int
) -> Invitation | None:
    """An open invitation by this very organisation."""
    return session.scalar(
        select(Invitation).where(
            Invitation.id == invitation_id, Invitation.organisation_id == organisation_id
        )
    )


def count_invitations_by(session: Session, organisation_id: int) -> int:
    """How many people an organisation asked who have not answered."""
    return count_where(session, Invitation.organisation_id == organisation_id)


def count_invitations_of(session: Session, account_id: int) -> int:
    """How many organisations ask this account and have no answer."""
    return count_where(session, Invitation.account_id == account_id)


def count_where(session: Session, condition: ColumnElement[bool]) -> int:
    """How many open invitations meet a condition."""
    return session.scalar(select(func.count()).select_from(Invitation).where(condition)) or 0


def list_invitations_by(session: Session, organisation_id: int) -> list[Invitation]:
    """Whom an organisation asked and who has not answered, longest waiting first."""
    found = session.scalars(
        select(Invitation)
        .where(Invitation.organisation_id == organisation_id)
        .order_by(Invitation.invited_at, Invitation.id)
    )
    return list(found)


def list_invitations_for(session: Session, person: Person) -> list[Invitation]:
    """The organisations that ask `person` to become a member."""
    found = session.scalars(
        select(Invitation)
        .where(Invitation.account_id == person.id)
        .options(joinedload(Invitation.organisation))
        .order_by(Invitation.id)
    )
    return list(found)


def find_membership(session: Session, organisation_id: int, account_id: int) -> AccountRole | None:
    """The role by which this account is a member of this organisation."""
    return session.scalar(
        select(AccountRole).where(
            AccountRole.organisation_id == organisation_id, AccountRole.account_id == account_id
        )
    )
