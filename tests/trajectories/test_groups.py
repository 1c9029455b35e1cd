"""Hours of a group in one act: all or none, or those that can be; each with its own line."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from apiflask import APIFlask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.accounts.terms import Role
from meedoen.core.errors import Conflict, RuleBroken
from meedoen.trajectories.groups.actions import Outcome, log_group
from meedoen.trajectories.groups.models import HoursBatch
from meedoen.trajectories.groups.queries import list_groups, list_people
from meedoen.trajectories.groups.rules import MOST_PEOPLE, Presence
from meedoen.trajectories.hours.actions import log_hours
from meedoen.trajectories.hours.rules import When
from meedoen.trajectories.ledger.queries import check_ledgers, list_lines
from meedoen.trajectories.ledger.terms import ActedAs
from meedoen.trajectories.models import Activity, HoursEntry
from meedoen.trajectories.terms import ActivityDecision, HoursState, TrajectoryStatus
from tests import examples
from tests.conftest import PageClient
from tests.examples import NOW
from tests.trajectories.conftest import SignIn
from tests.trajectories.examples import activity, hours, trajectory
from tests.trajectories.test_races import at_once

MONDAY = date(2026, 3, 2)
TWO_HOURS = When(on_date=MONDAY, begins_at=time(14), ends_at=time(16))


@pytest.fixture
def group(session: Session) -> list[Activity]:
    """Three people at one offer, each with a counsellor of their own."""
    offer = examples.offer(session, examples.organisation(session), "Kooktafel")
    found = []
    for name in ("Amina Haddad", "Bilal Aziz", "Chloé Dubois"):
        of = trajectory(session, newcomer_id=examples.newcomer(session, name).id)
        found.append(activity(session, of, offer_id=offer.id, title=offer.title))
    session.commit()
    return found


@pytest.fixture
def member(session: Session, group: list[Activity]) -> Account:
    """Somebody of the organisation of the offer."""
    own = group[0].organisation_id
    found = examples.person_with(session, Role.ORGANISATION_MEMBER, organisation_id=own)
    session.commit()
    return found


def entered(
    session: Session,
    group: list[Activity],
    by: Account,
    *chosen: Presence,
    when: When = TWO_HOURS,
    key: str = "a" * 32,
    leave_out: bool = False,
    acted: ActedAs = ActedAs.ORGANISATION,
) -> Outcome:
    offer_id = group[0].offer_id
    assert offer_id is not None
    return log_group(
        session,
        offer_id,
        {one.id: one for one in group},
        chosen or [Presence(one.id) for one in group],
        when=when,
        acted=acted,
        by=by,
        at=NOW,
        request_key=key,
        leave_out=leave_out,
    )


def count(session: Session, model: type) -> int:
    session.rollback()
    found = session.scalar(select(func.count()).select_from(model)) or 0
    session.rollback()
    return found


def test_everybody_gets_an_entry_and_a_line_that_names_the_act(
    session: Session, group: list[Activity], member: Account
) -> None:
    outcome = entered(session, group, member)
    [batch] = session.scalars(select(HoursBatch))
    assert [entry.minutes for entry in outcome.entered] == [120, 120, 120]
    for one in group:
        [line] = list_lines(session, one.trajectory_id)
        assert (line.act, line.acted_as, line.batch_id) == ("log_hours", "organisation", batch.id)
    assert not [fault for checked in check_ledgers(session) for fault in checked.faults]
    assert all(entry.state is HoursState.REPORTED for entry in outcome.entered)


def test_somebody_may_have_stayed_shorter_or_longer(
    session: Session, group: list[Activity], member: Account
) -> None:
    chosen = [Presence(group[0].id), Presence(group[1].id, 45), Presence(group[2].id, 150)]
    outcome = entered(session, group, member, *chosen)
    assert [(e.minutes, e.begins_at) for e in outcome.entered] == [
        (120, time(14)),
        (45, None),
        (150, None),
    ]


def test_an_appointment_of_that_day_there_becomes_the_hours(
    session: Session, group: list[Activity], member: Account
) -> None:
    planned = hours(
        session, group[0], HoursState.PLANNED, begins_at=time(14), ends_at=time(16), minutes=120
    )
    elsewhere = activity(session, group[1].trajectory, title="Naaien")
    other = hours(session, elsewhere, HoursState.PLANNED, minutes=30)
    outcome = entered(session, group, member, Presence(group[0].id, 90), Presence(group[1].id))
    assert planned in outcome.entered
    assert (planned.state, planned.minutes) == (HoursState.REPORTED, 90)
    assert other.state is HoursState.PLANNED
    last = list_lines(session, planned.trajectory_id)[-1]
    assert (last.act, last.acted_as) == ("report_planned", "organisation")
    assert last.batch_id is not None
    assert not [fault for checked in check_ledgers(session) for fault in checked.faults]


def test_when_one_is_refused_nothing_is_entered_and_each_reason_is_told(
    session: Session, group: list[Activity], member: Account
) -> None:
    hours(session, group[1], HoursState.REPORTED, begins_at=time(15), ends_at=time(17))
    group[2].trajectory.starts_on = MONDAY + timedelta(days=1)
    session.commit()
    outcome = entered(session, group, member)
    assert not outcome.entered
    assert {key: [why.code for why in found] for key, found in outcome.refused.items()} == {
        group[1].id: ["overlaps"],
        group[2].id: ["before_start"],
    }
    session.commit()
    assert count(session, HoursBatch) == 0
    assert count(session, HoursEntry) == 1


def test_who_cannot_be_is_left_out_when_that_was_asked(
    session: Session, group: list[Activity], member: Account
) -> None:
    hours(session, group[1], HoursState.REPORTED, begins_at=time(15), ends_at=time(17))
    outcome = entered(session, group, member, leave_out=True)
    assert [entry.activity_id for entry in outcome.entered] == [group[0].id, group[2].id]
    assert set(outcome.refused) == {group[1].id}


def test_when_nobody_is_left_nothing_is_kept_of_the_act(
    session: Session, group: list[Activity], member: Account
) -> None:
    tomorrow = When(on_date=date(2027, 1, 1), minutes=60)
    assert not entered(session, group, member, when=tomorrow, leave_out=True).entered
    session.commit()
    assert count(session, HoursBatch) == 0


def test_the_same_form_again_enters_nothing_and_gives_what_it_entered(
    session: Session, group: list[Activity], member: Account
) -> None:
    first = [entry.id for entry in entered(session, group, member).entered]
    again = [entry.id for entry in entered(session, group, member).entered]
    assert first == again
    assert session.scalar(select(func.count()).select_from(HoursEntry)) == 3
    with pytest.raises(Conflict):
        entered(session, group, group[0].trajectory.counsellor)


def test_nobody_a_stranger_and_too_many_are_refused(
    session: Session, group: list[Activity], member: Account
) -> None:
    elsewhere = activity(session, trajectory(session))
    with pytest.raises(RuleBroken) as broken:
        entered(session, group, member, Presence(elsewhere.id))
    assert broken.value.reasons[0].code == "nobody_chosen"
    with pytest.raises(RuleBroken) as broken:
        entered(session, group, member, *([Presence(group[0].id)] * (MOST_PEOPLE + 1)))
    assert broken.value.reasons[0].code == "group_too_large"


def test_what_is_unlikely_only_a_counsellor_says_is_right(
    session: Session, group: list[Activity], member: Account
) -> None:
    other = activity(session, group[0].trajectory, host="Buurthuis", title="Naaien")
    log_hours(
        session,
        other,
        when=When(on_date=MONDAY, minutes=60),
        by=other.trajectory.counsellor,
        at=NOW,
    )
    session.commit()
    chosen = Presence(group[0].id, 60, vouched=True)
    assert entered(session, group, member, chosen).refused
    by = group[0].trajectory.counsellor
    outcome = entered(session, group, by, chosen, acted=ActedAs.COUNSELLOR)
    [entry] = outcome.entered
    last = list_lines(session, entry.trajectory_id)[-1]
    assert (last.despite, last.acted_as) == ("same_elsewhere", "counsellor")


def test_two_groups_of_the_same_people_in_another_order_wait_and_never_for_ever(
    app: APIFlask, session: Session, group: list[Activity], member: Account
) -> None:
    keys, by_id = [one.id for one in group], member.id

    def act(order: list[int], key: str, hour: int) -> Callable[[Session], None]:
        def enter(own: Session) -> None:
            people = {number: own.get_one(Activity, number) for number in order}
            when = When(on_date=MONDAY, begins_at=time(hour), ends_at=time(hour + 1))
            entered(
                own,
                list(people.values()),
                own.get_one(Account, by_id),
                *(Presence(number) for number in order),
                when=when,
                key=key * 32,
            )

        return enter

    acts = [act(keys, "a", 9), act(keys[::-1], "b", 10), act(keys[1:] + keys[:1], "c", 11)]
    assert at_once(app, *acts) == ["done", "done", "done"]
    assert count(session, HoursEntry) == 9


def test_the_same_form_twice_at_once_enters_once(
    app: APIFlask, session: Session, group: list[Activity], member: Account
) -> None:
    keys, by_id = [one.id for one in group], member.id

    def enter(own: Session) -> None:
        people = [own.get_one(Activity, number) for number in keys]
        entered(own, people, own.get_one(Account, by_id))

    assert at_once(app, enter, enter) == ["done", "done"]
    assert count(session, HoursEntry) == 3
    assert count(session, HoursBatch) == 1


def test_the_list_and_the_page_show_ones_own_people_alone(
    session: Session, group: list[Activity], member: Account
) -> None:
    offer_id = group[0].offer_id
    assert offer_id is not None
    stopped = activity(
        session,
        trajectory(
            session,
            status=TrajectoryStatus.STOPPED,
            ended_at=NOW,
            ended_by_id=group[0].trajectory.counsellor_id,
        ),
        offer_id=offer_id,
    )
    proposed = activity(
        session,
        trajectory(session),
        offer_id=offer_id,
        decision=ActivityDecision.PROPOSED,
        decided_at=None,
        decided_by_id=None,
    )
    session.commit()
    own = group[1].trajectory.counsellor
    assert [one.people for one in list_groups(session, member)] == [3]
    assert [one.people for one in list_groups(session, own)] == [1]
    assert list(list_people(session, own, offer_id)) == [group[1]]
    assert list(list_people(session, member, offer_id)) == group
    assert not {stopped, proposed} & set(list_people(session, member, offer_id))
    stranger = examples.person_with(
        session, Role.ORGANISATION_MEMBER, organisation_id=examples.organisation(session, "X").id
    )
    for nobody in (stranger, examples.counsellor(session), group[0].trajectory.newcomer):
        assert not list_groups(session, nobody)
        assert not list_people(session, nobody, offer_id)


def form(group: list[Activity], *ticked: Activity, **changes: str) -> dict[str, object]:
    facts = {"on_date": "2026-03-02", "begins_at": "14:00", "ends_at": "16:00"}
    return {
        "request_key": "a" * 32,
        "people": [str(one.id) for one in ticked or group],
        **facts,
        **changes,
    }


def test_the_page_shows_each_refusal_beside_its_person_and_keeps_what_was_typed(
    session: Session,
    client: PageClient,
    group: list[Activity],
    member: Account,
    sign_in: SignIn,
) -> None:
    hours(session, group[1], HoursState.REPORTED, begins_at=time(15), ends_at=time(17))
    address = f"/uren-groep/{group[0].offer_id}"
    number, wrong = group[0].id, group[1].id
    data = form(group, **{f"minutes-{number}": "45"})
    sign_in(client, member)
    assert f"/uren-groep/{group[0].offer_id}" in client.get("/uren-groep").text
    assert client.get(address).status_code == 200
    session.rollback()
    answer = client.post(address, data=data)
    assert answer.status_code == 422
    assert f'id="waarom-{wrong}"' in answer.text
    assert f'id="waarom-{number}"' not in answer.text
    assert "Dat valt op hetzelfde moment." in answer.text
    assert 'value="45"' in answer.text
    assert "Meld alleen wat kan (2)" in answer.text
    assert count(session, HoursEntry) == 1
    for _ in range(2):
        assert client.post(address, data=data | {"act": "rest"}).status_code == 303
    assert count(session, HoursEntry) == 3


@pytest.mark.parametrize("typed", ["veel", "-5", "1e3", "99999", "٤٥"])
def test_minutes_that_are_none_are_told_beside_the_person(
    session: Session,
    client: PageClient,
    group: list[Activity],
    member: Account,
    sign_in: SignIn,
    typed: str,
) -> None:
    data = form(group, **{f"minutes-{group[0].id}": typed})
    address = f"/uren-groep/{group[0].offer_id}"
    sign_in(client, member)
    answer = client.post(address, data=data)
    assert answer.status_code == 422
    assert "is geen aantal minuten" in answer.text
    assert count(session, HoursEntry) == 0


def test_somebody_elses_people_are_not_there(
    session: Session, client: PageClient, group: list[Activity], sign_in: SignIn
) -> None:
    address, data = f"/uren-groep/{group[0].offer_id}", form(group)
    own = group[1].trajectory.counsellor
    sign_in(client, own)
    page = client.get(address).text
    assert "Bilal Aziz" in page
    assert "Amina Haddad" not in page
    assert client.post(address, data=data).status_code == 303
    assert count(session, HoursEntry) == 1
    sign_in(client, examples.counsellor(session))
    assert client.get(address).status_code == 404
    sign_in(client, group[0].trajectory.newcomer)
    assert client.get(address).status_code == 403


def test_a_page_of_many_people_asks_no_more_questions(
    session: Session,
    client: PageClient,
    group: list[Activity],
    member: Account,
    sign_in: SignIn,
    count_queries: Callable[[], object],
) -> None:
    address = f"/uren-groep/{group[0].offer_id}"
    offer_id = group[0].offer_id
    sign_in(client, member)
    client.get(address)
    with count_queries() as few:  # type: ignore[attr-defined]
        client.get(address)
    for number in range(12):
        name = f"Persoon {number}"
        of = trajectory(session, newcomer_id=examples.newcomer(session, name).id)
        activity(session, of, offer_id=offer_id)
    session.commit()
    with count_queries() as many:  # type: ignore[attr-defined]
        assert "Persoon 11" in client.get(address).text
    assert len(many) == len(few)
