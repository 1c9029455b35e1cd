"""Pages of a move: the counsellor writes it down, the newcomer tells it, nobody else sees it."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from meedoen.accounts.terms import Role
from meedoen.trajectories.models import Activity, HoursEntry, Trajectory
from meedoen.trajectories.moving.models import MoveNotice
from meedoen.trajectories.moving.queries import find_newest_notice, find_waiting
from meedoen.trajectories.moving.terms import NoticeState
from meedoen.trajectories.terms import HoursState
from meedoen.web.clock import today
from tests import examples
from tests.conftest import PageClient
from tests.examples import GENT, MECHELEN
from tests.trajectories.conftest import SignIn
from tests.trajectories.examples import activity, hours, page_of, trajectory

KEY = "c" * 32
INBOX = "/trajecten/te-doen"


def sent(**changes: str) -> dict[str, str]:
    facts = {"nis": GENT, "postcode": "9000", "from_on": today().isoformat(), "request_key": KEY}
    return facts | changes


def of(joined: Activity | Trajectory) -> str:
    return f"{page_of(joined)}/verhuizing"


def telling(joined: Activity | Trajectory) -> str:
    return f"{page_of(joined)}/ik-verhuis"


def test_a_move_is_written_down_and_the_page_tells_what_follows(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    session.commit()
    assert guided.post(of(joined), data=sent()).status_code == 303
    page = guided.get(of(joined)).text
    assert "Woont sinds" in page
    assert re.search("Bied het traject aan .*Amal.* aan", page)
    assert "9000 Gent" in page
    assert "Gent · sinds" in guided.get(page_of(joined)).text


def test_sent_twice_it_is_written_once(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    session.commit()
    for _ in range(2):
        assert guided.post(of(joined), data=sent()).status_code == 303
    session.refresh(joined.trajectory)
    assert len(joined.trajectory.homes) == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"postcode": "2800"}, "hoort niet bij deze gemeente"),
        ({"postcode": "x' OR 1=1"}, "hoort niet bij deze gemeente"),
        ({"postcode": "9" * 400}, "te lang"),
        ({"nis": "99999"}, ""),
        ({"from_on": "2020-01-01"}, "Het traject begint pas op"),
        ({"from_on": "2199-01-01"}, "nog te ver weg"),
        ({"from_on": "morgen"}, ""),
        ({"from_on": ""}, ""),
    ],
)
def test_what_cannot_be_comes_back_with_words_and_what_was_typed(
    guided: PageClient, session: Session, joined: Activity, changes: dict[str, str], words: str
) -> None:
    session.commit()
    answer = guided.post(of(joined), data=sent(**changes))
    assert answer.status_code == 422
    assert words in answer.text
    session.refresh(joined.trajectory)
    assert joined.trajectory.nis == MECHELEN


def test_the_hand_over_that_follows_is_filled_in(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    session.commit()
    guided.post(of(joined), data=sent())
    page = guided.get(f"{page_of(joined)}/overdragen?agentschap=amal").text
    assert re.search(r'<option selected value="amal"', page)
    assert "in Gent." in page
    odd = guided.get(f"{page_of(joined)}/overdragen?agentschap=weg").text
    assert "in Gent." not in odd


def test_undone_by_a_press_and_what_is_not_the_last_stays(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    session.commit()
    guided.post(of(joined), data=sent())
    course = joined.trajectory
    session.refresh(course)
    begin, move = course.homes
    session.commit()
    assert guided.post(f"{of(joined)}/{begin.id}/terugdraaien").status_code == 422
    assert guided.post(f"{of(joined)}/{move.id}/terugdraaien").status_code == 303
    session.refresh(course)
    assert course.nis == MECHELEN
    assert "teruggedraaid op" in guided.get(of(joined)).text


def test_appointments_too_far_are_cancelled_one_by_one(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    host = examples.organisation(session)
    offer = examples.offer(session, host, "Praattafel in de bib", places=[examples.place()])
    joined.offer_id = offer.id
    first, second = (
        hours(session, joined, HoursState.PLANNED, on_date=today() + timedelta(days=n))
        for n in (3, 10)
    )
    session.commit()
    guided.post(of(joined), data=sent())
    assert guided.get(of(joined)).text.count("Zeg af") == 2
    data = {"entry": str(first.id), "seen_version": str(first.version)}
    assert guided.post(f"{of(joined)}/afspraak", data=data).status_code == 303
    assert states(session, first, second) == [HoursState.WITHDRAWN, HoursState.PLANNED]


def states(session: Session, *entries: HoursEntry) -> list[HoursState]:
    for one in entries:
        session.refresh(one)
    return [one.state for one in entries]


def test_an_appointment_of_somebody_else_is_not_there(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    other = hours(
        session, activity(session, trajectory(session)), HoursState.PLANNED, on_date=today()
    )
    session.commit()
    for number in (str(other.id), "", "999999", "x"):
        assert guided.post(f"{of(joined)}/afspraak", data={"entry": number}).status_code == 404
    assert states(session, other) == [HoursState.PLANNED]


def test_what_happened_meanwhile_is_not_cancelled(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    entry = hours(session, joined, HoursState.CONFIRMED, on_date=date(2026, 3, 2))
    session.commit()
    answer = guided.post(f"{of(joined)}/afspraak", data={"entry": str(entry.id)})
    assert answer.status_code == 422
    assert states(session, entry) == [HoursState.CONFIRMED]


def test_an_equal_offer_is_proposed_with_one_press(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    joined.trajectory.newcomer.email = "amina@test.test"
    host = examples.organisation(session)
    old = examples.offer(session, host, "Praattafel in de bib", places=[examples.place()])
    spot = {"nis": GENT, "postcode": "9000", "lat": 51.0543, "lon": 3.7174}
    near = examples.offer(session, host, "Praattafel in Gent", places=[examples.place(**spot)])
    joined.offer_id = old.id
    session.commit()
    guided.post(of(joined), data=sent())
    page = guided.get(of(joined)).text
    assert "Praattafel in Gent" in page
    assert "zelfde soort: Oefenkans Nederlands" in page
    key = re.findall(r'name="proposal-request_key"\s+value="([0-9a-f]{32})"', page)[0]
    data = {"proposal-request_key": key, "aanbod": str(near.id), "next": of(joined)}
    answer = guided.post(f"{page_of(joined)}/bericht/proposal", data=data)
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/verhuizing")


def test_a_newcomer_tells_it_and_the_counsellor_finds_it_in_the_inbox(
    client: PageClient, session: Session, joined: Activity, sign_in: SignIn
) -> None:
    session.commit()
    sign_in(client, joined.trajectory.newcomer)
    assert client.post(telling(joined), data=sent()).status_code == 303
    assert "Je begeleider kijkt dit nog na." in client.get(telling(joined)).text
    sign_in(client, joined.trajectory.counsellor)
    page = client.get(INBOX).text
    assert "Verhuist naar Gent" in page
    form = client.get(of(joined)).text
    assert re.search(r'<option selected value="44021"', form)
    assert 'value="9000"' in form
    assert joined.trajectory.nis == MECHELEN


def test_the_newcomer_takes_it_back_and_reads_when_it_is_not_right(
    client: PageClient, session: Session, joined: Activity, sign_in: SignIn
) -> None:
    session.commit()
    course = joined.trajectory
    sign_in(client, course.newcomer)
    client.post(telling(joined), data=sent())
    assert client.post(f"{telling(joined)}/intrekken").status_code == 303
    assert find_waiting(session, course.id) is None
    session.commit()
    client.post(telling(joined), data=sent(request_key="d" * 32))
    told = find_waiting(session, course.id)
    assert told is not None
    session.commit()
    sign_in(client, course.counsellor)
    assert client.post(f"{of(joined)}/melding/{told.id}/niet-juist").status_code == 303
    sign_in(client, course.newcomer)
    assert "schreef het niet op" in client.get(telling(joined)).text
    assert client.post(f"{telling(joined)}/intrekken").status_code == 422


def test_nobody_tells_or_writes_the_move_of_another(
    client: PageClient, session: Session, joined: Activity, sign_in: SignIn
) -> None:
    other = trajectory(session)
    told = MoveNotice(
        trajectory_id=other.id,
        nis=GENT,
        postcode="9000",
        from_on=date(2026, 3, 3),
        state=NoticeState.WAITING,
        told_at=other.opened_at,
        told_by_id=other.newcomer_id,
        request_key=KEY,
    )
    session.add(told)
    session.commit()
    told_id, home_id = told.id, other.homes[0].id
    session.commit()
    sign_in(client, joined.trajectory.newcomer)
    assert client.post(telling(other), data=sent(request_key="e" * 32)).status_code == 404
    assert client.get(of(joined)).status_code == 404
    sign_in(client, joined.trajectory.counsellor)
    assert client.get(of(other)).status_code == 404
    assert client.get(telling(joined)).status_code == 404
    assert client.post(f"{of(joined)}/melding/{told_id}/niet-juist").status_code == 404
    assert client.post(f"{of(joined)}/{home_id}/terugdraaien").status_code == 404
    sign_in(client, examples.person_with(session, Role.MUNICIPALITY_OFFICER, nis=MECHELEN))
    assert client.get(of(joined)).status_code == 404


def test_a_trajectory_that_ended_has_no_form_and_loses_nothing_typed(
    client: PageClient, session: Session, joined: Activity, sign_in: SignIn
) -> None:
    session.commit()
    course = joined.trajectory
    sign_in(client, course.counsellor)
    client.post(f"{page_of(joined)}/stoppen", data={"stop-reason": "Klaar."})
    refused = client.post(of(joined), data=sent())
    assert refused.status_code == 422
    assert "Dit is niet gebeurd" in refused.text
    assert "9000" in refused.text
    sign_in(client, course.newcomer)
    assert "Dit traject loopt niet meer" in client.get(telling(joined)).text
    assert client.post(telling(joined), data=sent()).status_code == 422
    assert find_newest_notice(session, course.id) is None


def test_the_page_asks_as_much_for_many_activities_as_for_few(
    guided: PageClient,
    session: Session,
    joined: Activity,
    count_queries: Callable[[], Any],
) -> None:
    def questions() -> int:
        with count_queries() as asked:
            assert guided.get(of(joined)).status_code == 200
        return len(asked)

    host = examples.organisation(session)
    joined.offer_id = examples.offer(session, host, "Praattafel", places=[examples.place()]).id
    session.commit()
    guided.post(of(joined), data=sent())
    questions()
    few = questions()
    for number in range(5):
        title = f"Praattafel {number}"
        offer = examples.offer(session, host, title, places=[examples.place()])
        one = activity(session, joined.trajectory, title=title, offer_id=offer.id)
        hours(session, one, HoursState.PLANNED, on_date=today() + timedelta(days=number))
    session.commit()
    questions()
    assert questions() == few <= 28
