"""`flask trajectories verify`: says that the ledger is whole, or what is wrong with it."""

import re

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from meedoen.trajectories.models import Activity
from meedoen.trajectories.terms import HoursState
from tests.commands.conftest import Flask
from tests.trajectories.examples import activity, hours, trajectory


@pytest.fixture
def two(session: Session) -> list[Activity]:
    """Two trajectories, each with accepted and reported hours."""
    made = [activity(session, trajectory(session)) for _ in range(2)]
    for one in made:
        hours(session, one, HoursState.ACCEPTED)
        hours(session, one, HoursState.REPORTED, minutes=30)
    session.commit()
    return made


def forge(session: Session, statement: str) -> None:
    """Change the tables behind the product's back, without the guards."""
    on = " ON ledger_lines" if session.get_bind().dialect.name == "postgresql" else ""
    for name in ("ledger_lines_stand", "ledger_lines_stay"):
        session.execute(text(f"DROP TRIGGER {name}{on}"))
    session.execute(text(statement))
    session.commit()


def test_an_empty_ledger_is_whole(flask: Flask) -> None:
    result = flask("trajectories", "verify")
    assert result.exit_code == 0
    assert result.stdout.startswith("trajectories 0, lines 0, entries 0, accepted minutes 0, ")


def test_a_whole_ledger_ends_with_a_digest_that_stays_the_same(
    flask: Flask, two: list[Activity]
) -> None:
    result = flask("trajectories", "verify")
    assert (result.exit_code, result.stderr) == (0, "")
    assert re.fullmatch(
        "trajectories 2, lines 4, entries 4, accepted minutes 240, faults 0, digest [0-9a-f]{64}\n",
        result.stdout,
    )
    assert flask("trajectories", "verify").stdout == result.stdout


def test_another_line_gives_another_digest(
    flask: Flask, session: Session, two: list[Activity]
) -> None:
    before = flask("trajectories", "verify").stdout
    hours(session, two[0], HoursState.PLANNED)
    session.commit()
    assert flask("trajectories", "verify").stdout[-65:] != before[-65:]


def test_what_is_wrong_is_named_by_trajectory_and_line(
    flask: Flask, session: Session, two: list[Activity]
) -> None:
    key = two[1].trajectory_id
    forge(
        session, f"UPDATE ledger_lines SET minutes = 1 WHERE trajectory_id = {key} AND number = 1"
    )
    result = flask("trajectories", "verify")
    assert result.exit_code == 1
    first = result.stdout.splitlines()[0]
    assert first == f"trajectory {key}, line 1: changed: its hash is that of other content"
    assert "faults 3, digest" in result.stdout.splitlines()[-1]
    assert result.stderr == "Error: The ledger is not whole.\n"


def test_one_trajectory_can_be_asked_for(
    flask: Flask, session: Session, two: list[Activity]
) -> None:
    whole, broken = (one.trajectory_id for one in two)
    forge(session, f"UPDATE trajectories SET ledger_length = 9 WHERE id = {broken}")
    assert flask("trajectories", "verify", "--trajectory", str(whole)).exit_code == 0
    assert flask("trajectories", "verify", "--trajectory", str(broken)).exit_code == 1


@pytest.mark.parametrize("typed", ["999999", "0", "x"])
def test_a_trajectory_that_is_not_there_is_refused(flask: Flask, typed: str) -> None:
    result = flask("trajectories", "verify", "--trajectory", typed)
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1


def test_verifying_changes_nothing_and_waits_for_nobody(
    flask: Flask, session: Session, two: list[Activity]
) -> None:
    session.execute(text("UPDATE hours_entries SET note = 'while somebody writes'"))
    assert flask("trajectories", "verify").exit_code == 0
    session.rollback()
