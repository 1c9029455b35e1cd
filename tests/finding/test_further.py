"""A page that finds few looks further by itself, and says so."""

import pytest
from sqlalchemy.orm import Session

from meedoen.offers.finding.rules import FEW, further_than
from meedoen.organisations.models import Organisation
from tests import examples
from tests.conftest import PageClient

NEAR, ANTWERP, BRUGES = (), ("11002", "2000", 51.2213, 4.4051), ("31005", "8000", 51.2089, 3.2242)


@pytest.mark.parametrize(
    ("radius", "steps"),
    [(5, (10, 25, 50)), (10, (25, 50)), (12.5, (25, 50)), (50, ()), (100, ()), (0, ())],
)
def test_it_goes_on_in_steps_but_never_for_one_municipality_alone(
    radius: float, steps: tuple[float, ...]
) -> None:
    assert further_than(radius) == steps


@pytest.fixture
def offers(session: Session, host: Organisation) -> None:
    examples.offer(session, host, "Hier", places=[examples.place(*NEAR)])
    for number in range(FEW):
        examples.offer(session, host, f"Verder {number}", places=[examples.place(*ANTWERP)])
    examples.offer(session, host, "Heel ver", places=[examples.place(*BRUGES)])
    examples.offer(session, host, "Overal")
    session.commit()


def read(client: PageClient, address: str) -> str:
    return client.get(address).get_data(as_text=True)


@pytest.mark.usefixtures("offers")
def test_a_page_that_finds_few_looks_further_and_says_so(client: PageClient) -> None:
    page = read(client, "/aanbod?waar=Mechelen")
    assert "Binnen 10 km is er weinig. We zochten verder, tot 25 km." in page
    assert page.index("Hier") < page.index("Overal") < page.index("Verder weg")
    assert page.index("Verder weg") < page.index("Verder 0")
    assert "Heel ver" not in page
    assert 'name="straal" value="10"' in page  # what was asked goes along with the filter


@pytest.mark.usefixtures("offers")
def test_it_can_be_kept_from_looking_further(client: PageClient) -> None:
    page = read(client, "/aanbod?waar=Mechelen&niet_verder=1")
    assert "2 resultaten binnen 10 km van Mechelen" in page
    assert "Verder" not in page
    assert 'name="niet_verder" value="1"' in page


@pytest.mark.usefixtures("offers")
def test_who_asks_for_one_municipality_alone_gets_it_alone(client: PageClient) -> None:
    assert "Verder" not in read(client, "/aanbod?waar=Mechelen&straal=0")


@pytest.mark.usefixtures("offers")
def test_the_api_never_looks_further_than_was_asked(client: PageClient) -> None:
    answer = client.get("/api/v1/offers?near=Mechelen&radius_km=10").get_json()
    assert answer["total"] == 2


def test_where_nothing_is_further_nothing_is_said(
    client: PageClient, session: Session, host: Organisation
) -> None:
    examples.offer(session, host, "Hier", places=[examples.place()])
    session.commit()
    assert "1 resultaat binnen 10 km" in read(client, "/aanbod?waar=Mechelen")
