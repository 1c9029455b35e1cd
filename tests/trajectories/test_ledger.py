"""The ledger: every act is a line, each chained to the one before; whoever tampers is found."""

import hashlib
import re
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from meedoen.trajectories.accepting.actions import accept_hours, send_back_hours
from meedoen.trajectories.confirming.actions import (
    ask_confirmation,
    confirm_hours,
    contest_hours,
    record_paper_confirmation,
)
from meedoen.trajectories.hours.actions import (
    change_sent_back,
    correct_hours,
    log_hours,
    plan_hours,
    report_planned,
)
from meedoen.trajectories.hours.rules import When
from meedoen.trajectories.ledger.actions import forget_words
from meedoen.trajectories.ledger.queries import check_ledgers, is_whole, list_lines
from meedoen.trajectories.ledger.rules import hash_of, written
from meedoen.trajectories.models import Activity, HoursEntry
from tests.conftest import PageClient
from tests.examples import NOW

MONDAY = date(2026, 3, 2)
TWO_HOURS = When(on_date=MONDAY, begins_at=time(14), ends_at=time(16))
LATER = NOW + timedelta(hours=1)


def found(session: Session) -> list[str]:
    """What a check of every ledger finds, each with the number of its line."""
    return [
        f"{fault.number}: {fault.what}"
        for checked in check_ledgers(session)
        for fault in checked.faults
    ]


def accepted(session: Session, joined: Activity, day: date = MONDAY) -> HoursEntry:
    """An entry that went the usual way: logged, confirmed by link, accepted."""
    by = joined.trajectory.counsellor
    when = When(on_date=day, begins_at=time(9), ends_at=time(10))
    entry = log_hours(session, joined, when=when, by=by, at=NOW, note="Fijn")
    confirm_hours(session, joined, [(entry, None)], name="Els Wouters", at=NOW)
    accept_hours(session, [(entry, None)], by=by, at=NOW)
    return entry


def test_every_act_leaves_a_line_that_follows_the_one_before(
    session: Session, joined: Activity
) -> None:
    by = joined.trajectory.counsellor
    entry = plan_hours(
        session, joined, when=When(on_date=date(2026, 3, 3), minutes=60), by=by, at=NOW
    )
    report_planned(session, entry, by=by, at=LATER)
    ask_confirmation(session, joined, by=by, at=LATER, base_url="http://x")
    contest_hours(session, joined, [(entry, None)], name="Els Wouters", reason="Korter", at=LATER)
    change_sent_back(session, entry, when=TWO_HOURS, by=by, at=LATER)
    record_paper_confirmation(session, entry, name="Els Wouters", by=by, at=LATER)
    send_back_hours(session, entry, reason="Welk blad?", by=by, at=LATER)
    change_sent_back(session, entry, when=TWO_HOURS, by=by, at=LATER, note="Van maandag")
    confirm_hours(session, joined, [(entry, None)], name="Els Wouters", at=LATER)
    accept_hours(session, [(entry, None)], by=by, at=LATER)
    correct_hours(session, entry, when=When(on_date=MONDAY, minutes=0), note="Nee", by=by, at=LATER)
    lines = list_lines(session, joined.trajectory_id)
    assert [
        (line.number, line.act, line.acted_as, line.through, line.said_name, line.said)
        for line in lines
    ] == [
        (1, "plan_hours", "counsellor", "page", None, None),
        (2, "report_planned", "counsellor", "page", None, None),
        (3, "ask_confirmation", "counsellor", "page", None, None),
        (4, "contest_hours", "contact", "link", "Els Wouters", "Korter"),
        (5, "change_hours", "counsellor", "page", None, None),
        (6, "record_paper_confirmation", "counsellor", "paper", "Els Wouters", None),
        (7, "send_back_hours", "counsellor", "page", None, "Welk blad?"),
        (8, "change_hours", "counsellor", "page", None, "Van maandag"),
        (9, "confirm_hours", "contact", "link", "Els Wouters", None),
        (10, "accept_hours", "counsellor", "page", None, None),
        (11, "correct_hours", "counsellor", "page", None, "Nee"),
    ]
    assert [line.previous_hash for line in lines[1:]] == [line.hash for line in lines[:-1]]
    assert (joined.trajectory.ledger_length, joined.trajectory.ledger_hash) == (11, lines[-1].hash)
    assert found(session) == []


def test_an_act_done_twice_leaves_one_line(session: Session, joined: Activity) -> None:
    entry = accepted(session, joined)
    accept_hours(session, [(entry, None)], by=joined.trajectory.counsellor, at=LATER)
    confirm_hours(session, joined, [(entry, None)], name="Els Wouters", at=LATER)
    assert len(list_lines(session, joined.trajectory_id)) == 3


def test_a_line_is_written_down_in_the_form_that_is_documented(
    session: Session, joined: Activity
) -> None:
    entry = accepted(session, joined)
    line = list_lines(session, joined.trajectory_id)[0]
    assert written(line) == (
        "meedoen-hours-ledger/2\n"
        f"trajectory={joined.trajectory_id}\nnumber=1\nentry={entry.id}\n"
        "act=log_hours\nstate=reported\ndate=2026-03-02\n"
        "begins=09:00:00.000000\nends=10:00:00.000000\nminutes=60\n"
        f"activity={joined.id}\ncorrects=-\nby={joined.trajectory.counsellor_id}\n"
        "as=counsellor\nthrough=page\ndespite=-\nphoto=-\nbatch=-\nat=2026-03-03T09:00:00.000000Z\n"
        f"said={line.said_hash}\nprevious={'0' * 64}\n"
    )
    assert line.hash == hashlib.sha256(written(line).encode()).hexdigest()
    assert line.salt
    assert line.said_hash == hashlib.sha256(line.salt + b"\0Fijn").hexdigest()


def test_what_people_said_can_be_erased_and_the_chain_stays_whole(
    session: Session, joined: Activity
) -> None:
    accepted(session, joined)
    forget_words(session, joined.trajectory)
    session.expire_all()
    lines = list_lines(session, joined.trajectory_id)
    assert [(line.said, line.said_name, line.salt) for line in lines] == [(None, None, None)] * 3
    assert lines[0].said_hash
    assert found(session) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_lines SET minutes = 61 WHERE number = 1",
        "UPDATE ledger_lines SET said = 'Anders' WHERE number = 1",
        "UPDATE ledger_lines SET said = NULL, said_name = NULL, salt = NULL, minutes = 61",
        "UPDATE ledger_lines SET said = NULL WHERE number = 1",
        "DELETE FROM ledger_lines WHERE number = 3",
    ],
)
def test_the_database_itself_refuses_to_change_or_remove_a_line(
    session: Session, joined: Activity, statement: str
) -> None:
    accepted(session, joined)
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(statement))


def unguarded(session: Session, *statements: str) -> None:
    """What somebody does who may change the database itself."""
    on = " ON ledger_lines" if session.get_bind().dialect.name == "postgresql" else ""
    for name in ("ledger_lines_stand", "ledger_lines_stay"):
        session.execute(text(f"DROP TRIGGER {name}{on}"))
    for statement in statements:
        session.execute(text(statement))
    session.expire_all()


FORGED = "'" + "1" * 64 + "'"


@pytest.mark.parametrize(
    ("statements", "finds"),
    [
        (
            ["UPDATE ledger_lines SET minutes = 600 WHERE number = 1"],
            ["1: changed: its hash is that of other content"],
        ),
        (
            [f"UPDATE ledger_lines SET minutes = 600, hash = {FORGED} WHERE number = 1"],
            [
                "1: changed: its hash is that of other content",
                "2: does not follow the line before it",
            ],
        ),
        (
            ["UPDATE ledger_lines SET said = 'Anders' WHERE number = 1"],
            ["1: what was said is not what was hashed"],
        ),
        (
            ["UPDATE ledger_lines SET salt = NULL, said = NULL, said_hash = NULL WHERE number = 1"],
            ["1: changed: its hash is that of other content"],
        ),
        (["DELETE FROM ledger_lines WHERE number = 2"], ["2: missing"]),
        (
            ["DELETE FROM ledger_lines WHERE number = 3"],
            [
                "3: missing: the trajectory counts 3 lines",
                "2: entry 1 should have state confirmed, not accepted",
                "None: 0 minutes accepted, the entries say 60",
            ],
        ),
        (
            [
                "UPDATE ledger_lines SET number = 9 WHERE number = 1",
                "UPDATE ledger_lines SET number = 1 WHERE number = 2",
                "UPDATE ledger_lines SET number = 2 WHERE number = 9",
            ],
            [
                "1: does not follow the line before it",
                "1: changed: its hash is that of other content",
                "2: does not follow the line before it",
                "2: changed: its hash is that of other content",
                "3: does not follow the line before it",
            ],
        ),
        (
            [f"UPDATE trajectories SET ledger_hash = {FORGED}"],
            ["None: the head kept with the trajectory is not that of the last line"],
        ),
        (
            ["UPDATE trajectories SET ledger_length = 2"],
            ["None: the trajectory counts 2 lines, there are 3"],
        ),
        (
            ["UPDATE hours_entries SET minutes = 90, begins_at = NULL, ends_at = NULL"],
            [
                "3: entry 1 should have minutes 60, not 90, begins_at 09:00:00, not none, "
                "ends_at 10:00:00, not none",
                "None: 60 minutes accepted, the entries say 90",
            ],
        ),
        (
            ["UPDATE hours_entries SET disputed_at = logged_at"],
            ["3: entry 1 should have another dispute"],
        ),
    ],
)
def test_whoever_tampers_is_found_and_named(
    session: Session, joined: Activity, statements: list[str], finds: list[str]
) -> None:
    entry = accepted(session, joined)
    session.flush()
    unguarded(session, *statements)
    assert found(session) == [said.replace("entry 1 ", f"entry {entry.id} ") for said in finds]


def test_hours_that_nobody_recorded_are_found(session: Session, joined: Activity) -> None:
    entry = accepted(session, joined)
    copy = {
        column.name: getattr(entry, column.name)
        for column in HoursEntry.__table__.columns
        if column.name not in {"id", "request_key"}
    }
    other = HoursEntry(**copy)
    session.add(other)
    session.flush()
    assert found(session) == [
        f"None: entry {other.id} has no line",
        "None: 60 minutes accepted, the entries say 120",
    ]


def test_a_ledger_made_anew_after_a_change_is_whole_but_has_another_head(
    session: Session, joined: Activity
) -> None:
    """What no chain can prove by itself: hence the digest, to be kept elsewhere."""
    accepted(session, joined)
    head = joined.trajectory.ledger_hash
    unguarded(session, "UPDATE ledger_lines SET by_id = NULL WHERE number = 3")
    last = list_lines(session, joined.trajectory_id)[-1]
    last.hash = joined.trajectory.ledger_hash = hash_of(last)
    session.flush()
    assert found(session) == []
    assert joined.trajectory.ledger_hash != head


def test_the_page_of_an_entry_asks_no_more_however_long_its_life(
    session: Session,
    guided: PageClient,
    joined: Activity,
    count_queries: Callable[[], Any],
) -> None:
    entry = accepted(session, joined)
    session.commit()
    address = f"/trajecten/{joined.trajectory_id}/uren/{entry.id}"

    def asked() -> int:
        guided.get(address)
        with count_queries() as statements:
            guided.get(address)
        return len(statements)

    few = asked()
    for day in range(2, 12):
        accepted(session, joined, date(2026, 2, day))
    session.commit()
    assert asked() == few


def test_the_page_says_that_the_ledger_is_whole_or_not(
    session: Session, guided: PageClient, joined: Activity
) -> None:
    entry = accepted(session, joined)
    session.commit()
    address = f"/trajecten/{joined.trajectory_id}/uren/{entry.id}"
    page = guided.get(address).text
    for words in ("Het logboek klopt.", "Els Wouters, contactpersoon", "met de link in de mail"):
        assert words in re.sub(r"</?bdi>", "", page)
    unguarded(session, "UPDATE ledger_lines SET minutes = 600 WHERE number = 1")
    session.commit()
    assert "niet meer heel" in guided.get(address).text


def test_a_page_whose_words_were_erased_still_says_in_which_role(
    session: Session, guided: PageClient, joined: Activity
) -> None:
    entry = accepted(session, joined)
    forget_words(session, joined.trajectory)
    session.commit()
    page = guided.get(f"/trajecten/{joined.trajectory_id}/uren/{entry.id}").text
    assert "contactpersoon · " in page
    assert "Het logboek klopt." in page


def test_an_act_between_two_questions_of_a_page_is_no_alarm(
    session: Session, joined: Activity
) -> None:
    accepted(session, joined)
    before = list_lines(session, joined.trajectory_id)
    accepted(session, joined, date(2026, 2, 1))
    assert is_whole(session, before, joined.trajectory)
