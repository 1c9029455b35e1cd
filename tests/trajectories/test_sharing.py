"""A summary by a code: shown while it is open, ended at once, never guessed, always traced."""

from datetime import timedelta

import pytest
from apiflask import APIFlask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.core.errors import Conflict, RuleBroken
from meedoen.trajectories.looking.models import Look
from meedoen.trajectories.looking.terms import LookedAs, LookKind
from meedoen.trajectories.models import Activity
from meedoen.trajectories.proving.rules import grouped
from meedoen.trajectories.sharing.actions import end_share, forget_shares, share_summary
from meedoen.trajectories.sharing.models import Share
from meedoen.trajectories.sharing.queries import code_of, find_by_code
from meedoen.trajectories.sharing.rules import (
    MOST_OPEN,
    code_from,
    first_name,
    is_open,
    read_code,
    reasons_not_shared,
)
from meedoen.trajectories.terms import HoursState
from meedoen.web.clock import now
from tests import examples
from tests.conftest import PageClient
from tests.trajectories.conftest import SignIn
from tests.trajectories.examples import hours

OWN = "/mijn-traject/delen"
FORM = {"request_key": "a" * 32, "shared_with": "Buurthuis De Brug", "days": "7"}


@pytest.fixture
def sharer(client: PageClient, joined: Activity, sign_in: SignIn) -> PageClient:
    """A browser of the newcomer, whose address and telephone are known."""
    newcomer = joined.trajectory.newcomer
    newcomer.email, newcomer.phone = "amina@post.test", "0470 11 22 33"
    sign_in(client, newcomer)
    return client


def shared(session: Session) -> Share:
    session.rollback()
    share = session.scalars(select(Share)).one()
    session.expunge(share)
    session.rollback()
    return share


def address_of(app: APIFlask, share: Share) -> str:
    with app.app_context():
        return f"/delen/{grouped(code_of(share.newcomer_id, share.request_key))}"


def test_a_code_is_made_once_and_shown_to_the_newcomer_as_long_as_it_works(
    sharer: PageClient, session: Session, app: APIFlask
) -> None:
    for _again in range(2):
        answer = sharer.post(OWN, data=FORM)
        assert answer.status_code == 303
    share = shared(session)
    code = address_of(app, share).removeprefix("/delen/")
    page = sharer.get(answer.headers["Location"])
    assert code in page.text
    assert "data:image/svg" in page.text
    assert code in sharer.get(OWN).text
    assert code.replace("-", "") not in repr(vars(share))


def test_the_page_shows_the_least_unless_more_was_ticked(
    sharer: PageClient, session: Session, joined: Activity, app: APIFlask
) -> None:
    hours(session, joined, HoursState.ACCEPTED)
    session.commit()
    sharer.post(OWN, data=FORM)
    page = app.test_client().get(address_of(app, shared(session)))
    assert page.status_code == 200
    for words in ("Dit is Amina", "Buurthuis De Brug", "2 uur van 40 uur"):
        assert words in page.text
    for secret in ("Haddad", "amina@post", "0470", joined.title):
        assert secret not in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]


def test_what_was_ticked_is_shown(
    sharer: PageClient, session: Session, joined: Activity, app: APIFlask
) -> None:
    ticks = {"with_activities": "y", "with_phone": "y", "with_email": "y"}
    sharer.post(OWN, data=FORM | ticks)
    page = app.test_client().get(address_of(app, shared(session))).text
    for words in (joined.title, "0470 11 22 33", "amina@post.test"):
        assert words in page


def test_wrong_expired_and_ended_codes_are_answered_alike(
    sharer: PageClient, session: Session, app: APIFlask
) -> None:
    sharer.post(OWN, data=FORM)
    share = shared(session)
    address = address_of(app, share)
    stranger = app.test_client()
    wrong = stranger.get("/delen/AAAA-AAAA")
    sharer.post(f"{OWN}/{share.id}/stoppen")
    ended = stranger.get(address)
    kept = session.get_one(Share, share.id)
    kept.ended_at, kept.expires_at = None, now() - timedelta(seconds=1)
    session.commit()
    expired = stranger.get(address)
    unread = stranger.get("/delen/x")
    answers = (wrong, ended, expired, unread)
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert sharer.get(f"{OWN}/{share.id}").status_code == 303


def test_who_guesses_must_wait_also_for_a_code_that_works(
    sharer: PageClient, session: Session, app: APIFlask
) -> None:
    sharer.post(OWN, data=FORM)
    address = address_of(app, shared(session))
    stranger = app.test_client()
    for number in range(10):
        assert stranger.get(f"/delen/AAAA-AAA{number}").status_code == 404
    assert stranger.get("/delen/BBBB-BBBB").status_code == 429
    answer = stranger.get(address)
    assert answer.status_code == 429
    assert "Amina" not in answer.text


def test_each_opening_is_a_look_but_not_that_of_the_newcomer(
    sharer: PageClient, session: Session, app: APIFlask
) -> None:
    sharer.post(OWN, data=FORM)
    address = address_of(app, shared(session))
    sharer.get(address)
    session.rollback()
    assert not session.scalars(select(Look)).all()
    session.rollback()
    app.test_client().get(address)
    (look,) = session.scalars(select(Look)).all()
    assert (look.kind, look.looked_as) == (LookKind.SUMMARY, LookedAs.CODE_HOLDER)
    assert look.body == "Buurthuis De Brug"


def test_a_code_is_typed_as_people_type(
    sharer: PageClient, session: Session, app: APIFlask
) -> None:
    sharer.post(OWN, data=FORM)
    address = address_of(app, shared(session))
    typed = address.removeprefix("/delen/").replace("-", " ").lower()
    stranger = app.test_client()
    answer = stranger.get("/delen", query_string={"code": typed})
    assert answer.headers["Location"] == address
    assert stranger.get("/delen").status_code == 200
    assert stranger.get("/delen?code=kort").status_code == 404


def test_nobody_sees_or_ends_the_code_of_somebody_else(
    sharer: PageClient, session: Session, joined: Activity, sign_in: SignIn
) -> None:
    sharer.post(OWN, data=FORM)
    share = shared(session)
    for somebody in (examples.newcomer(session, "Iemand"), joined.trajectory.counsellor):
        sign_in(sharer, somebody)
        assert sharer.get(f"{OWN}/{share.id}").status_code == 404
        assert sharer.post(f"{OWN}/{share.id}/stoppen").status_code == 404
    assert shared(session).ended_at is None


def test_a_refused_form_keeps_what_was_typed(sharer: PageClient, session: Session) -> None:
    for wrong in ({"shared_with": ""}, {"shared_with": "x" * 121}, {"days": "15"}):
        answer = sharer.post(OWN, data=FORM | wrong)
        assert answer.status_code == 422
    assert not session.scalars(select(Share)).all()


def test_without_a_trajectory_there_is_nothing_to_share(
    client: PageClient, session: Session, sign_in: SignIn
) -> None:
    sign_in(client, examples.newcomer(session))
    assert "Je traject is nog niet gestart" in client.get(OWN).text
    assert client.post(OWN, data=FORM).status_code == 422


def test_the_sixth_code_must_wait_and_the_form_of_another_is_refused(
    session: Session, joined: Activity, app: APIFlask
) -> None:
    def share(key: str, by: object = None) -> Share:
        return share_summary(
            session,
            joined.trajectory,
            shared_with="De Brug",
            days=1,
            with_activities=False,
            with_phone=False,
            with_email=False,
            by=by or joined.trajectory.newcomer,  # type: ignore[arg-type]
            at=now(),
            request_key=key * 32,
        )

    made = [share(key) for key in "abcde"]
    assert len(made) == MOST_OPEN
    with pytest.raises(RuleBroken, match="share_too_many"):
        share("f")
    end_share(session, made[0], by=joined.trajectory.newcomer, at=now())
    assert share("f").id
    with pytest.raises(Conflict):
        share("b", by=examples.newcomer(session, "Iemand"))


def test_a_closed_account_shares_nothing_and_old_shares_are_forgotten(
    sharer: PageClient, session: Session, joined: Activity, app: APIFlask
) -> None:
    sharer.post(OWN, data=FORM)
    share = shared(session)
    code = code_of(share.newcomer_id, share.request_key)
    assert find_by_code(session, code, at=now()) is not None
    session.refresh(joined.trajectory.newcomer)
    joined.trajectory.newcomer.closed_at = now()
    session.flush()
    assert find_by_code(session, code, at=now()) is None
    assert forget_shares(session, at=now() + timedelta(days=371)) == 0
    assert forget_shares(session, at=now() + timedelta(days=373)) == 1


@given(st.integers(0, 2**40 - 1))
def test_a_code_reads_back_however_it_is_written(number: int) -> None:
    code = code_from(f"{number:010x}ffff")
    assert len(code) == 8
    assert read_code(grouped(code).lower()) == code
    assert read_code(f" {code[:3]} - {code[3:]} ") == code


@given(st.text(max_size=200))
def test_whatever_is_typed_is_a_code_of_eight_signs_or_none(typed: str) -> None:
    code = read_code(typed)
    assert code is None or len(code) == 8


@given(st.integers(-3, 30), st.integers(0, 9), st.booleans())
def test_a_summary_is_shared_for_known_days_while_few_are_open(
    days: int, open_now: int, there: bool
) -> None:
    why = reasons_not_shared(days=days, open_now=open_now, has_trajectory=there)
    assert (not why) is (days in {1, 3, 7, 14} and open_now < MOST_OPEN and there)


def test_a_share_is_open_until_its_end() -> None:
    at = now()
    share = Share(expires_at=at, ended_at=None)
    assert is_open(share, at=at - timedelta(seconds=1))
    assert not is_open(share, at=at)
    share.ended_at = at
    assert not is_open(share, at=at - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("name", "first"), [("Amina Haddad", "Amina"), (" Selam  Tesfay", "Selam"), ("", "")]
)
def test_a_first_name_is_the_first_word(name: str, first: str) -> None:
    assert first_name(name) == first
