"""Finds the place that a text means among all there are, in memory; reads no table."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from math import cos, hypot, radians

from meedoen.places.gazetteer.names.rules import Names, keys_of
from meedoen.places.gazetteer.terms import Entry
from meedoen.places.rules import key_of, readings
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
        codes: Mapping[str, Entry],
    ) -> None:
        """`postcode_parts` are by postcode and NIS code, where a postcode has several of those."""
        self.entries = sorted(entries, key=lambda entry: entry.order)
        self.names = Names(self.entries)
        self.postcodes = dict(sorted(postcodes.items()))
        self.postcode_parts = parts = dict(postcode_parts)
        self.codes = dict(codes)
        named = (entry.place for entry in self.entries)
        labelled = chain(named, self.postcodes.values(), parts.values())
        self._labels = {
            key: place for place in labelled if (key := key_of(place.label)) not in self.names
        }
        self._behind = frozenset().union(*(entry.behind for entry in self.entries))
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
        if not typed.name:
            return self._coded(typed)
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
            for _, at, entry in self.names.starting(words)
            if not typed.postcode or typed.postcode in entry.postcodes
        ]
        places = [place for _, _, place in sorted(begun, key=lambda one: one[:2])]
        if typed.postcode in self.postcodes:
            places.insert(0, self.postcodes[typed.postcode])
        return unique(places or (entry.place for entry in self.names.near(typed.name)))[:limit]

    def _around(self, lat: float, lon: float) -> frozenset[str]:
        """The municipality of the postal place nearest to a point; of all that share that spot."""
        away = [(metres_between(lat, lon, *point), nis) for point, nis in self._spots]
        nearest = min((metres for metres, _ in away), default=float("inf"))
        if nearest > NEAREST_WITHIN_METRES:
            return frozenset()
        return frozenset().union(*(nis for metres, nis in away if metres == nearest))

    def _coded(self, typed: Typed) -> Found:
        """A code alone."""
        if typed.nis in self.codes:
            return Found(place=self.codes[typed.nis].place)
        return Found(place=None if typed.nis else self.postcodes.get(typed.postcode))

    def _at_postcode(self, typed: Typed) -> Found:
        """'2800 Mechelen': the postcode is sure, the name says which part of it."""
        whole = self.postcodes[typed.postcode]
        named = self.names.exact(typed.name)
        near = named or self.names.near(typed.name)
        here = [entry for entry in near if typed.postcode in entry.postcodes]
        if named and not here:
            return asked([whole, *(entry.place for entry in named)])
        districts = [entry.place for entry in here if entry.place.kind is PlaceKind.DISTRICT]
        codes = ((typed.postcode, nis) for entry in here for nis in entry.place.nis)
        parts = [self.postcode_parts[code] for code in codes if code in self.postcode_parts]
        place = next(iter((*districts, *parts)), whole)
        return Found(place=place, corrected=None if named else place.label)

    def _named(self, typed: Typed) -> Found:
        """A name, perhaps with something around it that says which place of that name."""
        for way in (typed, *turned(typed)):
            if fit := fitting(self._exact(way), way):
                return chosen(fit) if way is typed else said(chosen(fit))
        exact = self._exact(typed)
        return self._doubted(exact, typed) if exact else self._loosely(typed)

    def _doubted(self, exact: list[Entry], typed: Typed) -> Found:
        """A name that we know, with something around it that does not belong to it.

        What says nothing to us is passed over; where it says another place, both are asked about.
        """
        known = self._known(typed)
        if fit := fitting(exact, known):
            return said(chosen(fit))
        if fit := fitting(self.names.holding(typed.name), known):
            return said(likeliest(fit))
        meant = self._without_name(known)
        others = [meant.place] if meant.place else meant.choices
        return said(asked([*(entry.place for entry in exact), *others]))

    def _loosely(self, typed: Typed) -> Found:
        """A part of a name, or nearly a name; where it is neither, what stands around it counts."""
        fit = fitting(self.names.holding(typed.name), typed)
        fit = fit or fitting(self.names.near(typed.name), typed)
        return said(likeliest(fit)) if fit else self._without_name(typed)

    def _without_name(self, typed: Typed) -> Found:
        """What stands around a name as a place by itself; what says nothing to us only if all is.

        'Kerkstraat 5, bus 3, 2800 Walem' gives '2800 Walem'.
        """
        behind = self._known(typed).behind or typed.behind
        return self.find(f"{typed.nis or typed.postcode} {', '.join(behind)}")

    def _exact(self, typed: Typed) -> list[Entry]:
        """The entries of exactly this name; also the one that is found by its code alone."""
        coded = self.codes.get(typed.nis)
        exact = self.names.exact(typed.name)
        if coded and not coded.names and key_of(coded.called) in keys_of(typed.name):
            exact.append(coded)
        return exact

    def _known(self, typed: Typed) -> Typed:
        """A typed name with only those things around it that say something."""
        return replace(
            typed,
            postcode=typed.postcode if typed.postcode in self.postcodes else "",
            nis=typed.nis if typed.nis in self.codes else "",
            behind=tuple(
                part
                for part in typed.behind
                if any(key in self._behind or key in self.names for key in keys_of(part))
            ),
        )

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


def likeliest(entries: list[Entry]) -> Found:
    """Which place is meant by a text that is not quite its name: of several names it asks."""
    one_name = len({key_of(entry.called) for entry in entries}) == 1
    return chosen(entries) if one_name else asked_of(entries)


def asked_of(entries: Iterable[Entry]) -> Found:
    """The one place there is, or a question."""
    return asked(entry.place for entry in entries)


def asked(places: Iterable[Place]) -> Found:
    """A question with at most as many choices as help; of one place there is nothing to ask."""
    choices = unique(places)[:MOST_CHOICES]
    return Found(place=choices[0]) if len(choices) == 1 else Found(choices=choices)


def said(found: Found) -> Found:
    """What was found where the text was not simply a name, so that the reader hears which."""
    return replace(found, corrected=found.place.label) if found.place else found


def turned(typed: Typed) -> Iterator[Typed]:
    """Other ways to read a name with more behind it: a name in two parts, or the smaller last.

    'Waver, Sint-Katelijne' is Sint-Katelijne-Waver; 'Mechelen, Walem' is Walem in Mechelen.
    """
    if typed.behind:
        first, *rest = typed.behind
        yield replace(typed, name=f"{first} {typed.name}", behind=tuple(rest))
        yield replace(typed, name=f"{typed.name} {first}", behind=tuple(rest))
        yield replace(typed, name=first, behind=(typed.name, *rest))


def fitting(entries: Iterable[Entry], typed: Typed) -> list[Entry]:
    """Those of these entries to which all that was typed around the name may belong."""
    keys = [keys_of(part) for part in typed.behind]
    return [
        entry
        for entry in entries
        if (not typed.postcode or typed.postcode in entry.postcodes)
        and (not typed.nis or typed.nis in entry.codes)
        and not any(entry.behind.isdisjoint(one) for one in keys)
    ]


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


def unique(places: Iterable[Place]) -> tuple[Place, ...]:
    """Each place once, in the order given."""
    return tuple({id(place): place for place in places}.values())
