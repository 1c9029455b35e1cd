"""Reads of data protocols: which one holds, those of a municipality, those of an agency."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, contains_eager, joinedload

from meedoen.core.errors import Conflict
from meedoen.dashboards.protocols.models import DataProtocol
from meedoen.places.models import Municipality


def protocol_holds(nis: InstrumentedAttribute[str], *, on: date) -> ColumnElement[bool]:
    """The condition that the municipality of a column has a protocol on a day: `rules.holds`."""
    return (
        select(DataProtocol.id)
        .where(
            DataProtocol.nis == nis,
            DataProtocol.valid_from <= on,
            DataProtocol.valid_until >= on,
            or_(DataProtocol.withdrawn_on.is_(None), DataProtocol.withdrawn_on > on),
        )
        .exists()
    )


def list_protocols_with(session: Session, codes: Collection[str]) -> Sequence[DataProtocol]:
    """Every protocol of these municipalities, also those that are over."""
    return session.scalars(
        select(DataProtocol)
        .where(DataProtocol.nis.in_(codes))
        .order_by(DataProtocol.valid_from, DataProtocol.id)
    ).all()


def in_agencies(agencies: Collection[str]) -> Select[DataProtocol]:
    """A question for the protocols with municipalities that these agencies serve."""
    return (
        select(DataProtocol)
        .join(DataProtocol.municipality)
        .where(Municipality.agency_code.in_(agencies))
    )


def count_protocols(session: Session, agencies: Collection[str]) -> int:
    """How many there are."""
    question = select(func.count()).select_from(in_agencies(agencies).subquery())
    return session.scalar(question) or 0


def list_protocols(
    session: Session, agencies: Collection[str], *, offset: int = 0, limit: int = 50
) -> Sequence[DataProtocol]:
    """Those of agencies by municipality, the newest of each first."""
    return session.scalars(
        in_agencies(agencies)
        .options(contains_eager(DataProtocol.municipality), joinedload(DataProtocol.recorded_by))
        .order_by(Municipality.name_nl, DataProtocol.valid_from.desc(), DataProtocol.id.desc())
        .offset(offset)
        .limit(limit)
    ).all()


def list_municipalities_of(session: Session, agencies: Collection[str]) -> Sequence[Municipality]:
    """The municipalities of today that these agencies serve, by name."""
    return session.scalars(
        select(Municipality)
        .where(Municipality.agency_code.in_(agencies), Municipality.valid_to.is_(None))
        .order_by(Municipality.name_nl)
    ).all()


def find_protocol(session: Session, protocol_id: int) -> DataProtocol | None:
    """One protocol with its municipality."""
    return session.scalar(
        select(DataProtocol)
        .where(DataProtocol.id == protocol_id)
        .options(joinedload(DataProtocol.municipality))
    )


def find_by_request(session: Session, request_key: str, *, by_id: int) -> DataProtocol | None:
    """What the form of this name wrote down. Raises Conflict for a form of somebody else."""
    there = session.scalar(select(DataProtocol).where(DataProtocol.request_key == request_key))
    if there is not None and there.recorded_by_id != by_id:
        raise Conflict
    return there


def is_known(session: Session, nis: str, document_number: str) -> bool:
    """Whether a protocol of this municipality that was not withdrawn has this number."""
    question = select(DataProtocol.id).where(
        DataProtocol.nis == nis,
        DataProtocol.document_number == document_number,
        DataProtocol.withdrawn_on.is_(None),
    )
    return session.scalar(question) is not None
