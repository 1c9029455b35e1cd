"""One line of the gazetteer: a place with everything that people call it."""

from dataclasses import dataclass

from meedoen.places.terms import Place


@dataclass(frozen=True, slots=True)
class Entry:
    """A place, the names that mean it, and what tells it from another of the same name.

    `called` is its official name; `names` all that mean it, none where only its code does. `behind`
    holds the keys of what people write behind a name: its municipality, the one it belonged to
    before, its province. `codes` are the NIS codes, of today and of before, that it lies in.
    `order` sorts: what most people mean goes first.
    """

    place: Place
    called: str
    names: tuple[str, ...]
    postcodes: frozenset[str]
    codes: frozenset[str]
    behind: frozenset[str]
    order: tuple[int, int, str]
