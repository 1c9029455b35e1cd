"""How much two own activities look alike, and which words of one name somebody."""

import re
from collections.abc import Collection, Iterable
from dataclasses import astuple
from typing import Protocol

from rapidfuzz.distance import JaroWinkler

from meedoen.places.rules import plain
from meedoen.trajectories.activities.rules import Criteria

MOST_PRECEDENTS = 5
ALIKE_FROM = 0.25
"""From which likeness on an earlier decision is shown (ours): about one word in three in common."""

TITLE_WEIGHS = 0.75
"""The rest is the host, where one of the two names one (ours)."""

CRITERIA_WEIGH = 0.2
"""How much of the likeness the same answers to the criteria make out (ours)."""

SAME_WORD = 0.8
"""Words less near than this, by Jaro-Winkler, have nothing to do with each other."""

EMPTY_WORDS = frozenset(
    {"aan", "bij", "dag", "dat", "deze", "een", "elke", "het", "met", "mijn", "naar", "onze"}
    | {"over", "samen", "twee", "van", "voor", "week", "wekelijks", "wekelijkse", "zijn"}
)
"""Words that tell nothing of what it is; those of one or two letters tell nothing too."""

HIDDEN = "…"
SHORTEST_NAME = 3


class Own(Protocol):
    """What is compared of an own activity."""

    @property
    def title(self) -> str: ...
    @property
    def host(self) -> str: ...
    @property
    def criteria(self) -> Criteria: ...


def words_of(text: str) -> frozenset[str]:
    """The words of a text that tell something, without accents and case."""
    return frozenset(w for w in plain(text).split() if len(w) > 2 and w not in EMPTY_WORDS)


def nearness(one: str, other: str) -> float:
    """How near two words are, from 0 to 1; 0 where they have nothing to do with each other."""
    found = max(JaroWinkler.similarity(one, other), JaroWinkler.similarity(other, one))
    return found if found >= SAME_WORD else 0.0


def text_likeness(one: str, other: str) -> float:
    """How much two texts say the same: the mean, over the words of both, of the nearest other."""
    ours, theirs = words_of(one), words_of(other)
    if not ours or not theirs:
        return 0.0
    near = [max(nearness(word, them) for them in theirs) for word in sorted(ours)]
    near += [max(nearness(word, us) for us in ours) for word in sorted(theirs)]
    return sum(sorted(near)) / len(near)


def likeness(one: Own, other: Own) -> float:
    """How much two own activities look alike, from 0 to 1; the same both ways round.

    Words of title and host decide; the same answers to the criteria weigh more. Without a word in
    common it is 0, whatever the answers.
    """
    said = text_likeness(one.title, other.title)
    if words_of(one.host) or words_of(other.host):
        host = text_likeness(one.host, other.host)
        said = TITLE_WEIGHS * said + (1 - TITLE_WEIGHS) * host
    answers = list(zip(astuple(one.criteria), astuple(other.criteria), strict=True))
    same = sum(ours is theirs for ours, theirs in answers) / len(answers)
    return said * (1 - CRITERIA_WEIGH + CRITERIA_WEIGH * same)


def without_names(text: str, names: Iterable[str]) -> str:
    """A text in which every word of these names is hidden, whatever its case and accents."""
    known = {w for name in names for w in plain(name).split() if len(w) >= SHORTEST_NAME}
    return re.sub(r"[^\W_]+(?:['’`-][^\W_]+)*", lambda found: _hidden(found[0], known), text)


def _hidden(word: str, known: Collection[str]) -> str:
    """The word, or a sign in its place where it is a name, or is made of one."""
    parts = plain(word).split()
    named = any(part.removesuffix("s") in known or part in known for part in parts)
    return HIDDEN if named or "".join(parts) in known else word
