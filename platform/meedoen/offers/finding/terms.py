"""The words of finding: what is asked for and in which order; no rule, no table."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from meedoen.offers.terms import Day, Daypart, Goal, Language, Level, OfferType
from meedoen.places.terms import Place


class Sort(StrEnum):
    """What stands first in the results; codes are those of the API."""

    DISTANCE = "distance"
    """Dichtbij eerst."""
    RELEVANCE = "relevance"
    """Wat het best past bij de woorden."""
    NEWEST = "newest"
    """Nieuwste eerst."""


class Trait(StrEnum):
    """A yes that narrows a search; codes are the parameters of the API."""

    FREE_PLACES = "free_places"
    """Er is nog plaats."""
    FREE_OF_COST = "free_of_cost"
    """Gratis."""
    WOMEN_ONLY = "women_only"
    """Alleen voor vrouwen."""
    ACCESSIBLE = "accessible"
    """Met een rolstoel."""
    ONLINE = "online"
    """Online."""


class Children(StrEnum):
    """What one can do with one's children; childcare is a welcome too."""

    WELCOME = "welcome"
    """Kinderen welkom."""
    CHILDCARE = "childcare"
    """Kinderopvang."""


@dataclass(frozen=True, slots=True)
class Criteria:
    """What somebody looks for; everything that is left out does not limit.

    `radius_km` counts from `near` and does nothing without it; 0 is only what lies in that place.
    `level` is the Dutch one has: this level and lower. It takes place on a day from `first_day` to
    `last_day`, both inside. All `traits` must hold, and any of each other set: `languages` are
    those of the host besides Dutch, `municipalities` are NIS codes and `regions` codes of reference
    regions in which it has a place, `organisations` are ids. `bbox` is west, south, east, north in
    degrees. `language` is that of who asks, whose words may be other than Dutch; `exact_words`
    takes the words as typed, also those that nothing holds. `sort` None leaves the choice to
    `rules.sort_of`. `page` starts at 1.
    """

    words: str = ""
    exact_words: bool = False
    language: str = "nl"
    near: Place | None = None
    radius_km: float = 10
    types: frozenset[OfferType] = frozenset()
    goals: frozenset[Goal] = frozenset()
    level: Level | None = None
    days: frozenset[Day] = frozenset()
    dayparts: frozenset[Daypart] = frozenset()
    first_day: date | None = None
    last_day: date | None = None
    traits: frozenset[Trait] = frozenset()
    children: frozenset[Children] = frozenset()
    languages: frozenset[Language] = frozenset()
    municipalities: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    organisations: frozenset[int] = frozenset()
    bbox: tuple[float, float, float, float] | None = None
    sort: Sort | None = None
    page: int = 1
    page_size: int = 20
