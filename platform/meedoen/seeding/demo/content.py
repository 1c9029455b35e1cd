"""Reads the ideas, organisations and names of `seed_data/demo`; decides nothing about them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from meedoen.offers.terms import Day, Daypart, Goal, Insurance, OfferType, Rhythm
from meedoen.organisations.terms import OrganisationKind

FOLDER = Path(__file__).resolve().parents[4] / "seed_data" / "demo"

Week = tuple[tuple[Day, Daypart], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Idea:
    """Something that several organisations offer; minutes are whole, cost is in cents."""

    key: str
    type: OfferType
    hosts: tuple[str, ...]
    titles: tuple[str, ...]
    summary: str
    description: str
    goals: frozenset[Goal]
    level: int
    minutes: int
    moments: Week
    seats: int | None = None
    total: int | None = None
    rhythm: Rhythm = Rhythm.CONTINUOUS
    intake: bool = False
    online: bool = False
    at_home: bool = False
    children: bool = False
    childcare: bool = False
    women_only: bool = False
    group: str = ""
    wheelchair: bool = False
    min_age: int | None = None
    cost: int = 0
    cost_note: str = ""
    uitpas: bool = False
    insurance: Insurance = Insurance.ORGANISATION
    information: str = ""
    allowance: str = ""
    tutor: str = ""
    agreement: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """Organisations of one sort: their legal kind, what they say of themselves, their names."""

    kind: OrganisationKind
    about: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """Invented names of people and streets."""

    first: tuple[str, ...]
    last: tuple[str, ...]
    streets: tuple[str, ...]


def read_ideas() -> tuple[Idea, ...]:
    """All ideas, in the order of the file."""
    return tuple(read_idea(entry) for entry in read("offers.toml")["idea"])


def read_idea(entry: dict[str, object]) -> Idea:
    """One idea, its codes as terms."""
    known = dict(entry)
    known["type"] = OfferType(str(known["type"]))
    known["goals"] = frozenset(Goal(goal) for goal in texts(known["goals"]))
    known["moments"] = tuple(read_moment(moment) for moment in texts(known["moments"]))
    known["rhythm"] = Rhythm(str(known.get("rhythm", "continuous")))
    known["insurance"] = Insurance(str(known.get("insurance", "organisation")))
    known["hosts"] = texts(known["hosts"])
    known["titles"] = texts(known["titles"])
    return Idea(**known)  # type: ignore[arg-type]


def read_moment(text: str) -> tuple[Day, Daypart]:
    """A moment such as "tue morning"."""
    day, part = text.split()
    return Day(day), Daypart(part)


def read_families() -> dict[str, Family]:
    """The families of organisations by the word that ideas call them by."""
    return {
        word: Family(OrganisationKind(entry["kind"]), entry["about"], tuple(entry["names"]))
        for word, entry in read("organisations.toml")["family"].items()
    }


@cache
def read_names() -> Names:
    """Invented names."""
    found = read("people.toml")
    return Names(tuple(found["first"]), tuple(found["last"]), tuple(found["streets"]))


@cache
def read_summaries() -> dict[str, dict[str, str]]:
    """What an idea is in other languages: by its key and the code of the language."""
    return read("summaries.toml")


def texts(value: object) -> tuple[str, ...]:
    """A list of the file as a tuple of texts."""
    return tuple(str(item) for item in value) if isinstance(value, list) else ()


def read(name: str) -> dict[str, dict]:  # type: ignore[type-arg]
    """One file, as it stands."""
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
