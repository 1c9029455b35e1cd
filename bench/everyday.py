"""python -m bench.everyday: in each language, how many everyday words find what they should.

A word is found when an offer that answers it is among the first ten. See everyday.toml.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.demonstration import Demonstration, demonstration_in
from bench.judged import Trait, read_trait
from meedoen.offers.indexing import thesaurus
from search_index import Order, Query, SearchIndex

FILE = Path(__file__).parent / "everyday.toml"
RESULTS = Path(__file__).parent / "results" / "everyday.md"
DEPTH = 10


@dataclass(frozen=True, slots=True)
class Word:
    """What is typed, by somebody who reads the page in this language, and what answers it."""

    language: str
    typed: str
    right: tuple[Trait, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a word found what it should, and if not, what the index made of it."""

    word: Word
    found: bool
    total: int
    read_as: str | None
    first: str


def read_words(file: Path = FILE) -> tuple[Word, ...]:
    """All words of the file, in its order; ValueError for one that is not well-formed."""
    languages = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(_word(language, row) for language, rows in languages.items() for row in rows)


def _word(language: str, row: Mapping[str, Any]) -> Word:
    match row:
        case {"word": str(typed), "right": [_, *_] as right} if len(row) == 2:
            return Word(language, typed, tuple(map(read_trait, right)))
    raise ValueError(f"{language}: {row}")


def ask(index: SearchIndex, demonstration: Demonstration, words: Sequence[Word]) -> list[Answer]:
    """The answers of an index that holds the demonstration."""
    offers = {offer.document.key: offer for offer in demonstration.offers}
    answers = []
    for word in words:
        page = index.search(
            Query(word.typed, order=Order.RELEVANCE, limit=DEPTH, language=word.language)
        )
        hits = [offers[hit.key] for hit in page.hits]
        found = any(trait.fits(offer) for offer in hits for trait in word.right)
        first = hits[0].document.title if hits else ""
        answers.append(Answer(word, found, page.total, page.suggestion, first))
    return answers


def report(answers: Sequence[Answer]) -> str:
    """The share of each language, and the words that fail by name."""
    lines = [
        "# Everyday words",
        "",
        "| language | words | found in the first ten |",
        "|---|---|---|",
    ]
    for language in dict.fromkeys(answer.word.language for answer in answers):
        lines.append(_row(language, [one for one in answers if one.word.language == language]))
    lines += [
        _row("**all**", answers),
        "",
        "## Words that fail",
        "",
        "| language | word | read as | found | first answer |",
        "|---|---|---|---|---|",
    ]
    for one in answers:
        if not one.found:
            cells = [one.word.language, f"`{one.word.typed}`", one.read_as or "", f"{one.total}"]
            lines.append("| " + " | ".join([*cells, one.first]) + " |")
    return "\n".join([*lines, ""])


def _row(label: str, answers: Sequence[Answer]) -> str:
    found = sum(answer.found for answer in answers)
    return f"| {label} | {len(answers)} | {found} ({found / len(answers):.0%}) |"


def main() -> None:
    """Make the demonstration, ask all words, print the report and write it down."""
    with TemporaryDirectory() as folder:
        demonstration = demonstration_in(Path(folder), ())
        documents = [offer.document for offer in demonstration.offers]
        index = SearchIndex.create(Path(folder) / "everyday", documents, thesaurus=thesaurus())
        text = report(ask(index, demonstration, read_words()))
    print(text)
    RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
