"""The documents of the API as models: names and types of the contract, not how they are made."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

from meedoen.offers.summaries.terms import SummaryState
from meedoen.offers.terms import (
    CatchmentKind,
    Day,
    Daypart,
    Goal,
    Insurance,
    Language,
    OfferType,
    Rhythm,
    SessionStatus,
    Source,
    Suitability,
)
from meedoen.organisations.terms import OrganisationKind
from meedoen.places.terms import Gewest, PlaceKind


class Problem(BaseModel):
    """What was wrong with a question (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    parameter: str | None = Field(None, description="Which parameter was unfit.")
    choices: list["PlaceAnswer"] | None = Field(None, description="What an ambiguous place can be.")


class PlaceAnswer(BaseModel):
    """A place to search from; `query` given as `near` means exactly this place."""

    label: str
    query: str
    kind: PlaceKind
    nis: list[str]
    lat: float
    lon: float


class NearAnswer(BaseModel):
    """The place from which distances were measured."""

    label: str
    nis: str | None = Field(
        description="Of a point: of the nearest postal place. Null for what lies in two, or none."
    )
    lat: float
    lon: float
    alternatives: list[PlaceAnswer] = Field(
        description="Other places of this name, which this municipality was preferred to."
    )


class OrganisationAnswer(BaseModel):
    """Who offers it."""

    id: int
    name: str


class HostAnswer(OrganisationAnswer):
    """Who offers it, with what the law on volunteers asks of a host."""

    kind: OrganisationKind
    non_profit: bool = Field(description="Volunteers work only where this is true.")


class SpotAnswer(BaseModel):
    """One place of an offer."""

    nis: str
    municipality: str
    postcode: str
    lat: float
    lon: float


class AddressAnswer(SpotAnswer):
    """One place of an offer, with its name and street."""

    name: str
    street: str


class CatchmentAnswer(BaseModel):
    """Who may join, as far as where they live goes."""

    kind: CatchmentKind
    label: str
    municipalities: list[str] | None = Field(description="NIS codes; null is everyone.")


class SummaryAnswer(BaseModel):
    """What the organisation says of the offer in a language that is not Dutch."""

    text: str
    state: Literal[SummaryState.UP_TO_DATE, SummaryState.OUTDATED] = Field(
        description="Outdated where the Dutch title or summary changed since; the Dutch leads."
    )


class OfferAnswer(BaseModel):
    """One offer in a list."""

    id: int
    url: str
    title: str
    summary: str
    summaries: dict[str, SummaryAnswer] = Field(
        description="The summary in other languages, by ISO 639-1 code; only those that are there."
    )
    type: OfferType
    goals: list[Goal]
    level: int | None = Field(ge=1, le=4)
    organisation: OrganisationAnswer
    place: SpotAnswer | None = Field(description="The place that counted: the nearest.")
    catchment: CatchmentAnswer
    distance_m: float | None = Field(ge=0, description="Metres, geodesic on WGS84.")
    next_session: datetime | None
    full: bool = Field(description="The organisation says that there is no free place now.")
    updated_at: datetime


class WordAnswer(BaseModel):
    """How a typed word was read."""

    typed: str
    read: str = Field(description="What was looked for; the parts of a split word with + between.")
    how: Literal["as typed", "corrected", "split", "translated", "unknown", "ignored"]
    needed: bool = Field(description="False where offers may do without it, as few hold all words.")


class OffersAnswer(BaseModel):
    """One page of offers."""

    total: int
    page: int
    page_size: int
    near: NearAnswer | None
    radius_km: float | None
    suggestion: str | None = Field(
        description=(
            "The words as they were read where a word is in no offer; with `exact_words`, which "
            "searches for what was typed, the words that would find something."
        )
    )
    words: list[WordAnswer]
    facets: dict[str, dict[str, int]] = Field(
        description=(
            "How many offers each code would give were its own facet not chosen: `type`, `goal`, "
            "`level`, `day`, `daypart`, `places` (code `free`), `cost` (`free`), `children` "
            "(`welcome`, `childcare`), `women` (`only`), `access` (`wheelchair`), `online` "
            "(`online`), `municipality` (NIS), `region`, `organisation` (ids: the fifty with the "
            "most, and those asked for) and `language`."
        )
    )
    offers: list[OfferAnswer]


class MomentAnswer(BaseModel):
    """A part of the week."""

    day: Day
    daypart: Daypart


class SessionAnswer(BaseModel):
    """One coming meeting."""

    starts_at: datetime
    ends_at: datetime
    status: SessionStatus
    note: str


class ContactAnswer(BaseModel):
    """Whom one meets and asks to join."""

    name: str
    phone: str | None
    whatsapp: bool
    email: str | None


class OfferPageAnswer(OfferAnswer):
    """One offer with all that its page tells; times in minutes, money in cents."""

    organisation: HostAnswer
    source: Source = Field(description="Who brought it in.")
    description: str
    how_to_join: str
    contact: ContactAnswer | None
    places: list[AddressAnswer]
    online: bool
    comes_to_you: bool
    travel_note: str
    moments: list[MomentAnswer]
    sessions: list[SessionAnswer]
    rhythm: Rhythm
    starts_on: date | None
    ends_on: date | None
    minutes_total: int | None
    minutes_per_meeting: int | None
    seats: int | None
    host_languages: list[Language] = Field(description="Besides Dutch.")
    min_age: int | None
    max_age: int | None
    children_welcome: bool
    childcare: bool
    women_only: bool
    target_group: str
    wheelchair_accessible: bool
    intake_needed: bool
    cost_cents: int
    cost_note: str
    uitpas: bool
    insurance: Insurance | None
    insurance_note: str
    volunteer_information: str = Field(description="What the law has volunteers told before.")
    volunteer_allowance: str
    internship_tutor: str
    internship_agreement: str
    suitability: Suitability


class GeometryAnswer(BaseModel):
    """Where an offer is (RFC 7946): longitude before latitude."""

    type: Literal["Point", "MultiPoint"]
    coordinates: list[float] | list[list[float]]


class FeatureAnswer(BaseModel):
    """One offer on the map; no geometry where it has no place."""

    type: Literal["Feature"] = "Feature"
    id: int
    geometry: GeometryAnswer | None
    properties: OfferAnswer


class FeaturesAnswer(BaseModel):
    """One page of offers as GeoJSON."""

    type: Literal["FeatureCollection"] = "FeatureCollection"
    total: int
    page: int
    page_size: int
    features: list[FeatureAnswer]


class PlacesAnswer(BaseModel):
    """Places whose name or code begins so, what most people mean first."""

    places: list[PlaceAnswer]


class SuggestedOrganisation(BaseModel):
    """An organisation with offers; `url` is that of its page."""

    id: int
    name: str
    url: str


class SuggestedPlace(BaseModel):
    """A place; `query` given as `near` means exactly this place."""

    label: str
    query: str


class SuggestAnswer(BaseModel):
    """What somebody may be typing, of each kind what most people mean first."""

    words: list[str]
    organisations: list[SuggestedOrganisation]
    places: list[SuggestedPlace]


class MunicipalityAnswer(BaseModel):
    """A municipality of today; region, network and agency are codes."""

    nis: str
    name: str
    name_fr: str
    url: str
    gewest: Gewest
    province_nis: str | None
    region: str | None
    network: str | None
    agency: str | None
    lat: float
    lon: float


class MunicipalitiesAnswer(BaseModel):
    """All municipalities of today, by Dutch name."""

    municipalities: list[MunicipalityAnswer]
