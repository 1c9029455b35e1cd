"""What lies too far from a new home, and how much an offer near it is like one that was left."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from meedoen.core.errors import Reason
from meedoen.offers.places.rules import km_between
from meedoen.offers.terms import Goal, Level, OfferType
from meedoen.places.rules import plain

REACH_KM = 10
"""How far is near where nobody wrote down a wish; as far as the search looks (ours)."""

MOST_EQUALS = 3
"""So many offers are shown for each one that was left (ours): enough to choose from."""

FEWEST_LETTERS = 4
EMPTY_WORDS = frozenset(
    {"aanbod", "activiteit", "activiteiten", "bezoek", "buurt", "deelnemen", "elke", "groep"}
    | {"huis", "iedereen", "kennismaken", "kennismaking", "mensen", "meedoen", "naar", "nieuwe"}
    | {"open", "samen", "voor", "week", "wekelijks", "wekelijkse"}
)
"""Words of titles that say nothing of what it is about; those of three letters say nothing too."""


class Offered(Protocol):
    """What is compared of an offer."""

    @property
    def type(self) -> OfferType: ...
    @property
    def goals(self) -> frozenset[Goal]: ...
    @property
    def level(self) -> int | None: ...
    @property
    def title(self) -> str: ...


class Spot(Protocol):
    """A place of an offer."""

    @property
    def nis(self) -> str: ...
    @property
    def postcode(self) -> str: ...
    @property
    def lat(self) -> float: ...
    @property
    def lon(self) -> float: ...


class Around(Protocol):
    """The place from which is measured."""

    @property
    def points(self) -> tuple[tuple[float, float], ...]: ...
    @property
    def inside_nis(self) -> str | None: ...
    @property
    def inside_postcodes(self) -> frozenset[str]: ...


def km_from(home: Around, spots: Iterable[Spot]) -> float | None:
    """How far the nearest of these places is, 0 inside the home's own; None without a place."""
    found = [
        0.0
        if spot.nis == home.inside_nis or spot.postcode in home.inside_postcodes
        else min(km_between(*point, spot.lat, spot.lon) for point in home.points)
        for spot in spots
    ]
    return min(found, default=None)


def reasons_left(
    km: float | None, *, reach_km: float, nis: str, residents: frozenset[str] | None
) -> tuple[Reason, ...]:
    """Why an activity cannot simply go on from a new home; empty when it can.

    `residents` are the municipalities whose residents may join, None for everyone.
    """
    why = []
    if km is not None and km > reach_km:
        why.append(Reason("activity_too_far", facts={"km": round(km)}))
    if residents is not None and nis not in residents:
        why.append(Reason("not_for_residents"))
    return tuple(why)


@dataclass(frozen=True, slots=True)
class Equal:
    """How an offer is like one that was left; of the same type in any case."""

    goals: tuple[Goal, ...]
    themes: tuple[str, ...]
    same_level: bool
    weight: int
    """More is more alike: a goal in common 2, a theme in common 3, the same level 1 (ours)."""


def themes_of(title: str) -> frozenset[str]:
    """What a title is about: its words of four letters and more that say something."""
    words = plain(title).split()
    return frozenset(w for w in words if len(w) >= FEWEST_LETTERS and w not in EMPTY_WORDS)


def equal_of(left: Offered, other: Offered, *, level: int | None = None) -> Equal | None:
    """In what an offer is like the one that was left; None when it cannot stand in for it.

    Of the same type, with a goal in common where both have goals, and not harder than
    the newcomer's `level`, or where that is not known than the one that was left.
    """
    goals = left.goals & other.goals
    hardest = level or left.level or max(Level)
    if left.type is not other.type or (left.goals and other.goals and not goals):
        return None
    if other.level is not None and other.level > hardest:
        return None
    themes = themes_of(left.title) & themes_of(other.title)
    same = left.level is not None and left.level == other.level
    return Equal(
        goals=tuple(goal for goal in Goal if goal in goals),
        themes=tuple(sorted(themes)),
        same_level=same,
        weight=2 * len(goals) + 3 * len(themes) + same,
    )
