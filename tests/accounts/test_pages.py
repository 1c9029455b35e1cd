"""The pages on which people sign in, set a password and keep their own data."""

import re
from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from urllib.parse import quote

import pytest
import time_machine
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meedoen.accounts import actions
from meedoen.accounts.links import password_token
from meedoen.accounts.models import Account, SignIn, SignInAttempt
from meedoen.accounts.queries import find_visit
from meedoen.messages.models import OutgoingMessage
from meedoen.web.access import safe_return_address
from meedoen.web.clock import now
from tests.examples import newcomer

GOOD = "vier losse woorden"
SARA = "sara@voorbeeld.be"


@pytest.fixture
def sara(session: Session) -> Account:
    """Somebody with a password."""
    account = actions.create_account(session, name="Sara Peeters", email=SARA, by=None, at=now())
    actions.set_password(session, account, GOOD, by=None, at=now())
    session.commit()
    return account


def enter(client: FlaskClient, *, email: str = SARA, password: str = GOOD, **more: str):  # type: ignore[no-untyped-def]
    return client.post("/aanmelden", data={"email": email, "password": password, **more})


def cookie_of(client: FlaskClient) -> str:
    cookie = client.get_cookie("meedoen")
    return cookie.value if cookie else ""


def token_on(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def count(session: Session, model: type) -> int:
    found = session.scalar(select(func.count()).select_from(model)) or 0
    session.commit()
    return found


def test_who_signs_in_comes_where_they_were_going(client: FlaskClient, sara: Account) -> None:
    assert enter(client).headers["Location"] == "/mijn"
    client.post("/afmelden")
    page = client.get("/aanmelden?volgende=/account").text
    assert 'name="volgende" type="hidden" value="/account"' in page
    assert enter(client, volgende="/account").headers["Location"] == "/account"
    assert "Sara Peeters" in client.get("/account").text


def test_who_is_signed_in_has_no_business_at_the_door(client: FlaskClient, sara: Account) -> None:
    enter(client)
    answer = client.get("/aanmelden")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/mijn")


@pytest.mark.parametrize(
    "address",
    [
        "//evil.test",
        "///evil.test",
        "/\\evil.test",
        "\\/evil.test",
        "/\t/evil.test",
        "\t//evil.test",
        "/\n/evil.test",
        "https:evil.test",
        "https://evil.test",
        "javascript:alert(1)",
        "evil.test",
        "／／evil.test",
        "/\u2028/evil.test",
        "",
        "/aanmelden",
        "/afmelden",
        "/" + "x" * 3000,
    ],
)
def test_nobody_is_sent_elsewhere(client: FlaskClient, sara: Account, address: str) -> None:
    client.get(f"/aanmelden?volgende={quote(address)}")
    answer = enter(client, volgende=address)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/mijn")


def test_a_full_width_host_stays_a_path_of_ours() -> None:
    assert safe_return_address("/／evil.test").startswith("/")
    assert safe_return_address("／／evil.test") == "/mijn"


def test_unknown_address_and_wrong_password_get_the_same_answer(
    client: FlaskClient, sara: Account
) -> None:
    with time_machine.travel(now(), tick=False):  # a form token tells the second it was made
        wrong = enter(client, password="een ander wachtwoord")
        unknown = enter(client, email="niemand@voorbeeld.be")
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.text.replace(SARA, "") == unknown.text.replace("niemand@voorbeeld.be", "")
    assert "klopt niet" in wrong.text
    assert SARA in wrong.text


def test_asking_for_a_link_tells_nothing(
    client: FlaskClient, session: Session, sara: Account
) -> None:
    answers = [
        client.post("/wachtwoord/vergeten", data={"email": email})
        for email in (SARA, "niemand@voorbeeld.be", "geen adres")
    ]
    assert {(a.status_code, a.headers["Location"], a.text) for a in answers} == {
        (303, "/wachtwoord/vergeten/verstuurd", answers[0].text)
    }
    assert count(session, OutgoingMessage) == 1
    assert "mailbox" in client.get("/wachtwoord/vergeten/verstuurd").text


def test_the_cookie_changes_at_sign_in_and_an_old_one_is_worth_nothing(
    client: FlaskClient, session: Session, sara: Account
) -> None:
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
    before = cookie_of(client)
    enter(client)
    with client.session_transaction() as cookie:
        assert "planted" not in cookie
    first = cookie_of(client)
    assert first != before
    enter(client)
    assert cookie_of(client) != first
    client.set_cookie("meedoen", first)
    assert client.get("/account").status_code == 303


def test_signing_out_ends_the_visit_for_copies_of_the_cookie_too(
    client: FlaskClient, sara: Account
) -> None:
    enter(client)
    copy = cookie_of(client)
    answer = client.post("/afmelden")
    assert answer.status_code == 303
    assert client.post("/afmelden").status_code == 303
    client.set_cookie("meedoen", copy)
    assert client.get("/account").status_code == 303


@pytest.mark.usefixtures("csrf")
@pytest.mark.parametrize(
    ("address", "status"), [("/aanmelden", 400), ("/wachtwoord/vergeten", 400), ("/account", 401)]
)
def test_a_form_without_its_token_is_refused(
    client: FlaskClient, session: Session, sara: Account, address: str, status: int
) -> None:
    answer = client.post(address, data={"email": SARA, "password": GOOD})
    assert answer.status_code == status
    assert (count(session, SignIn), count(session, OutgoingMessage)) == (0, 0)


@pytest.mark.usefixtures("csrf")
def test_a_form_with_its_token_is_taken(client: FlaskClient, sara: Account) -> None:
    token = token_on(client.get("/aanmelden").text)
    assert enter(client, csrf_token=token).headers["Location"] == "/mijn"


def test_too_many_tries_say_how_long_to_wait(
    client: FlaskClient, session: Session, sara: Account
) -> None:
    for _ in range(5):
        assert enter(client, password="fout").status_code == 422
    answer = enter(client)
    assert answer.status_code == 429
    assert 890 <= int(answer.headers["Retry-After"]) <= 900
    assert "Wacht nog 15 minuten" in answer.text
    assert count(session, SignInAttempt) == 5
    with time_machine.travel(now() + timedelta(minutes=15), tick=False):
        assert enter(client).status_code == 303


def test_tries_from_many_threads_at_once_are_counted(
    app: APIFlask, client: FlaskClient, session: Session, sara: Account
) -> None:
    together = Barrier(8)
    codes: list[int] = []

    def attempt() -> None:
        browser = app.test_client()
        together.wait()
        codes.append(enter(browser, password="fout").status_code)

    threads = [Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(codes) <= {422, 429}
    assert codes.count(422) == count(session, SignInAttempt) >= 5
    assert enter(client).status_code == 429


def test_a_link_sets_the_password_ends_visits_and_dies(
    client: FlaskClient, session: Session, sara: Account
) -> None:
    enter(client)
    token = password_token(sara, until=now() + timedelta(hours=1))
    assert "Kies je wachtwoord" in client.get(f"/wachtwoord/{token}").text
    new = {"password": "een heel nieuw wachtwoord", "repeat": "een heel nieuw wachtwoord"}
    answer = client.post(f"/wachtwoord/{token}", data=new)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/aanmelden")
    assert client.get("/account").status_code == 303
    assert client.post(f"/wachtwoord/{token}", data=new).status_code == 410
    dead = client.get(f"/wachtwoord/{token}")
    assert dead.status_code == 410
    assert "/wachtwoord/vergeten" in dead.text
    assert enter(client, password=new["password"]).status_code == 303


def test_a_link_of_an_hour_ago_is_dead(client: FlaskClient, sara: Account) -> None:
    client.post("/wachtwoord/vergeten", data={"email": SARA})
    token = password_token(sara, until=now() + timedelta(hours=1))
    with time_machine.travel(now() + timedelta(minutes=61)):
        assert client.get(f"/wachtwoord/{token}").status_code == 410


@pytest.mark.parametrize("token", ["x", "é", "%FF%FE", "a.b", "WzEsInRvIiwxXQ.AAAA", "x" * 5000])
def test_a_hostile_token_gets_a_clear_answer(
    client: FlaskClient, session: Session, token: str
) -> None:
    assert client.get(f"/wachtwoord/{token}").status_code == 410
    data = {"password": GOOD, "repeat": GOOD}
    assert client.post(f"/wachtwoord/{token}", data=data).status_code == 410


@pytest.mark.parametrize(
    ("password", "repeat", "said"),
    [
        ("kort", "kort", "minstens 12 tekens"),
        (GOOD, GOOD + "!", "niet gelijk"),
        ("wachtwoord123", "wachtwoord123", "makkelijk te raden"),
        (SARA, SARA, "geen veilig wachtwoord"),
        ("", "", "Vul dit in"),
        ("x" * 2000, "x" * 2000, "te lang"),
    ],
)
def test_a_bad_password_is_refused_in_words_and_the_link_lives_on(
    client: FlaskClient, sara: Account, password: str, repeat: str, said: str
) -> None:
    token = password_token(sara, until=now() + timedelta(hours=1))
    answer = client.post(f"/wachtwoord/{token}", data={"password": password, "repeat": repeat})
    assert answer.status_code == 422
    assert said in answer.text
    assert client.get(f"/wachtwoord/{token}").status_code == 200


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"email": "x" * 100_000, "password": "y"},
        {"email": SARA, "password": "y" * 100_000},
        {"email": b"\xff\xfe", "password": b"\xed\xa0\x80"},
        {"email": [SARA, "b"], "password": ["a", "b"]},
        {"email": SARA, "password": GOOD + "\x00"},
    ],
)
def test_whatever_is_sent_to_the_door_gets_a_clear_answer(
    client: FlaskClient, session: Session, sara: Account, data: dict[str, object]
) -> None:
    assert client.post("/aanmelden", data=data).status_code in {400, 422}
    assert count(session, SignIn) == 0


def test_people_keep_their_own_name_and_telephone(
    client: FlaskClient,
    session: Session,
    sara: Account,
    sign_in: Callable[[FlaskClient, Account], None],
) -> None:
    sign_in(client, sara)
    assert SARA in client.get("/account").text
    answer = client.post("/account", data={"name": "  Sara  De Smet ", "phone": "015 29 76 10"})
    assert answer.status_code == 303
    session.refresh(sara)
    session.commit()
    assert (sara.name, sara.phone, sara.email) == ("Sara De Smet", "015 29 76 10", SARA)
    wrong = client.post("/account", data={"name": "Sara", "phone": "bel mij", "email": "x@y.be"})
    assert wrong.status_code == 422
    assert "bel mij" in wrong.text
    session.refresh(sara)
    assert (sara.name, sara.email) == ("Sara De Smet", SARA)


def test_a_new_password_asks_for_the_present_one_and_keeps_this_visit(
    app: APIFlask, client: FlaskClient, sara: Account
) -> None:
    elsewhere = app.test_client()
    enter(client)
    enter(elsewhere)
    new = {"password": "een heel nieuw wachtwoord", "repeat": "een heel nieuw wachtwoord"}
    wrong = client.post("/account/wachtwoord", data={**new, "present": "fout"})
    assert wrong.status_code == 422
    assert "niet je wachtwoord van nu" in wrong.text
    right = client.post("/account/wachtwoord", data={**new, "present": GOOD})
    assert (right.status_code, right.headers["Location"]) == (303, "/account")
    assert client.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 303


def test_guessing_the_present_password_is_throttled_too(client: FlaskClient, sara: Account) -> None:
    enter(client)
    new = {"password": "een heel nieuw wachtwoord", "repeat": "een heel nieuw wachtwoord"}
    codes = [
        client.post("/account/wachtwoord", data={**new, "present": "fout"}).status_code
        for _ in range(6)
    ]
    assert codes == [422] * 5 + [429]


def test_signing_out_everywhere_ends_every_visit(
    app: APIFlask, client: FlaskClient, sara: Account
) -> None:
    elsewhere = app.test_client()
    enter(client)
    enter(elsewhere)
    assert client.post("/account/overal-afmelden").status_code == 303
    assert elsewhere.get("/account").status_code == 303
    assert client.get("/account").status_code == 303


def test_a_form_that_comes_after_the_visit_ended_travels_along(
    client: FlaskClient, session: Session, sara: Account
) -> None:
    enter(client)
    with time_machine.travel(now() + timedelta(hours=13)):
        typed = {"name": "Sara <Nieuw> 'Naam'", "phone": "015 29 76 10"}
        asked = client.post("/account", data=typed)
        assert asked.status_code == 401
        assert "Wat je schreef, is bewaard" in asked.text
        kept = re.search(r'name="bewaard"[^>]*value="([^"]*)"', asked.text)
        assert kept
        from html import unescape

        again = enter(client, volgende="/account", bewaard=unescape(kept[1]))
        assert again.status_code == 200
        assert 'action="/account"' in again.text
        assert "Sara &lt;Nieuw&gt; &#39;Naam&#39;" in again.text
        session.refresh(sara)
        session.commit()
        assert sara.name == "Sara Peeters"
        client.post("/account", data=typed)
    session.refresh(sara)
    assert sara.name == "Sara <Nieuw> 'Naam'"


@pytest.mark.usefixtures("csrf")
def test_what_travelled_along_can_be_sent_with_the_token_of_its_new_page(
    client: FlaskClient, session: Session, sara: Account
) -> None:
    token = token_on(client.get("/aanmelden").text)
    page = enter(client, csrf_token=token, volgende="/account", bewaard='[["name", "Sara Nieuw"]]')
    assert token_on(page.text) != token
    data = {"name": "Sara Nieuw", "csrf_token": token}
    assert client.post("/account", data=data).status_code == 400
    data["csrf_token"] = token_on(page.text)
    assert client.post("/account", data=data).status_code == 303
    session.refresh(sara)
    assert sara.name == "Sara Nieuw"


def test_a_public_form_is_taken_whatever_became_of_the_visit(
    client: FlaskClient, sara: Account
) -> None:
    enter(client)
    with time_machine.travel(now() + timedelta(hours=13)):
        assert client.post("/wachtwoord/vergeten", data={"email": SARA}).status_code == 303
        assert client.post("/afmelden").status_code == 303


def test_who_is_signed_in_is_found_in_one_query(
    session: Session, count_queries: Callable[..., object]
) -> None:
    account = newcomer(session)
    session.add(
        SignIn(
            account_id=account.id,
            token_hash="0" * 64,
            started_at=now(),
            expires_at=now() + timedelta(hours=1),
        )
    )
    session.commit()
    session.expunge_all()
    from meedoen.accounts.visits import queries

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries, "token_hash_of", lambda token: "0" * 64)
        with count_queries() as asked:  # type: ignore[attr-defined]
            visit = find_visit(session, "token", now())
            assert visit is not None
            assert [held.role for held in visit.account.roles] == ["newcomer"]
    assert len(asked) == 1
