"""The judged questions and how well an offer answers each of them; no engine is asked here."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from bench.demonstration import DemoOffer

FILE = Path(__file__).resolve().parent.parent / "tests" / "search_index" / "judged.toml"
GRADES = {"best": 3, "good": 2, "related": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """What some offers have in common; what is left out does not limit."""

    idea: str = ""
    type: str = ""
    goal: str = ""
    title: str = ""
    organisation: str = ""
    place: str = ""

    def fits(self, offer: DemoOffer) -> bool:
        """Whether an offer has all of it."""
        document = offer.document
        return (
            self.idea in ("", offer.idea)
            and (not self.type or self.type in document.facets["type"])
            and (not self.goal or self.goal in document.facets["goal"])
            and self.title.lower() in document.title.lower()
            and self.organisation.lower() in document.organisation.lower()
            and (not self.place or self.place in offer.places)
        )


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody types, perhaps from a place, and which offers answer it at which grade."""

    kind: str
    words: str
    answers: tuple[tuple[int, Trait], ...]
    near: str | None = None
    within_km: int = 0

    def grade(self, offer: DemoOffer) -> int:
        """3 for exactly what was asked, 2 for a good answer, 1 for a related one, else 0."""
        return max((grade for grade, trait in self.answers if trait.fits(offer)), default=0)


def read_questions(file: Path = FILE) -> tuple[Question, ...]:
    """All questions of the file, in its order; ValueError for one that is not well-formed."""
    kinds = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(_question(kind, entry) for kind, entries in kinds.items() for entry in entries)


def _question(kind: str, entry: Mapping[str, Any]) -> Question:
    known = {"words", "near", "within_km", "none", *GRADES}
    answers = tuple(
        (grade, read_trait(answer))
        for name, grade in GRADES.items()
        for answer in entry.get(name, ())
    )
    if entry.keys() - known or bool(answers) == bool(entry.get("none")):
        raise ValueError(f"{kind}: {entry}")
    return Question(kind, entry["words"], answers, entry.get("near"), entry.get("within_km", 0))


def read_trait(answer: str | Mapping[str, str]) -> Trait:
    """A trait as it is written: the key of an idea, or a table; ValueError for anything else."""
    traits = {"idea": answer} if isinstance(answer, str) else answer
    if not traits or traits.keys() - {field.name for field in fields(Trait)}:
        raise ValueError(f"no trait: {answer}")
    return Trait(**traits)
