"""The list of a caseload: filters in the address, views that are kept, who did not come."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meedoen.core.audit import AuditRow
from meedoen.trajectories.caseload.models import Absence, SavedView
from meedoen.trajectories.caseload.rules import MOST_VIEWS
from meedoen.trajectories.models import Activity, Trajectory
from meedoen.trajectories.terms import HoursState, TrajectoryStatus
from meedoen.web.clock import now, today
from tests import examples
from tests.conftest import PageClient
from tests.trajectories.conftest import SignIn
from tests.trajectories.examples import activity, hours, page_of, trajectory

LIST = "/trajecten"


def another(session: Session, like: Activity, name: str, **facts: object) -> Trajectory:
    """One more person in the same caseload."""
    return trajectory(
        session,
        counsellor_id=like.trajectory.counsellor_id,
        newcomer_id=examples.newcomer(session, name).id,
        **facts,
    )


def shown(client: PageClient, question: str = "") -> str:
    answer = client.get(f"{LIST}?{question}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("nood=hours_to_accept", ["Zoë"]),
        ("gemeente=44021", ["Zoë"]),
        ("taal=ti", ["Selam"]),
        ("zoek=selam", ["Selam"]),
        ("zoek=selam&gemeente=44021", []),
        ("toon=stopped", ["Jan"]),
        ("toon=afgerond", ["Jan"]),
        ("toon=lopend", ["Selam", "Zoë"]),
    ],
)
def test_a_filter_in_the_address_shows_who_fits(
    guided: PageClient, session: Session, joined: Activity, question: str, found: list[str]
) -> None:
    zoe = another(session, joined, "Zoë Yıldız", nis=examples.GENT)
    hours(session, activity(session, zoe), HoursState.CONFIRMED)
    selam = another(session, joined, "Selam Tesfay")
    selam.newcomer.language = "ti"
    jan = another(session, joined, "Jan Stop")
    jan.status, jan.ended_at = TrajectoryStatus.STOPPED, now()
    jan.ended_by_id = jan.counsellor_id
    session.commit()
    page = shown(guided, question)
    assert [name for name in ("Jan", "Selam", "Zoë") if f">{name} " in page] == found


@pytest.mark.parametrize(
    ("order", "first"), [("name", "Aaron"), ("least_hours", "Bea"), ("longest", "Bea")]
)
def test_the_list_is_sorted_as_asked(
    guided: PageClient, session: Session, joined: Activity, order: str, first: str
) -> None:
    joined.trajectory.newcomer.name = "Cem Yol"
    aaron = another(session, joined, "Aaron Ali")
    hours(session, activity(session, aaron), HoursState.ACCEPTED)
    hours(session, joined, HoursState.ACCEPTED)
    another(session, joined, "Bea Bos", starts_on=date(2026, 1, 1))
    session.commit()
    page = shown(guided, f"volgorde={order}")
    names = sorted(("Aaron Ali", "Bea Bos", "Cem Yol"), key=page.index)
    assert names[0].startswith(first)


@pytest.mark.parametrize(
    "question",
    ["nood=x", "gemeente=99999", "taal=xx", "toon=alles", "volgorde=1", "zoek=" + "x" * 101],
)
def test_what_no_filter_offers_is_refused(guided: PageClient, question: str) -> None:
    assert guided.get(f"{LIST}?{question}").status_code == 400


def test_each_line_says_why_in_words_and_facts(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    hours(session, joined, HoursState.CONFIRMED, minutes=90)
    session.commit()
    page = shown(guided)
    assert "Uren om te aanvaarden" in page
    assert "1 keer bevestigd, samen 90 minuten." in page


def test_sixty_people_cost_no_more_questions_than_one(
    guided: PageClient, session: Session, joined: Activity, count_queries: Callable[[], Any]
) -> None:
    def asked() -> int:
        session.commit()
        guided.get(f"{LIST}?toon=lopend")
        with count_queries() as sent:
            guided.get(f"{LIST}?toon=lopend")
        return len(sent)

    one = asked()
    for number in range(59):
        person = another(session, joined, f"Persoon {number}")
        hours(session, activity(session, person), HoursState.CONFIRMED)
    assert asked() == one
    assert one <= 14


KEEP = {"name": "Gent", "question": "gemeente=12025", "first": "y"}


def test_a_view_is_kept_opens_the_list_and_is_forgotten(
    guided: PageClient, session: Session
) -> None:
    for _again in range(2):
        kept = guided.post(f"{LIST}/weergaven", data=KEEP)
        assert kept.headers["Location"] == f"{LIST}?gemeente=12025"
    assert session.scalar(select(func.count()).select_from(SavedView)) == 1
    session.commit()
    opened = guided.get(LIST)
    assert (opened.status_code, opened.headers["Location"]) == (302, f"{LIST}?gemeente=12025")
    assert "Hiermee opent je lijst." in shown(guided, "toon=lopend")
    view = session.scalars(select(SavedView)).one()
    session.commit()
    guided.post(f"{LIST}/weergaven/{view.id}/eerst")
    assert guided.get(LIST).status_code == 200
    guided.post(f"{LIST}/weergaven/{view.id}/eerst")
    assert guided.get(LIST).status_code == 302
    guided.post(f"{LIST}/weergaven/{view.id}/weg")
    assert guided.get(LIST).status_code == 200
    assert guided.post(f"{LIST}/weergaven/{view.id}/weg").status_code == 404


def test_one_view_at_most_is_shown_first(guided: PageClient, session: Session) -> None:
    for name in ("Een", "Twee"):
        guided.post(f"{LIST}/weergaven", data=KEEP | {"name": name})
    first = session.scalars(select(SavedView.name).where(SavedView.shown_first)).all()
    assert first == ["Twee"]


def test_views_are_few_and_a_view_asks_only_what_the_list_can_answer(
    guided: PageClient, session: Session
) -> None:
    for number in range(MOST_VIEWS):
        guided.post(f"{LIST}/weergaven", data=KEEP | {"name": f"Weergave {number}"})
    refused = guided.post(f"{LIST}/weergaven", data=KEEP | {"name": "Nog een"})
    assert refused.status_code == 422
    assert f"Je hebt al {MOST_VIEWS} weergaven" in refused.get_data(as_text=True)
    odd = guided.post(f"{LIST}/weergaven", data=KEEP | {"question": "volgende=//x&nood=nothing"})
    assert odd.status_code in {303, 422}
    assert guided.post(f"{LIST}/weergaven", data=KEEP | {"question": "nood=x"}).status_code == 400
    assert not session.scalars(select(SavedView).where(SavedView.question.contains("//"))).all()


def test_nobody_touches_the_view_of_another(
    client: PageClient, guided: PageClient, session: Session, sign_in: SignIn
) -> None:
    guided.post(f"{LIST}/weergaven", data=KEEP)
    view = session.scalars(select(SavedView)).one()
    sign_in(client, examples.counsellor(session))
    for act in ("eerst", "weg"):
        assert client.post(f"{LIST}/weergaven/{view.id}/{act}").status_code == 404
    assert "Hiermee opent je lijst." not in shown(client, "toon=lopend")


def test_who_did_not_come_is_noted_once_and_twice_asks_for_attention(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    days = [today() - timedelta(days=ago) for ago in (8, 1)]
    missed = [hours(session, joined, HoursState.PLANNED, on_date=day) for day in days]
    session.commit()
    for entry in missed:
        page = guided.get(f"{page_of(joined)}/uren/{entry.id}").get_data(as_text=True)
        assert "Niet gekomen" in page
        for _again in range(2):
            address = f"{page_of(joined)}/uren/{entry.id}/afwezig"
            assert guided.post(address, data={"seen_version": "1"}).status_code == 303
    session.expire_all()
    assert {entry.state for entry in missed} == {HoursState.WITHDRAWN}
    assert session.scalar(select(func.count()).select_from(Absence)) == 2
    acts = session.scalars(select(AuditRow.act).where(AuditRow.act == "note_absence")).all()
    assert len(acts) == 2
    assert "2 keer na elkaar niet gekomen" in shown(guided)


def test_nobody_is_absent_from_what_is_still_to_come(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    entry = hours(session, joined, HoursState.PLANNED, on_date=today() + timedelta(days=1))
    session.commit()
    page = guided.get(f"{page_of(joined)}/uren/{entry.id}").get_data(as_text=True)
    assert "Niet gekomen" not in page
    refused = guided.post(f"{page_of(joined)}/uren/{entry.id}/afwezig")
    assert refused.status_code == 422
    assert "moet nog komen" in refused.get_data(as_text=True)
