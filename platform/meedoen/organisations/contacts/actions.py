"""Writes on the contact persons of an organisation."""

from datetime import datetime

from sqlalchemy.orm import Session

from meedoen.core import audit
from meedoen.core.audit import Actor
from meedoen.core.errors import Reason, RuleBroken
from meedoen.organisations.actions import read_person
from meedoen.organisations.contacts import queries
from meedoen.organisations.models import Contact, Organisation


def add_contact(
    session: Session,
    organisation: Organisation,
    *,
    name: str,
    email: str,
    phone: str | None = None,
    whatsapp: bool = False,
    by: Actor | None,
    at: datetime,
) -> Contact:
    """Add a contact person. A retired one with this address takes up the work again.

    The same person twice is added once. Raises RuleBroken for a wrong name, address or telephone
    number, and with `contact_known` where another active contact person has the address.
    """
    name, email, phone = read_person(name, email, phone)
    known = queries.find_contact(session, organisation.id, email)
    if known and known.active:
        if (known.name, known.phone, known.whatsapp) == (name, phone, whatsapp):
            return known
        raise RuleBroken(Reason("contact_known", field="email", facts={"name": known.name}))
    contact = known or Contact(organisation=organisation)
    contact.name, contact.email, contact.phone = name, email, phone
    contact.whatsapp, contact.active = whatsapp, True
    session.add(contact)
    session.flush()
    note(session, "add_contact", contact, by=by, at=at)
    return contact


def change_contact(
    session: Session,
    contact: Contact,
    *,
    name: str,
    email: str,
    phone: str | None = None,
    whatsapp: bool = False,
    by: Actor,
    at: datetime,
) -> None:
    """Change how a contact person is called and reached; the same again changes nothing.

    Raises RuleBroken as in `add_contact`.
    """
    name, email, phone = read_person(name, email, phone)
    told = (contact.name, contact.email, contact.phone, contact.whatsapp)
    if told == (name, email, phone, whatsapp):
        return
    known = queries.find_contact(session, contact.organisation_id, email)
    if known and known is not contact:
        raise RuleBroken(Reason("contact_known", field="email", facts={"name": known.name}))
    contact.name, contact.email, contact.phone = name, email, phone
    contact.whatsapp = whatsapp
    note(session, "change_contact", contact, by=by, at=at)


def retire_contact(session: Session, contact: Contact, *, by: Actor, at: datetime) -> None:
    """Let a contact person go: no longer offered for new work, kept for what they confirmed."""
    if contact.active:
        contact.active = False
        note(session, "retire_contact", contact, by=by, at=at)


def note(session: Session, act: str, contact: Contact, *, by: Actor | None, at: datetime) -> None:
    """Record what happened to a contact person, by number and without a name."""
    audit.record(
        session,
        act,
        "organisation",
        contact.organisation_id,
        by=by,
        at=at,
        contact_id=contact.id,
    )
    session.flush()
