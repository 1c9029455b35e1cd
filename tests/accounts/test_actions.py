"""Accounts are made, get roles and passwords, and sign in; what is wrong changes nothing."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from apiflask import APIFlask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meedoen.accounts import actions
from meedoen.accounts.documents import password_link
from meedoen.accounts.links import password_token
from meedoen.accounts.models import Account, AccountRole, SignIn, SignInAttempt
from meedoen.accounts.queries import find_account_by_token, find_visit
from meedoen.accounts.roles import actions as roles
from meedoen.accounts.terms import Role
from meedoen.accounts.visits import actions as visits
from meedoen.core.audit import AuditRow
from meedoen.core.errors import RuleBroken
from meedoen.messages.models import OutgoingMessage
from meedoen.web.session import db
from tests.examples import MECHELEN, NOW

GOOD = "vier losse woorden"
HOME = "http://meedoen.test"


def codes(refused: pytest.ExceptionInfo[RuleBroken]) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def made(
    session: Session, email: str | None = "sara@voorbeeld.be", password: str | None = GOOD
) -> Account:
    account = actions.create_account(session, name="Sara Peeters", email=email, by=None, at=NOW)
    if password:
        actions.set_password(session, account, password, by=None, at=NOW)
    session.commit()
    return account


def signing_in(
    session: Session,
    *,
    email: str = "sara@voorbeeld.be",
    password: str = GOOD,
    address: str = "192.0.2.7",
    after: timedelta = timedelta(0),
) -> str:
    token = visits.sign_in(session, email=email, password=password, address=address, at=NOW + after)
    session.commit()
    return token


@pytest.mark.parametrize(
    "again", ["sara@voorbeeld.be", "SARA@Voorbeeld.BE", " sara@voorbeeld.be ", "sara@VOORBEELD.be"]
)
def test_an_address_has_one_account_however_it_is_written(session: Session, again: str) -> None:
    made(session)
    with pytest.raises(RuleBroken) as refused:
        actions.create_account(session, name="Iemand", email=again, by=None, at=NOW)
    assert codes(refused) == {"email_taken"}


def test_an_address_in_other_letters_is_the_same_in_idna(session: Session) -> None:
    assert made(session, "sara@bücher.example").email == "sara@xn--bcher-kva.example"
    with pytest.raises(RuleBroken):
        made(session, "SARA@BÜCHER.example")


@pytest.mark.parametrize(
    "email",
    [
        "geen adres",
        "a@b",
        "a@b.be\x00",
        "a@b.be\r\nBcc: c@d.be",
        "x" * 250 + "@b.be",
        "é@b.be",
        "\ud800@b.be",
    ],
)
def test_what_is_no_address_is_refused(session: Session, email: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        actions.create_account(session, name="Sara", email=email, by=None, at=NOW)
    assert codes(refused) == {"bad_address"}


def test_all_that_is_wrong_is_said_at_once(session: Session) -> None:
    with pytest.raises(RuleBroken) as refused:
        actions.create_account(
            session, name=" ", email="x", phone="bel", language="?", by=None, at=NOW
        )
    assert codes(refused) == {
        "name_missing", "bad_address", "phone_unreadable", "language_unknown"
    }  # fmt: skip


def test_many_may_have_no_address(session: Session) -> None:
    assert made(session, None, None).id != made(session, None, None).id


def test_a_role_is_given_once_and_taken_once(session: Session) -> None:
    account = made(session)
    first = roles.give_role(
        session, account, Role.MUNICIPALITY_OFFICER, nis=MECHELEN, by=None, at=NOW
    )
    again = roles.give_role(
        session, account, Role.MUNICIPALITY_OFFICER, nis=MECHELEN, by=None, at=NOW
    )
    assert first is again
    assert session.scalar(select(func.count()).select_from(AccountRole)) == 1
    for _ in range(2):
        roles.take_role(session, account, Role.MUNICIPALITY_OFFICER, nis=MECHELEN, by=None, at=NOW)
    assert account.roles == []
    acts = session.scalars(select(AuditRow.act).where(AuditRow.thing_id == account.id)).all()
    assert (acts.count("give_role"), acts.count("take_role")) == (1, 1)


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (Role.MUNICIPALITY_OFFICER, {"nis": "99999"}),
        (Role.MUNICIPALITY_OFFICER, {"nis": "46003"}),
        (Role.NETWORK_COACH, {"network_code": "nergens"}),
        (Role.COUNSELLOR, {"agency_code": "niemand"}),
    ],
)
def test_a_role_is_for_a_place_that_stands_today(
    session: Session, role: Role, scope: dict[str, str]
) -> None:
    with pytest.raises(RuleBroken) as refused:
        roles.give_role(session, made(session), role, by=None, at=NOW, **scope)  # type: ignore[arg-type]
    assert codes(refused) == {"scope_unknown"}


def test_the_password_is_kept_as_argon2id_and_nowhere_else(session: Session) -> None:
    account = made(session)
    assert str(account.password_hash).startswith("$argon2id$")
    assert GOOD not in str([row.facts for row in session.scalars(select(AuditRow))])


def test_signing_in_opens_a_visit_of_twelve_hours(session: Session) -> None:
    account = made(session)
    token = signing_in(session, email="SARA@voorbeeld.be")
    visit = find_visit(session, token, NOW + timedelta(hours=11, minutes=59))
    assert visit is not None
    assert visit.account is account
    assert token not in visit.token_hash
    assert find_visit(session, token, NOW + timedelta(hours=12)) is None


def test_the_same_password_from_another_keyboard_fits(session: Session) -> None:
    made(session, password="café au lait 12")
    assert signing_in(session, password="cafe\u0301 au lait 12")


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("sara@voorbeeld.be", "een ander wachtwoord"),
        ("niemand@voorbeeld.be", GOOD),
        ("zonder@voorbeeld.be", GOOD),
        ("zonder@voorbeeld.be", ""),
        ("gesloten@voorbeeld.be", GOOD),
        ("geen adres", GOOD),
        ("sara@voorbeeld.be", "\ud800"),
        ("sara@voorbeeld.be", GOOD + "\x00"),
        ("\x00" * 300, "x" * 100_000),
    ],
)
def test_whatever_is_wrong_the_answer_is_the_same(
    session: Session, email: str, password: str
) -> None:
    made(session)
    made(session, "zonder@voorbeeld.be", None)
    actions.close_account(session, made(session, "gesloten@voorbeeld.be"), by=None, at=NOW)
    session.commit()
    with pytest.raises(RuleBroken) as refused:
        signing_in(session, email=email, password=password)
    assert codes(refused) == {"wrong_credentials"}
    session.rollback()
    assert session.scalar(select(func.count()).select_from(SignIn)) == 0
    assert session.scalar(select(func.count()).select_from(SignInAttempt)) == 1


def test_an_unknown_address_costs_a_look_at_a_hash_too(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str | None] = []
    monkeypatch.setattr(
        "meedoen.accounts.passwords.fits", lambda kept, typed: bool(looked.append(kept))
    )
    for email in ("niemand@voorbeeld.be", "geen adres"):
        with pytest.raises(RuleBroken):
            signing_in(session, email=email)
    assert looked == [None, None]


def test_after_five_failures_the_account_waits_and_then_may_again(session: Session) -> None:
    made(session)
    for number in range(5):
        with pytest.raises(RuleBroken, match="wrong_credentials"):
            signing_in(session, password="fout", address=f"192.0.2.{number}")
    with pytest.raises(RuleBroken) as refused:
        signing_in(session, address="198.51.100.1", after=timedelta(minutes=10))
    assert refused.value.reasons[0].facts == {"seconds": 300, "minutes": 5}
    session.rollback()
    assert signing_in(session, after=timedelta(minutes=15))


def test_after_twenty_failures_an_address_waits_for_every_account(session: Session) -> None:
    made(session)
    for number in range(20):
        with pytest.raises(RuleBroken, match="wrong_credentials"):
            signing_in(session, email=f"iemand{number}@voorbeeld.be")
    with pytest.raises(RuleBroken, match="too_many_attempts"):
        signing_in(session)
    session.rollback()
    assert signing_in(session, address="198.51.100.1")


def test_a_success_forgets_the_failures_of_that_account_there(session: Session) -> None:
    made(session)
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(RuleBroken, match="wrong_credentials"):
                signing_in(session, password="fout")
        signing_in(session)
    assert session.scalar(select(func.count()).select_from(SignInAttempt)) == 0


def test_attempts_at_the_same_moment_do_not_slip_past_the_limit(
    app: APIFlask, session: Session
) -> None:
    made(session)
    together = Barrier(12)
    seen: list[str] = []

    def attempt() -> None:
        with app.app_context(), Session(db.engine) as own:
            together.wait()
            try:
                signing_in(own, password="fout")
            except RuleBroken as refusal:
                seen.append(refusal.reasons[0].code)

    threads = [Thread(target=attempt) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 12
    most = 5 if db.engine.dialect.name == "sqlite" else 12
    assert 5 <= seen.count("wrong_credentials") <= most


def test_a_hash_of_another_cost_is_renewed_at_sign_in(session: Session) -> None:
    from argon2 import PasswordHasher

    account = made(session)
    old = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash(GOOD)
    account.password_hash = old
    session.commit()
    signing_in(session)
    assert account.password_hash != old
    assert signing_in(session)


def test_signing_out_ends_one_visit_and_a_new_password_all(session: Session) -> None:
    account = made(session)
    tokens = [signing_in(session) for _ in range(3)]
    visits.sign_out(session, tokens[0], at=NOW)
    assert [find_visit(session, token, NOW) is None for token in tokens] == [True, False, False]
    actions.set_password(session, account, "een heel ander", by=account, at=NOW, keep=tokens[1])
    assert [find_visit(session, token, NOW) is None for token in tokens] == [True, False, True]
    actions.set_password(session, account, "nog weer anders", by=account, at=NOW)
    assert all(find_visit(session, token, NOW) is None for token in tokens)


def test_closing_an_account_ends_its_visits(session: Session) -> None:
    account = made(session)
    token = signing_in(session)
    actions.close_account(session, account, by=None, at=NOW)
    session.commit()
    assert find_visit(session, token, NOW) is None


def test_a_link_sets_the_password_once(session: Session) -> None:
    account = made(session, password=None)
    token = password_token(account, until=NOW + timedelta(days=7))
    actions.set_password_by_link(session, token, GOOD, at=NOW)
    with pytest.raises(RuleBroken, match="link_dead"):
        actions.set_password_by_link(session, token, "een heel ander", at=NOW)
    session.commit()
    assert signing_in(session)


def test_of_two_uses_of_a_link_at_once_one_succeeds(app: APIFlask, session: Session) -> None:
    token = password_token(made(session, password=None), until=NOW + timedelta(days=7))
    together = Barrier(4)
    done: list[bool] = []

    def use(number: int) -> None:
        with app.app_context(), Session(db.engine) as own:
            together.wait()
            try:
                actions.set_password_by_link(own, token, f"wachtzin nummer {number}", at=NOW)
                own.commit()
                done.append(True)
            except RuleBroken:
                done.append(False)

    threads = [Thread(target=use, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [False, False, False, True]


def test_a_link_dies_by_age_by_another_address_and_by_closing(session: Session) -> None:
    account = made(session)
    token = password_token(account, until=NOW + timedelta(hours=1))
    assert find_account_by_token(session, token, at=NOW + timedelta(minutes=59)) is account
    assert find_account_by_token(session, token, at=NOW + timedelta(hours=1)) is None
    account.email = "nieuw@voorbeeld.be"
    assert find_account_by_token(session, token, at=NOW) is None
    account.email = "sara@voorbeeld.be"
    assert find_account_by_token(session, token, at=NOW) is account
    account.closed_at = NOW
    assert find_account_by_token(session, token, at=NOW) is None


def hostile(token: str, other: str) -> list[str]:
    payload, _, seal = token.rpartition(".")
    foreign_payload, _, foreign_seal = other.rpartition(".")
    return [
        "",
        ".",
        token[:-1],
        token[1:],
        token + "x",
        token + "é",
        "\ud800" + token,
        "٣" + token,
        f"{payload}.{foreign_seal}",
        f"{foreign_payload}.{seal}",
        f"{payload}.",
        "x" * 100_000,
        "WzEsInRvIiwxXQ.AAAA",
    ]


def test_a_hostile_token_opens_nothing(session: Session) -> None:
    until = NOW + timedelta(hours=1)
    mine = password_token(made(session), until=until)
    other = password_token(made(session, "ander@voorbeeld.be"), until=until)
    for token in hostile(mine, other):
        assert find_account_by_token(session, token, at=NOW) is None, token


def test_an_invitation_is_mailed_once_a_click(session: Session) -> None:
    account = made(session, password=None)
    for after in (0, 30):
        at = NOW + timedelta(seconds=after)
        actions.invite(session, account, by=None, at=at, base_url=HOME)
    message = session.scalars(select(OutgoingMessage)).one()
    assert message.recipient == "sara@voorbeeld.be"
    assert password_link(account, until=NOW + timedelta(days=7), base_url=HOME) in message.body
    actions.invite(session, account, by=None, at=NOW + timedelta(minutes=5), base_url=HOME)
    assert len(session.scalars(select(OutgoingMessage)).all()) == 2


def test_nobody_without_address_or_with_a_closed_account_is_invited(session: Session) -> None:
    with pytest.raises(RuleBroken, match="no_address"):
        actions.invite(session, made(session, None, None), by=None, at=NOW, base_url=HOME)
    account = made(session)
    actions.close_account(session, account, by=None, at=NOW)
    with pytest.raises(RuleBroken, match="account_closed"):
        actions.invite(session, account, by=None, at=NOW, base_url=HOME)


def asking(session: Session, email: str) -> None:
    actions.request_reset(session, email=email, address="192.0.2.7", at=NOW, base_url=HOME)
    session.commit()


def test_a_reset_is_mailed_only_to_whoever_has_an_open_account(
    session: Session, count_queries: Callable[..., object]
) -> None:
    made(session)
    actions.close_account(session, made(session, "gesloten@voorbeeld.be"), by=None, at=NOW)
    session.commit()
    asked = {}
    for email in ("sara@voorbeeld.be", "niemand@voorbeeld.be", "gesloten@voorbeeld.be"):
        with count_queries() as statements:  # type: ignore[attr-defined]
            asking(session, email)
        asked[email] = [s for s in statements if s.startswith(("INSERT", "SELECT outgoing"))]
    assert [m.recipient for m in session.scalars(select(OutgoingMessage))] == ["sara@voorbeeld.be"]
    assert asked["sara@voorbeeld.be"] == asked["niemand@voorbeeld.be"] != []
    assert asked["sara@voorbeeld.be"] == asked["gesloten@voorbeeld.be"]


@pytest.mark.parametrize("email", ["sara@voorbeeld.be", "niemand@voorbeeld.be"])
def test_after_three_requests_for_an_address_one_waits_known_or_not(
    session: Session, email: str
) -> None:
    made(session)
    for _ in range(3):
        asking(session, email)
    with pytest.raises(RuleBroken, match="too_many_attempts"):
        asking(session, email)


def test_a_link_from_the_mail_lets_the_owner_in_whatever_others_tried(session: Session) -> None:
    account = made(session)
    for _ in range(5):
        with pytest.raises(RuleBroken):
            signing_in(session, password="fout")
    token = password_token(account, until=NOW + timedelta(hours=1))
    actions.set_password_by_link(session, token, "een heel ander", at=NOW)
    session.commit()
    assert signing_in(session, password="een heel ander")


def test_housekeeping_forgets_old_attempts_and_visits_that_are_over(session: Session) -> None:
    made(session)
    with pytest.raises(RuleBroken):
        signing_in(session, password="fout")
    kept, ended = signing_in(session, address="198.51.100.1"), signing_in(session)
    visits.sign_out(session, ended, at=NOW)
    with pytest.raises(RuleBroken):
        signing_in(session, password="fout", after=timedelta(minutes=5))
    with pytest.raises(RuleBroken):
        signing_in(session, password="fout", after=timedelta(minutes=14))
    later = NOW + timedelta(minutes=20)
    assert visits.forget_old_attempts(session, at=later) == 1
    assert visits.forget_ended_visits(session, at=later) == 1
    assert find_visit(session, kept, later) is not None
    assert visits.forget_ended_visits(session, at=NOW + timedelta(hours=12)) == 1
