"""Reads of places: the look-up by what people type, and lists of municipalities and regions."""

from collections.abc import Iterable, Sequence
from threading import Lock

from geopy.distance import geodesic
from sqlalchemy import or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from meedoen.core.errors import NotFound
from meedoen.places.gazetteer.queries import read_gazetteer
from meedoen.places.gazetteer.rules import Gazetteer
from meedoen.places.models import (
    Agency,
    FormerMunicipality,
    Municipality,
    Neighbour,
    Network,
    ReferenceVersion,
    Region,
    Station,
)
from meedoen.places.terms import Found, Gewest, Place

__all__ = [
    "Found",
    "Place",
    "codes_of_today",
    "complete_places",
    "find_nearest_station",
    "find_place",
    "find_successor",
    "get_municipality",
    "list_agencies",
    "list_municipalities",
    "list_neighbours",
    "list_networks",
    "list_regions",
    "municipalities_of_network",
    "municipalities_of_region",
]

DEGREE_OF_LON = 0.63
"""How long a degree of longitude is in Belgium, beside one of latitude: the cosine of 51°."""

NOTHING = Gazetteer((), {}, {}, {})
_built: dict[str, Gazetteer] = {}
_building = Lock()


def find_place(session: Session, text: str) -> Found:
    """The place that a typed text means, choices to ask about, or nothing; never an error.

    Understands names (Dutch, French, of before a merger, misspelt), deelgemeenten, postcodes, NIS
    codes and `lat,lon`.
    """
    return _gazetteer(session).find(text)


def complete_places(session: Session, start: str, limit: int = 8) -> tuple[Place, ...]:
    """At most `limit` places to offer while a person types, what most people mean first."""
    return _gazetteer(session).complete(start, limit)


def _gazetteer(session: Session) -> Gazetteer:
    """The gazetteer of the data that the tables hold now, built once per process.

    The digest of the reference files is both the question "is it new?" (one row by its key) and
    the name it is kept under. So every process notices a refresh at its next look-up, and one
    that was rolled back is never mistaken for what stands. The last two are kept.
    """
    digest = session.scalar(select(ReferenceVersion.digest))
    if digest is None:
        return NOTHING
    with _building:
        gazetteer = _built.get(digest)
        if gazetteer is None:
            gazetteer = read_gazetteer(session)
            for old in list(_built)[:-1]:
                del _built[old]
            _built[digest] = gazetteer
    return gazetteer


def get_municipality(session: Session, nis: str) -> Municipality:
    """The municipality of this code, also one that has ended; NotFound if there never was one."""
    municipality = session.get(Municipality, nis)
    if municipality is None:
        raise NotFound
    return municipality


def find_successor(session: Session, nis: str) -> Municipality | None:
    """The municipality of today behind a code, which may be its own or a former one."""
    municipality = session.get(Municipality, nis)
    if municipality and municipality.valid_to is None:
        return municipality
    former = select(FormerMunicipality).where(FormerMunicipality.nis == nis)
    latest = session.scalar(former.order_by(FormerMunicipality.valid_to.desc()).limit(1))
    return latest.became if latest else None


def codes_of_today(session: Session, codes: Iterable[str]) -> tuple[str, ...]:
    """NIS codes with in place of each former one what it became; an unknown one stays as it is."""
    wanted = tuple(codes)
    known = _gazetteer(session).codes if wanted else {}
    return tuple(
        dict.fromkeys(
            now
            for code in wanted
            for now in (sorted(known[code].place.nis) if code in known else [code])
        )
    )


def list_municipalities(
    session: Session, *, gewest: Gewest | None = None
) -> Sequence[Municipality]:
    """The municipalities of today by Dutch name, of one gewest or of all three."""
    standing = select(Municipality).where(Municipality.valid_to.is_(None))
    if gewest:
        standing = standing.where(Municipality.gewest == gewest)
    return session.scalars(standing.order_by(Municipality.name_nl)).all()


def list_neighbours(session: Session, nis: str) -> Sequence[Municipality]:
    """The municipalities that share a border with this one (approximate), by Dutch name."""
    touching = select(Municipality).join(
        Neighbour,
        or_(
            (Neighbour.nis_a == nis) & (Neighbour.nis_b == Municipality.nis),
            (Neighbour.nis_b == nis) & (Neighbour.nis_a == Municipality.nis),
        ),
    )
    return session.scalars(touching.order_by(Municipality.name_nl)).all()


def find_nearest_station(session: Session, lat: float, lon: float) -> tuple[Station, float] | None:
    """The railway station nearest to a point, and how far it is in metres, geodesic on WGS84.

    The database proposes five by a flat measure, the true distance decides. None without stations.
    """
    up, along = Station.lat - lat, (Station.lon - lon) * DEGREE_OF_LON
    near = session.scalars(
        select(Station).order_by(up * up + along * along, Station.id).limit(5)
    ).all()
    measured = [
        (station, float(geodesic((lat, lon), (station.lat, station.lon)).meters))
        for station in near
    ]
    return min(measured, key=lambda found: found[1], default=None)


def list_regions(session: Session) -> Sequence[Region]:
    """The fifteen reference regions by name."""
    return session.scalars(select(Region).order_by(Region.name)).all()


def list_networks(session: Session) -> Sequence[Network]:
    """The eighteen networks by name."""
    return session.scalars(select(Network).order_by(Network.name)).all()


def list_agencies(session: Session) -> Sequence[Agency]:
    """The three agencies by name."""
    return session.scalars(select(Agency).order_by(Agency.name)).all()


def municipalities_of_region(session: Session, code: str) -> Sequence[Municipality]:
    """The municipalities of today in a reference region, its city included, by Dutch name."""
    return _standing_where(session, Municipality.region_code, code)


def municipalities_of_network(session: Session, code: str) -> Sequence[Municipality]:
    """The municipalities of today that a network serves, by Dutch name."""
    return _standing_where(session, Municipality.network_code, code)


def _standing_where(
    session: Session, column: InstrumentedAttribute[str | None], code: str
) -> Sequence[Municipality]:
    rows = select(Municipality).where(column == code, Municipality.valid_to.is_(None))
    return session.scalars(rows.order_by(Municipality.name_nl)).all()
