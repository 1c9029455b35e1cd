"""Reads behind a confirmation link: the activity it opens, and its entries."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from meedoen.trajectories.links import CONFIRM_HOURS, read_token
from meedoen.trajectories.models import Activity, HoursEntry, Trajectory


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link opened: its activity, or that it was once good (`expired`)."""

    activity: Activity | None
    expired: bool = False


def open_link(session: Session, token: str, *, at: datetime) -> Opened:
    """What a token opens at `at`; a forged one opens nothing, an old one says that it expired.

    A link is bound to the address it was sent to: when the activity got another contact person,
    the link of the former one has expired.
    """
    link = read_token(CONFIRM_HOURS, token)
    if link is None:
        return Opened(None)
    activity = session.scalar(
        select(Activity)
        .where(Activity.id == link.thing_id)
        .options(
            joinedload(Activity.trajectory).joinedload(Trajectory.newcomer),
            joinedload(Activity.trajectory).joinedload(Trajectory.counsellor),
        )
    )
    if activity is None or link.expired(at) or not link.is_for(activity.contact_email):
        return Opened(None, expired=True)
    return Opened(activity)


def list_entries(session: Session, activity: Activity) -> list[HoursEntry]:
    """The entries of one activity, oldest first."""
    return list(
        session.scalars(
            select(HoursEntry)
            .where(HoursEntry.activity_id == activity.id)
            .options(joinedload(HoursEntry.activity))
            .order_by(HoursEntry.on_date, HoursEntry.begins_at, HoursEntry.id)
        )
    )
