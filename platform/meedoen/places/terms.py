"""The words of places: what a place can be and what a look-up answers; no rule, no table."""

from dataclasses import dataclass
from enum import StrEnum


class Gewest(StrEnum):
    """One of the three parts of Belgium (gewest); 'region' always means a reference region."""

    FLANDERS = "flanders"
    """Vlaams Gewest."""
    BRUSSELS = "brussels"
    """Brussels Hoofdstedelijk Gewest."""
    WALLONIA = "wallonia"
    """Waals Gewest."""


class FormerKind(StrEnum):
    """Why a municipality code is no longer in use."""

    MERGER = "merger"
    """Fusie: the municipality went up in another, or grew by one."""
    RECODE = "recode"
    """Nieuwe NIS-code: the same municipality under another code."""


class PointSource(StrEnum):
    """Where the coordinates of a postal place come from, best first."""

    GEONAMES = "geonames"
    """As GeoNames has it."""
    REPAIRED = "repaired"
    """Taken from the populated place of the same name (GeoNames cities)."""
    MANUAL = "manual"
    """Corrected by hand."""
    MEAN = "mean"
    """The mean of the other places at the postcode."""
    MUNICIPALITY = "municipality"
    """The point of the whole municipality: the place has none of its own."""


class PlaceKind(StrEnum):
    """What a person meant by the text they typed."""

    MUNICIPALITY = "municipality"
    """Gemeente."""
    FORMER_MUNICIPALITY = "former_municipality"
    """Gemeente van voor een fusie."""
    DISTRICT = "district"
    """Deelgemeente."""
    POSTCODE = "postcode"
    """Postcode."""
    POINT = "point"
    """Punt: a latitude and a longitude."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place that was understood, with what a search needs to measure from it.

    `label` is Dutch and for people, `label_fr` the same in French where a municipality has a French
    name; `query` typed again gives exactly this place. `nis` holds the
    municipalities it lies in: for a point that of the nearest postal place, none far from all.
    What lies in `inside_nis` or at one of `inside_postcodes` is at distance 0; everything else is
    as far as the nearest of `points` (latitude and longitude in degrees, WGS84). `lat` and `lon`
    are one point to stand for it.
    """

    kind: PlaceKind
    label: str
    nis: frozenset[str]
    points: tuple[tuple[float, float], ...]
    inside_nis: str | None
    inside_postcodes: frozenset[str]
    lat: float
    lon: float
    query: str
    label_fr: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a look-up: a place, or choices to ask about, or neither (nothing).

    `corrected` is the name that was understood where the text was not exactly a name.
    `alternatives` are other places of the same name that a found municipality was preferred to.
    """

    place: Place | None = None
    choices: tuple[Place, ...] = ()
    corrected: str | None = None
    alternatives: tuple[Place, ...] = ()
