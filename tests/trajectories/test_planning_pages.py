"""The pages of a plan: who sees them, what they show, what they take, in which language."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.offers.models import Offer, OfferSession
from meedoen.organisations.models import Contact
from meedoen.trajectories.models import Activity, HoursEntry, Trajectory
from meedoen.trajectories.planning.models import ChosenPlan, PlanWish
from meedoen.trajectories.planning.queries import find_wishes
from meedoen.web.clock import now, today
from tests import examples
from tests.conftest import PageClient
from tests.trajectories.examples import trajectory

Counting = Callable[[], AbstractContextManager[list[str]]]
SignIn = Callable[[PageClient, Account], None]
WEEK = {
    "free": ["wed-morning", "thu-morning"],
    "radius_km": "10",
    "per_week": "2",
    "level": "2",
    "children": "none",
    "women": "no",
    "goals": ["dutch"],
}


@pytest.fixture
def course(session: Session) -> Trajectory:
    made = trajectory(session)
    session.commit()
    return made


def weekly_offer(session: Session, weeks: int = 22, title: str = "Praten bij koffie") -> Offer:
    """An offer in Mechelen that counts, each Wednesday morning from next week on."""
    host = examples.organisation(session, f"Huis van {title}")
    contact = Contact(organisation_id=host.id, name="Els Wouters", email="els@bib.test")
    session.add(contact)
    session.flush()
    met = ("in_duo_or_group", "meets_new_people", "lasting_contact", "spoken_in_dutch")
    made = examples.offer(
        session,
        host,
        title,
        places=[examples.place()],
        contact_id=contact.id,
        **dict.fromkeys(met, True),
    )
    first = today() + timedelta(days=(2 - today().weekday()) % 7 + 7)
    begin = datetime(first.year, first.month, first.day, 8, tzinfo=UTC)
    made.sessions = [
        OfferSession(
            starts_at=begin + timedelta(weeks=week),
            ends_at=begin + timedelta(weeks=week, hours=2),
        )
        for week in range(weeks)
    ]
    session.commit()
    return made


def plan_of(course: Trajectory) -> str:
    return f"/trajecten/{course.id}/plan"


def count(session: Session, model: type) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(model)) or 0


def shown(page: str, number: int = 0) -> dict[str, object]:
    """What the form of a proposal on a page sends."""
    form = re.findall(r'<form method="post"[^>]*plan/(?:overnemen|kiezen)".*?</form>', page, re.S)
    sessions = re.findall(r'name="sessions" value="(\d+)"', form[number])
    key = re.search(r'name="request_key" value="([0-9a-f]{32})"', form[number])
    assert key
    return {"sessions": sessions, "request_key": key[1]}


def written(client: PageClient, course: Trajectory) -> str:
    """Send the week, and go to the plan."""
    answer = client.post(f"{plan_of(course)}/week", data=WEEK)
    assert answer.status_code == 303
    return client.get(plan_of(course)).get_data(as_text=True)


STRANGERS: dict[str, Callable[[Session], Account]] = {
    "another counsellor": examples.counsellor,
    "another newcomer": lambda s: examples.newcomer(s, "Iemand Anders"),
    "an officer of the municipality": examples.officer,
}


@pytest.mark.parametrize("who", STRANGERS)
def test_a_plan_does_not_exist_for_others(
    client: PageClient, session: Session, course: Trajectory, sign_in: SignIn, who: str
) -> None:
    sign_in(client, STRANGERS[who](session))
    for address in (plan_of(course), f"{plan_of(course)}/week"):
        assert client.get(address).status_code == 404
    for act in ("week", "niet", "kiezen", "overnemen"):
        assert client.post(f"{plan_of(course)}/{act}", data=WEEK).status_code == 404
    assert count(session, PlanWish) == 0


def test_before_a_week_was_written_the_page_asks_for_it(
    client: PageClient, course: Trajectory, sign_in: SignIn
) -> None:
    sign_in(client, course.counsellor)
    answer = client.get(plan_of(course))
    assert answer.headers["Location"].endswith("/plan/week")
    assert "Wanneer kan je?" in client.get(f"{plan_of(course)}/week").get_data(as_text=True)
    assert "Maak een plan" in client.get(f"/trajecten/{course.id}").get_data(as_text=True)


def test_a_counsellor_writes_a_week_reads_plans_and_adopts_one(
    client: PageClient, session: Session, course: Trajectory, sign_in: SignIn
) -> None:
    weekly_offer(session)
    sign_in(client, course.counsellor)
    page = written(client, course)
    assert "Voorstel 1" in page
    assert "Praten bij koffie" in page
    assert "20 keer" in page
    sent = shown(page)
    for _ in range(2):
        answer = client.post(f"{plan_of(course)}/overnemen", data=sent)
        assert answer.headers["Location"].endswith(f"/trajecten/{course.id}")
    assert count(session, HoursEntry) == 20
    assert count(session, ChosenPlan) == 1
    assert "Alle uren zijn al gedaan of gepland." in client.get(plan_of(course)).get_data(
        as_text=True
    )


def test_a_newcomer_chooses_and_the_counsellor_adopts_that(
    client: PageClient, session: Session, course: Trajectory, sign_in: SignIn
) -> None:
    weekly_offer(session)
    sign_in(client, course.newcomer)
    page = written(client, course)
    assert "Ik kies dit" in page
    assert "overnemen" not in page
    sent = shown(page)
    assert client.post(f"{plan_of(course)}/overnemen", data=sent).status_code == 404
    assert client.post(f"{plan_of(course)}/kiezen", data=sent).status_code == 303
    assert "Je koos dit plan" in client.get(plan_of(course)).get_data(as_text=True)
    assert count(session, HoursEntry) == 0
    sign_in(client, course.counsellor)
    page = client.get(plan_of(course)).get_data(as_text=True)
    assert "Amina Haddad koos dit plan" in page
    assert client.post(f"{plan_of(course)}/overnemen", data=shown(page)).status_code == 303
    assert count(session, HoursEntry) == 20
    sign_in(client, course.newcomer)
    assert "Dit is al gepland" in client.get(plan_of(course)).get_data(as_text=True)


def test_what_was_cancelled_meanwhile_is_refused_with_the_reason_and_a_new_plan(
    client: PageClient, session: Session, course: Trajectory, sign_in: SignIn
) -> None:
    offer, _ = weekly_offer(session), weekly_offer(session, title="Samen wandelen")
    sign_in(client, course.counsellor)
    page = written(client, course)
    sent = shown(page)
    offer.full = True
    session.get_one(Offer, offer.id).full = True
    other = session.scalars(select(Offer).where(Offer.id != offer.id)).one()
    other.full = True
    session.commit()
    answer = client.post(f"{plan_of(course)}/overnemen", data=sent)
    assert answer.status_code == 422
    assert "is volzet" in answer.get_data(as_text=True)
    assert count(session, Activity) == count(session, HoursEntry) == 0
    sign_in(client, course.newcomer)
    client.post(f"{plan_of(course)}/kiezen", data=sent)
    assert "Dit plan kan niet meer. Kies opnieuw." in client.get(plan_of(course)).get_data(
        as_text=True
    )


def test_what_cannot_be_filled_says_how_much_is_missing_and_what_would_help(
    client: PageClient, session: Session, course: Trajectory, sign_in: SignIn
) -> None:
    weekly_offer(session, weeks=5)
    far = weekly_offer(session, title="Ver weg")
    far.places[0].nis, far.places[0].postcode = "11002", "2000"
    far.places[0].lat, far.places[0].lon = 51.18, 4.45
    session.commit()
    sign_in(client, course.newcomer)
    page = written(client, course)
    assert "er ontbreekt nog 30" in page
    assert "5 kilometer verder reizen" in page


def test_nothing_near_is_said_in_words(
    client: PageClient, course: Trajectory, sign_in: SignIn
) -> None:
    sign_in(client, course.newcomer)
    assert "We vinden nu niets dat past" in written(client, course)


def test_an_organisation_is_said_no_to_by_one_press(
    client: PageClient, session: Session, course: Trajectory, sign_in: SignIn
) -> None:
    offer = weekly_offer(session)
    sign_in(client, course.newcomer)
    written(client, course)
    sent = {"organisation": str(offer.organisation_id)}
    assert client.post(f"{plan_of(course)}/niet", data=sent).status_code == 303
    assert "We vinden nu niets dat past" in client.get(plan_of(course)).get_data(as_text=True)
    assert offer.organisation.name in client.get(f"{plan_of(course)}/week").get_data(as_text=True)
    for wrong in ("", "x", "999999"):
        answer = client.post(f"{plan_of(course)}/niet", data={"organisation": wrong})
        assert answer.status_code == 404


def test_a_wheelchair_is_asked_each_time_and_kept_nowhere(
    client: PageClient, session: Session, course: Trajectory, sign_in: SignIn
) -> None:
    offer = weekly_offer(session)
    sign_in(client, course.newcomer)
    written(client, course)
    address = f"{plan_of(course)}?rolstoel=1"
    assert "We vinden nu niets dat past" in client.get(address).get_data(as_text=True)
    offer.wheelchair_accessible = True
    session.commit()
    page = client.get(address).get_data(as_text=True)
    assert 'name="rolstoel" value="1"' in page
    assert "rolstoel" not in str(PlanWish.__table__.columns.keys())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"free": []}, "Kies minstens één moment waarop je kan."),
        ({"free": ["mon-night"]}, "Deze keuze kennen we niet"),
        ({"radius_km": "0"}, "Kies een getal van 1 tot 100."),
        ({"radius_km": "veel"}, "Schrijf een heel getal"),
        ({"per_week": "15"}, "Kies een getal van 1 tot 14."),
        ({"level": ""}, "Maak een keuze."),
        ({"goals": ["money"]}, "Deze keuze kennen we niet"),
        ({"not_hosts": ["1"]}, "Deze keuze kennen we niet"),
    ],
)
def test_a_week_that_cannot_be_says_why(
    client: PageClient,
    session: Session,
    course: Trajectory,
    sign_in: SignIn,
    change: dict[str, object],
    said: str,
) -> None:
    sign_in(client, course.newcomer)
    answer = client.post(f"{plan_of(course)}/week", data=WEEK | change)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert count(session, PlanWish) == 0


def test_each_half_day_that_was_ticked_stands_again(
    client: PageClient, session: Session, course: Trajectory, sign_in: SignIn
) -> None:
    sign_in(client, course.newcomer)
    written(client, course)
    page = client.get(f"{plan_of(course)}/week").get_data(as_text=True)
    assert re.search(r'value="wed-morning"\s+checked', page)
    assert not re.search(r'value="mon-morning"\s+checked', page)
    row = find_wishes(session, course.id)
    assert row is not None
    assert row.updated_by_id == course.newcomer_id
    assert row.updated_at <= now()


def test_the_page_of_the_newcomer_is_in_their_language_and_that_of_the_counsellor_in_dutch(
    client: PageClient, course: Trajectory, sign_in: SignIn
) -> None:
    sign_in(client, course.newcomer)
    written(client, course)
    assert 'dir="rtl"' in client.get(f"/ar{plan_of(course)}").get_data(as_text=True)
    assert 'dir="rtl"' in client.get(f"/ar{plan_of(course)}/week").get_data(as_text=True)
    sign_in(client, course.counsellor)
    for page in ("", "/week"):
        answer = client.get(f"/ar{plan_of(course)}{page}")
        assert answer.headers["Location"].endswith(f"{plan_of(course)}{page}")


def test_nonsense_is_not_found(client: PageClient, course: Trajectory, sign_in: SignIn) -> None:
    sign_in(client, course.counsellor)
    assert client.post(f"{plan_of(course)}/overnemen", data={}).status_code == 404
    written(client, course)
    assert client.post(f"{plan_of(course)}/overnemen", data={}).status_code == 404
    sent = {"request_key": "a" * 32, "sessions": ["x", "-1", "9" * 30]}
    assert client.post(f"{plan_of(course)}/overnemen", data=sent).status_code == 422


def test_a_page_of_many_offers_asks_the_database_as_often_as_one_of_few(
    client: PageClient,
    session: Session,
    course: Trajectory,
    sign_in: SignIn,
    count_queries: Counting,
) -> None:
    weekly_offer(session)
    sign_in(client, course.counsellor)
    written(client, course)
    with count_queries() as few:
        client.get(plan_of(course))
    before = len(few)
    for number in range(6):
        weekly_offer(session, title=f"Aanbod {number}")
    client.get(plan_of(course))
    with count_queries() as many:
        client.get(plan_of(course))
    assert len(many) <= before + 2
