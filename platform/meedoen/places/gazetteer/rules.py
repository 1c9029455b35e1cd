"""Finds the place that a text means among all there are, in memory; reads no table."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from math import cos, hypot, radians

from meedoen.places.gazetteer.terms import Entry
from meedoen.places.rules import (
    edits_allowed,
    key_of,
    letters_of,
    may_be_near,
    plain,
    readings,
    spelling_distance,
)
from meedoen.places.terms import Found, Place, PlaceKind
from meedoen.places.typed.rules import read_typed
from meedoen.places.typed.terms import Typed

MOST_CHOICES = 8
"""More choices than this help nobody; what most people mean stands first."""

MOST_DIGITS = 3
"""Four digits are a postcode."""

NEAREST_WITHIN_METRES = 8_000
"""A point farther than this from every postal place lies in no municipality of Belgium.

The widest gap between places inside the country, the training ground north of Hechtel, leaves a
point 7.1 km from the nearest. So nobody at home is left out, and Paris or the sea has none.
"""

DEGREE_METRES = 111_250
"""Metres of a degree of latitude in Belgium; a degree of longitude is as much times its cosine."""


class Gazetteer:
    """All places under all their names. It never changes, so threads may share it."""

    def __init__(
        self,
        entries: Iterable[Entry],
        postcodes: Mapping[str, Place],
        postcode_parts: Mapping[tuple[str, str], Place],
        codes: Mapping[str, Place],
    ) -> None:
        """`postcode_parts` are by postcode and NIS code, where a postcode has several of those."""
        self.entries = sorted(entries, key=lambda entry: entry.order)
        self.postcodes = dict(sorted(postcodes.items()))
        self.postcode_parts = parts = dict(postcode_parts)
        self.codes = dict(codes)
        self._by_key: dict[str, list[Entry]] = defaultdict(list)
        tails: list[tuple[str, int, Entry]] = []
        for entry in self.entries:
            for key in dict.fromkeys(map(key_of, entry.names)):
                self._by_key[key].append(entry)
            for words in dict.fromkeys(map(plain, entry.names)):
                tails += ((tail, at, entry) for at, tail in enumerate(tails_of(words)))
        named = (entry.place for entry in self.entries)
        labelled = chain(named, self.postcodes.values(), parts.values())
        self._labels = {
            key: place for place in labelled if (key := key_of(place.label)) not in self._by_key
        }
        self._tails = sorted(tails, key=lambda tail: tail[0])
        self._keys = [(key, letters_of(key)) for key in self._by_key]
        self._spots = [
            (point, entry.place.nis)
            for entry in self.entries
            if entry.place.kind is PlaceKind.MUNICIPALITY
            for point in entry.place.points
        ]

    def find(self, text: str) -> Found:
        """The place that a text means, or choices, or nothing; see `Found`."""
        typed = read_typed(text)
        if typed is None:
            return Found()
        if typed.point:
            return Found(place=place_of_point(*typed.point, self._around(*typed.point)))
        if typed.nis:
            return Found(place=self.codes.get(typed.nis))
        if not typed.name:
            return Found(place=self.postcodes.get(typed.postcode))
        if labelled := self._labels.get(key_of(text)):
            return Found(place=labelled)
        if typed.address and typed.postcode in self.postcodes:
            return self._at_postcode(typed)
        return self._named(typed)

    def complete(self, start: str, limit: int) -> tuple[Place, ...]:
        """Places whose name, or a later word of it, starts so; what most people mean goes first."""
        typed = read_typed(start)
        if typed is None:
            return self._numbered(start.strip()[:MOST_DIGITS])[:limit]
        if not typed.name:
            place = self.find(start).place
            return (place,) if place else ()
        begun = [
            (at > 0, entry.order, entry.place)
            for words in readings(typed.name)
            for _, at, entry in self._starting(words)
            if not typed.postcode or typed.postcode in entry.postcodes
        ]
        places = [place for _, _, place in sorted(begun, key=lambda one: one[:2])]
        if typed.postcode in self.postcodes:
            places.insert(0, self.postcodes[typed.postcode])
        return unique(places or (entry.place for entry in self._near(typed.name)))[:limit]

    def _around(self, lat: float, lon: float) -> frozenset[str]:
        """The municipality of the postal place nearest to a point; of all that share that spot."""
        away = [(metres_between(lat, lon, *point), nis) for point, nis in self._spots]
        nearest = min((metres for metres, _ in away), default=float("inf"))
        if nearest > NEAREST_WITHIN_METRES:
            return frozenset()
        return frozenset().union(*(nis for metres, nis in away if metres == nearest))

    def _at_postcode(self, typed: Typed) -> Found:
        """'2800 Mechelen': the postcode is sure, the name says which part of it."""
        whole = self.postcodes[typed.postcode]
        named = self._exact(typed.name)
        here = [e for e in named or self._near(typed.name) if typed.postcode in e.postcodes]
        if named and not here:
            return asked([whole, *(entry.place for entry in named)])
        districts = [entry.place for entry in here if entry.place.kind is PlaceKind.DISTRICT]
        codes = ((typed.postcode, nis) for entry in here for nis in entry.place.nis)
        parts = [self.postcode_parts[code] for code in codes if code in self.postcode_parts]
        place = next(iter((*districts, *parts)), whole)
        return Found(place=place, corrected=None if named else place.label)

    def _named(self, typed: Typed) -> Found:
        """A name, perhaps with something behind it that says which place of that name."""
        exact = self._exact(typed.name)
        entries = exact or self._holding(typed.name) or self._near(typed.name)
        fit = [entry for entry in entries if fits(entry, typed)]
        if fit:
            one_name = len({key_of(entry.names[0]) for entry in fit}) == 1
            found = chosen(fit) if exact or one_name else asked_of(fit)
            return (
                found
                if exact
                else replace(found, corrected=fit[0].names[0] if found.place else None)
            )
        if exact:
            return asked(entry.place for entry in exact)
        return self.find(f"{typed.postcode} {typed.behind}") if typed.behind else Found()

    def _exact(self, name: str) -> list[Entry]:
        """The entries of a name in any of its readings."""
        keys = {key_of(reading) for reading in readings(name)}
        return in_order(entry for key in keys for entry in self._by_key.get(key, ()))

    def _holding(self, name: str) -> list[Entry]:
        """The entries with the text as whole words in a longer name: 'Heist', 'Woluwe'."""
        return in_order(
            entry
            for words in readings(name)
            for tail, _, entry in self._starting(words)
            if f"{tail} ".startswith(f"{words} ")
        )

    def _near(self, name: str) -> list[Entry]:
        """The entries whose names are the fewest typing errors away, if few enough."""
        near: dict[str, int] = {}
        for key in {key_of(reading) for reading in readings(name)}:
            edits, letters = edits_allowed(key), letters_of(key)
            for other, other_letters in self._keys:
                if abs(len(other) - len(key)) <= edits and may_be_near(
                    letters, other_letters, edits
                ):
                    distance = spelling_distance(key, other)
                    if distance <= min(edits, near.get(other, edits)):
                        near[other] = distance
        best = min(near.values(), default=0)
        return in_order(
            entry for key, away in near.items() if away == best for entry in self._by_key[key]
        )

    def _starting(self, words: str) -> Iterator[tuple[str, int, Entry]]:
        """The names that start with these words, and the ends of names that do."""
        at = bisect_left(self._tails, words, key=lambda tail: tail[0])
        while words and at < len(self._tails) and self._tails[at][0].startswith(words):
            yield self._tails[at]
            at += 1

    def _numbered(self, digits: str) -> tuple[Place, ...]:
        """The postcodes that start with these digits."""
        if not (digits.isascii() and digits.isdigit()):
            return ()
        return tuple(p for code, p in self.postcodes.items() if code.startswith(digits))


def chosen(entries: list[Entry]) -> Found:
    """Which of the places of one name is meant.

    The one municipality of that name goes before former municipalities and deelgemeenten elsewhere:
    who types 'Aalst' means the city, and is told of the other one. Two municipalities, or none,
    make it a question.
    """
    municipalities = [e for e in entries if e.place.kind is PlaceKind.MUNICIPALITY]
    if len(municipalities) != 1:
        return asked_of(entries)
    place = municipalities[0].place
    others = unique(entry.place for entry in entries if entry.place is not place)
    return Found(place=place, alternatives=others[:MOST_CHOICES])


def asked_of(entries: Iterable[Entry]) -> Found:
    """The one place there is, or a question."""
    places = unique(entry.place for entry in entries)
    return Found(place=places[0]) if len(places) == 1 else asked(places)


def asked(places: Iterable[Place]) -> Found:
    """A question, with at most as many choices as help."""
    return Found(choices=unique(places)[:MOST_CHOICES])


def fits(entry: Entry, typed: Typed) -> bool:
    """Whether the postcode and the words behind a name may belong to this place."""
    if typed.postcode and typed.postcode not in entry.postcodes:
        return False
    keys = {key_of(words) for words in readings(typed.behind)}
    return not typed.behind or not keys.isdisjoint(entry.behind)


def metres_between(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """About how far two points of one country lie apart; good enough to tell which is nearest."""
    narrowed = cos(radians((lat + other_lat) / 2))
    return DEGREE_METRES * hypot(other_lat - lat, (other_lon - lon) * narrowed)


def place_of_point(lat: float, lon: float, nis: frozenset[str]) -> Place:
    """A point as a place, in the municipality of who stands there; nothing lies inside it.

    Its label has decimal commas, as people in Flanders write them.
    """
    return Place(
        kind=PlaceKind.POINT,
        label=f"{lat:.4f}, {lon:.4f}".replace(".", ","),
        nis=nis,
        points=((lat, lon),),
        inside_nis=None,
        inside_postcodes=frozenset(),
        lat=lat,
        lon=lon,
        query=f"{lat},{lon}",
    )


def tails_of(words: str) -> list[str]:
    """A name from its first word on, from its second word on, and so forth."""
    parts = words.split()
    return [" ".join(parts[at:]) for at in range(len(parts))]


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Each entry once, what most people mean first."""
    return sorted({id(entry): entry for entry in entries}.values(), key=lambda entry: entry.order)


def unique(places: Iterable[Place]) -> tuple[Place, ...]:
    """Each place once, in the order given."""
    return tuple({id(place): place for place in places}.values())
