"""Companions of first visits, a shared summary and looks of the demonstration."""

from datetime import datetime, timedelta

from sqlalchemy import select

from meedoen.accounts.models import Account
from meedoen.seeding.demo.catalogue import Workshop
from meedoen.trajectories.companions.answering.actions import answer
from meedoen.trajectories.companions.asking.actions import ask_companion
from meedoen.trajectories.companions.models import Companion
from meedoen.trajectories.companions.rules import Meeting
from meedoen.trajectories.looking.actions import row_of
from meedoen.trajectories.looking.models import Look
from meedoen.trajectories.looking.rules import Seen
from meedoen.trajectories.looking.terms import LookedAs, LookKind
from meedoen.trajectories.models import Activity, Trajectory
from meedoen.trajectories.rules import local
from meedoen.trajectories.sharing.actions import share_summary

SAYS_YES, SAYS_NO, SILENT = "yes", "no", ""


def make_own_files(workshop: Workshop, people: dict[str, Account]) -> None:
    """The running newcomer gets a companion who comes along; others one who cannot, one silent."""
    session, counsellor = workshop.session, people["counsellor"]
    running = session.scalars(
        select(Trajectory).where(Trajectory.newcomer_id == people["newcomer"].id)
    ).one()
    share(workshop, running, people["newcomer"])
    look(workshop, running, counsellor)
    others = session.scalars(
        select(Trajectory)
        .where(Trajectory.counsellor_id == counsellor.id, Trajectory.activities.any())
        .order_by(Trajectory.id)
    ).all()
    words = (SAYS_YES, SAYS_NO, SILENT)
    names = ("Wim Janssens", "Lies Maes", "Jef Claes")
    for number, (word, name) in enumerate(zip(words, names, strict=True)):
        case = others[number]
        activity = case.activities[-1]
        companion = ask(workshop, activity, counsellor, name, ahead=3 + number)
        if word:
            answer(
                session,
                companion,
                word,
                said="Die dag moet ik werken." if word == SAYS_NO else "Ik sta er vroeg.",
                at=workshop.at - timedelta(days=2),
                base_url=workshop.base_url,
                version=companion.version,
            )


def ask(
    workshop: Workshop, activity: Activity, counsellor: Account, name: str, *, ahead: int
) -> Companion:
    """Ask somebody four days ago to go along so many days from now, at half past one."""
    day = local(workshop.at + timedelta(days=ahead))
    meets_at: datetime = day.replace(hour=13, minute=30, second=0, microsecond=0)
    return ask_companion(
        workshop.session,
        activity,
        name=name,
        email=f"{name.split()[0].lower()}.toeleider@demo.test",
        phone="0470 00 00 00",
        meeting=Meeting(meets_at, "Aan de ingang van het station, bij de fietsen", ""),
        by=counsellor,
        at=workshop.at - timedelta(days=4),
        base_url=workshop.base_url,
        request_key=f"{activity.id:032x}",
    )


def share(workshop: Workshop, trajectory: Trajectory, newcomer: Account) -> None:
    """A summary that the newcomer shares with an organisation for two weeks."""
    share_summary(
        workshop.session,
        trajectory,
        shared_with="Buurthuis De Zevende Stoel",
        days=14,
        with_activities=True,
        with_phone=False,
        with_email=False,
        by=newcomer,
        at=workshop.at - timedelta(days=1),
        request_key=f"{trajectory.id:032x}",
    )


def look(workshop: Workshop, trajectory: Trajectory, counsellor: Account) -> None:
    """The counsellor and a contact person looked in the last days."""
    kinds = (LookKind.CASE, LookKind.HOURS, LookKind.PLAN, LookKind.CASE, LookKind.CONFIRMATION)
    for number, kind in enumerate(kinds):
        by_link = kind is LookKind.CONFIRMATION
        activity = trajectory.activities[0]
        seen = Seen(
            newcomer_id=trajectory.newcomer_id,
            trajectory_id=trajectory.id,
            kind=kind,
            looked_as=LookedAs.CONTACT if by_link else LookedAs.COUNSELLOR,
            by_id=None if by_link else counsellor.id,
            by_name=activity.contact_name if by_link else counsellor.name,
            body=activity.host if by_link else trajectory.agency.name,
        )
        at = workshop.at - timedelta(days=1 + 3 * number)
        workshop.session.add(Look(**row_of(seen, seen.once(at), at)))
    workshop.session.flush()
