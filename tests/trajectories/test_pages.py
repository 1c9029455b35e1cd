"""Pages of the forty hours: who sees them, what they take, what they refuse, how often they ask."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core.audit import AuditRow
from meedoen.trajectories.links import make_token
from meedoen.trajectories.models import Activity, HoursEntry, Trajectory
from meedoen.trajectories.terms import (
    ActivityDecision,
    ConfirmedHow,
    HoursState,
    TrajectoryStatus,
)
from meedoen.web.clock import now, today
from tests import examples
from tests.conftest import PageClient
from tests.trajectories.examples import activity, hours, link_to, page_of, trajectory

SignIn = Callable[[PageClient, Account], None]
YESTERDAY = today() - timedelta(days=1)
KEY = "0123456789abcdef0123456789abcdef"


def log_form(joined: Activity, **changes: str) -> dict[str, str]:
    return {
        "log-request_key": KEY,
        "log-activity": str(joined.id),
        "log-on_date": YESTERDAY.isoformat(),
        "log-begins_at": "14:00",
        "log-ends_at": "16:00",
        "act": "log",
    } | changes


def count(session: Session, model: type) -> int:
    session.expire_all()
    session.rollback()
    found = session.scalar(select(func.count()).select_from(model)) or 0
    session.rollback()
    return found


STRANGERS: dict[str, Callable[[Session], Account]] = {
    "another counsellor": examples.counsellor,
    "a counsellor of another agency": lambda s: examples.counsellor(s, "amal"),
    "another newcomer": lambda s: examples.newcomer(s, "Iemand Anders"),
    "an officer of the municipality": examples.officer,
    "somebody without a role": examples.person,
}


@pytest.mark.parametrize("who", STRANGERS)
def test_a_trajectory_does_not_exist_for_others(
    client: PageClient, session: Session, joined: Activity, sign_in: SignIn, who: str
) -> None:
    entry = hours(session, joined, HoursState.CONFIRMED)
    sign_in(client, STRANGERS[who](session))
    here = page_of(joined)
    for address in (here, f"{here}/bewijs.pdf", f"{here}/uren/{entry.id}"):
        assert client.get(address).status_code == 404
    for address, form in (
        (f"{here}/uren", log_form(joined)),
        (f"{here}/uren/aanvaarden", {"entries": f"{entry.id}:{entry.version}"}),
        (f"{here}/uren/{entry.id}/terugsturen", {"back-reason": "x"}),
        (f"{here}/activiteiten/{joined.id}/afkeuren", {"reason": "x"}),
        (f"{here}/voltooien", {}),
        (f"{here}/stoppen", {"stop-reason": "x"}),
    ):
        assert client.post(address, data=form).status_code == 404
    assert count(session, AuditRow) == 0


def test_the_newcomer_reads_but_does_not_act(
    client: PageClient, session: Session, joined: Activity, sign_in: SignIn
) -> None:
    entry = hours(session, joined, HoursState.CONFIRMED)
    sign_in(client, joined.trajectory.newcomer)
    page = client.get(page_of(joined)).get_data(as_text=True)
    assert "Praattafel in de bib" in page
    assert "bevestigd" in page
    assert "uren/aanvaarden" not in page
    sent = {"entries": f"{entry.id}:{entry.version}"}
    assert client.post(f"{page_of(joined)}/uren/aanvaarden", data=sent).status_code == 404


def test_nobody_else_opens_the_caseload(
    client: PageClient, session: Session, sign_in: SignIn
) -> None:
    sign_in(client, examples.newcomer(session))
    assert client.get("/trajecten").status_code == 403
    assert client.get("/trajecten/nieuw").status_code == 403


def test_a_caseload_shows_ones_own_people_and_who_needs_something_first(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    counsellor_id = joined.trajectory.counsellor_id
    zoe = trajectory(
        session,
        counsellor_id=counsellor_id,
        newcomer_id=examples.newcomer(session, "Zoë Yıldız").id,
    )
    hours(session, activity(session, zoe), HoursState.CONFIRMED)
    trajectory(session, newcomer_id=examples.newcomer(session, "Van Iemand Anders").id)
    session.commit()
    page = guided.get("/trajecten").get_data(as_text=True)
    assert page.index("Zoë Yıldız") < page.index("Amina Haddad")
    assert "Van Iemand Anders" not in page
    found = guided.get("/trajecten?zoek=zoe").get_data(as_text=True)
    assert "Zoë Yıldız" in found
    assert "Amina Haddad" not in found
    assert "Niemand gevonden" in guided.get("/trajecten?zoek=xyz").get_data(as_text=True)
    assert "Nog niets afgerond" in guided.get("/trajecten?toon=afgerond").get_data(as_text=True)


@pytest.mark.parametrize("offer", ["0", "-1", "nan", "99999999999", "²", "x"])
def test_an_offer_that_cannot_be_shows_the_caseload(guided: PageClient, offer: str) -> None:
    assert guided.get(f"/trajecten?aanbod={offer}").status_code == 200


OPENING = {
    "request_key": KEY,
    "name": "Nilüfer Yıldız",
    "email": "nilufer@mail.test",
    "nis": examples.MECHELEN,
    "starts_on": "2026-03-01",
    "obliged": "y",
}


def test_a_trajectory_is_opened_once_and_shown(guided: PageClient, session: Session) -> None:
    assert guided.get("/trajecten/nieuw").status_code == 200
    first = guided.post("/trajecten/nieuw", data=OPENING)
    again = guided.post("/trajecten/nieuw", data=OPENING)
    assert first.status_code == again.status_code == 303
    assert first.headers["Location"] == again.headers["Location"]
    assert count(session, Trajectory) == 2
    page = guided.get(first.headers["Location"]).get_data(as_text=True)
    assert "Het traject is verplicht." in page
    assert "Verplichte inburgeraar, die niet werkt en niet studeert." in page


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": "x" * 200},
        {"nis": "62063"},
        {"nis": "'; DROP"},
        {"starts_on": "2022-12-31"},
        {"starts_on": "31/02/2026"},
        {"email": "geen adres"},
        {"request_key": ""},
        {"phone": "bel mij"},
    ],
)
def test_an_opening_that_cannot_be_keeps_what_was_typed(
    guided: PageClient, session: Session, changes: dict[str, str]
) -> None:
    answer = guided.post("/trajecten/nieuw", data=OPENING | changes)
    assert answer.status_code == 422
    assert "nilufer@mail.test" in answer.get_data(as_text=True) or "email" in changes
    assert count(session, Trajectory) == 1


def test_an_address_of_somebody_else_gives_the_same_answer(
    guided: PageClient, session: Session, client: PageClient
) -> None:
    examples.person(session, "Iemand Anders", email="nilufer@mail.test")
    session.commit()
    answer = guided.post("/trajecten/nieuw", data=OPENING)
    assert answer.status_code == 303
    page = guided.get(answer.headers["Location"]).get_data(as_text=True)
    assert "nilufer@mail.test" in page
    assert "Iemand Anders" not in page


def test_the_owner_of_the_address_takes_the_trajectory(
    app: APIFlask, session: Session, client: PageClient, sign_in: SignIn, joined: Activity
) -> None:
    owner = examples.person(session, "Amina Haddad", email="amina@mail.test")
    other = examples.person(session, "Jan", email="jan@mail.test")
    session.commit()
    with app.app_context():
        token = make_token("link newcomer", joined.trajectory_id, "amina@mail.test", at=now())
    sign_in(client, other)
    assert client.get(f"/trajecten/koppelen/{token}").status_code == 404
    assert client.post(f"/trajecten/koppelen/{token}").status_code == 404
    sign_in(client, owner)
    assert client.get(f"/trajecten/koppelen/{token}").status_code == 200
    for _ in range(2):
        assert client.post(f"/trajecten/koppelen/{token}").status_code == 303
    assert client.get(page_of(joined)).status_code == 200


def test_hours_are_logged_once_however_often_the_form_is_sent(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    for _ in range(2):
        answer = guided.post(f"{page_of(joined)}/uren", data=log_form(joined))
        assert answer.status_code == 303
    assert session.scalars(select(HoursEntry.minutes)).all() == [120]


@pytest.mark.parametrize("end", ["24:00", "00:00", "24u"])
def test_hours_until_midnight_are_counted_and_shown_until_24(
    app: APIFlask, guided: PageClient, session: Session, joined: Activity, end: str
) -> None:
    sent = log_form(joined, **{"log-begins_at": "21:30", "log-ends_at": end})
    assert guided.post(f"{page_of(joined)}/uren", data=sent).status_code == 303
    (entry,) = session.scalars(select(HoursEntry)).all()
    session.commit()
    assert entry.minutes == 150
    assert "21.30–24.00" in guided.get(page_of(joined)).text
    page = guided.get(f"{page_of(joined)}/uren/{entry.id}").text
    assert "21.30–24.00" in page
    assert "van 21.30 tot 24.00 uur" in guided.get(link_to(app, joined)).text
    overlap = sent | {
        "log-request_key": KEY[::-1],
        "log-begins_at": "23:00",
        "log-ends_at": "23:30",
    }
    assert "21:30 tot 24:00" in guided.post(f"{page_of(joined)}/uren", data=overlap).text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"log-begins_at": "", "log-ends_at": "", "log-minutes": "0"}, "boven nul"),
        ({"log-on_date": (today() + timedelta(days=2)).isoformat()}, "Deze dag komt nog"),
        ({"log-on_date": "2026-01-01"}, "begint pas op 12 januari 2026"),
        ({"log-on_date": "gisteren"}, "geen datum"),
        ({"log-ends_at": "13:00"}, "Splits het dan over twee dagen"),
        ({"log-ends_at": ""}, "allebei in"),
        ({"log-begins_at": "25:00"}, "Dit is geen uur"),
        ({"log-minutes": "90"}, "120 minuten, maar er staat 90"),
        ({"log-minutes": "1e9"}, "hele minuten in cijfers"),
        ({"log-minutes": "99999"}, "1440 minuten"),
        ({"log-begins_at": "", "log-ends_at": "", "log-minutes": "721"}, "hoogstens 720"),
        ({"log-activity": "999999"}, "Activiteit"),
        ({"log-activity": "x"}, "Activiteit"),
        ({"log-note": "x" * 1001}, "hoogstens 1000"),
        ({"log-request_key": "x"}, "Dit formulier is te oud"),
    ],
)
def test_hours_that_cannot_be_are_refused_in_words(
    guided: PageClient, session: Session, joined: Activity, changes: dict[str, str], said: str
) -> None:
    answer = guided.post(f"{page_of(joined)}/uren", data=log_form(joined, **changes))
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert count(session, HoursEntry) == 0


@pytest.mark.parametrize("typed", ["14:00", "14.00", "14u00", "1400", "14", "14:00:00"])
def test_a_time_is_understood_as_people_write_it(
    guided: PageClient, session: Session, joined: Activity, typed: str
) -> None:
    sent = log_form(joined, **{"log-begins_at": typed})
    assert guided.post(f"{page_of(joined)}/uren", data=sent).status_code == 303
    assert count(session, HoursEntry) == 1


def test_an_overlap_names_the_other_activity(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    guided.post(f"{page_of(joined)}/uren", data=log_form(joined))
    other = KEY.replace("0", "f")
    answer = guided.post(
        f"{page_of(joined)}/uren",
        data=log_form(joined, **{"log-request_key": other, "log-begins_at": "15:30"}),
    )
    assert answer.status_code == 422
    assert "staat al ‘Praattafel in de bib’, van 14:00 tot 16:00" in answer.get_data(as_text=True)


def test_ticked_hours_are_accepted_in_one_act(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    one = hours(session, joined, HoursState.CONFIRMED)
    two = hours(session, joined, HoursState.CONFIRMED, on_date=date(2026, 3, 1))
    session.commit()
    chosen = {"entries": [f"{one.id}:{one.version}", f"{two.id}:{two.version}"]}
    for _ in range(2):
        answer = guided.post(f"{page_of(joined)}/uren/aanvaarden", data=chosen)
        assert answer.status_code == 303
    assert session.scalars(select(AuditRow.act)).all() == ["accept_hours", "accept_hours"]


@pytest.mark.parametrize("entries", ["", "x", "1", "1:2:3", "999999:1", "²:1", "9" * 30 + ":1"])
def test_nothing_sensible_ticked_is_told(
    guided: PageClient, joined: Activity, entries: str
) -> None:
    answer = guided.post(f"{page_of(joined)}/uren/aanvaarden", data={"entries": entries})
    assert answer.status_code == 422
    assert "Kruis eerst uren aan" in answer.get_data(as_text=True)


def test_each_state_has_its_page_and_its_acts(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    for day, state in enumerate(HoursState, start=1):
        entry = hours(session, joined, state, on_date=date(2026, 2, day))
        session.commit()
        assert guided.get(f"{page_of(joined)}/uren/{entry.id}").status_code == 200
    assert guided.get(page_of(joined)).status_code == 200


def test_hours_go_back_are_mended_signed_on_paper_accepted_and_corrected(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    entry = hours(session, joined, HoursState.CONFIRMED)
    session.commit()
    here = f"{page_of(joined)}/uren/{entry.id}"

    def send(act: str, **form: object) -> int:
        session.commit()
        return guided.post(f"{here}/{act}", data=form).status_code

    assert send("terugsturen", **{"back-reason": ""}) == 422
    assert send("terugsturen", **{"back-reason": "Was het niet korter?"}) == 303
    times = {"change-on_date": "2026-03-02", "change-minutes": "90"}
    assert send("veranderen", **(times | {"change-minutes": "-4"})) == 422
    assert send("veranderen", **times) == 303
    assert send("papier", **{"paper-name": "Karim Begeleider"}) == 422
    assert send("papier", **{"paper-name": "Els Wouters"}) == 303
    session.refresh(entry)
    session.commit()
    chosen = {"entries": f"{entry.id}:{entry.version}"}
    assert guided.post(f"{page_of(joined)}/uren/aanvaarden", data=chosen).status_code == 303
    assert send("intrekken") == 422
    correction = {
        "correct-request_key": KEY,
        "correct-on_date": "2026-03-02",
        "correct-minutes": "0",
        "correct-note": "Ging niet door",
    }
    assert send("rechtzetten", **correction) == 303
    assert send("rechtzetten", **correction) == 303
    session.refresh(entry)
    assert (entry.minutes, entry.state) == (90, HoursState.ACCEPTED)
    assert count(session, HoursEntry) == 2
    assert "op papier" in guided.get(here).get_data(as_text=True)


def test_counsellor_and_newcomer_read_who_saw_the_paper_and_when(
    client: PageClient, session: Session, joined: Activity, sign_in: SignIn
) -> None:
    by_link = hours(session, joined, HoursState.CONFIRMED)
    on_paper = hours(
        session,
        joined,
        HoursState.CONFIRMED,
        on_date=date(2026, 3, 1),
        note="Met <de> bus",
        confirmed_at=datetime(2026, 3, 2, 23, 30, tzinfo=UTC),
        confirmed_how=ConfirmedHow.PAPER,
        paper_seen_by_id=examples.person(session, "Fatma Yıldız").id,
    )
    who = "Fatma Yıldız, trajectbegeleider, op 3 maart 2026"
    sign_in(client, joined.trajectory.counsellor)
    page = client.get(f"{page_of(joined)}/uren/{on_paper.id}").get_data(as_text=True)
    assert "Blad gezien door" in page
    assert who in page
    assert "gezien door" not in client.get(f"{page_of(joined)}/uren/{by_link.id}").text
    sign_in(client, joined.trajectory.newcomer)
    own = client.get(page_of(joined)).get_data(as_text=True)
    said = f"Bevestigd op papier. Het blad is gezien door {who}."
    assert f"Met &lt;de&gt; bus</bdi> · {said}" in own
    assert own.count("Het blad is gezien") == 1


def test_an_activity_is_proposed_judged_and_refused(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    joined.decision = ActivityDecision.PROPOSED
    joined.decided_at = joined.decided_by_id = None
    session.commit()
    here = f"{page_of(joined)}/activiteiten/{joined.id}"
    mark = f"judge{joined.id}-"
    answer = guided.post(f"{here}/goedkeuren", data={f"{mark}spoken_in_dutch": "y"})
    assert answer.status_code == 422
    assert "met twee of in groep zijn" in answer.get_data(as_text=True)
    assert guided.get(f"{here}/afkeuren").status_code == 200
    assert guided.post(f"{here}/afkeuren", data={"reason": " "}).status_code == 422
    assert guided.post(f"{here}/afkeuren", data={"reason": "Je bent er alleen"}).status_code == 303
    assert "Je bent er alleen" in guided.get(page_of(joined)).get_data(as_text=True)


CRITERIA = ("in_duo_or_group", "meets_new_people", "lasting_contact", "spoken_in_dutch")
ALL_TICKED = dict.fromkeys(CRITERIA, "y")


def test_an_own_activity_is_added_once_and_approved(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    here = f"{page_of(joined)}/activiteiten/eigen"
    form = ALL_TICKED | {
        "request_key": KEY,
        "title": "Voetbal",
        "host": "KFC Sparta",
        "contact_name": "Jos Maes",
        "contact_email": "jos@kfc.test",
        "act": "approve",
    }
    assert guided.get(here).status_code == 200
    wrong = form | {"contact_name": "Amina Haddad"}
    assert guided.post(here, data=wrong).status_code == 422
    assert guided.post(here, data=form | {"spoken_in_dutch": ""}).status_code in {303, 422}
    for _ in range(2):
        assert guided.post(here, data=form).status_code == 303
    added = session.scalars(select(Activity).where(Activity.title == "Voetbal")).all()
    assert [one.decision for one in added] == [ActivityDecision.APPROVED]


def test_a_trajectory_is_stopped_with_a_reason(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    assert guided.post(f"{page_of(joined)}/stoppen", data={}).status_code == 422
    for _ in range(2):
        sent = guided.post(f"{page_of(joined)}/stoppen", data={"stop-reason": "Verhuisd"})
        assert sent.status_code == 303
    course = session.get_one(Trajectory, joined.trajectory_id, populate_existing=True)
    assert course.status is TrajectoryStatus.STOPPED
    assert "Verhuisd" in guided.get(page_of(joined)).get_data(as_text=True)


def test_work_that_was_found_changes_must_into_may(guided: PageClient, joined: Activity) -> None:
    sent = {"situation-obliged": "y", "situation-working": "y"}
    assert guided.post(f"{page_of(joined)}/situatie", data=sent).status_code == 303
    page = guided.get(page_of(joined)).get_data(as_text=True)
    assert "Het traject is vrijwillig." in page
    assert "Deze persoon werkt." in page


def test_the_number_of_questions_does_not_grow_with_the_rows(
    guided: PageClient,
    session: Session,
    joined: Activity,
    app: APIFlask,
    count_queries: Callable[[], Any],
) -> None:
    def questions(address: str) -> int:
        with count_queries() as asked:
            assert guided.get(address).status_code == 200
        return len(asked)

    hours(session, joined, HoursState.REPORTED, on_date=date(2026, 2, 1))
    session.commit()
    addresses = ("/trajecten", page_of(joined), link_to(app, joined))
    for address in addresses:
        guided.get(address)  # Who looks is written down once an hour.
    few = [questions(address) for address in addresses]
    for number in range(6):
        course = trajectory(
            session,
            counsellor_id=joined.trajectory.counsellor_id,
            newcomer_id=examples.newcomer(session, f"Persoon {number}").id,
        )
        hours(session, activity(session, course), HoursState.CONFIRMED)
        one = activity(session, joined.trajectory, title=f"Activiteit {number}")
        for place, state in enumerate(HoursState):
            day = date(2026, 2, 2 + place)
            hours(session, one, state, on_date=day, minutes=30)
            hours(session, joined, state, on_date=day, minutes=30)
    session.commit()
    assert [questions(address) for address in addresses] == few
    assert max(few) <= 15
