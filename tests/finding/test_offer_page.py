"""The page of one offer: which questions it answers, in which order, and what it says when gone."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy.orm import Session

from meedoen.offers.models import Offer, OfferPlace
from meedoen.offers.terms import Language, OfferStatus
from meedoen.organisations.models import Contact, Organisation
from meedoen.organisations.terms import OrganisationStatus
from meedoen.web.clock import today
from tests import examples
from tests.conftest import PageClient

QUESTIONS = [
    "Is dit iets voor mij?",
    "Wat doen we?",
    "Hoeveel moet ik praten?",
    "Wanneer is het?",
    "Hoe kom ik er?",
    "Wat kost het?",
    "Mogen mijn kinderen mee?",
    "Wie ontmoet ik?",
    "Wat gebeurt er als ik op de knop druk?",
]


@pytest.fixture
def host(session: Session) -> Organisation:
    host = examples.organisation(session)
    host.contacts = [Contact(name="Rita Claes", email="rita@brug.test", phone="015 12 34 56")]
    session.commit()
    return host


def page_of(client: PageClient, session: Session, offer: Offer, *, status: int = 200) -> str:
    session.commit()
    answer = client.get(f"/aanbod/{offer.id}", follow_redirects=True)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def answer_to(page: str, question: str) -> str:
    """The text between a question and the next heading, without its tags."""
    _, found, rest = page.partition(f">{question}</h2>")
    assert found, question
    return " ".join(re.sub(r"<[^>]+>", " ", rest.partition("<h2")[0]).split())


def test_the_questions_are_answered_in_the_order_in_which_people_ask(
    client: PageClient, session: Session, host: Organisation
) -> None:
    offer = examples.offer(
        session, host, "Praattafel", places=[examples.place()], contact=host.contacts[0]
    )
    page = page_of(client, session, offer)
    asked = re.findall(r'<h2 id="[^"]+">([^<]+\?)</h2>', page)
    assert asked[: len(QUESTIONS)] == QUESTIONS
    assert all(answer_to(page, question) for question in QUESTIONS)
    assert "Rita Claes" in answer_to(page, "Wie ontmoet ik?")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "Dat staat er niet bij. Vraag het eerst."),
        ({"children_welcome": True}, "Ja, je kinderen mogen meekomen."),
        ({"children_welcome": True, "childcare": True}, "Ja. Er is kinderopvang."),
    ],
)
def test_about_children_nothing_is_made_up(
    client: PageClient, session: Session, host: Organisation, facts: dict[str, bool], said: str
) -> None:
    page = page_of(client, session, examples.offer(session, host, "Spelen", **facts))
    assert answer_to(page, "Mogen mijn kinderen mee?") == said


def test_how_much_to_talk_is_said_in_words_with_the_languages_of_the_host(
    client: PageClient, session: Session, host: Organisation
) -> None:
    offer = examples.offer(session, host, "Koken", level=1, languages=[Language.ARABIC])
    said = answer_to(page_of(client, session, offer), "Hoeveel moet ik praten?")
    assert "Weinig." in said
    assert "Arabisch" in said
    unknown = examples.offer(session, host, "Breien", level=None)
    said = answer_to(page_of(client, session, unknown), "Hoeveel moet ik praten?")
    assert said == "Dat staat er niet bij. Vraag het eerst."


def at_the_fish_market(*, exact: bool) -> OfferPlace:
    place = examples.place()
    place.street, place.exact = "Vismarkt 7", exact
    return place


def test_a_known_point_has_its_station_and_its_place_on_the_map(
    client: PageClient, session: Session, host: Organisation
) -> None:
    offer = examples.offer(session, host, "Markt", places=[at_the_fish_market(exact=True)])
    page = page_of(client, session, offer)
    said = answer_to(page, "Hoe kom ik er?")
    assert "Station Mechelen-Nekkerspoel: 970 m in een rechte lijn" in said
    assert "mlat=51.02590&amp;mlon=4.47760#map=17" in page


def test_a_point_of_a_postcode_alone_is_not_made_more_exact_than_it_is(
    client: PageClient, session: Session, host: Organisation
) -> None:
    offer = examples.offer(session, host, "Markt", places=[at_the_fish_market(exact=False)])
    page = page_of(client, session, offer)
    assert "ongeveer 1 km" in answer_to(page, "Hoe kom ik er?")
    found = re.search(r'href="(https://www.openstreetmap.org/search[^"]+)"', page)
    assert found is not None
    asked = parse_qs(urlsplit(found[1]).query)["query"]
    assert asked == ["Vismarkt 7, 2800 Mechelen, België"]


def test_the_map_is_a_plain_link_and_nothing_is_fetched_from_it(
    client: PageClient, session: Session, host: Organisation
) -> None:
    page = page_of(client, session, examples.offer(session, host, "M", places=[examples.place()]))
    assert not re.findall(r'(?:src|data)="https?:', page)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (OfferStatus.PAUSED, "Het staat even op pauze."),
        (OfferStatus.EXPIRED, "Het is voorbij."),
        (OfferStatus.ARCHIVED, "De organisatie doet dit niet meer."),
        (OfferStatus.RETURNED, "De organisatie past het aan."),
    ],
)
def test_what_is_not_there_says_why(
    client: PageClient, session: Session, host: Organisation, status: OfferStatus, said: str
) -> None:
    offer = examples.offer(session, host, "Praattafel", status=status)
    assert said in page_of(client, session, offer, status=410)


def test_what_is_past_its_end_or_of_a_resting_host_says_so(
    client: PageClient, session: Session, host: Organisation
) -> None:
    over = examples.offer(session, host, "Reeks", ends_on=today() - timedelta(days=1))
    assert "Het is voorbij." in page_of(client, session, over, status=410)
    host.status = OrganisationStatus.PAUSED
    resting = examples.offer(session, host, "Koken")
    assert "Het is even weg." in page_of(client, session, resting, status=410)


def test_it_is_shared_by_links_that_tell_nothing_of_who_shares(
    client: PageClient, session: Session, host: Organisation
) -> None:
    offer = examples.offer(session, host, "Koffie & thee: 50% praten?")
    session.commit()
    address = f"/aanbod/{offer.id}/koffie-thee-50-praten"
    page = client.get(f"{address}?waar=Mechelen").get_data(as_text=True)
    links = [
        found.replace("&amp;", "&")
        for found in re.findall(r'class="share-way"\s+href="([^"]+)"', page)
    ]
    whatsapp, sms, mail = links
    shared = f"{offer.title}\nhttp://localhost{address}"
    assert parse_qs(urlsplit(whatsapp).query) == {"text": [shared]}
    assert whatsapp.startswith("https://wa.me/?")
    assert sms.startswith("sms:?&body=")
    assert parse_qs(urlsplit(sms).query) == {"body": [shared]}
    assert parse_qs(urlsplit(mail).query) == {"subject": [offer.title], "body": [shared]}
    assert not any("Mechelen" in link for link in links)
