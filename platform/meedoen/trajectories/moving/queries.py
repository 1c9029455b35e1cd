"""Reads of homes: who lives somewhere on a day, which place a home is, and moves that were told."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, joinedload

from meedoen.core.errors import Conflict
from meedoen.places.models import Municipality, PostalPlace
from meedoen.places.queries import find_place
from meedoen.places.terms import Place
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.moving.models import Home, MoveNotice
from meedoen.trajectories.moving.rules import home_on
from meedoen.trajectories.moving.terms import NoticeState


def holds_on(on: date | InstrumentedAttribute[date]) -> ColumnElement[bool]:
    """The condition on `Home` that it is where its newcomer lives on a day: `rules.home_on`.

    The day may be a column, to tell where somebody lived on the day of something.
    """
    later = aliased(Home)
    overtaken = select(later.id).where(
        later.trajectory_id == Home.trajectory_id,
        later.undone_at.is_(None),
        later.from_on <= on,
        later.from_on > Home.from_on,
    )
    return and_(
        Home.undone_at.is_(None), or_(Home.from_on <= on, Home.opening), ~overtaken.exists()
    )


def lives_in(codes: Collection[str], *, on: date) -> ColumnElement[bool]:
    """The condition on `Trajectory` that its newcomer lives in one of these municipalities."""
    return Trajectory.homes.any(and_(Home.nis.in_(codes), holds_on(on)))


def nis_on(on: date) -> ColumnElement[str]:
    """The municipality of a `Trajectory` on a day: that of its home then, as `lives_in` has it."""
    home = select(Home.nis).where(Home.trajectory_id == Trajectory.id, holds_on(on)).limit(1)
    return func.coalesce(home.correlate(Trajectory).scalar_subquery(), Trajectory.nis)


def place_of(session: Session, trajectory: Trajectory, *, on: date) -> Place | None:
    """Where a newcomer lives on a day, to search from: the postcode when known and clear."""
    home = home_on(trajectory.homes, on)
    return spot_of(session, home) if home else find_place(session, trajectory.nis).place


def spot_of(session: Session, home: Home) -> Place | None:
    """Where a home lies, to search from."""
    if home.postcode:
        found = find_place(session, home.postcode).place
        if found and found.nis == frozenset({home.nis}):
            return found
    return find_place(session, home.nis).place


def find_served(session: Session, nis: str) -> Municipality | None:
    """The municipality of this code, where it stands today and an agency guides its residents."""
    found = session.get(Municipality, nis)
    return found if found and found.agency_code and found.valid_to is None else None


def list_postcodes(session: Session, nis: str) -> frozenset[str]:
    """The postcodes of a municipality in which one can be guided; none for any other."""
    if find_served(session, nis) is None:
        return frozenset()
    return frozenset(session.scalars(select(PostalPlace.postcode).where(PostalPlace.nis == nis)))


def find_recorded(session: Session, trajectory: Trajectory, request_key: str) -> Home | None:
    """The home that the form of this name wrote down. Raises Conflict for a form of another's."""
    there = session.scalar(select(Home).where(Home.request_key == request_key))
    if there is not None and there.trajectory_id != trajectory.id:
        raise Conflict
    return there


def find_told(session: Session, trajectory: Trajectory, request_key: str) -> MoveNotice | None:
    """What the form of this name told. Raises Conflict for a form of another's."""
    there = session.scalar(select(MoveNotice).where(MoveNotice.request_key == request_key))
    if there is not None and there.trajectory_id != trajectory.id:
        raise Conflict
    return there


def find_waiting(session: Session, trajectory_id: int) -> MoveNotice | None:
    """The move that a newcomer told and nobody answered yet."""
    return session.scalar(
        select(MoveNotice)
        .where(MoveNotice.trajectory_id == trajectory_id, MoveNotice.state == NoticeState.WAITING)
        .options(joinedload(MoveNotice.municipality))
    )


def find_newest_notice(session: Session, trajectory_id: int) -> MoveNotice | None:
    """The last move that a newcomer told, however it stands."""
    return session.scalar(
        select(MoveNotice)
        .where(MoveNotice.trajectory_id == trajectory_id)
        .options(joinedload(MoveNotice.municipality))
        .order_by(MoveNotice.id.desc())
        .limit(1)
    )


def list_homes(session: Session, trajectory_id: int) -> list[Home]:
    """Every home of a trajectory with its municipality and who wrote it down, newest first."""
    question = (
        select(Home)
        .where(Home.trajectory_id == trajectory_id)
        .options(joinedload(Home.municipality), joinedload(Home.by))
        .order_by(Home.from_on.desc(), Home.id.desc())
    )
    return list(session.scalars(question))
