"""Reads of contact persons."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from meedoen.organisations.models import Contact


def get_contact(session: Session, organisation_id: int, contact_id: int) -> Contact | None:
    """A contact person of this very organisation."""
    return session.scalar(
        select(Contact)
        .where(Contact.id == contact_id, Contact.organisation_id == organisation_id)
        .options(joinedload(Contact.organisation))
    )


def find_contact(session: Session, organisation_id: int, email: str) -> Contact | None:
    """The contact person of an organisation with this address, retired ones too."""
    return session.scalar(
        select(Contact).where(
            Contact.organisation_id == organisation_id,
            func.lower(Contact.email) == email.lower(),
        )
    )
