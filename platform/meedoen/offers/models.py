"""Tables of offers: the offer, its places, goals, moments, languages, who may join, reviews."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meedoen.core.database import Base, Moment, word
from meedoen.offers.terms import (
    CatchmentKind,
    Day,
    Daypart,
    Decision,
    Goal,
    Insurance,
    Language,
    OfferStatus,
    OfferType,
    Rhythm,
    SessionStatus,
    Source,
    Suitability,
)
from meedoen.organisations.models import Contact, Organisation
from meedoen.places.models import Municipality


class Offer(Base):
    """What one can join. What a published offer must have stands in `rules`, not here."""

    __tablename__ = "offers"
    __table_args__ = (
        CheckConstraint("level BETWEEN 1 AND 4", name="level_1_to_4"),
        CheckConstraint("seats > 0", name="seats_positive"),
        CheckConstraint("minutes_total > 0", name="minutes_total_positive"),
        CheckConstraint("minutes_per_meeting > 0", name="minutes_per_meeting_positive"),
        CheckConstraint("cost_cents >= 0", name="cost_not_negative"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("max_age >= min_age", name="ages_in_order"),
        CheckConstraint("status != 'published' OR published_at IS NOT NULL", name="published_at"),
        CheckConstraint(
            "(submitted_at IS NULL) = (submitted_by_id IS NULL)", name="submitted_by_and_at"
        ),
        Index(None, "status", "ends_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    type: Mapped[OfferType] = mapped_column(word(OfferType))
    status: Mapped[OfferStatus] = mapped_column(word(OfferStatus), default=OfferStatus.DRAFT)

    source: Mapped[Source] = mapped_column(word(Source), default=Source.OWN)

    title: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(String(300), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    level: Mapped[int | None]
    how_to_join: Mapped[str] = mapped_column(Text, default="")
    intake_needed: Mapped[bool] = mapped_column(default=False)

    online: Mapped[bool] = mapped_column(default=False)
    comes_to_you: Mapped[bool] = mapped_column(default=False)
    """Met near the newcomer's home, as buddies do; such an offer needs no place."""
    travel_note: Mapped[str] = mapped_column(Text, default="")
    catchment: Mapped[CatchmentKind] = mapped_column(
        word(CatchmentKind), default=CatchmentKind.EVERYONE
    )

    rhythm: Mapped[Rhythm] = mapped_column(word(Rhythm), default=Rhythm.CONTINUOUS)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    minutes_total: Mapped[int | None]
    minutes_per_meeting: Mapped[int | None]
    seats: Mapped[int | None]
    full: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Volzet: the organisation says that there is no free place now."""

    min_age: Mapped[int | None]
    max_age: Mapped[int | None]
    children_welcome: Mapped[bool] = mapped_column(default=False)
    childcare: Mapped[bool] = mapped_column(default=False)
    women_only: Mapped[bool] = mapped_column(default=False)
    target_group: Mapped[str] = mapped_column(String(200), default="")
    wheelchair_accessible: Mapped[bool] = mapped_column(default=False)
    cost_cents: Mapped[int] = mapped_column(default=0)
    cost_note: Mapped[str] = mapped_column(String(200), default="")
    uitpas: Mapped[bool] = mapped_column(default=False)

    insurance: Mapped[Insurance | None] = mapped_column(word(Insurance))
    insurance_note: Mapped[str] = mapped_column(Text, default="")
    volunteer_information: Mapped[str] = mapped_column(Text, default="")
    volunteer_allowance: Mapped[str] = mapped_column(String(200), default="")
    internship_tutor: Mapped[str] = mapped_column(String(120), default="")
    internship_agreement: Mapped[str] = mapped_column(Text, default="")

    suitability: Mapped[Suitability] = mapped_column(word(Suitability), default=Suitability.UNKNOWN)
    in_duo_or_group: Mapped[bool] = mapped_column(default=False)
    meets_new_people: Mapped[bool] = mapped_column(default=False)
    lasting_contact: Mapped[bool] = mapped_column(default=False)
    spoken_in_dutch: Mapped[bool] = mapped_column(default=False)

    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    last_checked_on: Mapped[date | None]
    request_key: Mapped[str | None] = mapped_column(String(36), unique=True)
    """The form that drafted it, so that a form sent twice drafts once."""
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship()
    contact: Mapped[Contact | None] = relationship()
    places: Mapped[list["OfferPlace"]] = relationship(
        cascade="all, delete-orphan", order_by="OfferPlace.id"
    )
    goal_rows: Mapped[list["OfferGoal"]] = relationship(cascade="all, delete-orphan")
    moments: Mapped[list["OfferMoment"]] = relationship(cascade="all, delete-orphan")
    language_rows: Mapped[list["OfferLanguage"]] = relationship(cascade="all, delete-orphan")
    catchment_regions: Mapped[list["OfferRegion"]] = relationship(cascade="all, delete-orphan")
    catchment_municipalities: Mapped[list["OfferMunicipality"]] = relationship(
        cascade="all, delete-orphan"
    )
    sessions: Mapped[list["OfferSession"]] = relationship(
        cascade="all, delete-orphan", order_by="OfferSession.starts_at"
    )
    reviews: Mapped[list["OfferReview"]] = relationship(
        cascade="all, delete-orphan", order_by="OfferReview.id"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def goals(self) -> frozenset[Goal]:
        """The goals as a set of terms."""
        return frozenset(row.goal for row in self.goal_rows)

    @property
    def host_languages(self) -> frozenset[Language]:
        """What the host speaks besides Dutch, as a set of terms."""
        return frozenset(row.language for row in self.language_rows)

    @property
    def home(self) -> Municipality:
        """The municipality that reviews it: that of its organisation."""
        return self.organisation.municipality


class OfferPlace(Base):
    """One place where the offer happens."""

    __tablename__ = "offer_places"
    __table_args__ = (
        CheckConstraint("lat BETWEEN -90 AND 90", name="lat_in_range"),
        CheckConstraint("lon BETWEEN -180 AND 180", name="lon_in_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    street: Mapped[str] = mapped_column(String(160), default="")
    postcode: Mapped[str] = mapped_column(String(4))
    nis: Mapped[str] = mapped_column(ForeignKey("municipalities.nis"), index=True)
    part: Mapped[str] = mapped_column(String(80), default="")
    """The postal place (deelgemeente) that was chosen, empty where the postcode says enough."""
    lat: Mapped[float] = mapped_column(Float)
    lon: Mapped[float] = mapped_column(Float)
    exact: Mapped[bool] = mapped_column(default=False)
    """Whether the point was given, in place of taken from the postcode."""

    municipality: Mapped[Municipality] = relationship(lazy="joined")


class OfferGoal(Base):
    """One goal of one offer."""

    __tablename__ = "offer_goals"

    offer_id: Mapped[int] = mapped_column(
        ForeignKey("offers.id", ondelete="CASCADE"), primary_key=True
    )
    goal: Mapped[Goal] = mapped_column(word(Goal), primary_key=True)


class OfferLanguage(Base):
    """One language that the host of an offer speaks besides Dutch."""

    __tablename__ = "offer_languages"

    offer_id: Mapped[int] = mapped_column(
        ForeignKey("offers.id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[Language] = mapped_column(word(Language), primary_key=True)


class OfferMoment(Base):
    """A part of the week in which the offer usually meets."""

    __tablename__ = "offer_moments"

    offer_id: Mapped[int] = mapped_column(
        ForeignKey("offers.id", ondelete="CASCADE"), primary_key=True
    )
    day: Mapped[Day] = mapped_column(word(Day), primary_key=True)
    daypart: Mapped[Daypart] = mapped_column(word(Daypart), primary_key=True)


class OfferRegion(Base):
    """A reference region whose residents may join."""

    __tablename__ = "offer_regions"

    offer_id: Mapped[int] = mapped_column(
        ForeignKey("offers.id", ondelete="CASCADE"), primary_key=True
    )
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"), primary_key=True)


class OfferMunicipality(Base):
    """A municipality whose residents may join."""

    __tablename__ = "offer_municipalities"

    offer_id: Mapped[int] = mapped_column(
        ForeignKey("offers.id", ondelete="CASCADE"), primary_key=True
    )
    nis: Mapped[str] = mapped_column(ForeignKey("municipalities.nis"), primary_key=True)


class OfferSession(Base):
    """One dated meeting of an offer (sessie)."""

    __tablename__ = "offer_sessions"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="ends_after_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id", ondelete="CASCADE"), index=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("offer_places.id", ondelete="SET NULL"))
    starts_at: Mapped[datetime] = mapped_column(Moment, index=True)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    status: Mapped[SessionStatus] = mapped_column(
        word(SessionStatus), default=SessionStatus.PLANNED
    )
    note: Mapped[str] = mapped_column(String(200), default="")


class OfferReview(Base):
    """What the municipality or agency decided about a submitted offer, and why."""

    __tablename__ = "offer_reviews"

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id", ondelete="CASCADE"), index=True)
    decision: Mapped[Decision] = mapped_column(word(Decision))
    reasons: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime] = mapped_column(Moment)


class SearchChange(Base):
    """A change note: this offer must be read again into the search index."""

    __tablename__ = "search_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(index=True)
