"""The filter on the page of results: chips, counts, names, dates, words as typed, bad values."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import brotli
import pytest
from sqlalchemy.orm import Session

from meedoen.offers.finding.filters.rules import MOST_NAMED
from meedoen.offers.terms import Language
from meedoen.organisations.models import Organisation
from meedoen.organisations.terms import OrganisationStatus
from meedoen.web.clock import today
from tests import examples
from tests.conftest import PageClient

BONHEIDEN = ("12005", "2820", 51.0229, 4.5469)
CHIP = re.compile(r'class="[^"]*chip-chosen[^"]*"\s+href="([^"]*)"')
ALL_CHOSEN = (
    "waar=Mechelen&soort=activity&doel=meet&dag=mon&dagdeel=evening&niveau=4&van=2026-03-03"
    "&tot=2096-03-03&plaatsen=1&gratis=1&kinderen=welcome&kinderen=childcare&vrouwen=1&rolstoel=1"
    "&online=1&gemeente=12025&gemeente=12005&regio=REFREG01&organisatie=1&taal=ar&taal=fr"
    "&volgorde=newest"
)


def read(client: PageClient, address: str, *, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.get_data(as_text=True)


def count_of(page: str, name: str, value: str) -> int | None:
    """The number beside a box of the filter; None where there is no such box."""
    pattern = rf'name="{name}"\s+value="{value}".*?</label>'
    box = re.search(pattern, page, re.S)
    number = re.search(r'choice-count">(\d+)<', box[0]) if box else None
    return int(number[1]) if number else None


FILTERS: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "van": (
        f"van={today() + timedelta(days=5)}",
        {"ends_on": today() + timedelta(days=5)},
        {"ends_on": today() + timedelta(days=4)},
    ),
    "tot": (
        f"tot={today() + timedelta(days=5)}",
        {"starts_on": today() + timedelta(days=5)},
        {"starts_on": today() + timedelta(days=6)},
    ),
    "plaatsen": ("plaatsen=1", {}, {"full": True}),
    "gratis": ("gratis=1", {}, {"cost_cents": 100}),
    "kinderen": ("kinderen=welcome", {"childcare": True}, {}),
    "kinderopvang": ("kinderen=childcare", {"childcare": True}, {"children_welcome": True}),
    "vrouwen": ("vrouwen=1", {"women_only": True}, {}),
    "rolstoel": ("rolstoel=1", {"wheelchair_accessible": True}, {}),
    "online": ("online=1", {}, {"places": [examples.place()]}),
    "gemeente": (
        "gemeente=12025",
        {"places": [examples.place()]},
        {"places": [examples.place(*BONHEIDEN)]},
    ),
    "regio": (
        "regio=REFREG01",
        {"places": [examples.place("11002", "2000", 51.22, 4.4)]},
        {"places": [examples.place()]},
    ),
    "taal": ("taal=prs", {"languages": [Language.DARI]}, {"languages": [Language.FARSI]}),
}


@pytest.mark.parametrize(("question", "right", "wrong"), FILTERS.values(), ids=FILTERS.keys())
def test_a_filter_keeps_what_fits_and_can_be_taken_away(
    client: PageClient,
    session: Session,
    host: Organisation,
    question: str,
    right: dict[str, Any],
    wrong: dict[str, Any],
) -> None:
    examples.offer(session, host, "Past wel", **right)
    examples.offer(session, host, "Past niet", **wrong)
    session.commit()
    page = read(client, f"/aanbod?{question}")
    assert "Past wel" in page
    assert "Past niet" not in page
    assert CHIP.findall(page) == ["/aanbod"]


def test_an_organisation_is_a_filter_with_its_name(
    client: PageClient, session: Session, host: Organisation
) -> None:
    other = examples.organisation(session, "Zonnebloem")
    examples.offer(session, host, "Van de brug")
    examples.offer(session, other, "Van de bloem")
    session.commit()
    page = read(client, f"/aanbod?organisatie={other.id}")
    assert "Van de bloem" in page
    assert "Van de brug" not in page
    assert re.search(r"chip-chosen.*?Zonnebloem", page, re.S)
    assert count_of(page, "organisatie", str(host.id)) == 1


def test_every_box_tells_what_it_would_give(
    client: PageClient, session: Session, host: Organisation
) -> None:
    examples.offer(session, host, "Een", full=True, languages=[Language.ARABIC])
    examples.offer(session, host, "Twee", cost_cents=300, places=[examples.place()])
    examples.offer(session, host, "Drie", childcare=True, languages=[Language.ARABIC])
    session.commit()
    page = read(client, "/aanbod?gratis=1")
    assert count_of(page, "gratis", "1") == 2
    assert count_of(page, "plaatsen", "1") == 1
    assert count_of(page, "kinderen", "welcome") == 1
    assert count_of(page, "online", "1") == 2
    assert count_of(page, "taal", "ar") == 2
    assert count_of(page, "taal", "fr") is None
    assert count_of(page, "gemeente", "12025") is None
    assert count_of(read(client, "/aanbod"), "gemeente", "12025") == 1


def test_no_more_than_eight_organisations_are_named_and_those_chosen(
    client: PageClient, session: Session
) -> None:
    for number in range(MOST_NAMED + 3):
        one = examples.organisation(session, f"Huis {number:02d}")
        examples.offer(session, one, "Praten")
        examples.offer(session, one, "Koken")
    small = examples.organisation(session, "Klein Huis")
    examples.offer(session, small, "Praten")
    session.commit()
    assert read(client, "/aanbod").count('name="organisatie"') == MOST_NAMED
    page = read(client, f"/aanbod?organisatie={small.id}")
    assert count_of(page, "organisatie", str(small.id)) == 1
    assert len(re.findall(r'checkbox"\s+name="organisatie"', page)) == MOST_NAMED + 1


def test_a_group_that_was_answered_stands_open(
    client: PageClient, session: Session, host: Organisation
) -> None:
    examples.offer(session, host, "Een", languages=[Language.ARABIC])
    session.commit()

    def is_open(page: str, title: str) -> bool:
        return bool(re.search(rf"<details[^>]*\sopen>\s*<summary[^>]*>{title}<", page))

    for question, title in (
        ("taal=ar", "Ze spreken ook"),
        ("van=2026-03-03", "Wanneer\\?"),
        ("dag=mon", "Dag"),
        (f"organisatie={host.id}", "Organisatie"),
    ):
        assert not is_open(read(client, "/aanbod"), title)
        assert is_open(read(client, f"/aanbod?{question}"), title)


def test_what_was_chosen_goes_along_with_a_new_search_but_words_as_typed_do_not(
    client: PageClient, session: Session, host: Organisation
) -> None:
    question = ALL_CHOSEN.replace("organisatie=1", f"organisatie={host.id}")
    page = read(client, f"/aanbod?{question}&wat=iets&letterlijk=1")
    bar = page[page.index('role="search"') : page.index("</form>", page.index('role="search"'))]
    sent = re.findall(r'type="hidden"\s+name="([^"]*)"\s+value="([^"]*)"', bar)
    chosen = [tuple(part.split("=")) for part in question.split("&")[1:]]
    assert sorted(sent) == sorted(chosen)


def test_everything_chosen_can_be_taken_away_one_by_one_and_at_once(
    client: PageClient, session: Session, host: Organisation
) -> None:
    question = ALL_CHOSEN.replace("organisatie=1", f"organisatie={host.id}")
    page = read(client, f"/aanbod?{question}")
    chips = CHIP.findall(page)
    assert len(chips) == len(question.split("&")) - len(("waar", "volgorde"))
    assert len(set(chips)) == len(chips)
    assert 'href="/aanbod?waar=Mechelen"' in page


BAD = [
    "plaatsen=ja",
    "gratis=0",
    "vrouwen=1&vrouwen=2",
    "rolstoel=%E2%91%A0",
    "online=true",
    "letterlijk=nee",
    "kinderen=veel",
    "taal=nl",
    "taal=" + "a" * 3000,
    "gemeente=99999",
    "gemeente=mechelen",
    "gemeente=1202",
    "regio=REFREG99",
    "regio=antwerpen",
    "organisatie=999999999",
    "organisatie=99999999999999999999",
    "organisatie=-1",
    "organisatie=%D9%A3",
    "van=morgen",
    "van=2026-02-30",
    "van=0001-01-01",
    "van=10000-01-01",
    "tot=31/12/2026",
    "van=2026-03-03&tot=2026-03-02",
]


@pytest.mark.parametrize("question", BAD, ids=lambda text: text[:40])
def test_a_bad_value_is_refused_in_words(
    client: PageClient, session: Session, host: Organisation, question: str
) -> None:
    page = read(client, f"/aanbod?{question}", status=400)
    assert "error-summary" in page


def test_an_organisation_that_is_not_shown_is_no_choice(
    client: PageClient, session: Session, host: Organisation
) -> None:
    host.status = OrganisationStatus.PAUSED
    session.commit()
    read(client, f"/aanbod?organisatie={host.id}", status=400)


def test_days_in_the_wrong_order_are_asked_again_and_the_rest_is_kept(
    client: PageClient, session: Session
) -> None:
    page = read(client, "/aanbod?gratis=1&van=2026-03-03&tot=2026-03-02", status=400)
    assert "De laatste dag komt vóór de eerste dag." in page
    assert re.search(r'<input[^>]*type="date"[^>]*value="2026-03-03"', page)
    assert re.search(r'type="hidden"\s+name="gratis"\s+value="1"', page)


def test_a_value_given_twice_is_one(
    client: PageClient, session: Session, host: Organisation
) -> None:
    examples.offer(session, host, "Een")
    session.commit()
    page = read(client, f"/aanbod?gratis=1&gratis=1&organisatie={host.id}&organisatie={host.id}")
    assert len(CHIP.findall(page)) == 2


def test_a_corrected_word_can_be_searched_for_as_it_was_typed_and_back(
    client: PageClient, session: Session, host: Organisation
) -> None:
    examples.offer(session, host, "Samen in de bibliotheek")
    session.commit()
    page = read(client, "/aanbod?wat=bibliotek&gratis=1")
    assert "Je ziet wat past bij ‘bibliotheek’" in page
    assert 'href="/aanbod?wat=bibliotek&amp;gratis=1&amp;letterlijk=1"' in page
    assert "Zoek toch naar ‘bibliotek’" in page
    page = read(client, "/aanbod?wat=bibliotek&gratis=1&letterlijk=1")
    assert "Niets gevonden" in page
    assert "Bedoel je" in page
    assert 'href="/aanbod?wat=bibliotek&amp;gratis=1"' in page
    known = read(client, "/aanbod?wat=bibliotheek&letterlijk=1")
    assert "1 resultaat" in known
    assert "Bedoel je" not in known


@pytest.mark.parametrize("typed", ["football", "كرة القدم", "футбол", "futbol", "ኩዕሶ እግሪ"])
def test_a_word_of_another_language_is_told_in_dutch_and_can_be_undone(
    client: PageClient, session: Session, host: Organisation, typed: str
) -> None:
    examples.offer(session, host, "Voetballen met de buren")
    session.commit()
    page = read(client, f"/aanbod?{urlencode({'wat': typed})}")
    assert "1 resultaat" in page
    assert f"‘{typed}’ is in het Nederlands ‘voetbal’." in page
    assert f"Zoek toch naar ‘{typed}’" in page
    answer = client.get(f"/api/v1/offers?{urlencode({'q': typed})}").get_json()
    assert (answer["total"], answer["suggestion"]) == (1, "voetbal")
    (word,) = answer["words"]
    assert (word["read"], word["how"], word["needed"]) == ("voetbal", "translated", True)
    page = read(client, f"/aanbod?{urlencode({'wat': typed, 'letterlijk': 1})}")
    assert "Bedoel je" in page
    assert "‘voetbal’" in page


def test_the_api_takes_words_as_typed_and_says_what_would_find_something(
    client: PageClient, session: Session, host: Organisation
) -> None:
    examples.offer(session, host, "Samen in de bibliotheek")
    session.commit()

    def told(question: str) -> tuple[int, str | None]:
        answer = client.get(f"/api/v1/offers?{question}").get_json()
        return answer["total"], answer["suggestion"]

    assert told("q=bibliotek") == (1, "bibliotheek")
    assert told("q=bibliotek&exact_words=false") == (1, "bibliotheek")
    assert told("q=bibliotek&exact_words=true") == (0, "bibliotheek")
    assert told("q=bibliotheek&exact_words=true") == (1, None)
    assert told("q=xqzwvy&exact_words=true") == (0, None)
    assert told("exact_words=true") == (1, None)


def test_the_most_that_can_be_chosen_asks_as_little_and_weighs_as_little(
    client: PageClient, session: Session, host: Organisation, count_queries: Callable[[], Any]
) -> None:
    facts: dict[str, Any] = {
        "childcare": True,
        "women_only": True,
        "wheelchair_accessible": True,
        "online": True,
        "languages": [Language.ARABIC, Language.FRENCH],
        "full": False,
    }
    question = "/aanbod?gratis=1&online=1&taal=ar&kinderen=childcare&vrouwen=1&gemeente=12025"
    question += f"&organisatie={host.id}"

    def put(count: int) -> None:
        for number in range(count):
            one = host if number % 2 else examples.organisation(session, f"Huis van {number}")
            examples.offer(session, one, f"Aanbod {number}", places=[examples.place()], **facts)
        session.commit()

    put(4)
    read(client, question)
    with count_queries() as few:
        read(client, question)
    put(50)
    read(client, question)
    with count_queries() as lots:
        page = read(client, question)
    assert page.count("<article") == 20
    assert len(lots) <= len(few) <= 20
    assert len(brotli.compress(page.encode(), quality=4)) <= 15_000


def test_the_page_says_how_words_were_read_where_that_is_not_as_they_stand(
    client: PageClient, session: Session
) -> None:
    host = examples.organisation(session)
    examples.offer(session, host, "Tafel vol taal")
    examples.offer(session, host, "Zwemmen")
    for number in range(12):
        examples.offer(session, host, f"Samen {number}")
    session.commit()
    page = client.get("/aanbod?wat=taaltafel").text
    assert "We lezen ‘taaltafel’ als ‘taal’ of ‘tafel’." in page
    page = client.get("/aanbod?wat=zwemmen+duikers").text
    assert "‘duikers’ vinden we nergens." in page
    assert "Je ziet ook wat bij een deel ervan past." in page
    words = client.get("/api/v1/offers?q=zwemmen+duikers").get_json()["words"]
    assert words == [
        {"typed": "zwemmen", "read": "zwemmen", "how": "as typed", "needed": False},
        {"typed": "duikers", "read": "duikers", "how": "unknown", "needed": False},
    ]


@pytest.mark.parametrize("code", ["12030", "12034", "12041"])
def test_a_former_municipality_is_a_filter_under_the_name_of_what_it_became(
    client: PageClient, session: Session, host: Organisation, code: str
) -> None:
    examples.offer(
        session, host, "Past wel", places=[examples.place("12041", "2870", 51.0737, 4.2879)]
    )
    examples.offer(session, host, "Past niet", places=[examples.place()])
    session.commit()
    page = read(client, f"/aanbod?gemeente={code}&gratis=1")
    assert "Past wel" in page
    assert "Past niet" not in page
    assert re.search(r"chip-chosen.*?Puurs-Sint-Amands", page, re.S)
    assert CHIP.findall(page) == ["/aanbod?gemeente=12041", "/aanbod?gratis=1"]
    assert count_of(page, "gemeente", "12041") == 1


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("gemeente=99999", "Gemeente: We kennen ‘99999’ niet."),
        ("gemeente=12025&gemeente=99998&gemeente=99999", "We kennen ‘99998’, ‘99999’ niet."),
        ("gemeente=Mechelen", "Gemeente: We kennen ‘Mechelen’ niet."),
        ("gemeente=%3Cb%3E", "Gemeente: We kennen ‘&lt;b&gt;’ niet."),
        ("gemeente=", "Gemeente: Deze keuze kennen we niet."),
        ("gemeente=" + "1" * 300, "Gemeente: Deze keuze kennen we niet."),
        ("gemeente=a%01b", "Gemeente: We kennen ‘ab’ niet."),
        ("regio=REFREG99", "Regio: We kennen ‘REFREG99’ niet."),
        ("organisatie=999999999", "Organisatie: We kennen ‘999999999’ niet."),
    ],
)
def test_an_unknown_municipality_region_or_organisation_is_refused_by_name(
    client: PageClient, session: Session, question: str, told: str
) -> None:
    assert told in read(client, f"/aanbod?{question}", status=400)
