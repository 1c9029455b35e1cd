"""My list: how it is written in an address, and the page that shows it to somebody."""

import re

import pytest
from sqlalchemy.orm import Session

from meedoen.offers.finding.keeping.rules import MOST_KEPT, read_list, written_list
from meedoen.offers.models import Offer
from meedoen.offers.terms import OfferStatus
from meedoen.organisations.models import Organisation
from tests import examples
from tests.conftest import PageClient


def put(session: Session, host: Organisation, title: str, **facts: object) -> Offer:
    offer = examples.offer(session, host, title, **facts)
    session.commit()
    return offer


def titles(page: str) -> list[str]:
    main = page.partition("data-list")[2]
    return [
        re.sub(r"<[^>]+>", "", found) for found in re.findall(r"<h2[^>]*>(.*?)</h2>", main, re.S)
    ]


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("7", (7,)),
        ("12.345.7", (12, 345, 7)),
        ("7.7.8.7", (7, 8)),
        (str(2**31 - 1), (2**31 - 1,)),
    ],
)
def test_a_list_is_numbers_with_dots_each_once(written: str, numbers: tuple[int, ...]) -> None:
    assert read_list(written) == numbers
    assert read_list(written_list(numbers)) == numbers


@pytest.mark.parametrize(
    "written",
    [
        *("", ".", "7.", "0", "07", "-7", "7,8", "7.a", "٧", "7 8", "+7", str(2**31), "9" * 5000),
        ".".join(str(number) for number in range(1, MOST_KEPT + 2)),
    ],
    ids=lambda value: value[:12],
)
def test_anything_else_is_no_list(written: str) -> None:
    with pytest.raises(ValueError, match="not a list"):
        read_list(written)


def test_the_offers_stand_in_the_order_of_the_list_with_a_code_to_show(
    client: PageClient, session: Session, host: Organisation
) -> None:
    first, second = put(session, host, "Koken"), put(session, host, "Breien")
    page = client.get(f"/lijst/{second.id}.{first.id}").get_data(as_text=True)
    assert titles(page) == ["Breien", "Koken", "Toon deze lijst"]
    assert f">http://localhost/lijst/{second.id}.{first.id}</a>" in page
    assert "data:image/svg+xml" in page


def test_what_is_gone_says_so_and_what_never_was_public_is_left_out(
    client: PageClient, session: Session, host: Organisation
) -> None:
    there = put(session, host, "Koken")
    paused = put(session, host, "Breien", status=OfferStatus.PAUSED)
    returned = put(session, host, "Niet in orde", status=OfferStatus.RETURNED)
    draft = put(session, host, "Geheim", status=OfferStatus.DRAFT, published_at=None)
    numbers = f"{there.id}.{paused.id}.{returned.id}.{draft.id}.999"
    page = client.get(f"/lijst/{numbers}").get_data(as_text=True)
    assert titles(page) == ["Koken", "Breien", "Een activiteit", "Toon deze lijst"]
    assert page.count("Dit is er nu niet.") == 2
    assert "Het staat even op pauze." in page
    assert "Niet in orde" not in page
    assert "Geheim" not in page


def test_a_list_of_nothing_is_not_there(
    client: PageClient, session: Session, host: Organisation
) -> None:
    draft = put(session, host, "Geheim", status=OfferStatus.DRAFT, published_at=None)
    for numbers in (str(draft.id), "999", "0", "1,2", "%00", "<script>", "1" * 3000):
        assert client.get(f"/lijst/{numbers}").status_code == 404


def test_a_long_list_costs_as_many_questions_as_a_short_one(
    client: PageClient,
    session: Session,
    host: Organisation,
    count_queries,  # type: ignore[no-untyped-def]
) -> None:
    made = [put(session, host, f"Aanbod {number}").id for number in range(MOST_KEPT)]
    with count_queries() as few:
        client.get(f"/lijst/{made[0]}")
    with count_queries() as many:
        assert client.get(f"/lijst/{'.'.join(map(str, made))}").status_code == 200
    assert len(many) == len(few) <= 12


def test_the_own_page_says_how_to_begin(client: PageClient, session: Session) -> None:
    page = client.get("/mijn-lijst").get_data(as_text=True)
    assert "Je lijst is nog leeg" in page
    assert "noindex" in page
