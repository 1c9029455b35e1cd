"""What the questions of the API take and what goes wrong, as OpenAPI tells it."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

PROBLEMS = {
    "400": "A parameter is unknown or unfit; the answer names it.",
    "404": "There is no such thing.",
    "410": "The offer was withdrawn.",
    "503": "The search is being prepared; try again after Retry-After.",
}
"""What an answer other than 200 means; 404 and 410 belong to the page of one offer."""


def complete(
    spec: dict[str, Any], questions: Mapping[str, type[BaseModel]], problem: type[BaseModel]
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


def parameters_of(kind: type[BaseModel]) -> list[dict[str, Any]]:
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
