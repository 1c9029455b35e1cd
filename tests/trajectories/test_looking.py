"""Who looked at a newcomer's file: written once an hour, before the page leaves."""

from datetime import UTC, datetime, timedelta

import pytest
from apiflask import APIFlask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from meedoen.accounts.terms import Role
from meedoen.trajectories.exporting.actions import make_export
from meedoen.trajectories.exporting.queries import scopes_of
from meedoen.trajectories.looking import actions, views
from meedoen.trajectories.looking.actions import forget_looks, keep_looks
from meedoen.trajectories.looking.models import Look
from meedoen.trajectories.looking.queries import written
from meedoen.trajectories.looking.rules import Seen, looked_as
from meedoen.trajectories.looking.terms import LookedAs, LookKind
from meedoen.trajectories.models import Activity
from meedoen.trajectories.states.terms import Act
from meedoen.trajectories.terms import HoursState
from tests import examples
from tests.conftest import PageClient
from tests.examples import NOW
from tests.trajectories.conftest import SignIn
from tests.trajectories.examples import activity, hours, link_to, page_of, trajectory

OWN = "/mijn-traject/wie-keek"


def looks(session: Session) -> list[Look]:
    session.rollback()
    found = list(session.scalars(select(Look).order_by(Look.id)))
    session.rollback()
    return found


def a_look(**changes: object) -> Seen:
    facts = {
        "newcomer_id": 1,
        "trajectory_id": 1,
        "kind": LookKind.CASE,
        "looked_as": LookedAs.COUNSELLOR,
        "by_id": 2,
        "by_name": "Karim",
        "body": "AgII",
    }
    return Seen(**(facts | changes))  # type: ignore[arg-type]


def test_who_opens_a_case_is_written_down_once_an_hour(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    for _again in range(3):
        assert guided.get(page_of(joined)).status_code == 200
    (look,) = looks(session)
    course = joined.trajectory
    assert (look.newcomer_id, look.trajectory_id) == (course.newcomer_id, course.id)
    assert (look.by_name, look.looked_as) == ("Karim Begeleider", LookedAs.COUNSELLOR)
    assert (look.kind, look.body) == (LookKind.CASE, course.agency.name)


@pytest.mark.parametrize(
    ("end", "kind"),
    [
        ("/plan/week", LookKind.PLAN),
        ("/bewijzen", LookKind.PROOFS),
        ("/bericht", LookKind.MESSAGES),
        ("/overdragen", LookKind.CASE),
        ("/activiteiten/nieuw", LookKind.CASE),
        ("/toeleider", LookKind.CASE),
        (f"/status/{Act.SUSPEND.value}", LookKind.CASE),
    ],
)
def test_each_page_of_a_case_says_what_it_showed(
    guided: PageClient, session: Session, joined: Activity, end: str, kind: LookKind
) -> None:
    assert guided.get(page_of(joined) + end).status_code == 200
    assert [look.kind for look in looks(session)] == [kind]


def test_the_life_of_an_entry_is_a_look_of_its_own(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    entry = hours(session, joined, HoursState.REPORTED)
    session.commit()
    guided.get(f"{page_of(joined)}/uren/{entry.id}")
    assert [look.kind for look in looks(session)] == [LookKind.HOURS]


def test_a_refused_form_that_shows_the_case_is_a_look_too(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    assert guided.post(f"{page_of(joined)}/notities", data={"note-text": ""}).status_code == 422
    assert [look.kind for look in looks(session)] == [LookKind.CASE]


def test_lists_and_what_is_not_shown_leave_no_trace(
    guided: PageClient, session: Session, joined: Activity, sign_in: SignIn
) -> None:
    for address in ("/trajecten", "/trajecten/te-doen", "/uitvoer", "/mijn"):
        assert guided.get(address).status_code == 200
    sign_in(guided, examples.counsellor(session))
    assert guided.get(page_of(joined)).status_code == 404
    assert looks(session) == []


def test_what_newcomers_read_of_themselves_is_not_written(
    client: PageClient, session: Session, joined: Activity, sign_in: SignIn
) -> None:
    sign_in(client, joined.trajectory.newcomer)
    for end in ("", "/plan/week", "/bewijzen"):
        assert client.get(page_of(joined) + end).status_code == 200
    assert looks(session) == []


def test_a_contact_person_leaves_a_trace_by_name(
    client: PageClient, session: Session, joined: Activity, app: APIFlask
) -> None:
    hours(session, joined, HoursState.REPORTED)
    session.commit()
    assert client.get(link_to(app, joined)).status_code == 200
    (look,) = looks(session)
    assert (look.kind, look.looked_as) == (LookKind.CONFIRMATION, LookedAs.CONTACT)
    assert (look.by_name, look.body) == ("Els Wouters", "Bibliotheek Mechelen")


def test_a_file_leaves_a_trace_for_everybody_in_it(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    counsellor = joined.trajectory.counsellor
    other = trajectory(session, counsellor_id=counsellor.id)
    (scope,) = scopes_of(counsellor)
    made = make_export(session, scope, by=counsellor, at=NOW)
    session.commit()
    for end in ("trajecten.csv", "uren.csv", "uitvoer.xlsx"):
        answer = guided.get(f"/uitvoer/{made.id}/{end}")
        assert answer.status_code == 200
        answer.close()
    found = looks(session)
    assert {look.newcomer_id for look in found} == {joined.newcomer_id, other.newcomer_id}
    assert [look.kind for look in found] == [LookKind.EXPORT] * 2


def test_an_administrator_reads_a_file_as_administrator(
    client: PageClient, session: Session, joined: Activity, sign_in: SignIn
) -> None:
    boss = examples.person_with(session, Role.AGENCY_ADMINISTRATOR, agency_code="agii")
    made = make_export(session, scopes_of(boss)[0], by=boss, at=NOW)
    sign_in(client, boss)
    client.get(f"/uitvoer/{made.id}/uren.csv").close()
    assert [look.looked_as for look in looks(session)] == [LookedAs.ADMINISTRATOR]


def test_a_member_of_the_organisation_looks_at_the_sheet_as_such(
    client: PageClient, session: Session, sign_in: SignIn
) -> None:
    host = examples.organisation(session)
    offer = examples.offer(session, host, "Kooktafel")
    made = activity(session, trajectory(session), offer_id=offer.id, host=host.name)
    member = examples.person_with(session, Role.ORGANISATION_MEMBER, organisation_id=host.id)
    session.commit()
    sign_in(client, member)
    assert client.get(f"{page_of(made)}/activiteiten/{made.id}/blad").status_code == 200
    (look,) = looks(session)
    assert (look.kind, look.looked_as) == (LookKind.HOURS, LookedAs.ORGANISATION)
    assert (look.trajectory_id, look.body) == (made.trajectory_id, host.name)


def test_newcomers_read_who_as_what_what_and_when_newest_first(
    client: PageClient, session: Session, joined: Activity, sign_in: SignIn
) -> None:
    for number in range(30):
        at = NOW + timedelta(hours=number)
        seen = a_look(
            newcomer_id=joined.newcomer_id,
            trajectory_id=joined.trajectory_id,
            by_name=f"Kijker {number:02d}",
        )
        keep_looks(session, [seen], at=at)
    sign_in(client, joined.trajectory.newcomer)
    page = client.get(OWN).text
    assert page.index("Kijker 29") < page.index("Kijker 28")
    assert "Kijker 04" not in page
    assert "Kijker 04" in client.get(f"{OWN}?pagina=2").text
    assert client.get(f"{OWN}?pagina=3").status_code == 404
    for words in ("begeleider", "Je traject: uren", "Vraag het aan je begeleider"):
        assert words in page


def test_a_name_that_holds_signs_of_a_page_stays_a_name(
    client: PageClient, session: Session, joined: Activity, sign_in: SignIn
) -> None:
    seen = a_look(newcomer_id=joined.newcomer_id, trajectory_id=None, by_name="<b>Jan</b>")
    keep_looks(session, [seen], at=NOW)
    sign_in(client, joined.trajectory.newcomer)
    assert "&lt;b&gt;Jan" in client.get(OWN).text


def test_who_took_over_a_trajectory_reads_what_came_before(
    client: PageClient, session: Session, joined: Activity, sign_in: SignIn
) -> None:
    course = joined.trajectory
    seen = a_look(newcomer_id=course.newcomer_id, trajectory_id=course.id, by_name="Van Vroeger")
    keep_looks(session, [seen], at=NOW)
    course.newcomer_id = examples.newcomer(session, "Nieuwe Eigenaar").id
    session.commit()
    session.refresh(course)
    sign_in(client, course.newcomer)
    assert "Van Vroeger" in client.get(OWN).text


def test_nobody_reads_who_looked_at_somebody_else(
    client: PageClient, session: Session, joined: Activity, sign_in: SignIn
) -> None:
    seen = a_look(newcomer_id=joined.newcomer_id, trajectory_id=joined.trajectory_id)
    keep_looks(session, [seen], at=NOW)
    sign_in(client, examples.newcomer(session, "Iemand Anders"))
    page = client.get(OWN).text
    assert "Nog niemand" in page
    assert "Karim" not in page
    sign_in(client, joined.trajectory.counsellor)
    assert client.get(OWN).status_code == 403


def test_what_cannot_be_written_is_not_shown(
    guided: PageClient, session: Session, joined: Activity, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **kwargs: object) -> int:
        raise OperationalError("INSERT", None, Exception("database or disk is full"))

    monkeypatch.setattr(views, "keep_looks", full)
    answer = guided.get(page_of(joined))
    assert answer.status_code == 507
    assert joined.title not in answer.text
    assert joined.trajectory.newcomer.name not in answer.text
    assert guided.get("/trajecten").status_code == 200


def test_a_look_of_this_hour_needs_no_room_on_the_disk(
    guided: PageClient, joined: Activity, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert guided.get(page_of(joined)).status_code == 200
    monkeypatch.setattr(views, "keep_looks", lambda *args, **kwargs: 1 / 0)
    assert guided.get(page_of(joined)).status_code == 200


def test_two_that_write_the_same_look_leave_one(session: Session, joined: Activity) -> None:
    seen = a_look(newcomer_id=joined.newcomer_id, trajectory_id=joined.trajectory_id)
    session.commit()
    assert keep_looks(session, [seen, seen], at=NOW) == 1
    assert keep_looks(session, [seen], at=NOW + timedelta(minutes=59)) == 0
    assert keep_looks(session, [seen], at=NOW + timedelta(minutes=60)) == 1


def test_what_another_request_wrote_at_the_same_moment_is_no_error(
    session: Session, joined: Activity, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = {"newcomer_id": joined.newcomer_id, "trajectory_id": joined.trajectory_id}
    seen, other = a_look(**facts), a_look(**facts, kind=LookKind.PLAN)
    session.commit()
    keep_looks(session, [seen], at=NOW)
    asked = []

    def too_early(session: Session, names: list[str]) -> set[str]:
        asked.append(names)
        return set() if len(asked) == 1 else written(session, names)

    monkeypatch.setattr(actions, "written", too_early)
    assert keep_looks(session, [seen, other], at=NOW) == 1
    assert len(asked) == 2
    assert len(looks(session)) == 2


def test_a_file_with_many_people_leaves_as_many_traces(session: Session, joined: Activity) -> None:
    facts = {"newcomer_id": joined.newcomer_id, "trajectory_id": joined.trajectory_id}
    seen = [a_look(**facts, mark=str(number)) for number in range(1100)]
    session.commit()
    assert keep_looks(session, seen, at=NOW) == 1100
    assert keep_looks(session, seen, at=NOW) == 0


def test_looks_of_more_than_two_years_ago_are_forgotten(session: Session, joined: Activity) -> None:
    seen = a_look(newcomer_id=joined.newcomer_id, trajectory_id=joined.trajectory_id)
    session.commit()
    keep_looks(session, [seen], at=NOW - timedelta(days=731))
    keep_looks(session, [seen], at=NOW)
    assert forget_looks(session, at=NOW) == 1
    session.commit()
    assert len(looks(session)) == 1


MOMENTS = st.datetimes(
    min_value=datetime(2026, 1, 1),  # noqa: DTZ001
    max_value=datetime(2030, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@given(MOMENTS, st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=2)))
def test_a_look_has_one_name_in_one_hour_and_another_in_the_next(
    at: datetime, later: timedelta
) -> None:
    same_hour = at.replace(minute=0, second=0, microsecond=0) == (at + later).replace(
        minute=0, second=0, microsecond=0
    )
    assert (a_look().once(at) == a_look().once(at + later)) is same_hour


@given(st.sampled_from(LookKind), st.sampled_from(LookKind), st.integers(1, 9), st.integers(1, 9))
def test_another_kind_or_another_person_is_another_look(
    kind: LookKind, other: LookKind, who: int, whom: int
) -> None:
    first, second = a_look(kind=kind, by_id=who), a_look(kind=other, by_id=whom)
    same = (kind, who) == (other, whom)
    assert (first.once(NOW) == second.once(NOW)) is same
    assert len(first.once(NOW)) <= 120


def test_who_guides_looks_as_counsellor_else_as_administrator_or_organisation() -> None:
    class Held:
        def __init__(self, role: str, agency_code: str) -> None:
            self.role, self.agency_code = role, agency_code

    both = [Held("counsellor", "agii"), Held("agency_administrator", "agii")]
    assert looked_as(both, "agii", guides=True) is LookedAs.COUNSELLOR
    assert looked_as(both, "agii", guides=False) is LookedAs.ADMINISTRATOR
    assert looked_as(both[:1], "agii", guides=False) is LookedAs.ADMINISTRATOR
    assert looked_as(both, "amal", guides=True) is LookedAs.ORGANISATION
