"""What can be asked of the API: each question as a strict model; anything else is refused."""

import re
from datetime import date
from enum import Enum
from typing import Annotated, Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from werkzeug.datastructures import MultiDict

from meedoen.offers.finding.rules import MOST_KM, RADIUS_KM
from meedoen.offers.finding.terms import Children, Criteria, Sort, Trait
from meedoen.offers.terms import Day, Daypart, Goal, Language, Level, OfferType
from meedoen.places.terms import Place

READABLE = r"^[^\x00-\x1F\x7F-\x9F\uFFFD]*$"
"""No control characters, and no U+FFFD: that stands for what was not UTF-8."""

NIS = r"^[0-9]{5}$"
REGION = r"^[A-Z0-9]{1,12}$"
KEY = r"^[1-9][0-9]{0,8}$"
LAST_PAGE = 1_000_000
LARGEST_PAGE = 100


class Refused(Exception):
    """A parameter of the question is unknown or unfit; `parameter` names it, `detail` says why."""

    def __init__(self, parameter: str, detail: str, **more: object) -> None:
        super().__init__(f"{parameter}: {detail}")
        self.parameter = parameter
        self.detail = detail
        self.more = more


def whole(text: object) -> object:
    """Digits as a whole number; everything else is left for the model to refuse."""
    return int(text) if isinstance(text, str) and re.fullmatch(r"-?[0-9]{1,18}", text) else text


def number(text: object) -> object:
    """A plain decimal number: no exponent, no 'nan', no 'inf'."""
    plain = isinstance(text, str) and re.fullmatch(r"-?[0-9]{1,18}(\.[0-9]{1,18})?", text)
    return float(text) + 0.0 if plain else text  # type: ignore[arg-type]  # -0 is 0


def yes_or_no(text: object) -> object:
    """Exactly 'true' or 'false'."""
    return {"true": True, "false": False}.get(text, text) if isinstance(text, str) else text


def day(text: object) -> object:
    """A day of ISO 8601 in its long form: 2026-03-31."""
    if isinstance(text, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        return date.fromisoformat(text)
    raise ValueError("it must be a day, such as 2026-03-31")


def box(text: object) -> object:
    """Four numbers with commas between them: west, south, east, north."""
    return tuple(number(part) for part in text.split(",")) if isinstance(text, str) else text


def term(kind: type[Enum]) -> BeforeValidator:
    """A code as its term; what is no code is refused, and told which there are."""
    known = {str(member.value): member for member in kind}

    def read(text: object) -> Enum:
        if text not in known:
            raise ValueError(f"it must be one of {', '.join(known)}")
        return known[str(text)]

    return BeforeValidator(read)


Chosen = Annotated[bool, BeforeValidator(yes_or_no)]
DayOf = Annotated[date, BeforeValidator(day)]
Kilometres = Annotated[float, BeforeValidator(number), Field(ge=0, le=MOST_KM)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Box = Annotated[tuple[Longitude, Latitude, Longitude, Latitude], BeforeValidator(box)]


def near_field() -> Any:
    """The place from which distances are measured, as every question takes it."""
    return Field(
        None,
        min_length=1,
        max_length=100,
        pattern=READABLE,
        description=(
            "Municipality (any known name, also of before a merger), deelgemeente, postcode, NIS "
            "code (one of before a merger means the part that it was) or `lat,lon`; behind a name "
            "may stand its code or municipality, as in `Deurne (11002)`. Distances are measured "
            "from it. In a list, offers whose catchment does not reach its municipality are left "
            "out; a point lies in the municipality of the nearest postal place, if one is within "
            "8 km. An unknown or ambiguous place is refused."
        ),
    )


class Question(BaseModel):
    """The base of every question: strict types, nothing unknown."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class OffersQuestion(Question):
    """What `GET /offers` and `/offers.geojson` take."""

    q: str = Field("", max_length=200, pattern=READABLE, description="Words; all must match.")
    exact_words: Chosen = Field(
        False,
        description=(
            "Take the words as typed. Else a word that nothing holds gives way to the nearest in "
            "use, names of other languages to Dutch ones, and `suggestion` says what was read."
        ),
    )
    near: str | None = near_field()
    radius_km: Kilometres | None = Field(
        None,
        description=f"Needs `near`. 0 is only what lies in it. Default {RADIUS_KM}.",
    )
    type: tuple[Annotated[OfferType, term(OfferType)], ...] = Field((), description="Any of these.")
    goal: tuple[Annotated[Goal, term(Goal)], ...] = Field((), description="Any of these.")
    level: Annotated[Level, term(Level)] | None = Field(
        None, description="The Dutch one has: shows this level and lower."
    )
    day: tuple[Annotated[Day, term(Day)], ...] = Field((), description="Any of these.")
    daypart: tuple[Annotated[Daypart, term(Daypart)], ...] = Field((), description="Any of these.")
    date_from: DayOf | None = Field(
        None, description="Takes place on this day or later; with `date_to` on a day between both."
    )
    date_to: DayOf | None = Field(
        None, description="Takes place on this day or before; not before `date_from`."
    )
    free_places: Chosen = Field(False, description="Not full, as far as the organisation says.")
    free_of_cost: Chosen = Field(False, description="Costs nothing.")
    children: tuple[Annotated[Children, term(Children)], ...] = Field(
        (), description="Any of these; where children are looked after they are welcome too."
    )
    women_only: Chosen = Field(False, description="For women alone.")
    accessible: Chosen = Field(False, description="One can go in with a wheelchair.")
    online: Chosen = Field(False, description="One can take part online.")
    municipality: tuple[Annotated[str, Field(pattern=NIS)], ...] = Field(
        (),
        description=(
            "NIS codes: has a place in any of these. A code of before a merger, or of before the "
            "municipality got another, means the municipality of today that it became."
        ),
    )
    region: tuple[Annotated[str, Field(pattern=REGION)], ...] = Field(
        (), description="Codes of reference regions: has a place in any of these."
    )
    organisation: tuple[Annotated[str, Field(pattern=KEY)], ...] = Field(
        (), description="Ids of organisations: offered by any of these."
    )
    language: tuple[Annotated[Language, term(Language)], ...] = Field(
        (),
        description=(
            "ISO 639-1 codes, else 639-3: the host speaks any of these besides Dutch, which all of "
            "them speak."
        ),
    )
    bbox: Box | None = Field(None, description="west,south,east,north in degrees.")
    sort: Annotated[Sort, term(Sort)] | None = Field(
        None, description="Default: distance with `near`, else relevance with `q`, else newest."
    )
    page: Annotated[int, BeforeValidator(whole)] = Field(1, ge=1, le=LAST_PAGE)
    page_size: Annotated[int, BeforeValidator(whole)] = Field(20, ge=1, le=LARGEST_PAGE)

    def criteria(self, near: Place | None) -> Criteria:
        """What is asked, with the place that was understood."""
        return Criteria(
            words=self.q.strip(),
            exact_words=self.exact_words,
            near=near,
            radius_km=RADIUS_KM if self.radius_km is None else self.radius_km,
            types=frozenset(self.type),
            goals=frozenset(self.goal),
            level=self.level,
            days=frozenset(self.day),
            dayparts=frozenset(self.daypart),
            first_day=self.date_from,
            last_day=self.date_to,
            traits=frozenset(trait for trait in Trait if getattr(self, trait.value)),
            children=frozenset(self.children),
            languages=frozenset(self.language),
            municipalities=frozenset(self.municipality),
            regions=frozenset(self.region),
            organisations=frozenset(map(int, self.organisation)),
            bbox=self.bbox,
            sort=self.sort,
            page=self.page,
            page_size=self.page_size,
        )


class OfferQuestion(Question):
    """What `GET /offers/{id}` takes."""

    near: str | None = near_field()


class PlacesQuestion(Question):
    """What `GET /places` takes."""

    q: str = Field(
        min_length=1, max_length=100, pattern=READABLE, description="The start of a name or code."
    )


class SuggestQuestion(Question):
    """What `GET /suggest` takes."""

    q: str = Field(
        min_length=1, max_length=100, pattern=READABLE, description="What was typed so far."
    )
    limit: Annotated[int, BeforeValidator(whole)] = Field(
        8, ge=1, le=20, description="At most so many of each."
    )


class NoQuestion(Question):
    """A question without parameters."""


Q = TypeVar("Q", bound=Question)


def read_question(kind: type[Q], answers: MultiDict[str, str]) -> Q:
    """The question that an address asks. Raises Refused for the first parameter that is unfit."""
    given: dict[str, Any] = {}
    for name, texts in answers.lists():
        field = kind.model_fields.get(name)
        if field is None:
            known = ", ".join(kind.model_fields) or "none"
            raise Refused(name[:100], f"Unknown parameter; known are: {known}.")
        if takes_many(field.annotation):
            given[name] = tuple(texts)
        elif len(texts) > 1:
            raise Refused(name, "This parameter can be given once.")
        else:
            given[name] = texts[0]
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        detail = str(first["msg"]).removeprefix("Value error, ")
        raise Refused(str(first["loc"][0]), f"{detail[0].upper()}{detail[1:]}.") from error


def takes_many(annotation: Any) -> bool:
    """Whether a parameter may be repeated."""
    return get_origin(annotation) is tuple and get_args(annotation)[-1] is Ellipsis


def check_together(question: OffersQuestion) -> None:
    """Refuse what means nothing without another parameter, or against it."""
    if question.radius_km is not None and question.near is None:
        raise Refused("radius_km", "It needs near.")
    if question.bbox and question.bbox[1] > question.bbox[3]:
        raise Refused("bbox", "South lies above north; give west,south,east,north.")
    if question.date_from and question.date_to and question.date_to < question.date_from:
        raise Refused("date_to", "It lies before date_from.")
    if question.sort == "distance" and question.near is None:
        raise Refused("sort", "Distance needs near.")
    if question.sort == "relevance" and not question.q.strip():
        raise Refused("sort", "Relevance needs q.")
