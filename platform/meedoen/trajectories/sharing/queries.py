"""Reads of shared summaries: those of a newcomer, and what a code opens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager

from meedoen.accounts.links import keyed_hash
from meedoen.accounts.models import Account
from meedoen.offers.terms import Goal, Level, OfferType
from meedoen.trajectories.models import Activity, HoursEntry, Trajectory
from meedoen.trajectories.planning.queries import find_wishes
from meedoen.trajectories.queries import progress_of
from meedoen.trajectories.rules import Progress, counted
from meedoen.trajectories.sharing.models import Share
from meedoen.trajectories.sharing.rules import code_from, first_name
from meedoen.trajectories.terms import ActivityDecision


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a code shows: the least, and what the newcomer ticked."""

    name: str
    level: Level | None
    goals: Sequence[Goal]
    types: Sequence[OfferType]
    progress: Progress
    activities: Sequence[tuple[Activity, int]]
    """With the accepted minutes at each; empty unless they are shared."""
    phone: str | None
    email: str | None


def code_of(newcomer_id: int, request_key: str) -> str:
    """The code of what a form shared. It follows from the key of the installation and is not kept,
    so that the newcomer can read it again and whoever reads the database cannot."""
    return code_from(keyed_hash("share code", str(newcomer_id), request_key))


def hash_of(code: str) -> str:
    """What is kept of a code."""
    return keyed_hash("share", code)


def find_share(session: Session, share_id: int) -> Share | None:
    """One share, whoever's."""
    return session.get(Share, share_id)


def find_by_request(session: Session, request_key: str) -> Share | None:
    """What the form of this name shared."""
    return session.scalar(select(Share).where(Share.request_key == request_key))


def find_by_code(session: Session, code: str | None, *, at: datetime) -> Share | None:
    """What a code opens at `at`; None for a wrong, expired or ended one, or a closed account."""
    return session.scalar(
        select(Share)
        .join(Share.trajectory)
        .join(Trajectory.newcomer)
        .where(
            Share.code_hash == hash_of(code or ""),
            Share.ended_at.is_(None),
            Share.expires_at > at,
            Trajectory.newcomer_id == Share.newcomer_id,
            Account.closed_at.is_(None),
        )
        .options(
            contains_eager(Share.trajectory).contains_eager(Trajectory.newcomer),
            contains_eager(Share.trajectory).joinedload(Trajectory.rule_set),
            contains_eager(Share.trajectory).selectinload(Trajectory.activities),
            contains_eager(Share.trajectory).selectinload(Trajectory.hours),
        )
    )


def list_shares(session: Session, newcomer_id: int) -> Sequence[Share]:
    """What a newcomer shared, newest first."""
    return session.scalars(
        select(Share)
        .where(Share.newcomer_id == newcomer_id)
        .order_by(Share.created_at.desc(), Share.id.desc())
    ).all()


def count_open(session: Session, newcomer_id: int, *, at: datetime) -> int:
    """How many codes of a newcomer are open."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Share)
            .where(
                Share.newcomer_id == newcomer_id,
                Share.ended_at.is_(None),
                Share.expires_at > at,
            )
        )
        or 0
    )


def list_hosts(session: Session, newcomer_id: int) -> list[str]:
    """Organisations where the newcomer joins something: those that a summary may be for."""
    return list(
        session.scalars(
            select(Activity.host)
            .join(Activity.trajectory)
            .where(
                Trajectory.newcomer_id == newcomer_id,
                Activity.decision != ActivityDecision.REFUSED,
            )
            .distinct()
            .order_by(Activity.host)
        )
    )


def summary_of(session: Session, share: Share) -> Summary:
    """What this share shows now."""
    trajectory, newcomer = share.trajectory, share.trajectory.newcomer
    wishes = find_wishes(session, trajectory.id)
    return Summary(
        name=first_name(newcomer.name),
        level=Level(wishes.level) if wishes else None,
        goals=sorted(one.goal for one in wishes.goal_rows) if wishes else (),
        types=sorted(one.type for one in wishes.type_rows) if wishes else (),
        progress=progress_of(trajectory),
        activities=activities_of(trajectory) if share.with_activities else (),
        phone=newcomer.phone if share.with_phone else None,
        email=newcomer.email if share.with_email else None,
    )


def activities_of(trajectory: Trajectory) -> list[tuple[Activity, int]]:
    """Approved activities with their accepted minutes."""
    hours: list[HoursEntry] = counted(trajectory.hours)
    return [
        (one, sum(entry.minutes for entry in hours if entry.activity_id == one.id))
        for one in trajectory.activities
        if one.decision is ActivityDecision.APPROVED
    ]
