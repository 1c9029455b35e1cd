"""The write of an allowance: what a volunteer gets for a day at one activity."""

from datetime import datetime

from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core.errors import RuleBroken
from meedoen.trajectories.actions import hold, require_running
from meedoen.trajectories.activities.actions import note
from meedoen.trajectories.allowances.rules import reasons_not_paid
from meedoen.trajectories.models import Activity


def set_allowance(
    session: Session, activity: Activity, cents: int | None, *, by: Account, at: datetime
) -> Activity:
    """Write down what a day brings, or that it brings nothing (None). Again changes nothing.

    Raises RuleBroken for what is no volunteering, and for an amount that cannot be.
    """
    require_running(hold(session, activity.trajectory))
    if activity.allowance_day_cents == cents:
        return activity
    if why := reasons_not_paid(cents, activity.offer.type if activity.offer else None):
        raise RuleBroken(*why)
    before, activity.allowance_day_cents = activity.allowance_day_cents, cents
    note(session, "set_allowance", activity, by, at, before=before, after=cents)
    session.flush()
    return activity
