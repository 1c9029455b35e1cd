"""The answer that a plain loop with geopy gives, to compare the index with; no tests here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from geopy.distance import geodesic

from search_index import Document, Order, Origin, Query, Spot

FACETS = ("type", "goal", "level", "day", "daypart", "municipality")


def offer(
    key: int,
    *spots: tuple[float, float] | Spot,
    title: str = "",
    body: str = "",
    organisation: str = "",
    catchment: frozenset[str] | None = None,
    published_on: date = date(2026, 1, 1),
    periods: tuple[tuple[date, date], ...] = (),
    **facets: str,
) -> Document:
    """A document; bare positions become spots in a municipality of their own, facets take one
    code or several separated by spaces."""
    return Document(
        key=key,
        title=title,
        body=body,
        organisation=organisation,
        spots=tuple(
            spot if isinstance(spot, Spot) else Spot("00000", "0000", *spot) for spot in spots
        ),
        catchment=catchment,
        facets={name: frozenset(codes.split()) for name, codes in facets.items()},
        published_on=published_on,
        periods=periods,
    )


@dataclass(frozen=True)
class PlainAnswer:
    """All hits in order as (key, metres), and the facet counts."""

    hits: list[tuple[int, float | None]]
    facets: dict[str, dict[str, int]]


def metres(origin: Origin, document: Document) -> float | None:
    """The distance by the contract: 0 inside, else to the nearest point; None without spots."""
    distances = [
        0.0
        if (spot.nis == origin.inside_nis or spot.postcode in origin.inside_postcodes)
        else min(geodesic(point, (spot.lat, spot.lon)).meters for point in origin.points)
        for spot in document.spots
    ]
    return min(distances, default=None)


def plain_search(documents: Sequence[Document], query: Query) -> PlainAnswer:
    """Every document looked at one by one; words are not looked at."""
    reached = [document for document in documents if _reached(document, query)]
    facets = {}
    for facet in FACETS:
        counted: dict[str, int] = {}
        for document in reached:
            if all(_has(document, name, query) for name in query.choices if name != facet):
                for code in _codes(document, facet):
                    counted[code] = counted.get(code, 0) + 1
        facets[facet] = counted
    found = [d for d in reached if all(_has(d, name, query) for name in query.choices)]
    origin = query.origin
    measured = [(d, metres(origin, d) if origin is not None else None) for d in found]
    if query.order is Order.DISTANCE and origin is not None:
        measured.sort(key=lambda one: (one[1] is None, one[1] or 0.0, one[0].key))
    else:
        measured.sort(key=lambda one: (-one[0].published_on.toordinal(), one[0].key))
    return PlainAnswer([(document.key, distance) for document, distance in measured], facets)


def _reached(document: Document, query: Query) -> bool:
    origin = query.origin
    if origin is not None:
        if origin.nis and document.catchment is not None and not origin.nis & document.catchment:
            return False
        distance, limit = metres(origin, document), query.radius_metres
        if limit is not None and distance is not None and distance > limit:
            return False
    if query.dates is not None:
        first, last = query.dates
        whole = ((date.min, date.max),)
        if not any(a <= last and b >= first for a, b in document.periods or whole):
            return False
    if query.bbox is not None:
        west, south, east, north = query.bbox
        return any(west <= s.lon <= east and south <= s.lat <= north for s in document.spots)
    return True


def _codes(document: Document, facet: str) -> frozenset[str]:
    if facet == "municipality":
        return frozenset(spot.nis for spot in document.spots)
    return document.facets.get(facet, frozenset())


def _has(document: Document, facet: str, query: Query) -> bool:
    chosen = query.choices[facet]
    codes = _codes(document, facet)
    if not chosen:
        return True
    if facet == "level":
        return any(code <= max(chosen) for code in codes)
    return bool(codes & chosen)
