"""What hostile people send gets a clear answer and changes nothing; safety stands on every answer.

Unknown places, strange radii and pages: tests/finding and tests/open_data. Two who act at once:
tests/trajectories/test_races.py.
"""

import logging
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import product as pairs
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from meedoen.accounts.links import password_token
from meedoen.accounts.models import Account, AccountRole
from meedoen.accounts.terms import Role
from meedoen.core.errors import Conflict
from meedoen.factory import create_app
from meedoen.offers.models import Offer
from meedoen.offers.terms import OfferType
from meedoen.offers.writing.actions import draft_offer
from meedoen.organisations.models import Organisation
from meedoen.permissions import Permission
from meedoen.trajectories.links import CONFIRM_HOURS, TAKE_TRAJECTORY, make_token, read_token
from meedoen.trajectories.models import Activity
from meedoen.trajectories.opening.actions import open_trajectory
from meedoen.web.clock import now
from meedoen.web.session import db
from tests import examples
from tests.conftest import ROOT, PageClient
from tests.examples import GENT, MECHELEN
from tests.safety.doors import address_of, count_acts, routes
from tests.trajectories.examples import trajectory

SignIn = Callable[[FlaskClient, Account], None]


def stranger(session: Session) -> Account:
    """Somebody with every role, each in another scope than that of the things."""
    host = examples.organisation(session, "Elders", nis=GENT)
    account = examples.person(session, "Vreemde")
    account.roles = [
        AccountRole(role=Role.NEWCOMER),
        AccountRole(role=Role.ORGANISATION_MEMBER, organisation_id=host.id),
        AccountRole(role=Role.COUNSELLOR, agency_code="amal"),
        AccountRole(role=Role.MUNICIPALITY_OFFICER, nis=GENT),
        AccountRole(role=Role.NETWORK_COACH, network_code="gent-stad"),
        AccountRole(role=Role.AGENCY_ADMINISTRATOR, agency_code="amal"),
        AccountRole(role=Role.SYSTEM_ADMINISTRATOR),
    ]
    session.flush()
    return account


NO_THINGS = {"kind"}
"""Parts of an address that say how, and name nothing of anybody."""


def test_things_of_others_are_not_there_whatever_role_one_has(
    app: APIFlask,
    client: PageClient,
    session: Session,
    sign_in: SignIn,
    numbers: dict[str, object],
) -> None:
    sign_in(client, stranger(session))
    before, wrong, tried = count_acts(session), [], 0
    for method in ("GET", "POST"):
        for rule, access in routes(app, method):
            if access in [*Permission] and rule.arguments - NO_THINGS:
                answer = client.open(address_of(app, rule, numbers), method=method)
                tried += 1
                if answer.status_code != 404:
                    wrong.append((method, rule.rule, answer.status_code))
    assert not wrong
    assert tried > 40
    assert count_acts(session) == before


@pytest.mark.usefixtures("csrf")
def test_no_form_is_taken_without_its_token(
    app: APIFlask,
    client: PageClient,
    session: Session,
    sign_in: SignIn,
    joined: Activity,
    numbers: dict[str, object],
) -> None:
    sign_in(client, joined.trajectory.counsellor)
    before = count_acts(session)
    addresses = [address_of(app, rule, numbers) for rule, _ in routes(app, "POST")]
    answers = {address: client.post(address).status_code for address in addresses}
    assert len(answers) > 50
    refused = Counter(answers.values())
    assert set(refused) == {400, 403, 404, 410}  # What is not theirs, they do not see either.
    assert refused[400] > 35
    assert count_acts(session) == before


ANSWERS = [
    ("/", 200),
    ("/aanbod?straal=-1", 400),
    ("/account", 303),
    ("/nergens", 404),
    ("/aanbod/1/%FF", 404),
    ("/static/favicon.svg", 200),
    ("/static/nergens.svg", 404),
    ("/assets/app.css", 200),
    ("/api/v1/offers", 200),
    ("/api/v1/offers/0", 404),
    ("/api/v1/openapi.json", 200),
    ("/robots.txt", 200),
    ("/wachtwoord/x", 410),
]


@pytest.mark.parametrize(("address", "status"), ANSWERS)
def test_every_kind_of_answer_has_the_safety_headers(
    client: PageClient, session: Session, address: str, status: int
) -> None:
    with client.get(address) as answer:
        assert answer.status_code == status
        check_headers(answer)


def check_headers(answer: TestResponse) -> None:
    """Each header that keeps an answer from being framed, sniffed, leaked or scripted."""
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"]


def test_pages_behind_a_link_are_kept_by_nobody_and_found_by_no_search_engine(
    app: APIFlask, client: PageClient, session: Session, sign_in: SignIn, joined: Activity
) -> None:
    owner = examples.person(session, email="eigenaar@elders.test")
    session.commit()
    with app.app_context():
        password = password_token(owner, until=now().replace(year=2099))
        confirm = make_token(CONFIRM_HOURS, joined.id, joined.contact_email, at=now())
        take = make_token(TAKE_TRAJECTORY, joined.trajectory_id, str(owner.email), at=now())
    sign_in(client, owner)
    for address in (
        f"/wachtwoord/{password}",
        f"/bevestigen/{confirm}",
        f"/trajecten/koppelen/{take}",
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex"
    assert client.get("/bewijs/ABCD").headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("purpose", [CONFIRM_HOURS, TAKE_TRAJECTORY])
def test_a_link_with_any_sign_changed_is_forged(app: APIFlask, purpose: str) -> None:
    with app.app_context():
        token = make_token(purpose, 7, "els@bib.test", at=now())
        assert read_token(purpose, token)
        signs = "ABab01-_"
        altered = [
            token[:place] + sign + token[place + 1 :]
            for place, sign in pairs(range(len(token)), signs)
            if token[place] != sign
        ]
        last = [token[:-1] + chr(code) for code in range(33, 127) if chr(code) != token[-1]]
        assert [
            one for one in (*altered, *last, token + "=", token + " ") if read(purpose, one)
        ] == []


def read(purpose: str, token: str) -> object:
    """What a token of this purpose says."""
    return read_token(purpose, token)


@pytest.mark.parametrize("value", [b"%ff%fe", b"%ED%A0%80", b"a%00b", b"%C0%AF", b"\xff"])
def test_bytes_that_are_no_text_are_refused_in_forms_and_queries(
    client: PageClient, session: Session, sign_in: SignIn, value: bytes
) -> None:
    sara = examples.person(session)
    sign_in(client, sara)
    kind = "application/x-www-form-urlencoded"
    answer = client.post("/account", data=b"phone=&name=" + value, content_type=kind)
    assert answer.status_code == (422 if value == b"a%00b" else 400)
    assert "niet lezen" in answer.text or "niet kunnen lezen" in answer.text
    session.refresh(sara)
    assert sara.name == "Sara Peeters"
    if value.isascii():
        for path in ("/bewijs?code=", "/aanmelden?volgende=", "/mijn?x=", "/api/v1/places?q="):
            assert client.get(path + value.decode()).status_code == 400


def test_a_name_with_a_sign_that_was_lost_is_refused_in_words(
    client: PageClient, session: Session, sign_in: SignIn
) -> None:
    sign_in(client, examples.person(session))
    assert client.post("/account", data={"name": "Sa\ufffda"}).status_code == 422


@pytest.mark.parametrize("cookie", [b"meedoen=\xff\xfe", b"meedoen=" + b"a" * 8000, b"\xff;;=="])
def test_a_cookie_that_is_nonsense_is_no_cookie(
    client: PageClient, session: Session, cookie: bytes
) -> None:
    answer = client.get("/account", headers={"Cookie": cookie.decode("latin-1")})
    assert answer.status_code == 303


def test_a_form_that_is_too_large_or_too_deep_gets_a_page_in_words(
    client: PageClient, session: Session
) -> None:
    huge = client.post("/aanmelden", data={"email": "a" * 1_100_000})
    assert huge.status_code == 413
    assert "<h1" in huge.text
    deep = client.post("/aanmelden", data={"email": "a@b.be", "bewaard": "[" * 300_000})
    assert deep.status_code == 422
    parts = {f"deel{number}": "1" for number in range(2000)}
    many = client.post("/aanmelden", data=parts, content_type="multipart/form-data")
    assert many.status_code == 413


@pytest.mark.parametrize(
    "number", ["9" * 400, "9" * 5000, "-" + "9" * 400, "1e400", "nan", "\u0661x"]
)
def test_a_number_that_no_box_can_hold_is_refused_in_words(
    client: PageClient,
    session: Session,
    sign_in: SignIn,
    numbers: dict[str, object],
    number: str,
) -> None:
    host = session.get_one(Organisation, numbers["organisation_id"])
    member = examples.person_with(
        session, Role.ORGANISATION_MEMBER, organisation_id=numbers["organisation_id"]
    )
    sign_in(client, member)
    boxes = ("seats", "min_age", "max_age", "minutes_per_meeting", "cost", "hours_total", "level")
    typed = dict.fromkeys((*boxes, "seen_version", "places-0-id", "contact_id"), number)
    offer = f"/beheer/aanbod/{numbers['offer_id']}"
    answer = client.post(offer, data=typed | {"type": "buddy", "title": "Wandelen"})
    assert answer.status_code == 422
    assert answer.text.count("field-wrong") >= 6
    people = f"/beheer/organisaties/{host.id}/mensen"
    assert client.post(f"{people}/verwijderen", data={"id": number}).status_code == 404
    assert client.post(f"{people}/intrekken", data={"id": number}).status_code == 404


def test_the_form_of_another_opens_and_drafts_nothing(session: Session) -> None:
    own, other = examples.organisation(session), examples.organisation(session, "Elders")
    by, at = examples.person(session), now()

    def draft(host: Any) -> Offer:
        return draft_offer(
            session,
            host,
            type=OfferType.BUDDY,
            title="Wandelen",
            request_key="f" * 32,
            by=by,
            at=at,
        )

    made = draft(own)
    assert draft(own) is made
    with pytest.raises(Conflict):
        draft(other)


def test_the_form_of_another_counsellor_opens_no_trajectory(session: Session) -> None:
    trajectory(session)  # The rules of the traject stand beside it.
    karim, other = examples.counsellor(session), examples.counsellor(session)

    def opening(counsellor: Account) -> object:
        return open_trajectory(
            session,
            counsellor=counsellor,
            name="Amina",
            nis=MECHELEN,
            starts_on=date(2026, 3, 3),
            obliged=True,
            working=False,
            studying=False,
            by=counsellor,
            at=examples.NOW,
            request_key="f" * 32,
        )

    made = opening(karim)
    assert opening(karim) is made
    with pytest.raises(Conflict):
        opening(other)


@pytest.mark.parametrize("address", ["/aanbod//1", "/trajecten", "/sitemap.xml", "/"])
def test_the_host_that_was_asked_for_is_never_repeated(
    client: PageClient, session: Session, address: str
) -> None:
    answer = client.get(address, base_url="http://boos.test")
    assert "boos" not in answer.headers.get("Location", "") + answer.text


def test_over_tls_the_cookie_is_bound_to_this_host_and_hidden_from_scripts(
    app: APIFlask, tmp_path: Path
) -> None:
    settings = replace(app.config["SETTINGS"], base_url="https://meedoen.test", data_dir=tmp_path)
    secured = create_app(ROOT, settings)
    try:
        answer = secured.test_client().get("/aanmelden", base_url="https://meedoen.test")
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith("__Host-meedoen=")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
        assert "Domain" not in cookie
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    finally:
        with secured.app_context():
            db.engine.dispose()


def test_a_failure_leaves_no_token_and_no_name_in_the_log(
    app: APIFlask,
    client: PageClient,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    unfit = {"name": "Amina Haddad"}  # No database takes such a value; the error shows it.

    def fail(*args: object, **facts: object) -> None:
        db.session.execute(text("SELECT :who"), {"who": unfit})

    monkeypatch.setattr("meedoen.accounts.views.find_account_by_token", fail)
    with caplog.at_level(logging.INFO):
        assert client.get("/wachtwoord/geheim%0Avalse-regel").status_code == 500
    assert "cannot" in caplog.text or "binding" in caplog.text
    assert not re.search("geheim|valse-regel|Amina", caplog.text)
