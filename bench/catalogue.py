"""A seeded catalogue of offers and seeded questions about it; the same for the same seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from search_index import Document, Origin, Query, Spot

_WORDS = """taal tafel fiets koken naaien wandelen lezen zingen sport tuin buurt kinderen ouders
samen oefenen praten nederlands computer werk stage vrijwilliger museum bibliotheek feest muziek
dans voetbal zwemmen theater koor atelier herstel repair soep brood markt school les cursus
gesprek ontmoeten vrienden gezin stad dorp natuur bos dieren zorg ziekenhuis winkel keuken bakken
verven tekenen foto film spel schaken brei haken techniek hout metaal elektriciteit verhaal"""
WORDS = _WORDS.split()
ENDINGS = ("", "", "en", "groep", "club", "les", "avond", "huis", "werk", "dag", "kring", "punt")
FACETS = {
    "type": ("buddy", "internship", "volunteering", "language_practice", "activity"),
    "goal": ("dutch", "meet", "friends", "learn", "volunteer", "work"),
    "level": ("1", "2", "3", "4"),
    "day": ("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
    "daypart": ("morning", "afternoon", "evening"),
}


@dataclass(frozen=True)
class Municipality:
    """A made-up municipality: its code, its places, and how many people it draws."""

    nis: str
    points: tuple[tuple[float, float], ...]
    weight: float


def municipalities(seed: random.Random) -> list[Municipality]:
    """300 municipalities over Flanders, a few of them large."""
    made = []
    for number in range(300):
        lat, lon = seed.uniform(50.75, 51.4), seed.uniform(2.7, 5.8)
        points = tuple(
            (lat + seed.gauss(0, 0.02), lon + seed.gauss(0, 0.03))
            for _ in range(seed.randint(1, 9))
        )
        made.append(Municipality(f"{10_000 + number}", points, seed.paretovariate(1.1)))
    return made


def documents(seed: random.Random, count: int, places: list[Municipality]) -> Iterator[Document]:
    """Offers of 60 to 120 words, most with one spot, some with several or none."""
    words = [word + ending for word in WORDS for ending in ENDINGS]
    words += [f"{seed.choice(WORDS)}{seed.choice(WORDS)}{n % 50}" for n in range(count // 4)]
    weights = [1 / (rank + 10) for rank in range(len(words))]
    shuffled = seed.sample(words, len(words))
    for key in range(1, count + 1):
        homes = seed.choices(
            places, [place.weight for place in places], k=seed.choice([0, 1, 1, 1, 1, 2])
        )
        spots = []
        for home in homes:
            lat, lon = seed.choice(home.points)
            near = (lat + seed.gauss(0, 0.008), lon + seed.gauss(0, 0.012))
            spots.append(Spot(home.nis, f"{1000 + int(home.nis) % 8999}", *near))
        yield Document(
            key=key,
            title=" ".join(seed.choices(shuffled, weights, k=4)),
            body=" ".join(seed.choices(shuffled, weights, k=seed.randint(60, 120))),
            organisation=" ".join(seed.choices(shuffled, weights, k=2)),
            spots=tuple(spots),
            catchment=None,
            facets={
                name: frozenset(seed.sample(codes, 1 if name in ("type", "level") else 2))
                for name, codes in FACETS.items()
            },
            published_on=date(2026, 1, 1) + timedelta(days=seed.randrange(300)),
        )


def origins(seed: random.Random, count: int, places: list[Municipality]) -> list[Origin]:
    """Half of them municipalities with all their places, half addresses."""
    made = []
    for number in range(count):
        place = seed.choices(places, [one.weight for one in places])[0]
        if number % 2:
            made.append(Origin(place.points, frozenset(), inside_nis=place.nis))
        else:
            lat, lon = seed.choice(place.points)
            address = (lat + seed.gauss(0, 0.01), lon + seed.gauss(0, 0.01))
            made.append(Origin((address,), frozenset()))
    return made


def questions(
    seed: random.Random, count: int, places: list[Municipality], some: list[Document]
) -> dict[str, list[Query]]:
    """The questions per kind; words are quoted, so that every engine takes them alike."""
    asked: dict[str, list[Query]] = {"place": [], "words and place": [], "choices": []}
    for origin in origins(seed, count, places):
        radius = seed.choice([5_000.0, 10_000.0, 25_000.0])
        words = seed.choice(some).body.split()
        typed = " ".join(f'"{word}"' for word in seed.sample(words, seed.randint(1, 2)))
        chosen = {
            "type": frozenset(seed.sample(FACETS["type"], 1)),
            "goal": frozenset(seed.sample(FACETS["goal"], 2)),
        }
        asked["place"].append(Query(origin=origin, radius_metres=radius))
        asked["words and place"].append(Query(typed, origin, radius))
        asked["choices"].append(Query(choices=chosen))
    return asked
