"""Tables of municipalities, postal places and what they belong to; only a refresh writes them."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meedoen.core.database import Base, word
from meedoen.places.terms import FormerKind, Gewest, PointSource

NIS = String(5)
POSTCODE = String(4)
NAME = String(80)
CODE = String(40)


class Province(Base):
    """One of the ten provinces; Brussels lies in none."""

    __tablename__ = "provinces"

    nis: Mapped[str] = mapped_column(NIS, primary_key=True)
    name_nl: Mapped[str] = mapped_column(NAME)
    name_fr: Mapped[str] = mapped_column(NAME)


class Region(Base):
    """One of the fifteen reference regions of Flanders (referentieregio)."""

    __tablename__ = "regions"

    code: Mapped[str] = mapped_column(CODE, primary_key=True)
    name: Mapped[str] = mapped_column(NAME)
    slug: Mapped[str] = mapped_column(NAME, unique=True)


class Network(Base):
    """One of the eighteen networks of organisations: a region, a large city apart, or Brussels."""

    __tablename__ = "networks"

    code: Mapped[str] = mapped_column(CODE, primary_key=True)
    name: Mapped[str] = mapped_column(NAME)


class Agency(Base):
    """One of the three integration agencies: AgII, Atlas (Antwerpen), Amal (Gent)."""

    __tablename__ = "agencies"

    code: Mapped[str] = mapped_column(CODE, primary_key=True)
    name: Mapped[str] = mapped_column(NAME)


class Municipality(Base):
    """A municipality under its NIS code; one with `valid_to` went up in another.

    `valid_from` is the first day of this code in this extent, empty when that is before the first
    change on record. `valid_to` is the first day on which it no longer stood. A row is never
    removed, since offers and people point to it. Wallonia has neither region, network nor agency.
    """

    __tablename__ = "municipalities"
    __table_args__ = (
        CheckConstraint("lat BETWEEN 49.4 AND 51.6 AND lon BETWEEN 2.4 AND 6.5", name="in_belgium"),
        CheckConstraint("(gewest = 'flanders') = (region_code IS NOT NULL)", name="region"),
    )

    nis: Mapped[str] = mapped_column(NIS, primary_key=True)
    name_nl: Mapped[str] = mapped_column(NAME)
    name_fr: Mapped[str] = mapped_column(NAME)
    slug: Mapped[str] = mapped_column(NAME)
    gewest: Mapped[Gewest] = mapped_column(word(Gewest))
    province_nis: Mapped[str | None] = mapped_column(ForeignKey("provinces.nis"))
    arrondissement_nis: Mapped[str] = mapped_column(NIS)
    arrondissement: Mapped[str] = mapped_column(NAME)
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"), index=True)
    network_code: Mapped[str | None] = mapped_column(ForeignKey("networks.code"), index=True)
    agency_code: Mapped[str | None] = mapped_column(ForeignKey("agencies.code"), index=True)
    lat: Mapped[float]
    lon: Mapped[float]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]

    province: Mapped[Province | None] = relationship()
    region: Mapped[Region | None] = relationship()
    network: Mapped[Network | None] = relationship()
    agency: Mapped[Agency | None] = relationship()


class FormerMunicipality(Base):
    """A municipality as it was until a merger or a new code.

    `next_nis` is the code it became on `valid_to` (the first day it no longer stood); `became_nis`
    is the municipality of today, at the end of the chain.
    """

    __tablename__ = "former_municipalities"
    __table_args__ = (UniqueConstraint("nis", "valid_to"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    nis: Mapped[str] = mapped_column(NIS)
    name: Mapped[str] = mapped_column(NAME)
    name_fr: Mapped[str] = mapped_column(NAME)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date]
    next_nis: Mapped[str] = mapped_column(NIS)
    became_nis: Mapped[str] = mapped_column(ForeignKey("municipalities.nis"), index=True)
    kind: Mapped[FormerKind] = mapped_column(word(FormerKind))

    became: Mapped[Municipality] = relationship()


class PostalPlace(Base):
    """A named place at a postcode, in practice a deelgemeente; one row per municipality it lies in.

    `other_name` is a second name that differs from the first: French, or an older spelling.
    `former_id` is the municipality of before the last merger that it belonged to.
    """

    __tablename__ = "postal_places"
    __table_args__ = (
        UniqueConstraint("postcode", "name", "nis"),
        CheckConstraint("lat BETWEEN 49.4 AND 51.6 AND lon BETWEEN 2.4 AND 6.5", name="in_belgium"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    postcode: Mapped[str] = mapped_column(POSTCODE)
    name: Mapped[str] = mapped_column(NAME)
    other_name: Mapped[str | None] = mapped_column(NAME)
    nis: Mapped[str] = mapped_column(ForeignKey("municipalities.nis"), index=True)
    former_id: Mapped[int | None] = mapped_column(ForeignKey("former_municipalities.id"))
    lat: Mapped[float]
    lon: Mapped[float]
    point: Mapped[PointSource] = mapped_column(word(PointSource))

    municipality: Mapped[Municipality] = relationship()
    former: Mapped[FormerMunicipality | None] = relationship()


class EverydayName(Base):
    """A name that people use beside the official one, for a municipality or a place in it."""

    __tablename__ = "everyday_names"
    __table_args__ = (UniqueConstraint("name", "nis", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(NAME)
    nis: Mapped[str] = mapped_column(ForeignKey("municipalities.nis"))
    place: Mapped[str] = mapped_column(NAME)
    """The name of the postal place; empty for the municipality itself."""


class Neighbour(Base):
    """Two municipalities that share a border, once per pair: `nis_a` is the lower code."""

    __tablename__ = "neighbours"
    __table_args__ = (CheckConstraint("nis_a < nis_b", name="once"),)

    nis_a: Mapped[str] = mapped_column(ForeignKey("municipalities.nis"), primary_key=True)
    nis_b: Mapped[str] = mapped_column(
        ForeignKey("municipalities.nis"), primary_key=True, index=True
    )
    shared_km: Mapped[float]


class Station(Base):
    """A railway station, under the number that the railways give it."""

    __tablename__ = "stations"
    __table_args__ = (
        CheckConstraint("lat BETWEEN 49.4 AND 51.6 AND lon BETWEEN 2.4 AND 6.5", name="in_belgium"),
    )

    id: Mapped[str] = mapped_column(String(9), primary_key=True)
    name: Mapped[str] = mapped_column(NAME)
    lat: Mapped[float]
    lon: Mapped[float]


class ReferenceVersion(Base):
    """The one row that says which reference data the tables hold, as the digest of its files."""

    __tablename__ = "reference_version"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
