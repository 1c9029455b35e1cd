"""Decisions of a municipality or agency on an organisation; each is told by mail."""

from datetime import datetime

from sqlalchemy.orm import Session

from meedoen.core import audit
from meedoen.messages.actions import queue_message
from meedoen.organisations import documents, queries, rules
from meedoen.organisations.actions import (
    become,
    refuse,
    refuse_known_number,
    refuse_stale,
    refuse_step,
)
from meedoen.organisations.models import Organisation
from meedoen.organisations.terms import OrganisationStatus
from meedoen.permissions import Person


def verify_organisation(
    session: Session,
    organisation: Organisation,
    *,
    seen_version: int | None = None,
    by: Person,
    at: datetime,
    base_url: str,
) -> None:
    """Say that an organisation is real; its members hear of it by mail. Twice is once.

    `seen_version` as in `change_organisation`: what is verified is what the officer looked at.
    Raises RuleBroken for one that is paused (resume it), or whose number another holds by now.
    """
    if organisation.status is OrganisationStatus.VERIFIED:
        return
    refuse_stale(organisation, seen_version)
    refuse_known_number(session, organisation.details, but=organisation)
    if organisation.status is OrganisationStatus.PAUSED:
        refuse_step(organisation, OrganisationStatus.VERIFIED)
    become(organisation, OrganisationStatus.VERIFIED)
    organisation.verified_at = at
    organisation.verified_by_id = by.id
    tell(session, organisation, "verify_organisation", by=by, at=at, base_url=base_url)


def refuse_organisation(
    session: Session,
    organisation: Organisation,
    *,
    reason: str,
    by: Person,
    at: datetime,
    base_url: str,
) -> None:
    """Say that an organisation cannot take part, and why; its enterprise number comes free.

    Raises RuleBroken without a reason, or where it is verified already (pause it).
    """
    decide(
        session,
        organisation,
        OrganisationStatus.REFUSED,
        "refuse_organisation",
        reason=reason,
        by=by,
        at=at,
        base_url=base_url,
    )


def pause_organisation(
    session: Session,
    organisation: Organisation,
    *,
    reason: str,
    by: Person,
    at: datetime,
    base_url: str,
) -> None:
    """Take a verified organisation out of sight for a while, and say why; so are its offers."""
    decide(
        session,
        organisation,
        OrganisationStatus.PAUSED,
        "pause_organisation",
        reason=reason,
        by=by,
        at=at,
        base_url=base_url,
    )


def resume_organisation(
    session: Session, organisation: Organisation, *, by: Person, at: datetime, base_url: str
) -> None:
    """Bring a paused organisation back; its offers are shown again. Twice is once."""
    if organisation.status is OrganisationStatus.VERIFIED:
        return
    if organisation.status is not OrganisationStatus.PAUSED:
        refuse_step(organisation, OrganisationStatus.VERIFIED)
    become(organisation, OrganisationStatus.VERIFIED)
    tell(session, organisation, "resume_organisation", by=by, at=at, base_url=base_url)


def decide(
    session: Session,
    organisation: Organisation,
    status: OrganisationStatus,
    act: str,
    *,
    reason: str,
    by: Person,
    at: datetime,
    base_url: str,
) -> None:
    """Change the status for a reason that must be given; the same status again is no change."""
    if organisation.status is status:
        return
    refuse(rules.wrong_with_reason(reason))
    become(organisation, status, reason=reason.strip())
    tell(session, organisation, act, by=by, at=at, base_url=base_url)


def tell(
    session: Session,
    organisation: Organisation,
    act: str,
    *,
    by: Person,
    at: datetime,
    base_url: str,
) -> None:
    """Record a decision, and mail it to the members, or to the organisation while it has none."""
    audit.record(session, act, "organisation", organisation.id, by=by, at=at)
    session.flush()
    for reader in queries.list_readers(session, organisation):
        letter = documents.decision_letter(
            organisation, language=reader.language, base_url=base_url
        )
        queue_message(
            session,
            key=f"{act}:{organisation.id}:{organisation.version}:{reader.key}",
            recipient=reader.email,
            letter=letter,
            at=at,
        )
