"""What can be asked of the API: each question as a strict model; anything else is refused."""

import re
from collections.abc import Mapping
from enum import Enum
from typing import Annotated, Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from werkzeug.datastructures import MultiDict

from meedoen.offers.finding.rules import MOST_KM, RADIUS_KM
from meedoen.offers.finding.terms import Criteria, Sort
from meedoen.offers.terms import Day, Daypart, Goal, Level, OfferType
from meedoen.places.terms import Place

READABLE = r"^[^\x00-\x1F\x7F-\x9F\uFFFD]*$"
"""No control characters, and no U+FFFD: that stands for what was not UTF-8."""

NIS = r"^[0-9]{5}$"
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
    return int(text) if isinstance(text, str) and re.fullmatch(r"-?[0-9]{1,9}", text) else text


def number(text: object) -> object:
    """A plain decimal number: no exponent, no 'nan', no 'inf'."""
    plain = isinstance(text, str) and re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,9})?", text)
    return float(text) if plain else text  # type: ignore[arg-type]


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
            "code or `lat,lon`. Distances are measured from it. In a list, offers whose catchment "
            "does not reach it are left out. An unknown or ambiguous place is refused."
        ),
    )


class Question(BaseModel):
    """The base of every question: strict types, nothing unknown."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class OffersQuestion(Question):
    """What `GET /offers` and `/offers.geojson` take."""

    q: str = Field("", max_length=200, pattern=READABLE, description="Words; all must match.")
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
    municipality: tuple[Annotated[str, Field(pattern=NIS)], ...] = Field(
        (), description="NIS codes: has a place in any of these."
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
            near=near,
            radius_km=RADIUS_KM if self.radius_km is None else self.radius_km,
            types=frozenset(self.type),
            goals=frozenset(self.goal),
            level=self.level,
            days=frozenset(self.day),
            dayparts=frozenset(self.daypart),
            municipalities=frozenset(self.municipality),
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


PROBLEMS = {
    "400": "A parameter is unknown or unfit; the answer names it.",
    "404": "There is no such thing.",
    "410": "The offer was withdrawn.",
    "503": "The search is being prepared; try again after Retry-After.",
}
"""What an answer other than 200 means; 404 and 410 belong to the page of one offer."""


def complete(
    spec: dict[str, Any], questions: Mapping[str, type[Question]], problem: type[BaseModel]
) -> dict[str, Any]:
    """The specification with the parameters of every question and the shape of every problem."""
    schema = problem.model_json_schema(ref_template="#/components/schemas/{model}")
    kept = spec.setdefault("components", {}).setdefault("schemas", {})
    kept.update(schema.pop("$defs", {}))
    kept["Problem"] = schema
    body = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for path, kind in questions.items():
        operation = spec["paths"][path]["get"]
        known = [one for one in spec["paths"][path].get("parameters", []) if one["in"] == "path"]
        known += [one for one in operation.get("parameters", []) if one["in"] == "path"]
        spec["paths"][path].pop("parameters", None)
        operation["parameters"] = known + parameters_of(kind)
        for code, meaning in PROBLEMS.items():
            if known or code in {"400", "503"}:
                operation["responses"][code] = {"description": meaning, "content": body}
    return spec


def parameters_of(kind: type[Question]) -> list[dict[str, Any]]:
    """The parameters of a question as OpenAPI tells them."""
    schema = kind.model_json_schema()
    terms = schema.get("$defs", {})
    found = []
    for name, told in schema["properties"].items():
        shape = next((one for one in told.get("anyOf", ()) if one != {"type": "null"}), told)
        shape = {key: value for key, value in shape.items() if key not in {"title", "description"}}
        if shape.get("default", ...) in (None, [], ""):
            del shape["default"]
        parameter = {
            "name": name,
            "in": "query",
            "required": name in schema.get("required", ()),
            "description": told.get("description", ""),
            "schema": written_out(shape, terms),
        }
        if shape.get("type") == "array":
            parameter |= {"style": "form", "explode": "prefixItems" not in shape}
        found.append(parameter)
    return found


def written_out(shape: dict[str, Any], terms: dict[str, Any]) -> dict[str, Any]:
    """A schema without references: the codes of a term stand in it."""
    if "$ref" in shape:
        term = terms[shape["$ref"].rsplit("/", 1)[-1]]
        return {"type": term["type"], "enum": term["enum"]}
    if "items" in shape:
        return shape | {"items": written_out(shape["items"], terms)}
    return shape
