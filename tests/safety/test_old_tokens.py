"""A form whose token is missing or old does nothing, loses nothing, and says what to do."""

import re
from collections.abc import Callable, Iterator

import pytest
from apiflask import APIFlask
from flask import g
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from wtforms import PasswordField, StringField

from meedoen.accounts.models import Account, AccountRole
from meedoen.accounts.terms import Role
from meedoen.core.audit import AuditRow
from meedoen.trajectories.models import Activity
from meedoen.trajectories.terms import HoursState, TrajectoryStatus
from meedoen.web.forms import PageForm
from meedoen.web.session import db
from tests.boxes import boxes
from tests.conftest import PageClient
from tests.examples import MECHELEN
from tests.safety.doors import address_of, count_acts, routes
from tests.trajectories.examples import link_to, page_of

SignIn = Callable[[FlaskClient, Account], None]

WORDS = "Wat ik schreef over de markt"
PASSWORD = "vier losse woorden"
OLD = {"csrf_token": "van gisteren"}
PREFIXES = ("", "log-", "change-", "correct-", "back-", "paper-", "stop-", "lid-", "contact-")
PREFIXES += ("note-", "keep-", "dispute-", "colleague-", "agency-", "photo-", "hold-")
NO_TEXT = ("/situatie", "/goedkeuren", "/geschikt", "/account/wachtwoord", "/plan/week", "/was-er")
NO_TEXT += ("/blad",)
"""Forms that only hold ticks or passwords, and show them again on their own page."""

pytestmark = pytest.mark.usefixtures("csrf")


def texts(form: type[PageForm] = PageForm) -> Iterator[tuple[str, bool]]:
    """The names of all boxes for text of all forms, and whether they are for a password."""
    for kind in form.__subclasses__():
        for name in dir(kind):
            field = getattr(getattr(kind, name), "field_class", None)
            if field and issubclass(field, StringField):
                yield name, issubclass(field, PasswordField)
        yield from texts(kind)


@pytest.fixture
def everywhere(
    client: PageClient,
    session: Session,
    sign_in: SignIn,
    joined: Activity,
    numbers: dict[str, object],
) -> PageClient:
    """A browser of somebody who may do everything with the things that are there."""
    counsellor = joined.trajectory.counsellor
    counsellor.roles += [
        AccountRole(role=Role.ORGANISATION_MEMBER, organisation_id=numbers["organisation_id"]),
        AccountRole(role=Role.MUNICIPALITY_OFFICER, nis=MECHELEN),
        AccountRole(role=Role.AGENCY_ADMINISTRATOR, agency_code="agii"),
        AccountRole(role=Role.SYSTEM_ADMINISTRATOR),
    ]
    sign_in(client, counsellor)
    return client


def test_whatever_was_typed_stands_there_again_and_no_password_does(
    app: APIFlask,
    everywhere: PageClient,
    session: Session,
    joined: Activity,
    numbers: dict[str, object],
) -> None:
    everywhere.get("/account")
    names = dict(texts())
    typed = {prefix + name: WORDS for prefix in PREFIXES for name in names}
    sent = typed | {name: PASSWORD for name in names if names[name]} | {"rol": "counsellor"} | OLD
    before, wrong, tried = count_acts(session), [], 0
    for rule, _ in routes(app, "POST"):
        address = address_of(app, rule, numbers)
        if rule.endpoint == "accounts.languages.choose":  # It needs no token and takes no text.
            continue
        if rule.rule == "/bevestigen/<token>":
            address = link_to(app, joined)
            session.rollback()
        answer = everywhere.post(address, data=sent)
        if answer.status_code in {404, 410}:  # Nothing of theirs, or a link that never was.
            continue
        tried += 1
        kept = WORDS in answer.text or address.endswith(NO_TEXT)
        told = re.search("te oud|Druk nog één keer", answer.text)
        if answer.status_code != 400 or not kept or not told or PASSWORD in answer.text:
            wrong.append((answer.status_code, address))
    assert not wrong
    assert tried > 50
    assert count_acts(session) == before


def test_one_more_press_does_what_was_asked(
    everywhere: PageClient, session: Session, joined: Activity, numbers: dict[str, object]
) -> None:
    stop, full = f"{page_of(joined)}/stoppen", f"/beheer/aanbod/{numbers['offer_id']}/volzet"
    for address, typed in ((f"{full}?terug=lijst", {}), (stop, {"stop-reason": WORDS})):
        asked = everywhere.post(address, data=typed | OLD)
        assert asked.status_code == 400
        done = everywhere.post(address, data=boxes(asked.text, address))
        assert done.status_code == 303
    assert done.headers["Location"] == page_of(joined)
    session.refresh(joined.trajectory)
    assert joined.trajectory.status is TrajectoryStatus.STOPPED
    assert joined.trajectory.ended_reason == WORDS


def test_who_was_signed_out_elsewhere_signs_in_and_sends_it_then(
    app: APIFlask, everywhere: PageClient, session: Session, joined: Activity
) -> None:
    with everywhere.session_transaction() as cookie:
        cookie.clear()
    address = f"{page_of(joined)}/stoppen"
    asked = everywhere.post(address, data={"stop-reason": WORDS} | OLD)
    assert asked.status_code == 401
    assert "Wat je schreef, is bewaard" in asked.text
    kept = boxes(asked.text, "/aanmelden")
    assert kept["volgende"] == address
    assert WORDS in kept["bewaard"]


def test_a_contact_person_without_cookies_gets_the_form_again_and_confirms_with_it(
    app: APIFlask, client: PageClient, session: Session, joined: Activity
) -> None:
    address = link_to(app, joined)
    entry = joined.trajectory.hours[0]
    ticked = f"{entry.id}:{entry.version}"
    session.commit()
    typed = {"name": "Els W.", "reason": WORDS, "entries": ticked, "act": "confirm"}
    asked = client.post(address, data=typed)
    assert asked.status_code == 400
    assert "Laat dan cookies toe" in asked.text
    again = boxes(asked.text, address)
    assert (again["name"], again["reason"], again["entries"]) == ("Els W.", WORDS, ticked)
    assert client.post(address, data=again).status_code == 303
    session.refresh(entry)
    assert (entry.state, entry.confirmed_by_name) == (HoursState.CONFIRMED, "Els W.")


def test_an_answer_that_came_after_all_was_answered_is_kept(
    app: APIFlask, client: PageClient, session: Session, joined: Activity
) -> None:
    address = link_to(app, joined)
    entry = joined.trajectory.hours[0]
    ticked = f"{entry.id}:{entry.version}"
    session.commit()
    first = boxes(client.get(address).text, address)
    assert client.post(address, data=first).status_code == 303
    late = first.copy()
    late.setlist("entries", [ticked])
    late.setlist("act", ["contest"])
    late.setlist("reason", [WORDS])
    answer = client.post(address, data=late)
    assert answer.status_code == 422
    assert WORDS in answer.text
    assert "Dit is niet gebeurd" in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elders.test"},
        {"Origin": "null"},
    ],
)
def test_what_another_site_sends_is_not_offered_again_and_ends_no_visit(
    everywhere: PageClient, joined: Activity, headers: dict[str, str]
) -> None:
    with everywhere.session_transaction() as cookie:
        cookie.clear()  # A browser sends no cookie along with such a form.
    address = f"{page_of(joined)}/stoppen"
    answer = everywhere.post(address, data={"stop-reason": WORDS}, headers=headers)
    assert answer.status_code == 400
    assert "Dit kwam niet van Meedoen" in answer.text
    assert WORDS not in answer.text
    assert "Set-Cookie" not in answer.headers


def test_our_own_pages_are_known_as_ours(everywhere: PageClient, joined: Activity) -> None:
    address = f"{page_of(joined)}/stoppen"
    for headers in ({"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}):
        answer = everywhere.post(address, data={"stop-reason": WORDS} | OLD, headers=headers)
        assert WORDS in answer.text


def test_nothing_can_be_committed_for_a_form_without_its_token(
    app: APIFlask, client: PageClient
) -> None:
    with app.test_request_context("/", method="POST"):
        g.token_refused = "te oud"
        db.session.add(AuditRow())
        with pytest.raises(RuntimeError, match="without its token"):
            db.session.commit()
        db.session.rollback()


def test_a_view_that_acts_all_the_same_changes_nothing(
    everywhere: PageClient,
    session: Session,
    joined: Activity,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = count_acts(session)
    monkeypatch.setattr(PageForm, "validate", lambda form, extra_validators=None: True)
    everywhere.post(f"{page_of(joined)}/stoppen", data={"stop-reason": WORDS} | OLD)
    assert count_acts(session) == before
    session.refresh(joined.trajectory)
    assert joined.trajectory.status is TrajectoryStatus.RUNNING
