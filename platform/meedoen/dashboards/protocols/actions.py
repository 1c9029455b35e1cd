"""Writes of data protocols: write one down, and say that it holds no more."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core import audit
from meedoen.core.engine import hold_form
from meedoen.core.errors import Reason, RuleBroken
from meedoen.dashboards.protocols.models import DataProtocol
from meedoen.dashboards.protocols.queries import find_by_request, is_known
from meedoen.dashboards.protocols.rules import reasons_not_recorded, reasons_not_withdrawn
from meedoen.organisations.queries import administered_by
from meedoen.places.models import Municipality
from meedoen.trajectories.rules import local, text_reasons

LONGEST = {"reference": 80, "document_number": 80, "between": 200, "purpose": 1000}


def record_protocol(
    session: Session,
    *,
    nis: str,
    reference: str,
    document_number: str,
    between: str,
    purpose: str,
    valid_from: date,
    valid_until: date,
    by: Account,
    at: datetime,
    request_key: str,
) -> DataProtocol:
    """Write a protocol down. The same form again gives what it wrote. Raises RuleBroken."""
    hold_form(session, request_key)
    if there := find_by_request(session, request_key, by_id=by.id):
        return there
    words = {
        "reference": " ".join(reference.split()),
        "document_number": " ".join(document_number.split()),
        "between": " ".join(between.split()),
        "purpose": purpose.strip(),
    }
    place = session.get(Municipality, nis)
    why = [
        *reasons_not_recorded(
            inside=bool(
                place and place.valid_to is None and place.agency_code in administered_by(by)
            ),
            known=is_known(session, nis, words["document_number"]),
            valid_from=valid_from,
            valid_until=valid_until,
        ),
        *(r for name, text in words.items() for r in text_reasons(name, text, most=LONGEST[name])),
    ]
    if why:
        raise RuleBroken(*why)
    protocol = DataProtocol(
        nis=nis,
        valid_from=valid_from,
        valid_until=valid_until,
        recorded_at=at,
        recorded_by_id=by.id,
        request_key=request_key,
        **words,
    )
    try:
        with session.begin_nested():
            session.add(protocol)
    except IntegrityError as error:
        raise RuleBroken(Reason("protocol_known", "document_number")) from error
    days = {"valid_from": valid_from.isoformat(), "valid_until": valid_until.isoformat()}
    note(session, "record_protocol", protocol, by, at, **days)
    return protocol


def withdraw_protocol(
    session: Session, protocol: DataProtocol, *, by: Account, at: datetime
) -> DataProtocol:
    """Say that from today on a protocol holds no more. Again changes nothing."""
    session.scalar(
        select(DataProtocol)
        .where(DataProtocol.id == protocol.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    today = local(at).date()
    if protocol.withdrawn_on is not None:
        return protocol
    if why := reasons_not_withdrawn(protocol, on=today):
        raise RuleBroken(*why)
    protocol.withdrawn_on, protocol.withdrawn_by_id = today, by.id
    note(session, "withdraw_protocol", protocol, by, at)
    return protocol


def note(
    session: Session, act: str, protocol: DataProtocol, by: Account, at: datetime, **facts: str
) -> None:
    """One audit row about a protocol."""
    session.flush()
    audit.record(
        session, act, "data_protocol", protocol.id, by=by, at=at, nis=protocol.nis, **facts
    )
    session.flush()
