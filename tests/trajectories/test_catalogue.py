"""From the catalogue to a trajectory: found, added once, refused where it cannot be."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.core.errors import RuleBroken
from meedoen.offers.models import Offer
from meedoen.offers.terms import OfferStatus, Suitability
from meedoen.organisations.models import Contact
from meedoen.trajectories.activities.actions import add_activity_from_offer
from meedoen.trajectories.activities.queries import list_offers_to_add
from meedoen.trajectories.models import Activity
from meedoen.trajectories.terms import ActivityDecision
from tests import examples
from tests.conftest import PageClient
from tests.examples import NOW
from tests.trajectories.examples import page_of, trajectory


@pytest.fixture
def offer(session: Session) -> Offer:
    """A published offer with a contact person."""
    host = examples.organisation(session)
    contact = Contact(organisation_id=host.id, name="Els Wouters", email="els@bib.test")
    session.add(contact)
    session.flush()
    return examples.offer(session, host, "Praattafel op dinsdag", contact_id=contact.id)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"status": OfferStatus.PAUSED}, "offer_not_open"),
        ({"suitability": Suitability.UNSUITABLE}, "offer_not_suitable"),
        ({"contact_id": None}, "offer_without_contact"),
    ],
)
def test_an_offer_that_cannot_count_is_not_added(
    session: Session, offer: Offer, changes: dict[str, object], code: str
) -> None:
    for name, value in changes.items():
        setattr(offer, name, value)
    session.flush()
    session.refresh(offer)
    course = trajectory(session)
    with pytest.raises(RuleBroken) as broken:
        add_activity_from_offer(session, course, offer, by=course.counsellor, at=NOW)
    assert [reason.code for reason in broken.value.reasons] == [code]


@pytest.mark.parametrize(
    "typed", ["praattafel", "DINSDAG praat", "{id}", "/aanbod/{id}/praattafel"]
)
def test_an_offer_is_found_by_words_number_or_address(
    session: Session, offer: Offer, typed: str
) -> None:
    assert list_offers_to_add(session, typed.format(id=offer.id)) == [offer]


@pytest.mark.parametrize("typed", ["", "%", "_", "voetbal", "999999999", "²"])
def test_nothing_is_found_for_what_is_not_there(session: Session, offer: Offer, typed: str) -> None:
    assert list_offers_to_add(session, typed) == []


def test_an_offer_is_added_and_approved_in_one_act_once(
    guided: PageClient, session: Session, joined: Activity, offer: Offer
) -> None:
    session.commit()
    here = f"{page_of(joined)}/activiteiten"
    found = guided.get(f"{here}/nieuw?zoek=praattafel").get_data(as_text=True)
    assert "Praattafel op dinsdag" in found
    assert f"aanbod={offer.id}" in guided.get(f"/trajecten?aanbod={offer.id}").get_data(
        as_text=True
    )
    assert guided.get(f"{here}/nieuw?aanbod={offer.id}").status_code == 200
    form = {
        "offer-offer": str(offer.id),
        "offer-in_duo_or_group": "y",
        "offer-meets_new_people": "y",
        "offer-lasting_contact": "y",
        "act": "approve",
    }
    refused = guided.post(f"{here}/aanbod", data=form)
    assert refused.status_code == 422
    assert "Nederlands gesproken" in refused.get_data(as_text=True)
    for _ in range(2):
        sent = guided.post(f"{here}/aanbod", data=form | {"offer-spoken_in_dutch": "y"})
        assert sent.status_code == 303
    added = session.scalars(select(Activity).where(Activity.offer_id == offer.id)).all()
    assert [one.decision for one in added] == [ActivityDecision.APPROVED]
    assert added[0].contact_email == "els@bib.test"


@pytest.mark.parametrize("number", ["", "x", "-1", "0", "999999999", "99999999999999999999", "²"])
def test_an_offer_that_is_not_there_is_not_found(
    guided: PageClient, joined: Activity, number: str
) -> None:
    here = f"{page_of(joined)}/activiteiten"
    assert guided.post(f"{here}/aanbod", data={"offer-offer": number}).status_code == 404
    assert guided.get(f"{here}/nieuw?aanbod={number}").status_code == 200
