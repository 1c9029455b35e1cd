"""The API says what the contract says, and refuses what it does not know by name."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.offers.models import Offer, OfferSession
from meedoen.offers.terms import CatchmentKind, Goal, OfferStatus, OfferType
from meedoen.open_data.terms import OfferPageAnswer
from meedoen.places.models import FormerMunicipality, Municipality
from meedoen.places.queries import municipalities_of_region
from meedoen.web.clock import now
from tests import examples
from tests.conftest import PageClient

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def offer(session: Session) -> Offer:
    """A buddy project in Mechelen for a whole region, that meets in two days."""
    region = session.get_one(Municipality, examples.MECHELEN).region_code
    offer = examples.offer(
        session,
        examples.organisation(session),
        "Samen wandelen",
        type=OfferType.BUDDY,
        goals=[Goal.FRIENDS, Goal.DUTCH],
        places=[examples.place(), examples.place("12005", "2820", 51.0229, 4.5469)],
        catchment=CatchmentKind.REGIONS,
        regions=[region],
    )
    starts = now() + timedelta(days=2)
    offer.sessions.append(
        OfferSession(offer_id=offer.id, starts_at=starts, ends_at=starts + timedelta(hours=2))
    )
    session.commit()
    return offer


def get(client: PageClient, path: str, *, status: int = 200) -> Any:
    answer = client.get(f"/api/v1{path}")
    assert answer.status_code == status, answer.get_data(as_text=True)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    if status >= 400:
        assert answer.mimetype == "application/problem+json"
    return answer.get_json(force=True)


SHARED_NAMES = [
    ("Aalst", "Aalst (Sint-Truiden)"),
    ("Halle", "Halle (Zoersel)"),
    ("Vorst", "Vorst (Laakdal)"),
    ("Tielt", "Tielt (Tielt-Winge)"),
    ("Kapellen", "Kapellen (Glabbeek)"),
]


def test_a_list_has_the_shape_of_the_contract(
    client: PageClient, session: Session, offer: Offer
) -> None:
    found = get(client, "/offers?near=Bonheiden&radius_km=25")
    shown = found.pop("offers")[0]
    facets = found.pop("facets")
    assert found == {
        "total": 1,
        "page": 1,
        "page_size": 20,
        "near": found["near"],
        "radius_km": 25.0,
        "suggestion": None,
        "words": [],
    }
    assert found["near"]["label"] == "Bonheiden"
    assert found["near"]["nis"] == "12005"
    assert set(found["near"]) == {"label", "nis", "lat", "lon", "alternatives"}
    assert found["near"]["alternatives"] == []
    region = session.get_one(Municipality, examples.MECHELEN).region_code
    assert facets == {
        "type": {"buddy": 1},
        "goal": {"dutch": 1, "friends": 1},
        "level": {"2": 1},
        "day": facets["day"],
        "daypart": facets["daypart"],
        "places": {"free": 1},
        "cost": {"free": 1},
        "children": {},
        "women": {},
        "access": {},
        "online": {},
        "municipality": {"12005": 1, "12025": 1},
        "region": {region: 1},
        "organisation": {str(offer.organisation_id): 1},
        "language": {},
    }
    assert shown["place"] == {
        "nis": "12005",
        "municipality": "Bonheiden",
        "postcode": "2820",
        "lat": 51.0229,
        "lon": 4.5469,
    }
    assert shown["distance_m"] == 0
    assert shown["url"] == f"http://localhost/aanbod/{offer.id}/samen-wandelen"
    assert shown["goals"] == ["dutch", "friends"]
    assert shown["organisation"]["name"] == "Buurthuis De Brug"
    assert shown["next_session"].endswith("Z")
    codes = sorted(row.nis for row in municipalities_of_region(session, str(region)))
    assert shown["catchment"]["kind"] == "regions"
    assert shown["catchment"]["municipalities"] == codes
    assert set(shown) == {
        "id",
        "url",
        "title",
        "summary",
        "summaries",
        "type",
        "goals",
        "level",
        "organisation",
        "place",
        "catchment",
        "distance_m",
        "next_session",
        "full",
        "updated_at",
    }


def test_without_a_place_near_and_distance_are_null(client: PageClient, offer: Offer) -> None:
    found = get(client, "/offers")
    assert (found["near"], found["radius_km"]) == (None, None)
    assert found["offers"][0]["distance_m"] is None


def test_one_offer_tells_what_its_page_tells(client: PageClient, offer: Offer) -> None:
    found = get(client, f"/offers/{offer.id}?near=Mechelen")
    assert [place["nis"] for place in found["places"]] == ["12025", "12005"]
    assert found["description"]
    assert len(found["sessions"]) == 1
    assert found["distance_m"] == 0
    assert found["cost_cents"] == 0


def test_whatever_the_page_of_an_offer_shows_is_in_its_document() -> None:
    page = ROOT / "templates/finding/showing/offer.html"
    finding = ROOT / "platform/meedoen/offers/finding"
    shown = {
        name
        for file in (page, finding / "documents.py", finding / "showing" / "documents.py")
        for name in re.findall(r"\boffer\.([a-z_]+)\b", file.read_text(encoding="utf-8"))
    }
    in_catchment = {"catchment_regions", "catchment_municipalities"}
    published = {"status"}  # of what has a document it is always the same
    assert {"volunteer_information", "internship_tutor", "insurance_note"} <= shown
    assert shown - in_catchment - published <= set(OfferPageAnswer.model_fields)


def test_the_document_of_an_offer_tells_who_hosts_and_what_protects_whoever_joins(
    client: PageClient, session: Session, offer: Offer
) -> None:
    offer.volunteer_information = "Je bent verzekerd."
    offer.insurance_note = "Ook onderweg."
    session.commit()
    found = get(client, f"/offers/{offer.id}")
    assert found["volunteer_information"] == "Je bent verzekerd."
    assert found["insurance_note"] == "Ook onderweg."
    assert found["source"] == "own"
    assert found["organisation"] == {
        "id": offer.organisation_id,
        "name": offer.organisation.name,
        "kind": offer.organisation.kind.value,
        "non_profit": True,
    }


def test_a_withdrawn_offer_is_gone_and_an_unknown_one_not_there(
    client: PageClient, session: Session, offer: Offer
) -> None:
    get(client, "/offers/2147483647", status=404)
    offer.status = OfferStatus.PAUSED
    session.commit()
    get(client, f"/offers/{offer.id}", status=410)
    assert get(client, "/offers")["total"] == 0
    offer.published_at = None
    session.commit()
    get(client, f"/offers/{offer.id}", status=404)


def test_geojson_has_all_places_of_an_offer(client: PageClient, offer: Offer) -> None:
    answer = client.get("/api/v1/offers.geojson")
    assert answer.mimetype == "application/geo+json"
    feature = answer.get_json(force=True)["features"][0]
    assert feature["geometry"] == {
        "type": "MultiPoint",
        "coordinates": [[4.4776, 51.0259], [4.5469, 51.0229]],
    }
    assert feature["properties"]["id"] == offer.id


@pytest.mark.parametrize(
    ("start", "label"), [("mec", "Mechelen"), ("2800", "2800"), ("heff", "Heffen")]
)
def test_places_complete_what_is_typed(client: PageClient, start: str, label: str) -> None:
    found = get(client, f"/places?q={start}")["places"]
    assert any(place["label"].startswith(label) for place in found)
    assert get(client, f"/offers?near={found[0]['query']}")["near"]["label"] == found[0]["label"]


def test_all_municipalities_are_listed(client: PageClient) -> None:
    found = get(client, "/municipalities")["municipalities"]
    assert len(found) == 565
    mechelen = next(row for row in found if row["nis"] == "12025")
    assert mechelen["url"] == "http://localhost/gemeenten/12025/mechelen"


def test_an_answer_can_be_asked_again_cheaply(client: PageClient, offer: Offer) -> None:
    first = client.get("/api/v1/offers")
    assert "max-age=60" in first.headers["Cache-Control"]
    again = client.get("/api/v1/offers", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")


@pytest.mark.parametrize(
    "question", ["page=1000000000", "page_size=99999999999999", "radius_km=1000000000"]
)
def test_a_number_that_is_too_large_is_told_so(client: PageClient, question: str) -> None:
    answer = client.get(f"/api/v1/offers?near=Mechelen&{question}")
    assert answer.status_code == 400
    assert "less than or equal to" in answer.get_json()["detail"]


def test_minus_nothing_is_nothing(client: PageClient, offer: Offer) -> None:
    answer = client.get("/api/v1/offers?near=Mechelen&radius_km=-0")
    assert '"radius_km":0.0' in answer.text.replace(" ", "")


HOSTILE = [
    ("/offers?page_size=0", "page_size"),
    ("/offers?page_size=101", "page_size"),
    ("/offers?page_size=ten", "page_size"),
    ("/offers?page_size=1_0", "page_size"),
    ("/offers?page_size=", "page_size"),
    ("/offers?page=0", "page"),
    ("/offers?page=10000000", "page"),
    ("/offers?page=" + "9" * 3000, "page"),
    ("/offers?page=1&page=2", "page"),
    ("/offers?page=1.0", "page"),
    ("/offers?radius_km=-1&near=Mechelen", "radius_km"),
    ("/offers?radius_km=nan&near=Mechelen", "radius_km"),
    ("/offers?radius_km=inf&near=Mechelen", "radius_km"),
    ("/offers?radius_km=1e9&near=Mechelen", "radius_km"),
    ("/offers?radius_km=101&near=Mechelen", "radius_km"),
    ("/offers?radius_km=5", "radius_km"),
    ("/offers?sort=distance", "sort"),
    ("/offers?sort=relevance", "sort"),
    ("/offers?sort=random", "sort"),
    ("/offers?near=Xyzzyx", "near"),
    ("/offers?near=", "near"),
    ("/offers?near=Sint-Gillis", "near"),
    ("/offers?near=0,0", "near"),
    ("/offers?type=fout", "type"),
    ("/offers?type=buddy&type=", "type"),
    ("/offers?goal=fout", "goal"),
    ("/offers?level=0", "level"),
    ("/offers?level=5", "level"),
    ("/offers?level=two", "level"),
    ("/offers?day=monday", "day"),
    ("/offers?daypart=night", "daypart"),
    ("/offers?municipality=1", "municipality"),
    ("/offers?municipality=abcde", "municipality"),
    ("/offers?municipality=99999", "municipality"),
    ("/offers?date_from=tomorrow", "date_from"),
    ("/offers?date_from=2026-02-30", "date_from"),
    ("/offers?date_from=20260303", "date_from"),
    ("/offers?date_from=", "date_from"),
    ("/offers?date_from=0000-01-01", "date_from"),
    ("/offers?date_from=2026-03-03&date_from=2026-03-04", "date_from"),
    ("/offers?date_to=99999-01-01", "date_to"),
    ("/offers?date_from=2026-03-03&date_to=2026-03-02", "date_to"),
    ("/offers?free_places=yes", "free_places"),
    ("/offers?free_places=1", "free_places"),
    ("/offers?free_places=true&free_places=true", "free_places"),
    ("/offers?free_of_cost=", "free_of_cost"),
    ("/offers?women_only=TRUE", "women_only"),
    ("/offers?accessible=on", "accessible"),
    ("/offers?online=2", "online"),
    ("/offers?exact_words=maybe", "exact_words"),
    ("/offers?children=many", "children"),
    ("/offers?children=welcome&children=", "children"),
    ("/offers?region=REFREG99", "region"),
    ("/offers?region=refreg01", "region"),
    ("/offers?region=" + "A" * 3000, "region"),
    ("/offers?organisation=0", "organisation"),
    ("/offers?organisation=999999999", "organisation"),
    ("/offers?organisation=9999999999", "organisation"),
    ("/offers?organisation=%D9%A3", "organisation"),
    ("/offers?organisation=a", "organisation"),
    ("/offers?language=nl", "language"),
    ("/offers?language=dut", "language"),
    ("/offers?language=AR", "language"),
    ("/offers?bbox=1,2,3", "bbox"),
    ("/offers?bbox=1,2,3,4,5", "bbox"),
    ("/offers?bbox=a,b,c,d", "bbox"),
    ("/offers?bbox=4,91,5,92", "bbox"),
    ("/offers?bbox=nan,50,5,51", "bbox"),
    ("/offers?bbox=4,52,5,51", "bbox"),
    ("/offers?q=" + "a" * 201, "q"),
    ("/offers?q=a%01b", "q"),
    ("/offers?straal=5", "straal"),
    ("/offers.geojson?page_size=101", "page_size"),
    ("/places", "q"),
    ("/places?q=", "q"),
    ("/places?q=a&limit=9", "limit"),
    ("/suggest", "q"),
    ("/suggest?q=", "q"),
    ("/suggest?q=a%01b", "q"),
    ("/suggest?q=" + "a" * 101, "q"),
    ("/suggest?q=a&limit=0", "limit"),
    ("/suggest?q=a&limit=21", "limit"),
    ("/suggest?q=a&limit=9&limit=9", "limit"),
    ("/suggest?q=a&near=Gent", "near"),
    ("/municipalities?q=1", "q"),
]


@pytest.mark.parametrize(("path", "parameter"), HOSTILE, ids=lambda value: str(value)[:40])
def test_a_bad_parameter_is_refused_by_name(
    client: PageClient, session: Session, path: str, parameter: str
) -> None:
    assert get(client, path, status=400)["parameter"] == parameter


def test_an_ambiguous_place_is_refused_with_its_choices(client: PageClient) -> None:
    told = get(client, "/offers?near=Sint-Gillis", status=400)
    for choice in told["choices"]:
        assert get(client, f"/offers?near={choice['query']}")["near"]["label"] == choice["label"]


@pytest.mark.parametrize(("name", "other"), SHARED_NAMES)
def test_a_place_that_was_preferred_to_others_of_its_name_tells_them(
    client: PageClient, session: Session, name: str, other: str
) -> None:
    near = get(client, f"/offers?near={name}")["near"]
    told = near["alternatives"]
    assert (near["label"], [place["label"] for place in told]) == (name, [other])
    assert get(client, f"/places?q={name}")["places"].count(told[0]) == 1
    again = get(client, f"/offers?near={told[0]['query']}")["near"]
    assert (again["label"], again["alternatives"]) == (other, [])


@pytest.mark.parametrize("sent", ["a%00b", "%ff%fe", "%ED%A0%80", "%C0%AF", "%00"])
@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("/offers", "q"),
        ("/offers", "near"),
        ("/offers", "municipality"),
        ("/offers", "page"),
        ("/offers.geojson", "near"),
        ("/offers/1", "near"),
        ("/places", "q"),
        ("/suggest", "q"),
        ("/municipalities", "x"),
    ],
)
def test_what_is_no_text_is_refused_by_name(
    client: PageClient, session: Session, path: str, parameter: str, sent: str
) -> None:
    told = get(client, f"{path}?page_size=20&{parameter}={sent}&radius_km=5", status=400)
    assert told["parameter"] == parameter
    assert "UTF-8" in told["detail"]


@pytest.mark.parametrize("query", ["%ff", "%00=1", "%3Cb%3E=%ff", "a" * 41 + "=%ff"])
def test_a_parameter_that_is_no_name_is_not_repeated(
    client: PageClient, session: Session, query: str
) -> None:
    assert "parameter" not in get(client, f"/offers?{query}", status=400)


def test_a_former_code_means_what_it_became(
    client: PageClient, session: Session, offer: Offer
) -> None:
    examples.offer(
        session,
        offer.organisation,
        "In Puurs-Sint-Amands",
        places=[examples.place("12041", "2870", 51.0737, 4.2879)],
    )
    session.commit()
    for code, total in (("12030", 1), ("12034", 1), ("12041", 1), ("12025", 1), ("11007", 0)):
        assert get(client, f"/offers?municipality={code}")["total"] == total
    both = get(client, "/offers?municipality=12030&municipality=12034&municipality=12025")
    assert both["total"] == 2
    assert get(client, "/offers.geojson?municipality=12030")["total"] == 1
    formers = session.scalars(select(FormerMunicipality)).all()
    assert {former.valid_to.year for former in formers} == {2019, 2025}
    for former in formers:
        get(client, f"/offers?municipality={former.nis}&page_size=1")
        near = get(client, f"/offers?near={former.nis}&page_size=1")["near"]
        assert near["nis"] == former.became_nis, former.name


def test_an_unknown_municipality_beside_known_ones_is_refused_by_name(
    client: PageClient, session: Session
) -> None:
    asked = "/offers?municipality=12025&municipality=12030&municipality=99999"
    told = get(client, asked, status=400)
    assert (told["parameter"], told["detail"]) == ("municipality", "Unknown: 99999.")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/offers?x=" + "a" * 1_000_000, 400),
        ("/offers/0", 404),
        ("/offers/-1", 404),
        ("/offers/99999999999999999999", 404),
        ("/offers/a", 404),
        ("/nothing", 404),
    ],
)
def test_what_cannot_be_read_or_found_is_a_problem(
    client: PageClient, session: Session, path: str, status: int
) -> None:
    get(client, path, status=status)


def test_only_reading_is_possible(client: PageClient, session: Session) -> None:
    answer = client.post("/api/v1/offers")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_the_specification_is_a_page_for_people_too(client: PageClient, session: Session) -> None:
    page = client.get("/api/docs").get_data(as_text=True)
    for path in ("/api/v1/offers", "/api/v1/suggest", "/api/v1/offers.geojson"):
        assert f"GET {path}" in page
