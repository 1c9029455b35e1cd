"""Pages on which a counsellor changes how a trajectory stands, and what its newcomer reads."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.trajectories.models import Activity
from meedoen.trajectories.states.terms import Act
from meedoen.trajectories.terms import HoursState, TrajectoryStatus
from meedoen.web.clock import today
from tests import examples
from tests.conftest import PageClient
from tests.trajectories.examples import hours, page_of

SignIn = Callable[[PageClient, Account], None]
KEY = "0123456789abcdef0123456789abcdef"
SINCE = today() - timedelta(days=10)


def rest(**changes: str) -> dict[str, str]:
    days = f"{SINCE.isoformat()} -"
    sent = {"request_key": KEY, "because": "care", "from_on": SINCE.isoformat(), "words": ""}
    return sent | {"until_on": "", "act": "do", "looked_at": days} | changes


def said(client: PageClient, address: str) -> str:
    return client.get(address).get_data(as_text=True)


def test_a_rest_is_looked_at_before_it_is_set(guided: PageClient, joined: Activity) -> None:
    address = f"{page_of(joined)}/status/rust"
    assert "Bekijk wat er verandert" in said(guided, address)
    for unseen in ({"act": "look"}, {"looked_at": ""}, {"looked_at": "2026-01-01 -"}):
        page = guided.post(address, data=rest(**unseen))
        assert page.status_code == 200
        assert "De einddatum gaat van" in page.get_data(as_text=True)
        assert "Elke dag rust" in page.get_data(as_text=True)
    assert joined.trajectory.status is TrajectoryStatus.RUNNING


def test_a_trajectory_rests_once_and_is_resumed(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    here = page_of(joined)
    for _ in range(2):
        assert guided.post(f"{here}/status/rust", data=rest()).status_code == 303
    session.expire_all()
    assert len(joined.trajectory.suspensions) == 1
    session.rollback()
    page = said(guided, here)
    assert "In rust sinds" in page
    assert "Hervat dit traject" in page
    day = today().isoformat()
    told = {"request_key": KEY[::-1], "because": "rest_over", "from_on": day, "looked_at": day}
    sent = guided.post(f"{here}/status/hervatten", data=told | {"act": "do"})
    assert sent.status_code == 303
    page = said(guided, here)
    assert "Wat vroeger veranderde" in page
    assert "Zorg voor kinderen of familie" in page
    session.expire_all()
    assert joined.trajectory.status is TrajectoryStatus.RUNNING


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"because": ""}, "Maak een keuze."),
        ({"because": "health"}, "Kies"),
        ({"from_on": ""}, "Kies een dag."),
        ({"from_on": "2020-01-01"}, "Het traject begint pas op"),
        ({"from_on": (today() + timedelta(days=1)).isoformat()}, "Deze dag komt nog."),
        ({"until_on": "2020-01-01"}, "De rust begint op"),
        ({"because": "other"}, "Vul dit in."),
        ({"words": "x" * 1001}, "Dit is te lang"),
    ],
)
def test_a_rest_that_cannot_be_is_refused_beside_its_box(
    guided: PageClient, joined: Activity, changes: dict[str, str], words: str
) -> None:
    form = rest(**changes)
    form["looked_at"] = f"{form['from_on'] or '-'} {form['until_on'] or '-'}"
    sent = guided.post(f"{page_of(joined)}/status/rust", data=form)
    assert sent.status_code == 422
    assert words in sent.get_data(as_text=True)


def test_a_rest_over_hours_names_their_day(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    hours(session, joined, HoursState.CONFIRMED, on_date=SINCE + timedelta(days=2))
    session.commit()
    sent = guided.post(f"{page_of(joined)}/status/rust", data=rest(act="look"))
    assert sent.status_code == 422
    assert "staan al uren" in sent.get_data(as_text=True)


@pytest.mark.parametrize(
    ("act", "because"), [("vrijstellen", "decision"), ("verhuisd", "moved_away")]
)
def test_an_end_says_why_and_can_be_taken_back(
    guided: PageClient, session: Session, joined: Activity, act: str, because: str
) -> None:
    here = page_of(joined)
    told = {"request_key": KEY, "because": because, "words": "", "act": "do", "looked_at": ""}
    assert guided.post(f"{here}/status/{act}", data=told).status_code == 422
    told["words"] = "Brief van 3 maart"
    looked = guided.post(f"{here}/status/{act}", data=told | {"act": "look"})
    assert "Er is geen einddatum meer." in looked.get_data(as_text=True)
    assert guided.post(f"{here}/status/{act}", data=told).status_code == 303
    page = said(guided, here)
    assert "Brief van 3 maart" in page
    assert "Schrijf uren op" not in page
    assert "Open dit traject opnieuw" in page
    back = told | {"request_key": KEY[::-1], "because": "mistake", "words": "Verkeerde persoon"}
    assert guided.post(f"{here}/status/heropenen", data=back).status_code == 303
    session.expire_all()
    assert joined.trajectory.status is TrajectoryStatus.RUNNING


def test_what_the_status_does_not_allow_is_told(guided: PageClient, joined: Activity) -> None:
    here = page_of(joined)
    assert "Daarom kan dit niet" in said(guided, f"{here}/status/hervatten")
    sent = guided.post(
        f"{here}/status/heropenen",
        data={"request_key": KEY, "because": "mistake", "words": "Zomaar", "act": "do"}
        | {"looked_at": ""},
    )
    assert sent.status_code == 422
    assert "Zomaar" in sent.get_data(as_text=True)
    assert guided.get(f"{here}/status/weg").status_code == 404


@pytest.mark.parametrize("who", ["newcomer", "counsellor", "officer"])
def test_nobody_but_the_counsellor_decides(
    client: PageClient, session: Session, joined: Activity, sign_in: SignIn, who: str
) -> None:
    others = {
        "newcomer": lambda: joined.trajectory.newcomer,
        "counsellor": lambda: examples.counsellor(session),
        "officer": lambda: examples.officer(session),
    }
    sign_in(client, others[who]())
    for act in Act:
        address = f"{page_of(joined)}/status/{act}"
        assert client.get(address).status_code == 404
        assert client.post(address, data=rest()).status_code == 404
    assert client.post(f"{page_of(joined)}/ingelicht").status_code == 404


def test_informing_moves_the_step(guided: PageClient, session: Session, joined: Activity) -> None:
    here = page_of(joined)
    session.delete(joined)
    session.commit()
    asked = "Weet de deelnemer wat het traject vraagt?"
    assert asked in said(guided, here)
    for _ in range(2):
        assert guided.post(f"{here}/ingelicht").status_code == 303
    assert asked not in said(guided, here)


def test_a_situation_is_looked_at_before_it_is_kept(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    told = {"situation-obliged": "y", "situation-working": "y", "act": "look"}
    address = f"{page_of(joined)}/situatie"
    looked = guided.post(address, data=told | {"situation-from_on": SINCE.isoformat()})
    assert "Daarna: Het traject is vrijwillig." in looked.get_data(as_text=True)
    session.expire_all()
    assert not joined.trajectory.working
    session.rollback()
    early = guided.post(address, data=told | {"act": "do", "situation-from_on": "2020-01-01"})
    assert early.status_code == 422


def test_the_newcomer_reads_steps_deadline_rest_and_why(
    client: PageClient, session: Session, joined: Activity, sign_in: SignIn
) -> None:
    sign_in(client, joined.trajectory.counsellor)
    client.post(f"{page_of(joined)}/status/rust", data=rest())
    sign_in(client, joined.trajectory.newcomer)
    page = said(client, page_of(joined))
    for words in (
        "Stappen van je traject",
        "Je traject is in rust.",
        "Probeer klaar te zijn op",
        "Waarom deze einddatum?",
        "Dagen in rust: 10.",
        "aanname van ons",
    ):
        assert words in page
    assert "Zorg voor kinderen" not in page
