"""Writes on what an organisation says of itself; decisions, members and contacts lie apart."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NoReturn, Unpack

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from meedoen.core import audit
from meedoen.core.audit import Actor
from meedoen.core.engine import hold_form
from meedoen.core.errors import Reason, RuleBroken
from meedoen.messages.rules import mail_address
from meedoen.organisations import queries, rules
from meedoen.organisations.models import Organisation
from meedoen.organisations.rules import Details, Typed
from meedoen.organisations.terms import OrganisationStatus


def register_organisation(
    session: Session,
    *,
    request_key: str | None = None,
    by: Actor | None,
    at: datetime,
    **typed: Unpack[Typed],
) -> Organisation:
    """Keep a new organisation, which then waits to be verified. It has no members yet.

    `enterprise_number` as people write it; `request_key` names the form that was sent, and a form
    sent twice answers with what it made. Raises RuleBroken where the details cannot be, and with
    `number_known` where an organisation that was not refused holds the number.
    """
    hold_form(session, request_key)
    if request_key and (known := queries.find_by_request(session, request_key)):
        return known
    details = read_details(session, typed)
    refuse_known_number(session, details)
    organisation = Organisation(request_key=request_key, created_at=at)
    fill(organisation, details)
    try:
        with session.begin_nested():
            session.add(organisation)
    except IntegrityError:
        refuse_known_number(session, details)
        raise
    audit.record(
        session,
        "register_organisation",
        "organisation",
        organisation.id,
        by=by,
        at=at,
        nis=details.nis,
    )
    session.flush()
    return organisation


def change_organisation(
    session: Session,
    organisation: Organisation,
    *,
    seen_version: int | None = None,
    by: Actor,
    at: datetime,
    **typed: Unpack[Typed],
) -> None:
    """Change what an organisation says of itself; the same again changes nothing.

    A verified one that becomes another (`rules.must_be_verified_again`) waits to be verified
    anew, and so does a refused one that changes anything. `seen_version` is the version that the
    person looked at. Raises RuleBroken as in `register_organisation`, and with `changed_meanwhile`
    where somebody else changed it since.
    """
    before = organisation.details
    after = read_details(session, typed)
    if after == before:
        return
    refuse_stale(organisation, seen_version)
    refuse_known_number(session, after, but=organisation)
    fill(organisation, after)
    changed = [
        field for field in after.__slots__ if getattr(before, field) != getattr(after, field)
    ]
    if organisation.status is OrganisationStatus.REFUSED or (
        organisation.status is OrganisationStatus.VERIFIED
        and rules.must_be_verified_again(before, after)
    ):
        become(organisation, OrganisationStatus.NEW)
    audit.record(
        session,
        "change_organisation",
        "organisation",
        organisation.id,
        by=by,
        at=at,
        fields=changed,
        status=organisation.status,
    )
    session.flush()


def become(
    organisation: Organisation, status: OrganisationStatus, *, reason: str | None = None
) -> None:
    """Change the status where the table of transitions allows it; raises RuleBroken."""
    if not rules.may_become(organisation.status, status):
        refuse_step(organisation, status)
    organisation.status = status
    organisation.status_reason = reason
    if status in {OrganisationStatus.NEW, OrganisationStatus.REFUSED}:
        organisation.verified_at = organisation.verified_by_id = None


def read_details(session: Session, typed: Typed) -> Details:
    """What was typed, as it will be kept. Raises RuleBroken with all that is wrong at once."""
    details = Details(
        name=" ".join(typed["name"].split()),
        kind=typed["kind"],
        nis=typed["nis"],
        about=typed.get("about", "").replace("\r\n", "\n").strip(),
        phone=(typed.get("phone") or "").strip() or None,
    )
    wrong = []
    if email := (typed.get("email") or "").strip():
        details = replace(details, email=mail_address(email))
        if details.email is None:
            wrong.append(Reason("mail_address_wrong", field="email"))
    try:
        details = replace(details, website=rules.read_website(typed.get("website")))
    except ValueError:
        wrong.append(Reason("website_wrong", field="website"))
    try:
        number = rules.read_enterprise_number(typed.get("enterprise_number"))
        details = replace(details, enterprise_number=number)
    except ValueError:
        wrong.append(Reason("enterprise_number_wrong", field="enterprise_number"))
    if queries.find_home_municipality(session, details.nis) is None:
        wrong.append(Reason("municipality_not_served", field="nis"))
    refuse((*rules.wrong_with(details), *wrong))
    return details


def fill(organisation: Organisation, details: Details) -> None:
    """Put the details on the row."""
    for field in Details.__slots__:
        setattr(organisation, field, getattr(details, field))


def refuse(reasons: Sequence[Reason]) -> None:
    """Raise RuleBroken when there is any reason."""
    if reasons:
        raise RuleBroken(*reasons)


def refuse_step(organisation: Organisation, status: OrganisationStatus) -> NoReturn:
    """Raise RuleBroken: from its status it cannot come to this one."""
    raise RuleBroken(
        Reason(
            "organisation_step_impossible", facts={"before": organisation.status, "after": status}
        )
    )


def refuse_stale(organisation: Organisation, seen_version: int | None) -> None:
    """Raise RuleBroken where the person looked at an older version."""
    if seen_version is not None and seen_version != organisation.version:
        raise RuleBroken(Reason("organisation_changed_meanwhile"))


def refuse_known_number(
    session: Session, details: Details, *, but: Organisation | None = None
) -> None:
    """Raise RuleBroken where another organisation, that was not refused, holds this number."""
    if details.enterprise_number is None:
        return
    known = queries.find_by_number(session, details.enterprise_number)
    if known and known is not but:
        raise RuleBroken(
            Reason(
                "number_known",
                field="enterprise_number",
                facts={"name": known.name, "municipality": known.municipality.name_nl},
            )
        )


def read_person(name: str, email: str, phone: str | None = None) -> tuple[str, str, str | None]:
    """A person's name, address and telephone number as they are kept. Raises RuleBroken."""
    name, phone = " ".join(name.split()), (phone or "").strip() or None
    refuse(rules.wrong_with_person(name=name, email=email, phone=phone))
    return name, mail_address(email) or "", phone
