"""The judged questions: well-formed, and answered as well as before; and nDCG by hand."""

from collections import Counter
from collections.abc import Iterator
from math import log2
from pathlib import Path

import pytest
from apiflask import APIFlask
from sqlalchemy.orm import Session

from bench.demonstration import Demonstration, make_demonstration
from bench.judged import Question, Trait, read_questions
from bench.relevance import ask, ndcg, report
from meedoen.offers.indexing import thesaurus
from meedoen.web.session import db
from search_index import SearchIndex
from tests.databases import Databases

QUESTIONS = read_questions()
FLOOR = 0.81
"""What was measured less 0.05; raise it with the engine, so that a step back shows."""


@pytest.fixture(scope="module")
def demonstration(whole_app: APIFlask, databases: Databases) -> Iterator[Demonstration]:
    """The demonstration in a database that is left as it was: nothing is committed."""
    with whole_app.app_context():
        db.session.remove()
        db.engine.dispose()
        databases.restore()
        with Session(db.engine, expire_on_commit=False) as session:
            yield make_demonstration(session, {asked.near for asked in QUESTIONS if asked.near})
        db.engine.dispose()


def test_there_are_enough_questions_and_none_twice() -> None:
    assert len(QUESTIONS) >= 150
    asked = Counter((question.words, question.near) for question in QUESTIONS)
    assert [words for words, times in asked.items() if times > 1] == []


def test_every_judgement_fits_some_offer(demonstration: Demonstration) -> None:
    idle = [
        (question.words, trait)
        for question in QUESTIONS
        for _, trait in question.answers
        if not any(trait.fits(offer) for offer in demonstration.offers)
    ]
    assert idle == []


def test_the_highest_grade_that_fits_counts(demonstration: Demonstration) -> None:
    offer = next(one for one in demonstration.offers if "dutch" in one.document.facets["goal"])
    answers = ((1, Trait(goal="dutch")), (3, Trait(idea=offer.idea)), (2, Trait(type="buddy")))
    assert Question("word", "?", answers).grade(offer) == 3
    assert Question("word", "?", answers[:1]).grade(offer) == 1
    assert Question("word", "?", ((3, Trait(idea=offer.idea, place="Nergens")),)).grade(offer) == 0


@pytest.mark.parametrize(
    ("grades", "possible", "expected"),
    [
        ((3, 2, 1), (1, 2, 3), 1.0),
        ((), (3, 0), 0.0),
        ((0, 3), (3,), 1 / log2(3)),
        ((1, 3), (3, 1), (1 + 7 / log2(3)) / (7 + 1 / log2(3))),
        ((3,), (3, 3), 7 / (7 + 7 / log2(3))),
        ((0,) * 10 + (3,), (3,), 0.0),
        ((3,) * 10, (3,) * 30, 1.0),
        ((0, 0), (), 0.0),
    ],
)
def test_ndcg_as_computed_by_hand(
    grades: tuple[int, ...], possible: tuple[int, ...], expected: float
) -> None:
    assert ndcg(grades, possible) == pytest.approx(expected)


@pytest.mark.parametrize(
    "entry",
    [
        '{ words = "a" }',
        '{ words = "a", none = true, best = ["koken"] }',
        '{ words = "a", bset = ["koken"] }',
        '{ words = "a", best = [{}] }',
        '{ words = "a", best = [{ colour = "red" }] }',
    ],
)
def test_a_malformed_question_is_refused(tmp_path: Path, entry: str) -> None:
    file = tmp_path / "judged.toml"
    file.write_text(f"word = [{entry}]", encoding="utf-8")
    with pytest.raises(ValueError, match=r"word|trait"):
        read_questions(file)


def test_the_questions_are_answered_as_well_as_before(
    demonstration: Demonstration, tmp_path: Path
) -> None:
    documents = [offer.document for offer in demonstration.offers]
    index = SearchIndex.create(tmp_path / "index", documents, thesaurus=thesaurus())
    answers = ask(index, demonstration, QUESTIONS)
    judged = [answer for answer in answers if any(answer.best)]
    assert sum(answer.ndcg for answer in judged) / len(judged) >= FLOOR
    # Nothing that is asked from a place may have lost all its answers by where it is asked from.
    assert all(any(answer.best) for answer in answers if answer.question.near)
    assert "| **all** |" in report(answers, [one for one in answers if one.question.near])
