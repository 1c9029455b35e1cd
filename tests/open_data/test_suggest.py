"""What somebody may be typing: words in use, organisations with offers, and places."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from meedoen.offers.models import Offer
from meedoen.offers.terms import OfferStatus
from meedoen.organisations.models import Organisation
from meedoen.organisations.terms import OrganisationStatus
from tests import examples
from tests.conftest import PageClient


@pytest.fixture
def offer(session: Session) -> Offer:
    host = examples.organisation(session, "Café Sint-Émilie")
    offer = examples.offer(session, host, "Fietsen herstellen")
    session.commit()
    return offer


def get(client: PageClient, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()


def suggested(client: PageClient, typed: str) -> Any:
    return get(client, f"/api/v1/suggest?q={typed}")


def names(client: PageClient, typed: str) -> list[str]:
    return [one["name"] for one in suggested(client, typed)["organisations"]]


def test_words_organisations_and_places_are_told_apart(client: PageClient, offer: Offer) -> None:
    found = suggested(client, "fiets")
    assert set(found) == {"words", "organisations", "places"}
    assert "fietsen" in found["words"]
    assert found["organisations"] == []
    host = offer.organisation
    assert suggested(client, "sint")["organisations"] == [
        {
            "id": host.id,
            "name": "Café Sint-Émilie",
            "url": f"http://localhost/organisaties/{host.id}/cafe-sint-emilie",
        }
    ]


def test_a_suggested_place_is_understood_as_it_is_given(client: PageClient, offer: Offer) -> None:
    for place in suggested(client, "sint")["places"]:
        near = get(client, f"/api/v1/offers?near={place['query']}")["near"]
        assert near["label"] == place["label"]


@pytest.mark.parametrize("typed", ["caf", "CAFÉ", "emil", "Sint-É", "sint emilie", "café s"])
def test_an_organisation_is_found_by_the_start_of_any_word_without_accents(
    client: PageClient, offer: Offer, typed: str
) -> None:
    assert names(client, typed) == ["Café Sint-Émilie"]


@pytest.mark.parametrize("typed", ["afe", "milie", "zzz", "%25", "_", "-", "'"])
def test_no_other_text_finds_it(client: PageClient, offer: Offer, typed: str) -> None:
    assert names(client, typed) == []


def test_who_begins_with_the_text_goes_first_and_no_more_than_asked(
    client: PageClient, session: Session
) -> None:
    for name in ("Huis De Brug", "Brug Over", "Aan De Brug"):
        examples.offer(session, examples.organisation(session, name), "Praten")
    session.commit()
    assert names(client, "brug") == ["Brug Over", "Aan De Brug", "Huis De Brug"]
    assert names(client, "brug&limit=1") == ["Brug Over"]


def test_fifty_organisations_are_counted_and_those_that_were_asked_for(
    client: PageClient, session: Session
) -> None:
    hosts = [examples.organisation(session, f"Huis {number}") for number in range(53)]
    for host in hosts:
        examples.offer(session, host, "Praten")
    session.commit()
    counted = get(client, "/api/v1/offers")["facets"]["organisation"]
    assert len(counted) == 50
    last = next(host.id for host in hosts if str(host.id) not in counted)
    counted = get(client, f"/api/v1/offers?organisation={last}")["facets"]["organisation"]
    assert counted[str(last)] == 1
    assert len(counted) == 51


def unpublish(offer: Offer) -> None:
    offer.status = OfferStatus.PAUSED


def pause(offer: Offer) -> None:
    offer.organisation.status = OrganisationStatus.PAUSED


@pytest.mark.parametrize("change", [unpublish, pause])
def test_an_organisation_without_offers_to_find_is_not_suggested(
    client: PageClient, session: Session, offer: Offer, change: Callable[[Offer], None]
) -> None:
    change(offer)
    session.commit()
    assert names(client, "caf") == []


def test_a_renamed_organisation_is_suggested_by_its_new_name(
    client: PageClient, session: Session, offer: Offer
) -> None:
    offer.organisation.name = "De Zonnebloem"
    session.commit()
    assert names(client, "zonne") == ["De Zonnebloem"]
    assert names(client, "caf") == []


def test_a_key_asks_the_database_as_much_for_many_organisations_as_for_one(
    client: PageClient, session: Session, offer: Offer, count_queries: Callable[[], Any]
) -> None:
    suggested(client, "buurt")
    with count_queries() as few:
        suggested(client, "buurt")
    for number in range(30):
        host: Organisation = examples.organisation(session, f"Buurthuis {number}")
        examples.offer(session, host, "Praten")
    session.commit()
    suggested(client, "buurt")
    with count_queries() as many:
        assert len(names(client, "buurt")) == 8
    assert len(many) <= len(few) <= 4
