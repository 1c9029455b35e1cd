"""The words of finding: what is asked for and in which order; no rule, no table."""

from dataclasses import dataclass
from enum import StrEnum

from meedoen.offers.terms import Day, Daypart, Goal, Level, OfferType
from meedoen.places.terms import Place


class Sort(StrEnum):
    """What stands first in the results; codes are those of the API."""

    DISTANCE = "distance"
    """Dichtbij eerst."""
    RELEVANCE = "relevance"
    """Wat het best past bij de woorden."""
    NEWEST = "newest"
    """Nieuwste eerst."""


@dataclass(frozen=True, slots=True)
class Criteria:
    """What somebody looks for; everything that is left out does not limit.

    `radius_km` counts from `near` and does nothing without it; 0 is only what lies in that place.
    `level` is the Dutch one has: this level and lower. `municipalities` are NIS codes in which an
    offer must have a place, `bbox` is west, south, east, north in degrees. `sort` None leaves the
    choice to `rules.sort_of`. `page` starts at 1.
    """

    words: str = ""
    near: Place | None = None
    radius_km: float = 10
    types: frozenset[OfferType] = frozenset()
    goals: frozenset[Goal] = frozenset()
    level: Level | None = None
    days: frozenset[Day] = frozenset()
    dayparts: frozenset[Daypart] = frozenset()
    municipalities: frozenset[str] = frozenset()
    bbox: tuple[float, float, float, float] | None = None
    sort: Sort | None = None
    page: int = 1
    page_size: int = 20
