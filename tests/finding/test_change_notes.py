"""Every write that can change what is found leaves a note, in the same transaction."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from meedoen.offers.change_notes import BulkInsertRefused
from meedoen.offers.models import (
    Offer,
    OfferGoal,
    OfferLanguage,
    OfferMoment,
    OfferSession,
    SearchChange,
)
from meedoen.offers.terms import Day, Daypart, Goal, Language, OfferStatus
from meedoen.organisations.models import Organisation
from meedoen.organisations.terms import OrganisationStatus
from meedoen.places.models import Municipality
from tests import examples
from tests.examples import NOW

Change = Callable[[Session, Offer], object]


@pytest.fixture
def offer(session: Session) -> Offer:
    """An offer whose own notes are gone."""
    host = examples.organisation(session)
    offer = examples.offer(
        session, host, "Praattafel", places=[examples.place()], moments=[(Day.MON, Daypart.EVENING)]
    )
    session.execute(delete(SearchChange))
    session.commit()
    return offer


def noted(session: Session) -> set[int]:
    return set(session.scalars(select(SearchChange.offer_id)))


CHANGES: dict[str, Change] = {
    "its title": lambda session, offer: setattr(offer, "title", "Koken"),
    "its status": lambda session, offer: setattr(offer, "status", OfferStatus.PAUSED),
    "a place moved": lambda session, offer: setattr(offer.places[0], "lat", 51.1),
    "a place removed": lambda session, offer: offer.places.clear(),
    "a place added": lambda session, offer: offer.places.append(examples.place()),
    "a goal added": lambda session, offer: offer.goal_rows.append(OfferGoal(goal=Goal.WORK)),
    "a language added": lambda session, offer: offer.language_rows.append(
        OfferLanguage(language=Language.DARI)
    ),
    "it is full": lambda session, offer: setattr(offer, "full", True),
    "a moment removed": lambda session, offer: offer.moments.clear(),
    "a moment deleted": lambda session, offer: session.delete(offer.moments[0]),
    "a session added by itself": lambda session, offer: session.add(
        OfferSession(offer_id=offer.id, starts_at=NOW, ends_at=NOW + timedelta(hours=1))
    ),
    "the offer deleted": lambda session, offer: session.delete(offer),
    "its organisation renamed": lambda session, offer: setattr(offer.organisation, "name", "Nieuw"),
    "its organisation paused": lambda session, offer: setattr(
        offer.organisation, "status", OrganisationStatus.PAUSED
    ),
    "a municipality renamed": lambda session, offer: setattr(
        session.get(Municipality, "12005"), "name_nl", "Boonheiden"
    ),
    "offers changed in bulk": lambda session, offer: session.execute(
        update(Offer).where(Offer.title == "Praattafel").values(level=3)
    ),
    "moments deleted in bulk": lambda session, offer: session.execute(
        delete(OfferMoment).where(OfferMoment.offer_id == offer.id)
    ),
    "organisations changed in bulk": lambda session, offer: session.execute(
        update(Organisation).values(status=OrganisationStatus.PAUSED)
    ),
    "municipalities changed in bulk": lambda session, offer: session.execute(
        update(Municipality).where(Municipality.nis == "12005").values(name_nl="Boonheiden")
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_leaves_a_note(session: Session, offer: Offer, change: Change) -> None:
    change(session, offer)
    session.commit()
    assert noted(session) == {offer.id}


def test_a_new_offer_leaves_a_note(session: Session) -> None:
    offer = examples.offer(session, examples.organisation(session), "Wandelen")
    session.commit()
    assert offer.id in noted(session)


def test_a_rollback_leaves_no_note(session: Session, offer: Offer) -> None:
    offer.title = "Anders"
    session.flush()
    assert noted(session) == {offer.id}
    session.rollback()
    assert noted(session) == set()


def test_what_changes_nothing_leaves_no_note(session: Session, offer: Offer) -> None:
    offer.title = str(offer.title)
    examples.person(session)
    session.commit()
    assert noted(session) == set()


def test_only_the_touched_offers_are_noted(session: Session, offer: Offer) -> None:
    other = examples.offer(session, offer.organisation, "Koken")
    session.execute(delete(SearchChange))
    session.execute(update(Offer).where(Offer.id == other.id).values(level=1))
    session.commit()
    assert noted(session) == {other.id}


def test_offers_inserted_in_bulk_are_refused_unless_one_says_so(session: Session) -> None:
    with pytest.raises(BulkInsertRefused):
        session.execute(insert(OfferGoal), [{"offer_id": 1, "goal": Goal.WORK}])
    host = examples.organisation(session)
    offer = examples.offer(session, host, "Koken")
    session.execute(delete(SearchChange))
    session.execute(
        insert(OfferGoal).execution_options(without_notes=True),
        [{"offer_id": offer.id, "goal": Goal.WORK}],
    )
    assert noted(session) == set()
