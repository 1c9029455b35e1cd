"""One's Dutch is asked by three things that one can do or not, and leads back to the search."""

import pytest

from meedoen.offers.finding.level.rules import level_of
from meedoen.offers.terms import Level
from tests.conftest import PageClient


@pytest.mark.parametrize(
    ("can", "level"),
    [
        ((False, False, False), Level.STARTING),
        ((True, False, False), Level.LITTLE),
        ((True, True, False), Level.SOME),
        ((True, True, True), Level.GOOD),
        ((False, True, True), Level.STARTING),
        ((True, False, True), Level.LITTLE),
    ],
)
def test_the_level_is_that_of_the_hardest_thing_before_the_first_no(
    can: tuple[bool, bool, bool], level: Level
) -> None:
    assert level_of(can) is level


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        ("verstaan=nee", 1),
        ("verstaan=ja&vertellen=nee", 2),
        ("verstaan=ja&vertellen=ja&meepraten=nee", 3),
        ("verstaan=ja&vertellen=ja&meepraten=ja", 4),
    ],
)
def test_the_answers_lead_to_the_same_search_with_the_level(
    client: PageClient, answers: str, level: int
) -> None:
    answer = client.get(f"/mijn-nederlands?wat=koken&waar=Lier&gratis=1&niveau=4&{answers}")
    assert answer.status_code == 302
    assert answer.location == f"/aanbod?wat=koken&waar=Lier&niveau={level}&gratis=1"


def test_the_questions_keep_the_search_and_can_be_skipped(client: PageClient) -> None:
    page = " ".join(client.get("/mijn-nederlands?wat=koken&waar=Lier&straal=25").text.split())
    assert 'name="wat" value="koken"' in page
    assert 'name="straal" value="25"' in page
    assert 'href="/aanbod?wat=koken&amp;waar=Lier&amp;straal=25"' in page


@pytest.mark.parametrize("answers", ["verstaan=ja", "verstaan=misschien", "meepraten=ja"])
def test_an_answer_that_is_missing_or_odd_is_asked_for(client: PageClient, answers: str) -> None:
    answer = client.get(f"/mijn-nederlands?{answers}")
    assert answer.status_code == 400
    assert "Kies ja of nee." in answer.get_data(as_text=True)


def test_the_results_lead_to_the_questions(client: PageClient) -> None:
    page = client.get("/aanbod?wat=koken&gratis=1").get_data(as_text=True)
    assert 'href="/mijn-nederlands?wat=koken&amp;gratis=1"' in page
