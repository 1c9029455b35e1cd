"""Moves of the demonstration: one that was written down, and one that a newcomer only told."""

from datetime import timedelta

from sqlalchemy import select

from meedoen.accounts.models import Account
from meedoen.offers.rules import day_of
from meedoen.seeding.demo.catalogue import Workshop
from meedoen.seeding.demo.people import GENT
from meedoen.trajectories.hours.actions import plan_hours
from meedoen.trajectories.hours.rules import When
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.moving.actions import record_move
from meedoen.trajectories.moving.telling.actions import tell_move

MOVED, TOLD = "Mohammad Rahimi", "Olena Kovalenko"
BONHEIDEN = "12005"
KEY = "d3e0" * 8


def make_moves(workshop: Workshop) -> None:
    """One moved to Gent with an appointment ahead at the old place; one tells of a move to come."""
    session, at, today = workshop.session, workshop.at, day_of(workshop.at)
    moved, told = (of_person(workshop, name) for name in (MOVED, TOLD))
    joined = moved.activities[0]
    for days in (6, 13):
        when = When(on_date=today + timedelta(days=days), minutes=120)
        plan_hours(session, joined, when=when, by=moved.counsellor, at=at, vouched=True)
    record_move(
        session,
        moved,
        nis=GENT,
        postcode="9000",
        from_on=today - timedelta(days=1),
        by=moved.counsellor,
        at=at,
    )
    tell_move(
        session,
        told,
        nis=BONHEIDEN,
        postcode="2820",
        from_on=today + timedelta(days=20),
        by=told.newcomer,
        at=at,
        request_key=KEY,
    )


def of_person(workshop: Workshop, name: str) -> Trajectory:
    """The trajectory of somebody of the demonstration."""
    question = select(Trajectory).join(Account, Trajectory.newcomer_id == Account.id)
    return workshop.session.scalars(question.where(Account.name == name)).one()
