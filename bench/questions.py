"""The seeded questions, per kind; each is one that every engine can be asked."""

import random
from dataclasses import dataclass
from functools import cache

from bench import vocabulary
from bench.catalogue import COUNTED, FACETS, documents
from bench.places import address, drawn, municipalities
from search_index import Order, Origin, Query
from search_index.words import all_words, words_of

KINDS = {
    "a": "a point, a radius, all counts, the nearest 20",
    "a2": "the same near a municipality (all its villages, 0 inside)",
    "b": "one or two words as well",
    "c": "a misspelt word, all counts, the newest 20",
    "d": "a word completed while typing",
    "e": "choices of type and goal, all counts, the newest 20",
}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_COUNTED = frozenset(COUNTED)


@dataclass(frozen=True)
class Question:
    """A question of one kind: what to find, or (kind d) what somebody is typing."""

    kind: str
    query: Query
    start: str = ""


def questions(count: int, size: int) -> dict[str, list[Question]]:
    """So many questions of each kind about a catalogue of that size; the same each time.

    The words are those of offers in it, so that frequent ones are asked more often, as they are.
    """
    seed = random.Random("questions")
    texts = [words_of(f"{one.title} {one.body}") for one in documents(min(size, 2_000))]
    asked: dict[str, list[Question]] = {kind: [] for kind in KINDS}
    for _ in range(count):
        point = Origin((address(seed),), frozenset())
        radius = seed.choice((5_000.0, 10_000.0, 25_000.0))
        near = drawn(seed, 1)[0].origin
        sample = seed.choice(texts)
        typed = " ".join(f'"{word}"' for word in dict.fromkeys(seed.choices(sample, k=2)))
        if seed.random() < 0.5:
            typed = typed.split(" ")[0]
        chosen = {
            "type": frozenset(seed.sample(FACETS["type"], seed.randint(1, 2))),
            "goal": frozenset(seed.sample(FACETS["goal"], 2)),
        }
        queries = {
            "a": Query(origin=point, radius_metres=radius, counted=_COUNTED),
            "a2": Query(origin=near, radius_metres=radius, counted=_COUNTED),
            "b": Query(typed, point, radius, counted=_COUNTED),
            "c": Query(f'"{_misspelt(seed, texts)}"', order=Order.NEWEST, counted=_COUNTED),
            "e": Query(choices=chosen, order=Order.NEWEST, counted=_COUNTED),
        }
        for kind, query in queries.items():
            asked[kind].append(Question(kind, query))
        asked["d"].append(Question("d", Query(), _begun(seed, sample)))
    return asked


def _begun(seed: random.Random, sample: list[str]) -> str:
    word = seed.choice([word for word in sample if len(word) >= 4])
    return word[: seed.randint(2, min(6, len(word)))]


def _misspelt(seed: random.Random, texts: list[list[str]]) -> str:
    """A word with a letter too many, too few or another, which only one word can stand for.

    Of at least 7 letters, and right at the first three: so people misspell, and so every engine
    has a fair chance to find it.
    """
    known = _every_word()
    while True:
        word = seed.choice(seed.choice(texts))
        if len(word) < 7 or not word.isascii():
            continue
        at = seed.randrange(3, len(word))
        letter = seed.choice(_LETTERS)
        wrong = seed.choice(
            (word[:at] + word[at + 1 :], word[:at] + letter + word[at:],
             word[:at] + letter + word[at + 1 :])
        )  # fmt: skip
        if wrong not in known and _one_edit_away(wrong) & known == {word}:
            return wrong


def _one_edit_away(word: str) -> set[str]:
    """All words of plain letters at one insertion, deletion, substitution or swap."""
    halves = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {left + letter + right for left, right in halves for letter in _LETTERS}
    found |= {left + letter + right[1:] for left, right in halves if right for letter in _LETTERS}
    found |= {left + right[1:] for left, right in halves if right}
    found |= {left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1}
    return found


@cache
def _every_word() -> frozenset[str]:
    """All words that a catalogue of any size can hold, folded."""
    names = " ".join(one.name for one in municipalities())
    return frozenset(all_words(f"{' '.join(vocabulary.words())} {names} online"))
