"""Loads the whole demonstration in one transaction of the caller."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from meedoen.seeding.demo.caseload import make_caseload
from meedoen.seeding.demo.catalogue import MUNICIPALITIES, Workshop, make_catalogue
from meedoen.seeding.demo.gates import make_look_alikes, make_protocols
from meedoen.seeding.demo.interests import make_interests
from meedoen.seeding.demo.moves import make_moves
from meedoen.seeding.demo.needs import make_needs
from meedoen.seeding.demo.own_file import make_own_files
from meedoen.seeding.demo.own_work import make_own_work
from meedoen.seeding.demo.people import make_accounts, make_reviewers
from meedoen.seeding.demo.plans import make_week


@dataclass(frozen=True, slots=True)
class Made:
    """What was made."""

    organisations: int
    offers: int
    trajectories: int

    def __str__(self) -> str:
        return (
            f"{self.organisations} organisations, {self.offers} offers, "
            f"{self.trajectories} trajectories"
        )


def seed_demo(
    session: Session,
    *,
    at: datetime,
    base_url: str,
    progress: Callable[[str], None],
    municipalities: int = MUNICIPALITIES,
    photos: Path | None = None,
) -> Made:
    """Make everything as of the moment `at`; needs the reference data and the rule sets.

    With fewer municipalities there are fewer organisations and offers, but as many people.
    `photos` is where files of photos are kept; without it there are none.
    """
    people = make_accounts(session, at=at)
    workshop = Workshop(session, at, base_url, make_reviewers(session, at=at), photos=photos)
    shown = make_own_work(workshop, people)
    organisations, offers = make_catalogue(workshop, most=municipalities, progress=progress)
    trajectories = make_caseload(workshop, people, shown)
    trajectories += make_needs(workshop, people["counsellor"], shown["organisation"])
    make_moves(workshop)
    make_protocols(workshop, people)
    make_look_alikes(workshop)
    make_week(workshop, people)
    make_own_files(workshop, people)
    make_interests(workshop, people, shown)
    session.flush()
    return Made(organisations + len(shown), offers + sum(map(len, shown.values())), trajectories)
