"""What is searched: a document with its places, and its JSON form; not how it is indexed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from search_index.distance import check_position


@dataclass(frozen=True, slots=True)
class Spot:
    """One place of an offer.

    `nis` is the NIS code of its municipality, `lat` and `lon` are degrees WGS84.
    Raises ValueError for a position that is not on the globe.
    """

    nis: str
    postcode: str
    lat: float
    lon: float

    def __post_init__(self) -> None:
        check_position(self.lat, self.lon)


@dataclass(frozen=True, slots=True)
class Document:
    """One offer as the index knows it.

    `key` is the offer's id (a 64-bit integer). `spots` is empty for what is online or comes to
    you. `catchment` holds the NIS codes of who may join, None is everyone. `facets` maps "type",
    "goal", "level" ("1" to "4"), "day", "daypart" and whatever else is to be filtered by to codes;
    the facet "municipality" is derived from the spots and need not be given. `periods` are the
    (first, last) days on which it takes place, both inside; empty is always.
    """

    key: int
    title: str
    body: str
    organisation: str
    spots: tuple[Spot, ...]
    catchment: frozenset[str] | None
    facets: Mapping[str, frozenset[str]]
    published_on: date
    periods: tuple[tuple[date, date], ...] = ()


def to_json(document: Document) -> str:
    """The document as one line of JSON, pure ASCII, so that even lone surrogates survive."""
    return json.dumps(
        {
            "key": document.key,
            "title": document.title,
            "body": document.body,
            "organisation": document.organisation,
            "spots": [[spot.nis, spot.postcode, spot.lat, spot.lon] for spot in document.spots],
            "catchment": None if document.catchment is None else sorted(document.catchment),
            "facets": {name: sorted(codes) for name, codes in document.facets.items()},
            "published_on": document.published_on.isoformat(),
            "periods": [[first.isoformat(), last.isoformat()] for first, last in document.periods],
        }
    )


def from_json(text: str) -> Document:
    """The document that `to_json` wrote."""
    return from_raw(json.loads(text))


def from_raw(raw: dict[str, Any]) -> Document:
    """The document of parsed JSON that `to_json` wrote."""
    return Document(
        key=raw["key"],
        title=raw["title"],
        body=raw["body"],
        organisation=raw["organisation"],
        spots=tuple(Spot(*spot) for spot in raw["spots"]),
        catchment=None if raw["catchment"] is None else frozenset(raw["catchment"]),
        facets={name: frozenset(codes) for name, codes in raw["facets"].items()},
        published_on=date.fromisoformat(raw["published_on"]),
        periods=tuple(
            (date.fromisoformat(first), date.fromisoformat(last)) for first, last in raw["periods"]
        ),
    )
