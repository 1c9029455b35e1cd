"""The words of the filter: its boxes as they stand in an address, its groups; no rule."""

from collections.abc import Mapping
from dataclasses import dataclass

from meedoen.offers.finding.terms import Trait

TRAIT_BOXES: dict[Trait, str] = {
    Trait.FREE_PLACES: "plaatsen",
    Trait.FREE_OF_COST: "gratis",
    Trait.WOMEN_ONLY: "vrouwen",
    Trait.ACCESSIBLE: "rolstoel",
    Trait.ONLINE: "online",
}
"""The box of each yes."""

NAMED = {"municipality": "gemeente", "region": "regio", "organisation": "organisatie"}
"""The boxes of facets whose codes have their names in the database, by facet."""

Names = Mapping[str, Mapping[str, str]]
"""Facet, then code, then name."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer: the box it stands in, its code, its words, how many offers it would give."""

    name: str
    value: str
    label: str
    checked: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """One question of the filter; `open` where it is asked of everybody, or was answered.

    `kind` is 'checkbox' for any number of answers, 'radio' for one,
    'levels' for one level of Dutch, 'dates' for two days.
    """

    title: str
    options: tuple[Option, ...] = ()
    kind: str = "checkbox"
    open: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """Something that was chosen: its box, its code where the box holds several, its words."""

    box: str
    code: str | None
    label: str
