"""What a dashboard may show of numbers of people, and its sentences."""

import pytest
from apiflask import APIFlask

from meedoen.dashboards.board.wording import (
    found_sentence,
    missing_sentence,
    waiting_sentence,
)
from meedoen.dashboards.rules import shown_people
from meedoen.dashboards.wording import NEWCOMER_STEPS
from meedoen.trajectories.caseload.terms import Need


@pytest.mark.parametrize(
    ("people", "shown"), [(0, None), (1, None), (4, None), (5, 5), (6, 6), (1200, 1200)]
)
def test_fewer_than_five_people_are_not_counted(people: int, shown: int | None) -> None:
    assert shown_people(people) == shown


@pytest.mark.parametrize(
    ("organisations", "offers", "may_decide", "words"),
    [
        (0, 0, True, "Er wacht niets: alles is bekeken."),
        (1, 0, True, "Dit wacht op jou: organisaties (1)."),
        (2, 3, True, "Dit wacht op jou: organisaties (2) en aanbod (3)."),
        (0, 1, False, "Dit wacht op een beslissing: aanbod (1)."),
    ],
)
def test_what_waits_is_one_sentence(
    whole_app: APIFlask, organisations: int, offers: int, may_decide: bool, words: str
) -> None:
    with whole_app.test_request_context():
        assert waiting_sentence(organisations, offers, may_decide=may_decide) == words


def test_what_there_is_and_is_not(whole_app: APIFlask) -> None:
    with whole_app.test_request_context():
        assert "3 manieren meedoen, en op 4 manieren in buurgemeenten" in found_sentence(3, 4)
        assert missing_sentence([]) == "Van elke soort aanbod is er iets."
        assert missing_sentence(["Buddy", "Stage"]).endswith("buddy, stage.")


def test_each_need_has_words_for_the_newcomer() -> None:
    assert set(NEWCOMER_STEPS) == set(Need)
