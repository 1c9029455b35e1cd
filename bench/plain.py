"""The answers of a plain loop: every offer looked at, distances by geopy. Slow and right."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from geopy.distance import geodesic

from bench.answers import COMPLETIONS, PAGE, Answer, typed_words
from bench.catalogue import COUNTED, codes_of
from bench.distance import METRES_PER_DEGREE
from bench.questions import Question
from bench.rivals.spelling import one_edit
from search_index import Document, Origin
from search_index.words import words_of


@dataclass
class Loop:
    """What the loop has found so far for one question."""

    question: Question
    found: list[tuple[float, int]] = field(default_factory=list)
    """(metres, or the day of publication negated, key)"""
    counts: dict[str, Counter[str]] = field(default_factory=lambda: {f: Counter() for f in COUNTED})
    uses: Counter[str] = field(default_factory=Counter)

    def look(self, document: Document, words: frozenset[str]) -> None:
        """Look at one offer."""
        query = self.question.query
        if self.question.kind == "d":
            self.uses.update(word for word in words if word.startswith(self.question.start))
            return
        if not all(self._has(word, words) for word in typed_words(query)):
            return
        rank = -float(document.published_on.toordinal())
        if query.origin is not None:
            assert query.radius_metres is not None
            rank = metres(query.origin, document, query.radius_metres)
            if document.spots and rank > query.radius_metres:
                return
        failed = [f for f, chosen in query.choices.items() if not codes_of(document, f) & chosen]
        for facet in COUNTED:
            if not failed or failed == [facet]:
                self.counts[facet].update(codes_of(document, facet))
        if not failed:
            self.found.append((rank, document.key))

    def _has(self, word: str, words: frozenset[str]) -> bool:
        if self.question.kind != "c":
            return word in words
        # The word is misspelt, and right at its first three letters (see `bench.questions`).
        near = (other for other in words if other[:3] == word[:3])
        return any(one_edit(word, other) for other in near)

    def answer(self) -> Answer | tuple[str, ...]:
        """What came of it."""
        if self.question.kind == "d":
            ordered = sorted(self.uses, key=lambda word: (-self.uses[word], word))
            return tuple(ordered[:COMPLETIONS])
        self.found.sort()
        near = self.question.query.origin is not None
        shown = self.found[:PAGE]
        return Answer(
            len(self.found),
            tuple(key for _, key in shown),
            tuple(rank if near and rank != float("inf") else None for rank, _ in shown),
            {facet: dict(counts) for facet, counts in self.counts.items()},
        )


def plain_answers(
    documents: Iterable[Document], questions: list[Question]
) -> list[Answer | tuple[str, ...]]:
    """The answers to all questions by one loop over the documents; none takes no loop."""
    if not questions:
        return []
    loops = [Loop(question) for question in questions]
    for document in documents:
        words = frozenset(words_of(f"{document.title} {document.body} {document.organisation}"))
        for loop in loops:
            loop.look(document, words)
    return [loop.answer() for loop in loops]


def metres(origin: Origin, document: Document, limit: float) -> float:
    """Geodesic metres to the nearest spot, 0 inside; infinite without spots or when the latitude
    alone is farther than the limit."""
    return min(
        (
            0.0
            if spot.nis == origin.inside_nis
            else float(geodesic(point, (spot.lat, spot.lon)).meters)
            for spot in document.spots
            for point in origin.points
            if abs(point[0] - spot.lat) * METRES_PER_DEGREE <= limit
            or spot.nis == origin.inside_nis
        ),
        default=float("inf"),
    )
