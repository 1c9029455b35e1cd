"""Reads of companions: one, those of a trajectory, those of many, and what a link opens."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from meedoen.trajectories.companions.models import Companion
from meedoen.trajectories.companions.rules import link_works, need_of
from meedoen.trajectories.companions.terms import CompanionNeed, CompanionState
from meedoen.trajectories.links import GO_ALONG, read_token
from meedoen.trajectories.models import Trajectory


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link opened: its companion, or that it was once good (`expired`)."""

    companion: Companion | None
    expired: bool = False


def whole() -> Select[Companion]:
    """A question for companions with everything their pages show."""
    return select(Companion).options(
        joinedload(Companion.activity),
        joinedload(Companion.trajectory).joinedload(Trajectory.newcomer),
        joinedload(Companion.trajectory).joinedload(Trajectory.counsellor),
        joinedload(Companion.trajectory).joinedload(Trajectory.agency),
    )


def find_companion(session: Session, trajectory_id: int, companion_id: int) -> Companion | None:
    """One companion of this trajectory."""
    return session.scalar(
        whole().where(Companion.id == companion_id, Companion.trajectory_id == trajectory_id)
    )


def find_by_request(session: Session, request_key: str) -> Companion | None:
    """Whom the form of this name asked."""
    return session.scalar(select(Companion).where(Companion.request_key == request_key))


def list_companions(session: Session, trajectory_id: int) -> Sequence[Companion]:
    """The companions of one trajectory, the last visit first."""
    return session.scalars(
        select(Companion)
        .where(Companion.trajectory_id == trajectory_id)
        .options(joinedload(Companion.activity))
        .order_by(Companion.meets_at.desc(), Companion.id.desc())
    ).all()


def find_next(session: Session, trajectory_id: int, *, at: datetime) -> Companion | None:
    """Who goes along to the next first visit, for the newcomer; only who said yes."""
    return session.scalar(
        select(Companion)
        .where(
            Companion.trajectory_id == trajectory_id,
            Companion.state == CompanionState.ACCEPTED,
            Companion.meets_at > at,
        )
        .options(joinedload(Companion.activity))
        .order_by(Companion.meets_at, Companion.id)
        .limit(1)
    )


def waiting_of(
    session: Session, trajectory_ids: Sequence[int], *, at: datetime
) -> dict[int, list[tuple[Companion, CompanionNeed]]]:
    """What waits about companions, per trajectory, in one question."""
    found: dict[int, list[tuple[Companion, CompanionNeed]]] = defaultdict(list)
    may_wait = (CompanionState.ASKED, CompanionState.ACCEPTED, CompanionState.DECLINED)
    rows = session.scalars(
        select(Companion)
        .where(
            Companion.trajectory_id.in_(trajectory_ids),
            Companion.state.in_(may_wait),
            Companion.settled_at.is_(None),
        )
        .options(joinedload(Companion.activity))
        .order_by(Companion.meets_at, Companion.id)
    )
    for one in rows:
        if need := need_of(one, at=at):
            found[one.trajectory_id].append((one, need))
    return found


def address_of(companion: Companion) -> str:
    """To whom a link is bound: the mail address, else the telephone number."""
    return companion.email or companion.phone or ""


def open_link(session: Session, token: str, *, at: datetime) -> Opened:
    """What a token opens at `at`; a forged one nothing, one of a visit of long ago is expired."""
    link = read_token(GO_ALONG, token)
    if link is None:
        return Opened(None)
    companion = session.scalar(whole().where(Companion.id == link.thing_id))
    if (
        companion is None
        or not link.is_for(address_of(companion))
        or not link_works(companion, at=at)
    ):
        return Opened(None, expired=True)
    return Opened(companion)
