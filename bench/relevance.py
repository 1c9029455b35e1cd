"""python -m bench.relevance: how well the answers to the judged questions are, by nDCG@10.

DCG@10 = Σ (2^grade - 1) / log2(rank + 1) over the first ten answers, and nDCG@10 is that as a share
of the DCG@10 of the best possible order of all judged offers (Järvelin & Kekäläinen 2002, with the
gain of Burges et al. 2005). Mean over the questions that have an answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import log2
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory

from bench.demonstration import Demonstration, demonstration_in
from bench.judged import Question, read_questions
from meedoen.offers.indexing import thesaurus
from search_index import Order, Query, SearchIndex

RESULTS = Path(__file__).parent / "results" / "relevance.md"
DEPTH = 10
POOR = 0.5
"""A question fails when its nDCG is below this."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How a question was answered: the grades on its first page, and the best ones there are."""

    question: Question
    grades: tuple[int, ...]
    best: tuple[int, ...]
    total: int
    read_as: str | None
    first: str

    @property
    def ndcg(self) -> float:
        """nDCG@10, 0 where there is nothing to find."""
        return ndcg(self.grades, self.best)

    @property
    def reciprocal_rank(self) -> float:
        """1 over the rank of the first answer that is one at all, 0 without."""
        return next((1 / rank for rank, grade in enumerate(self.grades, 1) if grade), 0.0)


def dcg(grades: Iterable[int]) -> float:
    """The discounted cumulative gain of grades in this order."""
    return sum((2.0**grade - 1) / log2(rank + 1) for rank, grade in enumerate(grades, 1))


def ndcg(grades: Sequence[int], possible: Iterable[int], depth: int = DEPTH) -> float:
    """DCG of the first `depth` grades as a share of the best order of all possible ones."""
    best = dcg(sorted(possible, reverse=True)[:depth])
    return dcg(grades[:depth]) / best if best else 0.0


def ask(
    index: SearchIndex,
    demonstration: Demonstration,
    questions: Iterable[Question],
    order: Order = Order.DISTANCE,
) -> list[Answer]:
    """The answers of an index that holds the demonstration.

    As in the product, what is asked from a place comes nearest first, all else best first.
    """
    answers = []
    for question in questions:
        query = Query(question.words, order=order, limit=DEPTH)
        if question.near:
            origin = demonstration.origins[question.near]
            query = replace(query, origin=origin, radius_metres=question.within_km * 1_000.0)
        grades = grades_of(question, query, index, demonstration)
        page = index.search(query)
        titles = {offer.document.key: offer.document.title for offer in demonstration.offers}
        answers.append(
            Answer(
                question,
                grades=tuple(grades[hit.key] for hit in page.hits),
                best=tuple(sorted(grades.values(), reverse=True)[:DEPTH]),
                total=page.total,
                read_as=page.suggestion,
                first=titles[page.hits[0].key] if page.hits else "",
            )
        )
    return answers


def grades_of(
    question: Question, query: Query, index: SearchIndex, demonstration: Demonstration
) -> dict[int, int]:
    """The grade of every offer by its key.

    From a place, what cannot be reached or joined is no answer, and what is not in the place
    itself is worth one less. That the index knows what is near is proved elsewhere.
    """
    grades = {offer.document.key: question.grade(offer) for offer in demonstration.offers}
    if query.origin is None:
        return grades
    reached = index.search(replace(query, words="", limit=len(grades)))
    metres = {hit.key: hit.metres for hit in reached.hits}
    for key, grade in grades.items():
        if key not in metres:
            grades[key] = 0
        elif metres[key] != 0:
            grades[key] = max(grade - 1, min(grade, 1))
    return grades


def report(answers: Sequence[Answer], best_first: Sequence[Answer]) -> str:
    """Figures per kind, and by name the questions that fail; `best_first`: those from a place."""
    judged = [answer for answer in answers if any(answer.best)]
    empty = [answer for answer in answers if not any(answer.best)]
    missed = sum(not answer.total for answer in judged)
    lines = [
        "# Relevance",
        "",
        "| kind of question | questions | nDCG@10 | MRR@10 | nothing found |",
        "|---|---|---|---|---|",
    ]
    for kind, some in groupby(judged, key=lambda answer: answer.question.kind):
        lines.append(row(kind, list(some)))
    lines += [row("near, best first (not in all)", best_first), row("**all**", judged), ""]
    lines += [
        f"- Of {len(judged)} questions that have an answer, {missed} found nothing"
        f" ({missed / len(judged):.1%}).",
        f"- Of {len(empty)} questions that have none, {sum(not one.total for one in empty)} found"
        " nothing, as they should.",
        "",
        f"## Questions that fail (nDCG@10 below {POOR})",
        "",
        "| kind | question | nDCG@10 | found | read as | first answer |",
        "|---|---|---|---|---|---|",
    ]
    lines += [failure(answer) for answer in judged if answer.ndcg < POOR]
    lines += ["", "## Questions that should find nothing, but do", ""]
    lines += [
        f"- `{one.question.words}`: {one.total}, read as `{one.read_as or one.question.words}`,"
        f" first “{one.first}”"
        for one in empty
        if one.total
    ]
    return "\n".join([*lines, ""])


def row(label: str, answers: Sequence[Answer]) -> str:
    """One line of the table."""
    figures = [
        f"{len(answers)}",
        f"{fmean(answer.ndcg for answer in answers):.3f}",
        f"{fmean(answer.reciprocal_rank for answer in answers):.3f}",
        f"{fmean(not answer.total for answer in answers):.1%}",
    ]
    return "| " + " | ".join([label, *figures]) + " |"


def failure(answer: Answer) -> str:
    """One line on a question that fails."""
    asked = answer.question
    where = f" (near {asked.near})" if asked.near else ""
    cells = [asked.kind, f"`{asked.words}`{where}", f"{answer.ndcg:.2f}", f"{answer.total}"]
    return "| " + " | ".join([*cells, answer.read_as or "", answer.first]) + " |"


def main() -> None:
    """Make the demonstration, ask all questions, print the report and write it down."""
    questions = read_questions()
    with TemporaryDirectory() as folder:
        places = {question.near for question in questions if question.near}
        demonstration = demonstration_in(Path(folder), places)
        documents = [offer.document for offer in demonstration.offers]
        index = SearchIndex.create(Path(folder) / "judged", documents, thesaurus=thesaurus())
        near = [question for question in questions if question.near]
        text = report(
            ask(index, demonstration, questions),
            ask(index, demonstration, near, order=Order.RELEVANCE),
        )
    print(text)
    RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
