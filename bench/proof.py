"""The proof that must come before any time: all engines give the same answers."""

from collections.abc import Mapping

from bench.answers import Answer, Engine
from bench.catalogue import documents
from bench.plain import plain_answers
from bench.questions import Question

ONE_MILLIMETRE = 1e-3
Given = Answer | tuple[str, ...]


class EnginesDiffer(Exception):
    """Two engines answer a question differently, so their times say nothing."""


def prove(
    engines: Mapping[str, Engine],
    asked: Mapping[str, Mapping[str, list[Question]]],
    *,
    looped: int,
    size: int,
) -> int:
    """Raise EnginesDiffer unless totals, first twenty keys, their metres and counts are equal.

    `asked` are the questions per engine and kind. The first `looped` of each kind are compared with
    a plain loop too. Gives the number of comparisons.
    """
    compared = 0
    first = next(iter(engines))
    right: dict[tuple[str, int], Given] = {}
    for name, engine in engines.items():
        for kind, number, question in _numbered(asked[name]):
            given = _given(engine, question)
            expected = right.setdefault((kind, number), given)
            if name != first:
                _compare(question, (first, expected), (name, given))
                compared += 1
    sample = [one for one in _numbered(asked[first]) if one[1] < looped]
    loops = plain_answers(documents(size), [question for _, _, question in sample])
    for (kind, number, question), given in zip(sample, loops, strict=True):
        _compare(question, ("the plain loop", given), (first, right[kind, number]))
        compared += 1
    return compared


def _given(engine: Engine, question: Question) -> Given:
    if question.kind == "d":
        return engine.complete(question.start)
    return engine.answer(question.query)


def _compare(question: Question, one: tuple[str, Given], other: tuple[str, Given]) -> None:
    difference = _difference(one[1], other[1])
    if difference:
        raise EnginesDiffer(
            f"{one[0]} and {other[0]} differ on kind {question.kind}: {difference}\n"
            f"  question: {question.start or question.query}"
        )


def _difference(one: Given, other: Given) -> str | None:
    if not isinstance(one, Answer) or not isinstance(other, Answer):
        return None if one == other else f"{one} or {other}"
    if one.total != other.total:
        return f"{one.total} or {other.total} hits"
    if one.keys != other.keys:
        return f"first keys {one.keys} or {other.keys}"
    if one.counts != other.counts:
        facets = [f for f in one.counts if one.counts[f] != other.counts.get(f)]
        return f"counts of {', '.join(facets)}"
    for key, here, there in zip(one.keys, one.metres, other.metres, strict=True):
        if (here is None) != (there is None) or abs((here or 0) - (there or 0)) > ONE_MILLIMETRE:
            return f"offer {key} at {here} or {there} metres"
    return None


def _numbered(questions: Mapping[str, list[Question]]) -> list[tuple[str, int, Question]]:
    return [
        (kind, number, question)
        for kind, of_kind in questions.items()
        for number, question in enumerate(of_kind)
    ]
