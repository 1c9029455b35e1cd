"""An organisation says with one press that its offer is full, or has a place again."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core.audit import AuditRow
from meedoen.core.errors import RuleBroken
from meedoen.offers.finding.queries import search_offers
from meedoen.offers.finding.terms import Criteria, Trait
from meedoen.offers.models import Offer
from meedoen.offers.seats.actions import mark_free, mark_full
from meedoen.offers.terms import OfferStatus
from meedoen.offers.writing.actions import copy_offer
from meedoen.web.clock import today
from tests.conftest import PageClient
from tests.examples import NOW
from tests.offers import written


@pytest.fixture
def offer(session: Session) -> Offer:
    return written.published_offer(session)


@pytest.fixture
def member(session: Session, offer: Offer) -> Account:
    return written.member_of(offer.organisation, session)


def acts(session: Session, offer: Offer) -> list[str]:
    question = select(AuditRow.act).where(
        AuditRow.thing_kind == "offer", AuditRow.thing_id == offer.id, AuditRow.act.contains("mark")
    )
    return list(session.scalars(question.order_by(AuditRow.id)))


def test_a_published_offer_is_marked_full_once_and_stays_online(
    session: Session, offer: Offer, member: Account
) -> None:
    for _press in range(2):
        mark_full(session, offer, by=member, at=NOW)
    assert offer.full
    assert offer.status is OfferStatus.PUBLISHED
    assert acts(session, offer) == ["mark_offer_full"]


def test_a_full_offer_has_a_place_again_once(
    session: Session, offer: Offer, member: Account
) -> None:
    mark_full(session, offer, by=member, at=NOW)
    for _press in range(2):
        mark_free(session, offer, by=member, at=NOW)
    assert not offer.full
    assert acts(session, offer) == ["mark_offer_full", "mark_offer_free"]


@pytest.mark.parametrize("status", [OfferStatus.EXPIRED, OfferStatus.ARCHIVED])
def test_what_is_over_has_no_places(
    session: Session, offer: Offer, member: Account, status: OfferStatus
) -> None:
    offer.status = status
    with pytest.raises(RuleBroken, match="offer_closed"):
        mark_full(session, offer, by=member, at=NOW)
    assert not offer.full


def test_a_copy_of_a_full_offer_has_places(session: Session, offer: Offer, member: Account) -> None:
    mark_full(session, offer, by=member, at=NOW)
    assert not copy_offer(session, offer, by=member, at=NOW).full


def test_the_search_for_free_places_follows_the_button(
    client: PageClient,
    session: Session,
    offer: Offer,
    member: Account,
    sign_in: Callable[[FlaskClient, Account], None],
) -> None:
    sign_in(client, member)
    own = f"/beheer/aanbod/{offer.id}"
    free = Criteria(traits=frozenset({Trait.FREE_PLACES}))
    for act, word, found in (("volzet", "Er is weer plaats", 0), ("plaats-vrij", "volzet", 1)):
        answer = client.post(f"{own}/{act}", follow_redirects=True)
        assert word in answer.get_data(as_text=True)
        session.rollback()
        assert search_offers(session, free, on=today()).total == found
        session.rollback()
        assert search_offers(session, Criteria(), on=today()).total == 1
        session.rollback()


def test_the_button_in_the_list_leads_back_to_the_list(
    client: PageClient,
    session: Session,
    offer: Offer,
    member: Account,
    sign_in: Callable[[FlaskClient, Account], None],
) -> None:
    sign_in(client, member)
    own = f"/beheer/organisaties/{offer.organisation_id}/aanbod"
    assert "Zet op volzet" in client.get(own).get_data(as_text=True)
    answer = client.post(f"/beheer/aanbod/{offer.id}/volzet?terug=lijst")
    assert (answer.status_code, answer.location) == (303, own)
    page = client.get(own).get_data(as_text=True)
    assert "Volzet" in page
    assert "Er is weer plaats" in page


def test_what_is_over_says_so_at_the_button(
    client: PageClient,
    session: Session,
    offer: Offer,
    member: Account,
    sign_in: Callable[[FlaskClient, Account], None],
) -> None:
    offer.status = OfferStatus.ARCHIVED
    sign_in(client, member)
    answer = client.post(f"/beheer/aanbod/{offer.id}/volzet", follow_redirects=True)
    assert "Dit aanbod is voorbij" in answer.get_data(as_text=True)


def test_a_full_offer_says_so_on_its_page_and_its_card(
    client: PageClient, session: Session, offer: Offer
) -> None:
    address = f"/aanbod/{offer.id}/praattafel"
    session.commit()
    assert "Volzet" not in client.get(address).get_data(as_text=True)
    offer.full = True
    session.commit()
    assert "Nu is er geen plaats vrij" in client.get(address).get_data(as_text=True)
    assert "Volzet" in client.get("/aanbod").get_data(as_text=True)
