"""Somebody else's tool reads our specification and throws at the API whatever it can think of."""

from typing import Any

import pytest
import schemathesis
import schemathesis.specs.openapi.schemas
from apiflask import APIFlask
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from sqlalchemy.orm import Session

from tests import examples

load_all_checks()
# A place that nobody knows, and 'distance' without a place, fit the specification and are refused.
LEFT_OUT = {"positive_data_acceptance"}
# The tool cannot read what is compressed when there is no server in between.
PLAIN = {"Accept-Encoding": "identity"}
PATHS = {
    "/api/v1/offers",
    "/api/v1/offers.geojson",
    "/api/v1/offers/{offer_id}",
    "/api/v1/places",
    "/api/v1/suggest",
    "/api/v1/municipalities",
}


@pytest.fixture
def specification(app: APIFlask, session: Session) -> Any:
    host = examples.organisation(session)
    examples.offer(session, host, "Samen wandelen", places=[examples.place()])
    session.commit()
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("path", sorted(PATHS))
def test_the_api_is_as_its_specification_says(
    specification: Any, path: str, mode: GenerationMode
) -> None:
    operation = specification[path]["GET"]
    if mode is GenerationMode.NEGATIVE and not operation.query and not operation.path_parameters:
        return
    left_out = [check for check in CHECKS.get_all() if check.__name__ in LEFT_OUT]

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        case.call_and_validate(headers=PLAIN, excluded_checks=left_out)

    ask()


def test_the_specification_tells_all_addresses(app: APIFlask) -> None:
    told = app.test_client().get("/api/v1/openapi.json").get_json()
    assert told["openapi"].startswith("3.1")
    assert set(told["paths"]) == PATHS


def test_the_specification_tells_of_other_places_of_a_name(app: APIFlask) -> None:
    told = app.test_client().get("/api/v1/openapi.json").get_json()
    near = told["components"]["schemas"]["OffersAnswer.NearAnswer"]
    assert near["properties"]["alternatives"]["items"] == {
        "$ref": "#/components/schemas/OffersAnswer.PlaceAnswer"
    }
    assert "alternatives" in near["required"]
