"""Leaves a change note for every offer that is written, in the same transaction; reads nothing out.

It listens to every session, so that no action can forget a note: to flushed rows and to bulk
statements of the ORM. Only statements sent past the session (a bare connection) leave none.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Delete, Insert, Select, Update, event, insert, inspect, literal, select
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from meedoen.core.database import Base
from meedoen.offers.models import (
    Offer,
    OfferGoal,
    OfferLanguage,
    OfferMoment,
    OfferMunicipality,
    OfferPlace,
    OfferRegion,
    OfferSession,
    SearchChange,
)
from meedoen.organisations.models import Organisation
from meedoen.places.models import Municipality, Region

PARTS = (
    OfferGoal,
    OfferLanguage,
    OfferMoment,
    OfferMunicipality,
    OfferPlace,
    OfferRegion,
    OfferSession,
)
"""Rows that belong to one offer and are read into its document."""

REFERENCE = (Municipality, Region)
"""Rows that any offer may lean on: its places, who may join, how both are named."""

WAITING = "offers_to_note"
"""Where a session keeps, between both halves of a flush, what it must note."""


class BulkInsertRefused(TypeError):
    """Offers were inserted in bulk, whose ids nobody knows yet.

    Add them to the session, or say `execution_options(without_notes=True)` and rebuild the index.
    """


def note(session: Session, offers: Iterable[int]) -> None:
    """Leave a note for each of these offers, in the transaction that is under way."""
    rows = [{"offer_id": offer_id} for offer_id in sorted(set(offers))]
    if rows:
        session.execute(insert(SearchChange), rows)


def note_all(session: Session, which: "Select[Any]") -> None:
    """Leave a note for every offer whose id `which` selects."""
    session.execute(insert(SearchChange).from_select(["offer_id"], which))


def offers_of(row: Base) -> set[int]:
    """The offers that a flushed row belongs to, or belonged to before it was moved."""
    name = "id" if isinstance(row, Offer) else "offer_id"
    seen = inspect(row).attrs[name].history
    kept = seen.sum() or [getattr(row, name)]
    return {offer_id for offer_id in kept if offer_id is not None}


@event.listens_for(Session, "before_flush")
def see_changes(session: Session, context: UOWTransaction, instances: object) -> None:
    """Remember what is about to be written; what is deleted can still be read here."""
    changed = [row for row in session.dirty if session.is_modified(row)]
    found = [row for row in (*changed, *session.deleted, *session.new) if tells(row)]
    if not found:
        return
    old = [row for row in found if row not in session.new]
    session.info[WAITING] = {
        "offers": set().union(*(offers_of(row) for row in old if isinstance(row, (Offer, *PARTS)))),
        "new": [row for row in session.new if isinstance(row, (Offer, *PARTS))],
        "organisations": {row.id for row in old if isinstance(row, Organisation)},
        "reference": any(isinstance(row, REFERENCE) for row in found),
    }


@event.listens_for(Session, "after_flush")
def write_notes(session: Session, context: UOWTransaction) -> None:
    """Write the notes; rows that are new have their ids by now."""
    seen = session.info.pop(WAITING, None)
    if seen is None:
        return
    note(session, seen["offers"].union(*(offers_of(row) for row in seen["new"])))
    if seen["organisations"]:
        of_organisations = Offer.organisation_id.in_(seen["organisations"])
        note_all(session, select(Offer.id).where(of_organisations))
    if seen["reference"]:
        note_all(session, select(Offer.id))


@event.listens_for(Session, "do_orm_execute")
def see_statement(state: ORMExecuteState) -> None:
    """Note the offers that a bulk UPDATE or DELETE will touch, before it runs.

    Raises BulkInsertRefused for a bulk INSERT of offers or of their parts.
    """
    mapper = state.bind_mapper
    kind = mapper.class_ if mapper else None
    if kind not in (Offer, *PARTS, Organisation, *REFERENCE) or state.is_select:
        return
    if state.execution_options.get("without_notes"):
        return
    statement = state.statement
    if kind in REFERENCE:
        note_all(state.session, select(Offer.id))
    elif isinstance(statement, Update | Delete):
        note_touched(state.session, kind, statement)
    elif isinstance(statement, Insert) and kind is not Organisation:
        raise BulkInsertRefused


def note_touched(session: Session, kind: Any, statement: Update | Delete) -> None:
    """Note the offers whose rows `statement` will change: its own WHERE says which."""
    where = statement.whereclause
    touched = literal(True) if where is None else where
    if kind is Organisation:
        ids = select(Offer.id).where(
            Offer.organisation_id.in_(select(Organisation.id).where(touched))
        )
    else:
        ids = select(Offer.id if kind is Offer else kind.offer_id).where(touched).distinct()
    note_all(session, ids)


def tells(row: object) -> bool:
    """Whether a change of this row can change what is found."""
    return isinstance(row, (Offer, *PARTS, Organisation, *REFERENCE))
