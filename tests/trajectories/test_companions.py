"""A companion goes along to a first visit: asked, answered, changed, cancelled, and heard after."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from apiflask import APIFlask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.core.errors import Conflict, RuleBroken
from meedoen.messages.models import OutgoingMessage
from meedoen.trajectories.actions import stop_trajectory
from meedoen.trajectories.caseload.inbox.queries import list_inbox
from meedoen.trajectories.companions.answering.actions import answer
from meedoen.trajectories.companions.asking import actions
from meedoen.trajectories.companions.documents import link_of
from meedoen.trajectories.companions.models import Companion
from meedoen.trajectories.companions.rules import (
    AHEAD,
    MOVES,
    OPEN,
    Meeting,
    link_works,
    need_of,
    reasons_not_met,
    reasons_not_moved,
    reasons_not_reached,
)
from meedoen.trajectories.companions.terms import CompanionNeed, CompanionState
from meedoen.trajectories.looking.models import Look
from meedoen.trajectories.looking.terms import LookedAs
from meedoen.trajectories.models import Activity
from meedoen.web.clock import now
from tests import examples
from tests.conftest import PageClient
from tests.trajectories.conftest import SignIn
from tests.trajectories.examples import activity, page_of, trajectory

HOME = "http://localhost"
S = CompanionState


@pytest.fixture
def letters(app: APIFlask) -> Iterator[None]:
    """What writing a letter needs."""
    with app.app_context():
        yield


def asked(session: Session, joined: Activity, **changes: Any) -> Companion:
    at = changes.pop("at", now())
    facts: dict[str, Any] = {
        "name": "Wim Janssens",
        "email": "wim@post.test",
        "phone": None,
        "meeting": Meeting(at + timedelta(days=5), "Aan het station", "Draagt een rode muts."),
        "by": joined.trajectory.counsellor,
        "at": at,
        "base_url": HOME,
        "request_key": "c" * 32,
    } | changes
    return actions.ask_companion(session, joined, **facts)


def mails(session: Session, recipient: str) -> list[OutgoingMessage]:
    found = select(OutgoingMessage).where(OutgoingMessage.recipient == recipient)
    return list(session.scalars(found.order_by(OutgoingMessage.id)))


def press(client: Any, session: Session, companion: Companion, word: str, **form: str) -> Any:
    session.commit()
    return client.post(path_of(companion, client), data={"act": word, **form})


def path_of(companion: Companion, client: Any) -> str:
    with client.application.app_context():
        return link_of(companion, "")


def test_the_companion_gets_a_mail_with_the_first_name_alone(
    session: Session, joined: Activity, letters: None
) -> None:
    companion = asked(session, joined)
    assert asked(session, joined) is companion
    (mail,) = mails(session, "wim@post.test")
    for words in ("Amina", "Aan het station", "rode muts", "/meegaan/"):
        assert words in mail.body
    assert "Haddad" not in mail.body + mail.subject


def test_through_the_link_they_say_yes_and_the_newcomer_hears_it(
    client: PageClient, session: Session, joined: Activity, letters: None
) -> None:
    joined.trajectory.newcomer.email = "amina@post.test"
    companion = asked(session, joined)
    session.commit()
    page = client.get(path_of(companion, client))
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "Ga je mee met Amina?" in page.text
    assert "Haddad" not in page.text
    for _again in range(2):
        assert press(client, session, companion, "yes", said="Graag!").status_code == 303
    session.refresh(companion)
    assert (companion.state, companion.said) == (S.ACCEPTED, "Graag!")
    (told,) = mails(session, "amina@post.test")
    assert "Wim Janssens gaat met je mee." in told.body
    session.commit()
    look = session.scalars(select(Look)).first()
    assert look is not None
    assert (look.looked_as, look.by_name) == (LookedAs.COMPANION, "Wim Janssens")


def test_the_newcomer_sees_who_comes_along_and_where(
    client: PageClient, session: Session, joined: Activity, sign_in: SignIn, letters: None
) -> None:
    companion = asked(session, joined)
    sign_in(client, joined.trajectory.newcomer)
    assert "Wim Janssens" not in client.get(page_of(joined)).text
    companion.state = S.ACCEPTED
    session.commit()
    page = client.get(page_of(joined)).text
    assert "Wim Janssens gaat met je mee." in page
    assert "Aan het station" in page
    assert "wim@post.test" not in page


def test_no_makes_it_wait_for_the_counsellor_until_they_know(
    guided: PageClient, session: Session, joined: Activity, letters: None
) -> None:
    companion = asked(session, joined)
    assert press(guided, session, companion, "no", said="Ik werk dan.").status_code == 303
    page = guided.get("/trajecten/te-doen").text
    assert "Kan niet meegaan" in page
    here = f"{page_of(joined)}/toeleider/{companion.id}"
    assert "Ik werk dan." in guided.get(here).text
    assert guided.post(f"{here}/gezien").status_code == 303
    assert "Kan niet meegaan" not in guided.get("/trajecten/te-doen").text
    session.rollback()
    assert asked(session, joined, request_key="d" * 32).id != companion.id


def test_what_waits_three_days_and_an_outcome_stand_in_the_inbox(
    session: Session, joined: Activity, letters: None
) -> None:
    start = now()
    companion = asked(session, joined, at=start)
    session.commit()
    counsellor = joined.trajectory.counsellor

    def needs(after: timedelta) -> list[CompanionNeed]:
        piles = list_inbox(session, counsellor, at=start + after)
        return [need for pile in piles for _one, need in pile.companions]

    assert needs(timedelta(days=2)) == []
    assert needs(timedelta(days=3)) == [CompanionNeed.UNANSWERED]
    assert needs(timedelta(days=5, hours=1)) == [CompanionNeed.OUTCOME]
    counsellor_press = start + timedelta(days=6)
    actions.note_outcome(session, companion, S.WENT, by=counsellor, at=counsellor_press)
    assert needs(timedelta(days=6)) == []


def test_another_time_asks_anew_and_the_old_yes_is_gone(
    session: Session, joined: Activity, letters: None
) -> None:
    joined.trajectory.newcomer.email = "amina@post.test"
    companion, at = asked(session, joined), now()
    seen = companion.version
    answer(session, companion, "yes", said="", at=at, base_url=HOME, version=seen)
    later = Meeting(at + timedelta(days=6), "Aan de bib")
    by = joined.trajectory.counsellor
    assert actions.change_meeting(session, companion, later, by=by, at=at, base_url=HOME)
    assert not actions.change_meeting(session, companion, later, by=by, at=at, base_url=HOME)
    assert companion.state is S.ASKED
    assert [mail.subject for mail in mails(session, "wim@post.test")][-1].startswith("Er is iets")
    assert len(mails(session, "amina@post.test")) == 2
    with pytest.raises(RuleBroken, match="companion_changed"):
        answer(session, companion, "yes", said="", at=at, base_url=HOME, version=seen)


def test_cancelling_tells_the_companion_and_their_link_says_so(
    guided: PageClient, session: Session, joined: Activity, letters: None
) -> None:
    companion = asked(session, joined)
    session.commit()
    here = f"{page_of(joined)}/toeleider/{companion.id}"
    for _again in range(2):
        assert guided.post(f"{here}/annuleren").status_code == 303
    assert len(mails(session, "wim@post.test")) == 2
    session.commit()
    assert "gaat niet door" in guided.get(path_of(companion, guided)).text
    assert press(guided, session, companion, "yes").status_code == 422


def test_a_form_asks_with_a_telephone_alone_and_shows_what_is_wrong(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    here = f"{page_of(joined)}/toeleider"
    day = (now() + timedelta(days=4)).date().isoformat()
    form = {
        "request_key": "e" * 32,
        "activity": str(joined.id),
        "name": "Wim Janssens",
        "email": "",
        "phone": "",
        "on_date": day,
        "begins_at": "13:45",
        "point": "Aan het station",
        "note": "",
    }
    assert "Vul een e-mailadres of een telefoonnummer in." in guided.post(here, data=form).text
    for wrong in (
        {"phone": "bel mij"},
        {"email": "geen adres"},
        {"phone": "0470112233", "on_date": "2020-01-01"},
        {"phone": "0470112233", "point": ""},
        {"phone": "0470112233", "activity": "999"},
        {"phone": "0470112233", "name": "x" * 121},
    ):
        assert guided.post(here, data=form | wrong).status_code == 422
    answered = guided.post(here, data=form | {"phone": "0470112233"})
    assert answered.status_code == 303
    page = guided.get(answered.headers["Location"]).text
    assert "sms:+32470112233" in page
    assert "meegaan" in page
    changed = {"on_date": day, "begins_at": "14:00", "point": "Aan de bib"}
    assert guided.post(answered.headers["Location"], data=changed).status_code == 303
    assert "Aan de bib" in guided.get(answered.headers["Location"]).text


def test_one_companion_at_a_time_for_an_activity_and_no_form_of_another(
    session: Session, joined: Activity, letters: None
) -> None:
    asked(session, joined)
    with pytest.raises(RuleBroken, match="companion_there"):
        asked(session, joined, request_key="d" * 32)
    other = activity(session, trajectory(session))
    with pytest.raises(Conflict):
        asked(session, other)
    joined.trajectory.newcomer.email = "amina@post.test"
    with pytest.raises(RuleBroken, match="companion_is_newcomer"):
        asked(session, joined, email="AMINA@post.test", request_key="f" * 32)


def test_strangers_reach_no_companion(
    guided: PageClient, session: Session, joined: Activity, sign_in: SignIn, letters: None
) -> None:
    companion = asked(session, joined)
    session.commit()
    here = f"{page_of(joined)}/toeleider/{companion.id}"
    other = trajectory(session, counsellor_id=joined.trajectory.counsellor_id)
    session.commit()
    assert guided.get(f"/trajecten/{other.id}/toeleider/{companion.id}").status_code == 404
    assert guided.get("/meegaan/verzonnen").status_code == 404
    assert guided.get(path_of(companion, guided) + "x").status_code == 404
    for somebody in (examples.counsellor(session), joined.trajectory.newcomer):
        sign_in(guided, somebody)
        for end in ("", "/annuleren", "/went", "/gezien"):
            assert guided.post(here + end).status_code == 404


def test_a_link_dies_two_weeks_after_the_visit_and_when_the_trajectory_ends_nobody_goes(
    client: PageClient, session: Session, joined: Activity, letters: None
) -> None:
    companion, at = asked(session, joined), now()
    by = joined.trajectory.counsellor
    stop_trajectory(session, joined.trajectory, reason="Werk", by=by, at=at)
    session.commit()
    assert "gaat niet door" in client.get(path_of(companion, client)).text
    with pytest.raises(RuleBroken):
        answer(session, companion, "yes", said="", at=at, base_url=HOME, version=None)
    session.rollback()
    companion.meets_at = at - timedelta(days=15)
    session.commit()
    assert client.get(path_of(companion, client)).status_code == 410


class Going:
    """A companion without a database."""

    def __init__(self, state: CompanionState, meets_at: datetime, asked_at: datetime) -> None:
        self.state, self.meets_at, self.asked_at = state, meets_at, asked_at
        self.answered_at = self.settled_at = None


AT = datetime(2026, 3, 3, 12, tzinfo=UTC)
SHIFTS = st.timedeltas(min_value=timedelta(days=-30), max_value=timedelta(days=30))


@given(st.sampled_from(S), st.sampled_from(S), SHIFTS)
def test_what_lies_ahead_is_said_before_and_an_outcome_after(
    state: CompanionState, to: CompanionState, ahead: timedelta
) -> None:
    going = Going(state, AT + ahead, AT)
    allowed = not reasons_not_moved(going, to, at=AT)
    in_time = to is S.CANCELLED or ((ahead > timedelta(0)) is (to in AHEAD))
    assert allowed is (to in MOVES[state] and in_time)


@given(st.sampled_from(S), SHIFTS, SHIFTS)
def test_only_an_open_or_declined_visit_waits(
    state: CompanionState, ahead: timedelta, ago: timedelta
) -> None:
    need = need_of(Going(state, AT + ahead, AT - abs(ago)), at=AT)
    if state in OPEN and ahead <= timedelta(0):
        assert need is CompanionNeed.OUTCOME
    elif state is S.DECLINED:
        assert need is CompanionNeed.DECLINED
    elif state is S.ASKED and (abs(ago) >= timedelta(days=3) or ahead <= timedelta(days=1)):
        assert need is CompanionNeed.UNANSWERED
    else:
        assert need is None


@given(SHIFTS)
def test_a_link_works_until_fourteen_days_after_the_visit(ahead: timedelta) -> None:
    assert link_works(Going(S.ASKED, AT + ahead, AT), at=AT) is (ahead >= timedelta(days=-14))


@pytest.mark.parametrize(
    ("ahead", "code"),
    [
        (timedelta(0), "visit_passed"),
        (timedelta(days=181), "visit_too_far"),
        (timedelta(days=180), None),
        (timedelta(minutes=1), None),
    ],
)
def test_a_visit_lies_ahead_and_not_too_far(ahead: timedelta, code: str | None) -> None:
    why = reasons_not_met(AT + ahead, at=AT)
    assert [one.code for one in why] == ([code] if code else [])


@pytest.mark.parametrize(
    ("email", "phone", "readable", "code"),
    [
        (None, None, False, "companion_not_reachable"),
        ("wim@post.test", None, True, None),
        (None, "0470", False, None),
        ("wim", None, False, "contact_address_unreadable"),
        ("Amina@Post.test", None, True, "companion_is_newcomer"),
    ],
)
def test_somebody_else_than_the_newcomer_can_be_reached(
    email: str | None, phone: str | None, readable: bool, code: str | None
) -> None:
    why = reasons_not_reached(
        email=email, phone=phone, newcomer_email="amina@post.test", readable=readable
    )
    assert [one.code for one in why] == ([code] if code else [])
