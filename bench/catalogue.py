"""A seeded catalogue of offers, made as it is read; a smaller one is the beginning of a larger."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from bench import vocabulary
from bench.places import halls, municipalities
from search_index import Document, Spot

FACETS = {
    "type": ("buddy", "internship", "volunteering", "language_practice", "activity"),
    "goal": ("dutch", "meet", "friends", "learn", "volunteer", "work"),
    "level": ("1", "2", "3", "4"),
    "day": ("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
    "daypart": ("morning", "afternoon", "evening"),
}
COUNTED = (*FACETS, "municipality")
"""The facets that every question asks the counts of."""

CHUNK = 1_000
"""Offers that are made together; each chunk has its own seed, so any of them can be made alone."""
FIRST_DAY, DAYS = date(2025, 1, 1), 600
WITHOUT_PLACE, WITH_SEVERAL = 0.08, 0.08
"""Shares of offers that are online, and that take place at two to four addresses."""
WITH_MORE_FACETS = 0.25
_MORE = {"childcare": ("yes",), "accessible": ("yes",), "language": ("fr", "en", "ar", "tr", "uk")}


def documents(count: int) -> Iterator[Document]:
    """The first offers of the catalogue; never more than a chunk is held."""
    for number in range(0, count, CHUNK):
        chunk = _chunk(number // CHUNK)
        yield from chunk[: count - number]


def with_word(document: Document, word: str) -> Document:
    """The offer, changed by one word more."""
    return replace(document, body=f"{document.body} {word}")


def codes_of(document: Document, facet: str) -> frozenset[str]:
    """The codes of a facet, municipalities taken from the spots."""
    if facet == "municipality":
        return frozenset(spot.nis for spot in document.spots)
    return document.facets.get(facet, frozenset())


def _chunk(number: int) -> list[Document]:
    """One chunk of offers of 60 to 120 words."""
    seed = random.Random(f"offers {number}")
    random_numbers = np.random.default_rng([2026, number])
    # 57 words of content with 60 % small words between them: about 90 on average.
    lengths = random_numbers.integers(40, 74, CHUNK)
    drawn = vocabulary.drawn(random_numbers.random(int(lengths.sum()) + 4 * CHUNK))
    names = {one.nis: one.name for one in municipalities()}
    made, at = [], 0
    for i, length in enumerate(lengths.tolist()):
        title, body = drawn[at : at + 4], drawn[at + 4 : at + 4 + length]
        at += 4 + length
        spots = _spots(seed)
        where = names[spots[0].nis] if spots else "online"
        made.append(
            Document(
                key=number * CHUNK + i + 1,
                title=" ".join(title).capitalize(),
                body=vocabulary.prose(body, seed),
                organisation=f"{title[0]} {where}",
                spots=spots,
                catchment=None,
                facets=_facets(seed),
                published_on=FIRST_DAY + timedelta(days=seed.randrange(DAYS)),
            )
        )
    return made


def _spots(seed: random.Random) -> tuple[Spot, ...]:
    kind = seed.random()
    if kind < WITHOUT_PLACE:
        return ()
    several = kind < WITHOUT_PLACE + WITH_SEVERAL
    return tuple(seed.sample(halls(), seed.randint(2, 4) if several else 1))


def _facets(seed: random.Random) -> dict[str, frozenset[str]]:
    facets = {
        "type": frozenset({seed.choices(FACETS["type"], (15, 8, 22, 20, 35))[0]}),
        "goal": frozenset(seed.choices(FACETS["goal"], (30, 30, 15, 10, 10, 5), k=2)),
        "level": frozenset(seed.choices(FACETS["level"], (20, 40, 25, 15))),
        "day": frozenset(seed.choices(FACETS["day"], (16, 18, 22, 18, 10, 12, 4), k=2)),
        "daypart": frozenset(seed.choices(FACETS["daypart"], (35, 35, 30), k=seed.randint(1, 2))),
    }
    if seed.random() < WITH_MORE_FACETS:
        name = seed.choice(tuple(_MORE))
        facets[name] = frozenset({seed.choice(_MORE[name])})
    return facets
