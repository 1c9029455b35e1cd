"""The choice of a language: kept on the device and in the account, and no way to elsewhere."""

from collections.abc import Callable
from datetime import UTC, datetime
from http.cookies import SimpleCookie

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from meedoen.accounts.actions import set_password
from meedoen.accounts.documents import new_role_letter, reset_letter
from meedoen.accounts.models import Account
from meedoen.accounts.terms import Role
from meedoen.organisations.documents import decision_letter
from meedoen.web.addresses import COOKIE
from tests import examples
from tests.conftest import PageClient

SignIn = Callable[[FlaskClient, Account], None]
PASSWORD = "een lange zin met vier woorden"
NOW = datetime.now(UTC)


def choose(client: PageClient, code: str, page: str = "/", **more: str):  # type: ignore[no-untyped-def]
    return client.post("/taal", data={"kies": code, "naar": page, **more})


def test_choosing_keeps_the_page_and_its_query_and_is_remembered(client: PageClient) -> None:
    answer = choose(client, "ar", "/aanbod?waar=Mechelen&straal=25")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/ar/aanbod?waar=Mechelen&straal=25"
    cookie = SimpleCookie(answer.headers["Set-Cookie"])[COOKIE]
    assert cookie.value == "ar"
    assert (cookie["path"], cookie["samesite"], cookie["httponly"]) == ("/", "Lax", True)
    assert int(cookie["max-age"]) == 365 * 24 * 60 * 60


def test_from_one_language_to_another_and_back_to_dutch(client: PageClient) -> None:
    moved = client.post("/ar/taal", data={"kies": "uk", "naar": "/over"})
    assert moved.headers["Location"] == "/uk/over"
    assert choose(client, "nl", "/uk/over").headers["Location"] == "/over"


@pytest.mark.parametrize(
    "goal",
    [
        "",
        "//evil.test",
        "/ar//evil.test",
        "/ar//evil.test/uk",
        "https://evil.test/",
        "/\\evil.test",
        "/ar/\\evil.test",
        "\\\\evil.test",
        "/\t/evil.test",
        "/ar/\t/evil.test",
        "javascript:alert(1)",
        "@evil.test",
        ".evil.test",
    ],
)
@pytest.mark.parametrize("code", ["nl", "ar"])
def test_the_choice_never_leads_elsewhere(client: PageClient, code: str, goal: str) -> None:
    where = choose(client, code, goal).headers["Location"]
    home = "/" if code == "nl" else "/ar"
    assert where.startswith(home)
    assert not where.startswith(("//", "/\\"))
    assert "\t" not in where


def test_a_language_that_is_none_is_refused(client: PageClient) -> None:
    for code in ("", "xx", "../", "nl-BE"):
        answer = choose(client, code)
        assert answer.status_code == 400
        assert "Set-Cookie" not in answer.headers


def test_who_has_no_session_gets_none_by_choosing(client: PageClient, csrf: None) -> None:
    answer = choose(client, "ti")
    assert answer.status_code == 303
    assert [cookie.split("=")[0] for cookie in answer.headers.getlist("Set-Cookie")] == [COOKIE]


def test_the_account_keeps_the_choice_of_who_is_signed_in(
    client: PageClient, session: Session, sign_in: SignIn
) -> None:
    account = examples.newcomer(session)
    sign_in(client, account)
    choose(client, "ps", "/mijn")
    session.refresh(account)
    assert account.language == "ps"


def test_an_account_is_not_changed_without_the_token_of_the_form(
    client: PageClient, session: Session, sign_in: SignIn, csrf: None
) -> None:
    account = examples.newcomer(session)
    sign_in(client, account)
    assert choose(client, "ps", "/mijn").status_code == 400
    session.refresh(account)
    assert account.language == "nl"


def test_the_own_page_of_an_account_changes_its_language(
    client: PageClient, session: Session, sign_in: SignIn
) -> None:
    account = examples.newcomer(session)
    sign_in(client, account)
    answer = client.post("/account", data={"name": "Amina", "phone": "", "language": "ro"})
    assert answer.headers["Location"] == "/ro/account"
    session.refresh(account)
    assert account.language == "ro"
    session.rollback()
    wrong = client.post("/account", data={"name": "Amina", "phone": "", "language": "xx"})
    assert wrong.status_code == 422


@pytest.fixture
def account(session: Session) -> Account:
    """A newcomer with a password."""
    made = examples.newcomer(session)
    made.email = "amina@voorbeeld.be"
    set_password(session, made, PASSWORD, by=None, at=NOW)
    session.commit()
    return made


def enter(client: PageClient, page: str, goal: str = "") -> str:
    """Sign in on a page; gives where one goes on."""
    typed = {"email": "amina@voorbeeld.be", "password": PASSWORD, "volgende": goal}
    return str(client.post(page, data=typed).headers["Location"])


def test_signing_in_in_dutch_goes_on_in_the_language_of_the_account(
    client: PageClient, session: Session, account: Account
) -> None:
    account.language = "ar"
    session.commit()
    assert enter(client, "/aanmelden") == "/ar/mijn"
    session.refresh(account)
    assert account.language == "ar"


def test_signing_in_in_another_language_keeps_it_in_the_account(
    client: PageClient, session: Session, account: Account
) -> None:
    assert enter(client, "/fr/aanmelden", "/fr/account?x=1") == "/fr/account?x=1"
    session.refresh(account)
    assert account.language == "fr"


@pytest.mark.parametrize("goal", ["/ar//evil.test", "//evil.test", "/fr//evil.test"])
def test_signing_in_never_leads_elsewhere(
    client: PageClient, session: Session, account: Account, goal: str
) -> None:
    where = enter(client, "/aanmelden", goal)
    assert not where.startswith("//")
    assert where.startswith("/")


def test_mails_to_newcomers_are_in_the_language_of_the_account_and_so_are_their_links(
    session: Session, account: Account
) -> None:
    account.language = "tr"
    letter = reset_letter(account, until=NOW, base_url="https://meedoen.test")
    assert letter.language == "tr"
    assert "https://meedoen.test/tr/wachtwoord/" in letter.body
    assert (
        "https://meedoen.test/tr/mijn"
        in new_role_letter(account, base_url="https://meedoen.test").body
    )


def test_a_mail_about_work_is_in_dutch(session: Session) -> None:
    organisation = examples.organisation(session)
    letter = decision_letter(organisation, language="tr", base_url="https://meedoen.test")
    assert letter.language == "nl"


@pytest.mark.parametrize(
    ("header", "cookie", "offered"),
    [
        (None, None, None),
        ("ar-SY,ar;q=0.9,en;q=0.5", None, "ar"),
        ("nl-BE,nl;q=0.9,ar;q=0.5", None, None),
        ("zh,ja;q=0.5", None, None),
        ("ar", "nl", None),
        ("nl", "uk", "uk"),
        ("nl", "xx", None),
    ],
)
def test_the_dutch_home_page_offers_a_language_and_sends_nobody_away(
    client: PageClient, header: str | None, cookie: str | None, offered: str | None
) -> None:
    if cookie:
        client.set_cookie(COOKIE, cookie)
    answer = client.get("/", headers={"Accept-Language": header} if header else {})
    assert answer.status_code == 200
    assert {"accept-language", "cookie"} <= {part.lower() for part in answer.vary}
    assert ("language-offer" in answer.text) == bool(offered)
    if offered:
        part = answer.text.split("language-offer")[1].split("</form>")[0]
        assert f'value="{offered}"' in part


def test_no_other_page_depends_on_the_language_of_the_browser(client: PageClient) -> None:
    for path in ("/aanbod", "/ar/", "/ar/aanbod"):
        answer = client.get(path, headers={"Accept-Language": "uk"})
        assert "language-offer" not in answer.text
        assert "accept-language" not in {part.lower() for part in answer.vary}


def test_who_works_here_reads_the_own_page_in_dutch(
    client: PageClient, session: Session, sign_in: SignIn
) -> None:
    sign_in(client, examples.person_with(session, Role.COUNSELLOR, agency_code="agii"))
    answer = client.get("/ar/mijn")
    assert (answer.status_code, answer.headers["Location"]) == (308, "/mijn")
