"""What the week of one newcomer of the demonstration asks for, so that a plan can be made."""

from itertools import product

from sqlalchemy import select

from meedoen.accounts.models import Account
from meedoen.offers.terms import Day, Daypart, Goal, Level
from meedoen.seeding.demo.catalogue import Workshop
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.planning.actions import write_week
from meedoen.trajectories.planning.rules import Week
from meedoen.trajectories.planning.terms import ChildrenNeed, WomenOnly

FREE = frozenset(
    {
        *product((Day.TUE, Day.THU), (Daypart.MORNING, Daypart.AFTERNOON)),
        (Day.WED, Daypart.EVENING),
        (Day.SAT, Daypart.MORNING),
        (Day.SAT, Daypart.AFTERNOON),
    }
)


def make_week(workshop: Workshop, people: dict[str, Account]) -> None:
    """Write down the week of the newcomer with the running trajectory, by their counsellor."""
    trajectory = workshop.session.scalars(
        select(Trajectory).where(Trajectory.newcomer_id == people["newcomer"].id)
    ).one()
    write_week(
        workshop.session,
        trajectory,
        Week(
            free=FREE,
            level=Level.LITTLE,
            radius_km=10,
            per_week=2,
            children=ChildrenNeed.NONE,
            women=WomenOnly.ALSO,
            goals=frozenset({Goal.DUTCH, Goal.FRIENDS}),
        ),
        by=people["counsellor"],
        at=workshop.at,
    )
