"""What is asked and what is answered; not how the answer is found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from search_index.distance import check_position
from search_index.words import HOME


@dataclass(frozen=True, slots=True)
class Origin:
    """Where somebody searches from.

    `points` are (lat, lon) in degrees WGS84: a municipality has many, a postcode or a point one.
    `nis` holds the municipalities the searched place lies in (a postcode may have two), for the
    catchment; empty is unknown and filters nothing. A spot with `inside_nis`, or at one of
    `inside_postcodes` (a former municipality had several), is at distance 0. Raises ValueError
    for a position that is not on the globe.
    """

    points: tuple[tuple[float, float], ...]
    nis: frozenset[str]
    inside_nis: str | None = None
    inside_postcodes: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for lat, lon in self.points:
            check_position(lat, lon)


class Order(StrEnum):
    """How hits are sorted; ties fall to the smaller key."""

    DISTANCE = "distance"
    RELEVANCE = "relevance"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class Query:
    """One question. Everything that is left out does not limit.

    `words` must all match; "quoted" words are taken as they are spelt (no stems, no compounds),
    a -minus in front excludes. `radius_metres` needs an origin, its edge is inside, 0 keeps only
    what is at distance 0, None is no limit. `choices` maps a facet to codes: any of them, and all
    facets together; "level" keeps the highest chosen level and everything below it. `bbox` is
    (min_lon, min_lat, max_lon, max_lat) in degrees, edges inside; min_lon > max_lon crosses the
    antimeridian. DISTANCE without origin sorts by relevance when there are words, else newest
    first; RELEVANCE without words sorts newest first. Negative offsets and limits count as 0.
    `dates` are the first and the last day that suit, both inside: what takes place on none of them
    is left out. `counted` names the facets to count, None is all. `correct` lets a word that
    nothing holds give way to the nearest in use, and names of `language` (that of who asks) to
    what documents say; without it such a word finds nothing.
    """

    words: str = ""
    origin: Origin | None = None
    radius_metres: float | None = None
    choices: Mapping[str, frozenset[str]] = field(default_factory=dict)
    bbox: tuple[float, float, float, float] | None = None
    order: Order = Order.DISTANCE
    offset: int = 0
    limit: int = 20
    dates: tuple[date, date] | None = None
    counted: frozenset[str] | None = None
    correct: bool = True
    language: str = HOME


class Hit(NamedTuple):
    """One found document.

    `metres` is the geodesic distance to its nearest spot, None without origin or spots. `spot` is
    the index in `Document.spots` of the place that counted: the nearest; without origin the first
    (within the box, if there is one); None without spots. `score` is the relevance where hits are
    sorted by it, else 0.
    """

    key: int
    metres: float | None
    spot: int | None
    score: float


class How(StrEnum):
    """How a typed word was understood."""

    AS_TYPED = "as typed"
    CORRECTED = "corrected"
    SPLIT = "split"
    TRANSLATED = "translated"
    UNKNOWN = "unknown"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Understood:
    """A typed word, folded, and what was looked for instead (the parts of a split word with '+').

    A name of another language may be several words; what it may stand for has a '+' between too.
    `needed` is false where hits may do without it, since few hold all words.
    """

    typed: str
    read: str
    how: How
    needed: bool = True

    def __str__(self) -> str:
        if self.how is How.TRANSLATED:
            return self.read.split("+")[0]
        return self.read if self.how is How.CORRECTED else self.typed


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the answer.

    `total` counts all hits, not this page's. `facets` maps each facet to its codes and how many
    hits each would have if this facet's own choice were off; codes without hits are left out.
    `suggestion` is the words as corrected or translated ('did you mean'); the hits are then those
    of these words. `understood` tells it of each word.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]
    suggestion: str | None
    understood: tuple[Understood, ...] = ()
