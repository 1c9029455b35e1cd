"""The one write of counting: keep a row of a trajectory that is about to be erased."""

import secrets
from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.offers.models import Offer
from meedoen.offers.terms import OfferType
from meedoen.trajectories.forgetting.counting.models import TrajectoryCount
from meedoen.trajectories.forgetting.counting.rules import lasted, month_of
from meedoen.trajectories.models import Activity, Trajectory
from meedoen.trajectories.queries import progress_of
from meedoen.trajectories.rules import local
from meedoen.trajectories.terms import ActivityDecision


def count_trajectory(session: Session, trajectory: Trajectory) -> None:
    """Keep what statistics need of an ended trajectory; whoever calls this holds and erases it."""
    assert trajectory.ended_at is not None
    ended = local(trajectory.ended_at).date()
    types = types_of(session, trajectory)
    row = TrajectoryCount(
        pseudonym=secrets.token_hex(16),
        began_month=month_of(trajectory.starts_on),
        ended_month=month_of(ended),
        nis=trajectory.nis,
        agency_code=trajectory.agency_code,
        status=trajectory.status,
        minutes=progress_of(trajectory).accepted,
        lasted=lasted(trajectory.starts_on, ended),
        own_activities=types[None],
    )
    for kind in OfferType:
        setattr(row, f"{kind.value}_activities", types[kind])
    session.add(row)


def types_of(session: Session, trajectory: Trajectory) -> Counter[OfferType | None]:
    """How many approved activities of each type it had; None for those of no offer."""
    return Counter(
        session.scalars(
            select(Offer.type)
            .select_from(Activity)
            .outerjoin(Offer, Activity.offer_id == Offer.id)
            .where(
                Activity.trajectory_id == trajectory.id,
                Activity.decision == ActivityDecision.APPROVED,
            )
        )
    )
